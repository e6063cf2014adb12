"""From a question to its interpretation: constraints that must hold exactly, periods, intent, and the rest as a topic.

Nothing is guessed silently: each part says which words it was read from, and names that nothing bears stay names.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.errors import UnknownNameError
from kg.model import Kind
from kg.tokens import Token, stem, tokenise
from search.errors import QuestionError
from search.finding import KEYS, Finder, Found
from search.interpretation import Intent, Interpretation, Key, Part
from search.names import Names, closest
from search.ranges import find_ranges
from search.wording import wording

# Longer "questions" are pasted documents; the screen's box and a URL hold less.
MAX_LENGTH = 1000
# So many words may stand between a word of exclusion and what it excludes.
_REACH = 4
_WANTED = {
    Kind.OPERATION: r"operations?|projects?",
    Kind.PARTNER: r"partners?|forces|agencies|organisations?|bodies",
    Kind.DISTRICT: r"districts?",
    Kind.AREA: r"areas?",
}
_SPATIAL = (Key.DISTRICTS, Key.PLACES, Key.AREAS)
_BETWEEN_JOINED = frozenset({"the", "a", "an", "any", "in", "on", "at", "with", "by", "of", "about"})


class QuestionReader:
    """Reads questions about one library."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._finder = Finder(names)
        # Every bullet held is theirs: their names narrow nothing.
        self._publishers = frozenset(t.word for name in names.forces for t in tokenise(name))

    def read(self, question: str) -> Interpretation:
        """The interpretation of a question. QuestionError when it is empty or far too long."""
        if not question.strip():
            raise QuestionError('the question is empty; ask for example "all cross-border work with the Met"')
        if len(question) > MAX_LENGTH:
            raise QuestionError(f"the question has {len(question):,} characters; ask in at most {MAX_LENGTH:,}")
        ranges, text = find_ranges(question, self._names.latest, self._names.eras)
        every = any(p.search(text) for p in wording().every_period)
        for pattern in wording().every_period:
            text = pattern.sub(lambda m: " " * len(m[0]), text)
        tokens = tokenise(text)
        intent = wording().intent(question)
        found, otherwise = self._finder.find(text, tokens, measures=intent is Intent.FIGURE)
        sorted_ = _Sorted(text, tokens, found)
        wanted = self._wanted(question, sorted_.kept) if intent is Intent.WHICH else None
        left = _Left(sorted_, intent, wanted, self._publishers)
        return Interpretation(
            parts=tuple(dict.fromkeys(f.part for f in sorted_.alone)),
            exclude=tuple(f.part for f in sorted_.excluded if not f.by_cue),
            any_of=tuple(tuple(left.whole(f).part for f in group) for group in sorted_.groups),
            periods=ranges,
            every_period=every,
            required=left.required,
            rest=left.rest,
            without=left.without,
            intent=intent,
            wanted=wanted,
            working=any(t.word in wording().working for t in tokens),
            otherwise=otherwise,
        )

    def exact(self, name: str) -> Part | None:
        """The part that just this name is, whatever its case; None where the vocabulary has none."""
        return self._finder.exact(name)

    def _wanted(self, question: str, found: Sequence[Found]) -> Kind | None:
        head = re.search(r"\b(?:which|what|list|name)\b(.{0,40})", question, re.I)
        kind = next((kind for kind, p in _WANTED.items() if head and re.search(rf"\b(?:{p})\b", head[1], re.I)), None)
        return kind or (Kind.PARTNER if any(f.part.key is Key.PARTNER_CLASSES and f.first <= 2 for f in found) else None)


class _Sorted:
    """What a question names, sorted into what is left out, what is joined by "or", and what must hold alone."""

    def __init__(self, text: str, tokens: Sequence[Token], found: Sequence[Found]) -> None:
        named = {f.part.entity for f in found if not f.by_cue}
        self.text, self.tokens = text, tokens
        self.found = [replace(f, by_cue=f.by_cue and f.part.entity not in named) for f in found]
        found = self.found
        self.excluded = [f for f in found if self._negated(f)]
        self.kept = [f for f in found if f not in self.excluded]
        self.groups = self._groups()
        grouped = [f for group in self.groups for f in group]
        self.alone = [f for f in self.kept if f not in grouped]

    def negator(self, first: int, last: int) -> int | None:
        """Where a word or phrase of exclusion stands between two tokens."""
        words = [t.word for t in self.tokens]
        for i in range(first, last):
            plain = words[i] == "not" and i > 0 and words[i - 1] in wording().before_a_plain_not
            if (words[i] in wording().exclude and not plain) or any(tuple(words[i : i + len(p)]) == p for p in wording().exclude_phrases):
                return i
        return None

    def _negated(self, found: Found) -> bool:
        """Whether a word of exclusion stands before it, with nothing else named between, or it is joined to one excluded."""
        joined = next((f for f in reversed(self.found) if f.last <= found.first), None)
        previous = joined.last if joined else 0
        if self.negator(max(previous, found.first - _REACH), found.first) is not None:
            return True
        between = {t.word for t in self.tokens[previous : found.first]}
        linked = joined is not None and between <= _BETWEEN_JOINED | {"or", "and"} and (bool(between) or joined.part.key is found.part.key)
        return bool(linked and joined and self._negated(joined))

    def _groups(self) -> list[list[Found]]:
        """Neighbours of which one must hold: joined by "or"; places and topics also by "and" or a comma, for such a list is seldom meant of one bullet."""
        groups: list[list[Found]] = []
        for one, two in itertools.pairwise(self.kept):
            if self._alternative(one, two):
                if groups and groups[-1][-1] is one:
                    groups[-1].append(two)
                else:
                    groups.append([one, two])
        return groups

    def _alternative(self, one: Found, two: Found) -> bool:
        if one.part.entity is not None and one.part.entity == two.part.entity:
            return False
        between = [t.word for t in self.tokens[one.last : two.first] if t.word not in _BETWEEN_JOINED]
        if between == ["or"] or ("or" in between and len(between) <= _REACH and one.part.key is two.part.key is Key.THEMES):
            return True
        comma = not between and "," in self.text[self.tokens[one.last - 1].end : self.tokens[two.first].start]
        compared = between in (["compared"], ["compared", "to"], ["versus"], ["vs"], ["against"])
        listed = comma or between == ["and"] or compared
        if self.tokens[max(0, one.first - 1)].word in wording().both:
            return False
        return listed and ((one.part.key in _SPATIAL and two.part.key in _SPATIAL) or one.part.key is two.part.key is Key.THEMES)


class _Left:
    """The words of a question that name nothing: names that must be printed, the topic, what the topic is not."""

    def __init__(self, sorted_: _Sorted, intent: Intent, wanted: Kind | None, publishers: frozenset[str]) -> None:
        self._sorted, self._intent, self._wanted, self._publishers = sorted_, intent, wanted, publishers
        tokens, found = sorted_.tokens, sorted_.found
        # The other words of a measure's name add nothing to it.
        self._of_measure = {stem(t.word) for f in found if f.part.key is Key.MEASURES for t in tokenise(f.part.name)}
        self._taken = {i for f in found for i in range(f.first, f.last)}
        self._with_theme = {f: self._around(f) for group in sorted_.groups for f in group if f.part.key is Key.THEMES}
        taken = self._taken | {i for words in self._with_theme.values() for i in words}
        cues = {i for f in sorted_.alone if f.by_cue for i in self._telling(f)}
        out = self._left_out() - self._taken
        told = [i for i in range(len(tokens)) if (i not in taken and self._tells(tokens[i])) or i in cues]
        self.without = tuple(dict.fromkeys(tokens[i].word for i in [*sorted(out & set(told)), *self._excluded_cues()]))
        self.required, self.rest = self._names_and_words([i for i in told if i not in out])

    def whole(self, found: Found) -> Found:
        """A theme of a group with the words that stand with it: "cocaine smuggling"."""
        around = self._with_theme.get(found, [])
        if not around and not found.by_cue:
            return found
        words = sorted({*around, *range(found.first, found.last)})
        said = " ".join(self._sorted.tokens[i].printed for i in words)
        return replace(found, part=replace(found.part, said=said, narrowed=True))

    def _around(self, found: Found) -> list[int]:
        """The telling words right beside a theme of a group."""
        around: list[int] = []
        for way, start in ((-1, found.first - 1), (1, found.last)):
            i = start
            while 0 <= i < len(self._sorted.tokens) and i not in self._taken and self._tells(self._sorted.tokens[i]):
                around.append(i)
                i += way
        return around

    def _telling(self, found: Found) -> Sequence[int]:
        """The words of a cue that say something: without "from" of "theft from vans", but where it is made of such words alone."""
        words = range(found.first, found.last)
        return [i for i in words if self._sorted.tokens[i].word not in wording().stop] or words

    def _left_out(self) -> set[int]:
        """The places of words that a word of exclusion is said of: "not of officers and staff"."""
        out: set[int] = set()
        tokens, i = self._sorted.tokens, 0
        while (at := self._sorted.negator(i, len(tokens))) is not None:
            i = at + 1
            told = False
            while i < len(tokens) and i not in self._taken and not (told and tokens[i].word in wording().exclude_ends):
                told = told or self._tells(tokens[i])
                out.add(i)
                i += 1
        return out

    def _excluded_cues(self) -> Iterator[int]:
        return (i for f in self._sorted.excluded if f.by_cue for i in range(f.first, f.last))

    def _names_and_words(self, told: Sequence[int]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
        """Names that nothing known bears, and that must be printed in the bullet; the words of the topic."""
        tokens = self._sorted.tokens
        names: list[list[str]] = []
        rest: list[str] = []
        last = -9
        for i in told:
            token = tokens[i]
            if i == 0 or i in self._taken or not token.printed[0].isupper() or token.printed.isupper():
                rest.append(token.word)
                continue
            between = [t.word for t in tokens[last + 1 : i]]
            if not names or not (between == ["or"] or (between == ["and"] and self._intent is Intent.COMPARE)):
                names.append([])
            names[-1].append(token.printed)
            last = i
        return tuple(tuple(group) for group in names), tuple(dict.fromkeys(rest))

    def _tells(self, token: Token) -> bool:
        """Whether a word that names nothing says something of the topic."""
        words = wording()
        if stem(token.word) in self._of_measure or token.word in self._publishers:
            return False
        if token.word in words.stop or token.word in words.exclude or any(token.word in phrase for phrase in words.exclude_phrases):
            return False
        if self._wanted and re.fullmatch("|".join(_WANTED.values()), token.word):
            return False
        if token.word in words.taking_part and any(f.part.key in (Key.PARTNERS, Key.PARTNER_CLASSES) for f in self._sorted.found):
            return False
        return self._intent not in (Intent.COUNT, Intent.FIGURE) or token.word not in words.counting


_WORD_OPERATION = re.compile(r"^\s*(?:operation|op\.?|project)\s+", re.I)


def find_named(names: Names, text: str, reader: QuestionReader | None = None) -> Part:
    """The one thing that a name means: an operation (with or without the word), a body, a place, a theme. UnknownNameError otherwise.

    `reader`: one that was made with these names, if there is one.
    """
    bare = _WORD_OPERATION.sub("", text.strip()).upper()
    if bare in names.operations:
        return names.operation(bare, text)
    if found := (reader or QuestionReader(names)).exact(text) or _body(names, text):
        return found
    concepts = [label.text for c in names.vocabulary.concepts.values() if c.kind in KEYS for label in c.labels]
    raise UnknownNameError(text, closest(bare, names.operation_names) or closest(text, concepts))


def find_of_key(names: Names, reader: QuestionReader, key: Key, text: str) -> Part:
    """The thing of one key that a name means: an operation, a body, a priority by number or title. UnknownNameError otherwise."""
    bare = _WORD_OPERATION.sub("", text.strip()).upper()
    if key is Key.OPERATIONS and bare in names.operations:
        return names.operation(bare, text)
    if key is Key.PRIORITIES and text.strip().isdigit():
        number = str(int(text))
        return Part(key, number, number, text)
    found = reader.exact(text) if key is not Key.OPERATIONS else None
    for part in (found, _body(names, text)):
        if part and part.key is key:
            return part
    known = names.operation_names if key is Key.OPERATIONS else [c.name for c in names.vocabulary.concepts.values() if KEYS.get(c.kind) is key]
    raise UnknownNameError(text, closest(bare if key is Key.OPERATIONS else text, known))


def _body(names: Names, text: str) -> Part | None:
    """A body that the vocabulary lacks."""
    bodies = {name.lower(): (name, entity) for name, entity in names.bodies.items()}
    body = bodies.get(text.strip().lower())
    return Part(Key.PARTNERS, *body, text) if body else None
