"""The generator says what is true of its bullets; read, linked and asked, they bear it out, whatever the size."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.colophon import Given
from kg.linking import Linker
from kg.model import Kind, LinkedBullet
from kg.vocabulary import Vocabulary
from search.build import read_update
from tests.corpus import Corpus, MadeUpdate, make_corpus, questions_of
from tests.corpus.author import LAYOUTS
from tests.corpus.layouts import text_of
from tests.corpus.words import words


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Of two forces, in every layout."""
    return make_corpus(2200)


@pytest.fixture(scope="module")
def read(corpus: Corpus, vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[MadeUpdate, list[LinkedBullet]]]:
    """Every update as it is read and linked from its file."""
    folder, linker = tmp_path_factory.mktemp("corpus"), Linker(vocabulary)
    found = []
    for made in corpus.updates:
        path: Path = folder / made.name
        path.write_text(text_of(made), encoding="utf-8")
        update = read_update(path, vocabulary, Given())
        assert (update.colophon.force.slug, update.colophon.period) == (made.force, made.period)
        found.append((made, [b for b in linker.link(update)[0] if not b.bullet.label_only]))
    return found


@pytest.mark.parametrize("size", [1, 5, 127, 128, 129, 1000])
def test_it_has_as_many_bullets_as_were_asked_for(size: int) -> None:
    assert make_corpus(size).size == size


def test_the_same_seed_gives_the_same_and_another_does_not() -> None:
    assert make_corpus(300, seed=7) == make_corpus(300, seed=7) != make_corpus(300, seed=8)


def test_more_forces_than_periods_can_hold_is_told() -> None:
    with pytest.raises(ValueError, match="at most"):
        make_corpus(2_000_000)


def test_every_bullet_is_read_as_it_was_written(read: list[tuple[MadeUpdate, list[LinkedBullet]]]) -> None:
    assert {made.layout for made, _ in read} == set(LAYOUTS)
    for made, linked in read:
        assert [b.bullet.text for b in linked] == [b.text for _, b in made.bullets], made.name
        assert [b.bullet.priority and b.bullet.priority.number for b in linked] == [n for n, _ in made.bullets], made.name


def test_every_name_and_theme_is_found_and_none_beside(read: list[tuple[MadeUpdate, list[LinkedBullet]]]) -> None:
    misprints = Counter(
        (made.force, *set(one.names(Kind.OPERATION)) - set(gold.operations))
        for made, linked in read
        for one, (_, gold) in zip(linked, made.bullets, strict=True)
    )
    assert all(len(key) == 1 or count == 1 for key, count in misprints.items()), "one misprint a force, which joins set right"
    for made, linked in read:
        for one, (_, gold) in zip(linked, made.bullets, strict=True):
            assert one.names(Kind.PARTNER) == gold.partners
            assert set(one.names(Kind.DISTRICT)) == set(gold.districts)
            assert len(one.names(Kind.OPERATION)) == len(gold.operations)
            assert gold.theme in {m.entity for m in one.mentions}


def test_few_names_come_often_and_most_seldom(corpus: Corpus) -> None:
    counts = sorted(Counter(p for u in corpus.updates for _, b in u.bullets for p in b.partners).values(), reverse=True)
    assert counts[0] > 5 * counts[len(counts) // 2]
    assert len(counts) > len(words().partners) / 2


def test_questions_name_what_is_there(corpus: Corpus) -> None:
    questions = questions_of(corpus)
    held = {(u.name, b.text) for u in corpus.updates for _, b in u.bullets}
    assert len({q.kind for q in questions}) == 11
    for question in questions:
        assert question.answer <= held
        assert bool(question.answer) == (question.kind != "unknown"), question
