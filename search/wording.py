"""How questions are put: the words and patterns of `data/question.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from kg.data import data_folder
from search.interpretation import Intent


@dataclass(frozen=True, slots=True)
class Era:
    """A stretch of time known by a theme: the words for it (as the group "era"), and from which share of its bullets an update speaks of it."""

    theme: str
    share: float
    pattern: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words of a question may tell beside what they name; `data/question.toml` says what each is for."""

    intents: tuple[tuple[Intent, tuple[re.Pattern[str], ...]], ...]
    every_period: tuple[re.Pattern[str], ...]
    stop: frozenset[str]
    exclude: frozenset[str]
    exclude_phrases: tuple[tuple[str, ...], ...]
    exclude_ends: frozenset[str]
    before_a_plain_not: frozenset[str]
    joining: frozenset[str]
    before_a_name: frozenset[str]
    before_a_partner: frozenset[str]
    before_a_class: frozenset[str]
    before_a_place: frozenset[str]
    counting: frozenset[str]
    working: frozenset[str]
    taking_part: frozenset[str]
    both: frozenset[str]
    eras: tuple[Era, ...]

    def intent(self, question: str) -> Intent:
        """The first kind of answer whose pattern the question holds; else a list."""
        return next((kind for kind, patterns in self.intents if any(p.search(question) for p in patterns)), Intent.LIST)


def _patterns(texts: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text, re.I) for text in texts)


@cache
def wording() -> Wording:
    """The wording that ships with Beatbook."""
    with (data_folder() / "question.toml").open("rb") as file:
        table = tomllib.load(file)
    words = table["words"]
    sets = (
        "exclude",
        "exclude_ends",
        "before_a_plain_not",
        "joining",
        "before_a_name",
        "before_a_partner",
        "before_a_class",
        "before_a_place",
        "counting",
        "working",
        "taking_part",
        "both",
    )
    return Wording(
        intents=tuple((Intent(row["kind"]), _patterns(row["patterns"])) for row in table["intent"]),
        every_period=_patterns(words["every_period"]),
        stop=frozenset(words["stop"].split()),
        exclude_phrases=tuple(tuple(phrase.split()) for phrase in words["exclude_phrases"]),
        eras=tuple(Era(**row) for row in table["era"]),
        **{name: frozenset(words[name]) for name in sets},
    )
