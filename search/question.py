"""From a question to its interpretation: constraints that must hold exactly, periods, intent, and the rest as a topic.

Nothing is guessed silently: each part says which words it was read from, and names that nothing bears stay names.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.data import data_folder
from kg.errors import UnknownNameError
from kg.labels import Found, LabelIndex, expand
from kg.model import Kind
from kg.operations import named
from kg.period import Period
from kg.tokens import Token, tokenise
from kg.vocabulary import ConceptKind, Label, LabelStyle, Vocabulary
from search.errors import QuestionError
from search.interpretation import Intent, Interpretation, Key, Part
from search.ranges import find_ranges

# Longer "questions" are pasted documents; the screen's box and a URL hold less.
MAX_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Names:
    """What a library's questions may name: its vocabulary, its operations (printed name -> name and entities), its forces (name -> slug),
    its bodies that the vocabulary lacks (name -> entity), the latest period held."""

    vocabulary: Vocabulary
    operations: dict[str, tuple[str, tuple[str, ...]]]
    forces: dict[str, str]
    bodies: dict[str, str] = field(default_factory=dict)
    latest: Period | None = None

    def operation(self, printed: str, said: str) -> Part:
        """The operation of that printed name; without an entity when there is none."""
        name, entities = self.operations.get(printed, (printed, ()))
        return Part(Key.OPERATIONS, name, entities[0] if entities else None, said, entities[1:])

    @property
    def operation_names(self) -> list[str]:
        """The names of all operations, misprints left out."""
        return sorted({name for name, _ in self.operations.values()})


@dataclass(frozen=True, slots=True)
class _Words:
    intents: tuple[tuple[Intent, tuple[re.Pattern[str], ...]], ...]
    stop: frozenset[str]
    exclude: frozenset[str]
    exclude_phrases: tuple[str, ...]
    every_period: tuple[re.Pattern[str], ...]
    before_a_name: frozenset[str]
    before_a_partner: frozenset[str]
    counting: frozenset[str]
    working: frozenset[str]


@cache
def _words() -> _Words:
    with (data_folder() / "question.toml").open("rb") as file:
        table = tomllib.load(file)
    intents = tuple((Intent(row["kind"]), tuple(re.compile(p, re.I) for p in row["patterns"])) for row in table["intent"])
    w = table["words"]
    return _Words(
        intents,
        frozenset(w["stop"].split()),
        frozenset(w["exclude"]),
        tuple(w["exclude_phrases"]),
        tuple(re.compile(p, re.I) for p in w["every_period"]),
        frozenset(w["before_a_name"]),
        frozenset(w["before_a_partner"]),
        frozenset(w["counting"]),
        frozenset(w["working"]),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A part with its first and last token (exclusive)."""

    part: Part
    first: int
    last: int


_KEYS = {
    ConceptKind.DISTRICT: Key.DISTRICTS,
    ConceptKind.AREA: Key.AREAS,
    ConceptKind.PLACE: Key.PLACES,
    ConceptKind.OUTSIDE: Key.PLACES,
    ConceptKind.PARTNER: Key.PARTNERS,
    ConceptKind.PARTNER_CLASS: Key.PARTNER_CLASSES,
    ConceptKind.THEME: Key.THEMES,
    ConceptKind.PRIORITY: Key.PRIORITIES,
}
_WANTED = {
    Kind.OPERATION: r"operations?|projects?",
    Kind.PARTNER: r"partners?|forces|agencies|organisations?|bodies|charities|councils",
    Kind.DISTRICT: r"districts?",
    Kind.AREA: r"areas?",
}
_PRIORITY = re.compile(r"\b(?:priority|objective|area of focus)\s+(\d{1,2})\b", re.I)


class QuestionReader:
    """Reads questions about one library. Making one takes some milliseconds a thousand names."""

    def __init__(self, names: Names) -> None:
        self._names = names
        v = names.vocabulary
        self._things = LabelIndex(
            v.of_kind(ConceptKind.DISTRICT, ConceptKind.AREA, ConceptKind.PLACE, ConceptKind.OUTSIDE, ConceptKind.PARTNER, ConceptKind.PARTNER_CLASS)
        )
        self._themes = LabelIndex(v.of_kind(ConceptKind.THEME), by_stem=True, styles=frozenset({LabelStyle.NAME, LabelStyle.MISPRINT, LabelStyle.CUE}))
        self._titles = LabelIndex(v.of_kind(ConceptKind.PRIORITY), by_stem=True)

    def read(self, question: str) -> Interpretation:
        """The interpretation of a question. QuestionError when it is empty or far too long."""
        if not question.strip():
            raise QuestionError('the question is empty; ask for example "all cross-border work with the Met"')
        if len(question) > MAX_LENGTH:
            raise QuestionError(f"the question has {len(question):,} characters; ask in at most {MAX_LENGTH:,}")
        ranges, text = find_ranges(question, self._names.latest)
        every = any(p.search(text) for p in _words().every_period)
        for pattern in _words().every_period:
            text = pattern.sub(lambda m: " " * len(m[0]), text)
        tokens = tokenise(text)
        found = self._resolve(self._candidates(text, tokens))
        intent = next((kind for kind, patterns in _words().intents if any(p.search(question) for p in patterns)), Intent.LIST)
        wanted = self._wanted(question) if intent is Intent.WHICH else None
        found = [f for f in found if not (wanted and f.part.key is Key.PARTNER_CLASSES and f.first <= 2)] if wanted is Kind.PARTNER else found
        excluded = [f for f in found if self._negated(tokens, f, found)]
        groups = self._groups(text, tokens, [f for f in found if f not in excluded])
        grouped = {id(f) for group in groups for f in group}
        required, rest = self._left_over(tokens, found, intent, wanted)
        return Interpretation(
            parts=tuple(f.part for f in found if f not in excluded and id(f) not in grouped),
            exclude=tuple(f.part for f in excluded),
            any_of=tuple(tuple(f.part for f in group) for group in groups),
            periods=ranges,
            every_period=every,
            required=required,
            rest=rest,
            intent=intent,
            wanted=wanted,
            working=any(t.word in _words().working for t in tokens),
        )

    def exact(self, name: str) -> Part | None:
        """The part that just this name is, whatever its case; None where the vocabulary has none."""
        for index in (self._things, self._themes, self._titles):
            if entity := index.exact(re.sub(r"^\s*the\s+", "", name, flags=re.I)):
                concept = self._names.vocabulary.concepts[entity]
                return Part(_KEYS[concept.kind], concept.name, entity, name)
        return None

    def _wanted(self, question: str) -> Kind | None:
        head = re.search(r"\b(?:which|what|list|name)\b(.{0,40})", question, re.I)
        return next((kind for kind, p in _WANTED.items() if head and re.search(rf"\b(?:{p})\b", head[1], re.I)), None)

    # What is named ------------------------------------------------------------------------------------------------------------

    def _candidates(self, text: str, tokens: Sequence[Token]) -> Iterator[_Found]:
        yield from self._operations(text, tokens)
        for match in _PRIORITY.finditer(text):
            yield self._span(tokens, match.span(), Part(Key.PRIORITIES, match[1], match[1], match[0]))
        yield from self._labelled(text, tokens)
        for i in range(len(tokens)):
            yield from self._forces_at(text, tokens, i)
        for name, entity in self._names.bodies.items():
            at = text.lower().find(name.lower())
            if at >= 0:
                yield self._span(tokens, (at, at + len(name)), Part(Key.PARTNERS, name, entity, name))

    def _forces_at(self, text: str, tokens: Sequence[Token], i: int) -> Iterator[_Found]:
        """Publishers of what is held, by their names or their areas' ("in Kent"); after "with" they are partners."""
        if i and tokens[i - 1].word in _words().before_a_partner:
            return
        for name, slug in self._names.forces.items():
            words = [t.word for t in tokenise(name)]
            if [t.word for t in tokens[i : i + len(words)]] == words:
                yield _Found(Part(Key.FORCES, name, slug, text[tokens[i].start : tokens[i + len(words) - 1].end]), i, i + len(words))

    def _operations(self, text: str, tokens: Sequence[Token]) -> Iterator[_Found]:
        known = self._names.operations
        for operation in named(text):
            yield self._span(tokens, (operation.start, operation.end), self._names.operation(operation.name, text[operation.start : operation.end]))
        for match in re.finditer(r"\b(?:operation|op|project)\s+([a-z][a-z'-]+)(?:\s+([a-z]+))?", text):
            name = next((n for n in (f"{match[1]} {match[2]}".upper(), match[1].upper()) if n in known), None)
            if name:
                end = match.end(2) if " " in name else match.end(1)
                yield self._span(tokens, (match.start(), end), self._names.operation(name, text[match.start() : end]))
        for i, token in enumerate(tokens):
            name = token.printed.upper()
            if name in known and len(name) > 2 and token.word not in _words().stop and (token.printed[0].isupper() or not self._is_word(token.word)):
                yield _Found(self._names.operation(name, token.printed), i, i + 1)

    def _is_word(self, word: str) -> bool:
        """Whether a word in small letters is rather a word of the question's topic than an operation's name."""
        return bool(self._themes.all(tokenise(word)))

    def _labelled(self, text: str, tokens: Sequence[Token]) -> Iterator[_Found]:
        for index in (self._things, self._themes, self._titles):
            for found in index.all(tokens):
                concept = self._names.vocabulary.concepts[found.concept]
                if not self._accepts(found.label, tokens, found.first, found.last):
                    continue
                last = found.last + (found.label.style is LabelStyle.AREA)
                said = text[tokens[found.first].start : tokens[last - 1].end]
                yield _Found(Part(_KEYS[concept.kind], concept.name, concept.id, said), found.first, last)
                if concept.kind is ConceptKind.PARTNER:
                    yield from self._joined_to(index, tokens, found, said)

    def _joined_to(self, index: LabelIndex, tokens: Sequence[Token], found: Found, said: str) -> Iterator[_Found]:
        """The partners that share a partner's ending: "Kent and" before "Hertfordshire Police"."""
        for joined in expand(index, tokens, found):
            other = self._names.vocabulary.concepts[joined.concept]
            if other.kind is ConceptKind.PARTNER:
                yield _Found(Part(Key.PARTNERS, other.name, other.id, said), joined.first, joined.last)

    def _accepts(self, label: Label, tokens: Sequence[Token], first: int, last: int) -> bool:
        if label.style is LabelStyle.AREA:
            return last < len(tokens) and tokens[last].word in ("police", "force", "officers", "constabulary")
        if label.style is LabelStyle.WORD:
            capital = tokens[first].printed[0].isupper() and first > 0
            before = tokens[first - 1].word if first else ""
            return capital or before in _words().before_a_name - {"for", "of"}
        if last - first == 1 and tokens[first].word in _words().stop:
            return tokens[first].printed == label.text
        return True

    def _span(self, tokens: Sequence[Token], span: tuple[int, int], part: Part) -> _Found:
        inside = [i for i, t in enumerate(tokens) if t.start < span[1] and span[0] < t.end]
        return _Found(part, inside[0], inside[-1] + 1)

    def _resolve(self, candidates: Iterator[_Found]) -> list[_Found]:
        """The longest reading of each place, in order of the question; at one length operations first, themes last."""
        order = [Key.OPERATIONS, Key.PRIORITIES, Key.FORCES, Key.PARTNERS, Key.DISTRICTS, Key.PLACES, Key.AREAS, Key.PARTNER_CLASSES, Key.THEMES]
        taken: list[_Found] = []
        for found in sorted(candidates, key=lambda f: (f.first - f.last, order.index(f.part.key), f.first)):
            if all(found.last <= t.first or found.first >= t.last for t in taken):
                taken.append(found)
        return sorted(taken, key=lambda f: f.first)

    # How they are joined ------------------------------------------------------------------------------------------------------

    def _negated(self, tokens: Sequence[Token], found: _Found, all_found: Sequence[_Found]) -> bool:
        """Whether a word of exclusion stands before it, with nothing else named between, or it is joined to one excluded."""
        previous = max((f.last for f in all_found if f.last <= found.first), default=0)
        between = [t.word for t in tokens[max(previous, found.first - 4) : found.first]]
        if set(between) & _words().exclude or any(p in " ".join(between) for p in _words().exclude_phrases):
            return True
        joined = next((f for f in all_found if f.last == previous and previous), None)
        near = len(between) == found.first - previous and set(between) <= {"or", "and", "the", "in", "on"}
        linked = joined is not None and joined is not found and near and (bool(between) or joined.part.key is found.part.key)
        return bool(linked and joined and self._negated(tokens, joined, all_found))

    def _groups(self, text: str, tokens: Sequence[Token], found: Sequence[_Found]) -> list[list[_Found]]:
        """Neighbours joined by "or", and places joined by "and" or a comma: a bullet is in Harlow or in Basildon, seldom in both."""
        groups: list[list[_Found]] = []
        places = (Key.DISTRICTS, Key.PLACES, Key.AREAS)
        for one, two in itertools.pairwise(found):
            between = [t.word for t in tokens[one.last : two.first] if t.word not in ("the", "in", "on", "at", "with", "by")]
            comma = not between and "," in text[tokens[one.last - 1].end : tokens[two.first].start]
            both_places = one.part.key in places and two.part.key in places
            if between == ["or"] or (both_places and (comma or between in (["and"], ["compared"], ["compared", "to"], ["versus"], ["vs"]))):
                if groups and groups[-1][-1] is one:
                    groups[-1].append(two)
                else:
                    groups.append([one, two])
        return groups

    def _left_over(
        self, tokens: Sequence[Token], found: Sequence[_Found], intent: Intent, wanted: Kind | None
    ) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
        """What names nothing known: names that must be printed in the bullet, and the words of the topic."""
        names: list[list[str]] = []
        rest: list[str] = []
        last = -9
        for i, token in enumerate(tokens):
            if any(f.first <= i < f.last for f in found) or not self._tells(token, intent, wanted):
                continue
            if i == 0 or not token.printed[0].isupper() or token.printed.isupper():
                rest.append(token.word)
                continue
            between = [t.word for t in tokens[last + 1 : i]]
            if not names or between != ["or"]:
                names.append([])
            names[-1].append(token.printed)
            last = i
        return tuple(tuple(group) for group in names), tuple(dict.fromkeys(rest))

    def _tells(self, token: Token, intent: Intent, wanted: Kind | None) -> bool:
        """Whether a word that names nothing says something of the topic."""
        if token.word in _words().stop or token.word in _words().exclude:
            return False
        if wanted and re.fullmatch("|".join(_WANTED.values()), token.word):
            return False
        return intent not in (Intent.COUNT, Intent.FIGURE) or token.word not in _words().counting


def find_named(names: Names, text: str) -> Part:
    """The one thing that a name means: an operation (with or without the word), a body, a place, a theme. UnknownNameError otherwise."""
    reader = QuestionReader(names)
    bare = re.sub(r"^\s*(?:operation|op\.?|project)\s+", "", text.strip(), flags=re.I).upper()
    if bare in names.operations:
        return names.operation(bare, text)
    if found := reader.exact(text):
        return found
    bodies = {name.lower(): (name, entity) for name, entity in names.bodies.items()}
    if body := bodies.get(text.strip().lower()):
        return Part(Key.PARTNERS, *body, text)
    concepts = [label.text for c in names.vocabulary.concepts.values() if c.kind in _KEYS for label in c.labels]
    raise UnknownNameError(text, closest(bare, names.operation_names) or closest(text, concepts))


def closest(name: str, known: Sequence[str]) -> tuple[str, ...]:
    """Up to three known names that look like one that is not."""
    import difflib

    by_folded = {k.lower(): k for k in known}
    return tuple(by_folded[m] for m in difflib.get_close_matches(name.lower(), list(by_folded), n=3, cutoff=0.7))
