"""The two encoders: the int8 twin may stand for the original, and neither depends on company or order."""

from __future__ import annotations

import random

import numpy as np
import pytest

from search.build import embedded_text
from search.encoder import DIMENSIONS, BulletEncoder, QuestionEncoder, embedding_key
from search.library import Library

TEXTS = ["A", "Two wheels", "Street Pastors walk the town at night. " * 60, "£5,000 and 3 phones — seized", "Two wheels", "Äthelred’s “horse”", "", " "]
AS_TWIN = 0.995


@pytest.fixture(scope="module")
def encoder() -> BulletEncoder:
    """One model for all tests here."""
    return BulletEncoder()


def test_the_twin_is_close_on_every_bullet_of_the_sample_library(demo: Library) -> None:
    keys = dict(demo.catalogue.embeddings(demo.version_ids))
    stored = demo.catalogue.vectors(list(set(keys.values())))
    held = dict(zip(keys, demo.catalogue.bullets(list(keys)), strict=True))
    everyone = demo.catalogue.bullets(demo.catalogue.members(demo.version_ids))
    by_id = {b.bullet.id: b.bullet for b in everyone}
    twin = QuestionEncoder()
    far = {}
    for row, key in keys.items():
        text = embedded_text(held[row].bullet, by_id.get(held[row].bullet.parent or ""))
        cosine = float(twin.encode(text) @ np.frombuffer(stored[key], dtype=np.float32))
        if cosine < AS_TWIN:
            far[text[:60]] = cosine
    assert len(keys) > 250
    assert not far


def test_vectors_are_unit_vectors_in_the_order_of_the_texts(encoder: BulletEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    assert vectors[1] == pytest.approx(vectors[4], abs=1e-4), "the same text twice"
    assert float(vectors[0] @ vectors[3]) < 0.9, "different texts differ"


def test_order_and_company_do_not_matter(encoder: BulletEncoder) -> None:
    texts = [f"{n} officers searched {n} cars in {town}" for n in range(12) for town in ("Harlow", "a very long street near the old market of Witham")]
    vectors = encoder.encode(texts)
    shuffled = random.Random(7).sample(range(len(texts)), len(texts))
    again = encoder.encode([texts[i] for i in shuffled])
    assert np.abs(again - vectors[shuffled]).max() < 1e-4
    assert np.abs(encoder.encode([texts[3]])[0] - vectors[3]).max() < 1e-4


def test_progress_is_told_of_every_text(encoder: BulletEncoder) -> None:
    told: list[int] = []
    encoder.encode([f"text {n}" for n in range(200)], told.append)
    assert sum(told) == 200
    assert len(told) > 1


def test_nothing_gives_nothing(encoder: BulletEncoder) -> None:
    assert encoder.encode([]).shape == (0, DIMENSIONS)


def test_a_key_belongs_to_one_text() -> None:
    assert embedding_key("Harlow") == embedding_key("Har" + "low")
    assert len({embedding_key(t) for t in ("Harlow", "harlow", "Harlow ", "")}) == 4


@pytest.mark.parametrize("text", TEXTS)
def test_the_twin_gives_a_unit_vector_for_any_text(text: str) -> None:
    vector = QuestionEncoder().encode(text)
    assert vector.shape == (DIMENSIONS,)
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)
