"""Made-up vectors for corpora that are too large to embed: a few thousand bullets are embedded, all others lie near one that speaks in the
same words (a seeded step aside). They have the spread and the neighbours of real ones, and say nothing of how well meaning is told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from search.encoder import DIMENSIONS, BulletEncoder, Progress
from tests.corpus.made import MadeBullet

# So many of each mould are embedded, and so far from one of them the others lie: bullets of one mould have a cosine of about 0.8.
REAL, ASIDE = 30, 0.45


class MadeUpEncoder:
    """Takes the place of `BulletEncoder` for the bullets of a corpus."""

    def __init__(self, bullets: Iterable[MadeBullet], real: BulletEncoder | None = None) -> None:
        """`bullets`: all that may come, of which the first of each mould are embedded."""
        self._mould = {b.text: b.mould for b in bullets}
        first: dict[str, list[str]] = {}
        for text, mould in self._mould.items():
            if len(held := first.setdefault(mould, [])) < REAL:
                held.append(text)
        texts = [text for held in first.values() for text in held]
        vectors = (real or BulletEncoder()).encode(texts)
        at = dict(zip(texts, vectors, strict=True))
        self._near = {mould: np.stack([at[text] for text in held]) for mould, held in first.items()}

    def encode(self, texts: Sequence[str], progress: Progress = lambda _: None) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), 384); the same text always has the same."""
        vectors = np.stack([self._one(text) for text in texts]) if texts else np.zeros((0, DIMENSIONS), np.float32)
        progress(len(texts))
        return vectors

    def _one(self, text: str) -> NDArray[np.float32]:
        rng = np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))
        near = self._near[self._mould_of(text)]
        step = rng.standard_normal(DIMENSIONS, dtype=np.float32)
        vector = near[rng.integers(len(near))] + ASIDE * step / np.linalg.norm(step)
        return np.asarray(vector / np.linalg.norm(vector), np.float32)

    def _mould_of(self, text: str) -> str:
        """The mould of an embedded text, which is a bullet's after what it stands under and a colon; any where it was read otherwise than written."""
        rest = text
        while rest and rest not in self._mould:
            rest = rest.partition(": ")[2]
        return self._mould.get(rest) or next(iter(self._near))
