"""`data/figures.toml`: what contradicts itself stops at load, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.data import data_folder
from kg.errors import VocabularyError
from kg.figures.words import FILE, figure_words, read_words

SHIPPED = (data_folder() / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("section", "added", "said"),
    [
        ('down = ["', '"increase", ', "'increase' is in change.up and in change.down"),
        ('abstract = [\n  "', '"Area", ', "'Area' in not_figures.abstract has a capital letter"),
        ('abstract = [\n  "', '"volunteers", ', "'volunteers' is in people.nouns and in not_figures.abstract"),
    ],
)
def test_a_word_in_two_lists_that_exclude_each_other_is_named_with_its_line(tmp_path: Path, section: str, added: str, said: str) -> None:
    assert section in SHIPPED
    file = tmp_path / FILE
    file.write_text(SHIPPED.replace(section, section[:-1] + added + '"', 1), encoding="utf-8")
    with pytest.raises(VocabularyError, match=said) as failed:
        read_words(file)
    assert failed.value.line
    assert added.strip(', "') in file.read_text(encoding="utf-8").splitlines()[failed.value.line - 1]


def test_what_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_text("[numbers]\none = 1\ntwo = = 2\n", encoding="utf-8")
    with pytest.raises(VocabularyError) as failed:
        read_words(file)
    assert failed.value.line == 3


def test_every_unit_of_a_measure_is_one_that_figures_have(vocabulary) -> None:  # type: ignore[no-untyped-def]
    from kg.vocabulary import ConceptKind

    measured = {"%", "GBP", "hours", "seconds", "days", "kilograms", "people"}
    nouns = {m.values["unit"] for m in vocabulary.of_kind(ConceptKind.MEASURE)} - measured
    assert all(unit == unit.lower() and unit.endswith("s") for unit in nouns), nouns
    assert measured - {"people"} <= {*figure_words().units.values(), *figure_words().currencies.values()}
