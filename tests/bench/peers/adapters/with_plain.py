"""bm25s with a stemmer and FAISS, fused by reciprocal ranks: what a programmer writes in an afternoon."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exchange import MOST, Ranked, model_folder, serve

# The constant of reciprocal rank fusion, from the paper that proposed it (Cormack, Clarke, Buettcher 2009).
_RANKS = 60


def _encoder() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(model_folder(), device="cpu")


def _words(texts: list[str]) -> Any:
    import bm25s
    import Stemmer

    return bm25s.tokenize(texts, stopwords="en", stemmer=Stemmer.Stemmer("english"), show_progress=False)


def build(folder: Path, bullets: list[dict[str, str]]) -> None:
    """Indexes and saves."""
    import bm25s
    import faiss

    folder.mkdir(exist_ok=True)
    texts = [b["text"] for b in bullets]
    words = bm25s.BM25()
    words.index(_words(texts), show_progress=False)
    words.save(str(folder / "words"))
    vectors = _encoder().encode(texts, normalize_embeddings=True, show_progress_bar=False)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(folder / "vectors.faiss"))
    (folder / "ids.json").write_text(json.dumps([b["id"] for b in bullets]), encoding="utf-8")


def load(folder: Path) -> Callable[[Any], Ranked]:
    """Loads what was saved."""
    import bm25s
    import faiss

    words, index, encoder = bm25s.BM25.load(str(folder / "words")), faiss.read_index(str(folder / "vectors.faiss")), _encoder()
    ids = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
    most = min(MOST, len(ids))

    def ask(question: str) -> Ranked:
        vector = encoder.encode([question], normalize_embeddings=True, show_progress_bar=False)
        _, (near,) = index.search(vector, most)
        (said,), (strengths,) = words.retrieve(_words([question]), k=most, show_progress=False)
        fused: dict[str, float] = defaultdict(float)
        for ranked in (near, [at for at, strength in zip(said, strengths, strict=True) if strength > 0]):
            for rank, at in enumerate(ranked, start=1):
                fused[ids[int(at)]] += 1 / (_RANKS + rank)
        return sorted(fused.items(), key=lambda found: -found[1])[:MOST]

    return ask


serve(build, load)
