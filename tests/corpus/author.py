"""Writes the bullets of a corpus: who did what, where, with whom, as often as names come in real updates (a few often, most seldom)."""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Generic, TypeVar

from kg.period import Period
from tests.corpus.made import Corpus, Group, MadeBullet, MadeUpdate, Section
from tests.corpus.words import Named, words

# As many bullets has an update, and so large a share of them names such a thing, in the published updates.
BULLETS = 128
OPERATION, PARTNER, DISTRICT, LABELLED = 0.2, 0.3, 0.35, 0.1
LAYOUTS = ("dashes", "wrapped", "markdown", "areas")
# A name seldom goes by another of its forms, an operation by a misprint: once a force, so that it is one and no name of its own.
OTHER_FORM = 0.15
# Zipf's exponent for names of bodies and operations, and for what bullets are about and where.
ZIPF, ZIPF_OF_TOPICS = 1.0, 0.5
MONTHS = ("January", "February", "March", "April", "June", "July", "August", "September", "October", "November")
_LAST_YEAR, _YEARS = 2024, 15
T = TypeVar("T")


class Often(Generic[T]):
    """Draws from a list so that the n-th thing comes about 1/n times as often as the first (Zipf); `flatter` where names differ less."""

    def __init__(self, things: Sequence[T], rng: random.Random, flatter: float = ZIPF) -> None:
        self._things = rng.sample(list(things), len(things))
        self._sums = list(accumulate(1 / (n + 1) ** flatter for n in range(len(things))))

    @property
    def things(self) -> list[T]:
        """The things, the most frequent first."""
        return self._things

    def draw(self, rng: random.Random) -> T:
        """One of them."""
        return self._things[bisect(self._sums, rng.random() * self._sums[-1])]


@dataclass
class Force:
    """A force with its own operations, partners and districts, and the one misprint it has still to make."""

    slug: str
    name: str
    rng: random.Random
    operations: Often[str] = field(init=False)
    partners: Often[Named] = field(init=False)
    districts: Often[str] | None = field(init=False)
    misprinted: bool = False

    def __post_init__(self) -> None:
        own = words().forces[self.slug]
        self.operations = Often(words().frames["operations"], self.rng)
        self.partners = Often([p for p in words().partners if p.name != own], self.rng)
        self.districts = Often(words().districts, self.rng, ZIPF_OF_TOPICS) if self.slug == "essex" else None


def make_corpus(bullets: int, seed: int = 1) -> Corpus:
    """A corpus of so many bullets: of one force first, then of more of them over more periods, as a library grows."""
    count = -(-bullets // BULLETS)
    slugs = ["essex", *(s for s in words().forces if s != "essex")][: max(1, min(len(words().forces), count // 8))]
    forces = [Force(slug, words().forces[slug], random.Random(f"{seed}-{slug}")) for slug in slugs]
    themes = Often([(theme, mould) for theme, moulds in words().moulds.items() for mould in moulds], random.Random(seed), ZIPF_OF_TOPICS)
    updates, left = [], bullets
    for n, period in enumerate(_periods(-(-count // len(forces)))):
        for force in forces:
            if left > 0:
                updates.append(_update(force, period, n, min(BULLETS, left), themes))
                left -= BULLETS
    return Corpus(seed, tuple(updates))


def _periods(count: int) -> Iterator[Period]:
    """Quarters back from the last, then the months of these years: in all as many as are wanted."""
    quarters = [Period.quarter(_LAST_YEAR - n // 4, 4 - n % 4) for n in range(4 * _YEARS)]
    months = [Period.month(_LAST_YEAR - n // 12, 12 - n % 12) for n in range(12 * _YEARS)]
    if count > len(quarters) + len(months):
        raise ValueError(f"a corpus has at most {(len(quarters) + len(months)) * len(words().forces) * BULLETS} bullets")
    yield from [*quarters, *months][:count]


def _update(force: Force, period: Period, at: int, count: int, themes: Often[tuple[str, str]]) -> MadeUpdate:
    rng = random.Random(f"{force.slug}-{period.label}-{force.rng.random()}")
    plan, titles = _plan(force, period.start)
    layout = LAYOUTS[(at + len(force.slug)) % len(LAYOUTS)]
    shares = [count // len(titles) + (n < count % len(titles)) for n in range(len(titles))]
    sections = (
        Section(n, title, rng.choice(words().frames["commitment"]), tuple(_groups(force, rng, share, themes)))
        for n, (title, share) in enumerate(zip(titles, shares, strict=True), 1)
    )
    return MadeUpdate(force.slug, force.name, period, plan, layout, tuple(s for s in sections if s.groups))


def _plan(force: Force, day: dt.date) -> tuple[str, tuple[str, ...]]:
    if force.slug != "essex":
        return f"Police and Crime Plan {day.year}-{day.year + 4}", tuple(words().frames["priorities"])
    plan = sorted(words().plans)[(day >= dt.date(2016, 10, 1)) + (day >= dt.date(2021, 10, 1))]
    return plan, words().plans[plan]


def _groups(force: Force, rng: random.Random, count: int, themes: Often[tuple[str, str]]) -> Iterator[Group]:
    labelled = max(0, min(count - 1, round(count * LABELLED * 3))) if force.districts and rng.random() < 0.4 else 0
    if count - labelled > 0:
        yield Group(tuple(_bullets(force, rng, count - labelled, themes, None)))
    if labelled > 0 and force.districts:
        district = force.districts.draw(rng)
        yield Group(tuple(_bullets(force, rng, labelled, themes, district)), district)


def _bullets(force: Force, rng: random.Random, count: int, themes: Often[tuple[str, str]], under: str | None) -> Iterator[MadeBullet]:
    """Bullets of which no two say the same."""
    seen: set[str] = set()
    while len(seen) < count:
        bullet = _bullet(force, rng, *themes.draw(rng), under)
        if bullet.text not in seen:
            seen.add(bullet.text)
            yield bullet


def _bullet(force: Force, rng: random.Random, theme: str, mould: str, under: str | None) -> MadeBullet:
    frames = words().frames
    partner = force.partners.draw(rng) if rng.random() < PARTNER else None
    district = force.districts.draw(rng) if force.districts and under is None and rng.random() < DISTRICT else None
    operation = force.operations.draw(rng) if rng.random() < OPERATION else None
    core = mould
    if partner:
        printed = rng.choice(partner.printed) if rng.random() < OTHER_FORM else partner.name
        core = rng.choice(frames["partner"]).format(core=core, partner=printed)
    first = "operation" if operation else "bare"
    if district:
        first = "district" if operation else rng.choice(("district", "first_district"))
        core = rng.choice(frames[first]).format(core=core, district=district)
        first = "operation" if operation else "bare" if first == "district" else ""
    if first:
        core = rng.choice(frames[first]).format(core=core, operation=_printed(force, operation, partner), month="{month}")
    endings = rng.sample(frames["ending"], rng.choice((0, 1, 1, 2)))
    text = " ".join((f"{core[0].upper()}{core[1:]}.", *endings)).format(
        n=rng.randint(3, 990), m=rng.randint(2, 60), p=f"{rng.randint(2, 95)}%", month=rng.choice(MONTHS)
    )
    places = tuple(d for d in (district, under) if d)
    return MadeBullet(text, mould, theme, (operation,) if operation else (), (partner.name,) if partner else (), places)


def _printed(force: Force, operation: str | None, partner: Named | None) -> str:
    """An operation as it is printed: once a force with a letter lost, beside the partner that it works with most."""
    often = force.operations.things[0]
    if operation == often and not force.misprinted and partner is force.partners.things[0]:
        force.misprinted = True
        return operation[:-2] + operation[-1]
    return operation or ""
