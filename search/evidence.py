"""What is said of each bullet of an answer: why it is there, and which stretches of its text matched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, overload

from kg.labels import LabelIndex
from kg.model import HeldBullet, Kind
from kg.tokens import stem, tokenise
from search.criteria import OWN, in_class
from search.interpretation import Interpretation, Key, Part
from search.library import Library
from search.topic import TopicScore

# So many bullets are read at once: what a screen shows first.
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Evidence:
    """One bullet of an answer, its strength (1 where all is exact), why it is there, and the stretches of its text that matched."""

    held: HeldBullet
    score: float
    why: tuple[str, ...]
    marks: tuple[tuple[int, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        b = self.held.bullet
        return {
            **{"id": b.id, "source": self.held.source, "lines": list(b.lines), "page": b.page, "force": self.held.force, "period": self.held.period.label},
            **{
                "priority": asdict(b.priority) if b.priority else None,
                "text": b.text,
                "marking": self.held.marking,
                "score": round(self.score, 4),
                "why": list(self.why),
            },
        }


class Members(Sequence[Evidence]):
    """The evidence of an answer in reading order. How many and which they are is known at once; each is read from the library when it is
    looked at, a page at a time, and whatever was not looked at when the library is closed."""

    def __init__(self, rows: Sequence[int], read_page: Callable[[Sequence[int]], list[Evidence]]) -> None:
        """`rows`: the row numbers, in reading order; `read_page` gives the evidence of some of them."""
        self.rows = rows
        self._read = read_page
        self._pages: dict[int, list[Evidence]] = {}

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Evidence: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Evidence]: ...
    def __getitem__(self, at: int | slice) -> Evidence | Sequence[Evidence]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        return self._page(place // _PAGE)[place % _PAGE]

    def __iter__(self) -> Iterator[Evidence]:
        return (one for number in range(-(-len(self) // _PAGE)) for one in self._page(number))

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[type, tuple[tuple[Evidence, ...]]]:
        return tuple, (tuple(self),)

    def read_all(self) -> None:
        """Reads what was not looked at."""
        for number in range(-(-len(self) // _PAGE)):
            self._page(number)

    def _page(self, number: int) -> list[Evidence]:
        if number not in self._pages:
            self._pages[number] = self._read(self.rows[number * _PAGE : (number + 1) * _PAGE])
        return self._pages[number]


@dataclass(frozen=True, slots=True)
class _Sought:
    """What of a question is marked in a text: mentions of these, of these classes and kind, and words by their stems."""

    entities: frozenset[str]
    classes: frozenset[str]
    kind: Kind | None
    stems: frozenset[str]


def ids_of(library: Library, evidence: Sequence[Evidence]) -> list[str]:
    """The ids of an answer's bullets; none of them is read for it."""
    return library.ids(evidence.rows) if isinstance(evidence, Members) else [e.held.bullet.id for e in evidence]


class Witness:
    """Tells of the bullets of one library why they answer a question."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._classes: dict[str, LabelIndex] = {}

    def evidence(self, read: Interpretation, rows: Iterable[int], score: Callable[[int], TopicScore] | None = None) -> Members:
        """The bullets of these rows in reading order; `score` gives each one's topic score where there is a topic."""
        sought = self._sought(read)

        def page(numbers: Sequence[int]) -> list[Evidence]:
            bullets = zip(numbers, self._library.catalogue.bullets(numbers), strict=True)
            return [self._one(read, sought, held, score(n) if score else None) for n, held in bullets]

        members = Members(self._library.order.sorted(rows), page)
        self._library.read_before_closing(members.read_all)
        return members

    def _sought(self, read: Interpretation) -> _Sought:
        parts = [p for p in read.named if p.entity]
        said = [t.word for p in parts if p.key is Key.THEMES for t in tokenise(p.said)]
        words = (*(name.lower() for names in read.required for name in names), *said)
        return _Sought(
            frozenset(e for p in parts for e in (*p.entities, *self._library.vocabulary.narrower.get(p.entity or "", ()))),
            frozenset(p.entity for p in parts if p.entity and p.key is Key.PARTNER_CLASSES),
            read.wanted,
            frozenset(map(stem, words)),
        )

    def _one(self, read: Interpretation, sought: _Sought, held: HeldBullet, topic: TopicScore | None) -> Evidence:
        parts = sorted(read.named, key=lambda part: (list(Key).index(part.key), part.name))
        why = [w for part in parts if (w := self._why(part, held))]
        why += [f"word: {' or '.join(names)}" for names in read.required]
        if read.wanted:
            why.append(f"names {', '.join(held.linked.names(read.wanted))}")
        if topic:
            words = f"holds {', '.join(topic.held)}" if topic.held else "holds none of the words"
            near = ", has the theme of the nearest bullet" if topic.near else ""
            why.append(f"topic: {words}; meaning {topic.meaning:.2f}{near}")
        return Evidence(held, topic.score if topic else 1.0, tuple(why), tuple(self._marks(sought, held, topic)))

    def _marks(self, sought: _Sought, held: HeldBullet, topic: TopicScore | None) -> list[tuple[int, int]]:
        """Where in the text the parts and words of the question stand."""
        text, vocabulary = held.bullet.text, self._library.vocabulary
        spans = {
            (m.start, m.end)
            for m in held.linked.mentions
            if m.start is not None and (m.entity in sought.entities or m.kind is sought.kind or any(in_class(vocabulary, m.entity, c) for c in sought.classes))
        }
        if words := sought.stems.union(map(stem, topic.held) if topic else ()):
            spans |= {(t.start, t.end) for t in tokenise(text) if stem(t.word) in words}
        spans |= {span for c in sought.classes for span in self._class_words(c, text)}
        return sorted(s for s in spans if s[1] is not None)  # type: ignore[misc]

    def _why(self, part: Part, held: HeldBullet) -> str | None:
        wanted = {*part.entities, *self._library.vocabulary.narrower.get(part.entity or "", ())}
        for m in held.linked.mentions:
            of_class = part.key is Key.PARTNER_CLASSES and m.kind is Kind.PARTNER and in_class(self._library.vocabulary, m.entity, part.entity)
            if m.entity in wanted or of_class:
                how = f"“{m.surface}”" if m.by in OWN and m.surface else f"by its {m.by}" + (f" “{m.surface}”" if m.surface else "")
                return f"{part.key.value}: {m.name} ({how})" if m.name != m.surface else f"{part.key.value}: {m.name}"
        if part.key is Key.PARTNER_CLASSES and (spans := self._class_words(part.entity or "", held.bullet.text)):
            return f"{part.key.value}: {part.name} (“{held.bullet.text[slice(*spans[0])]}”)"
        if part.key is Key.THEMES:
            return f"near to {part.said}"
        return f"{part.key.value}: {part.name}" if part.key in (Key.PRIORITIES, Key.FORCES) else None

    def _class_words(self, class_: str, text: str) -> list[tuple[int, int]]:
        """Where a text names a class of partners by its own words: "housing associations"."""
        if class_ not in self._classes:
            below = self._library.vocabulary.narrower.get(class_, ())
            self._classes[class_] = LabelIndex((self._library.vocabulary.concepts[c] for c in below), by_stem=True)
        tokens = tokenise(text)
        found = self._classes[class_].search(tokens, lambda _, __, first, last: last - first > 1)
        return [(tokens[f.first].start, tokens[f.last - 1].end) for f in found]
