"""Which entities a bullet mentions, how each was recognised, whether it tells of work across the force's boundary, and its figures.

A bullet's own words come first; what its label, headings and parent name is added as inherited, each mention saying so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.ages import OLDEST, ages
from kg.bodies import abbreviations, forces_listed, unlisted
from kg.colophon import slug
from kg.figures.reader import FigureReader
from kg.labels import Found, LabelIndex, chosen, cues, expand, names_body, names_place, names_topic
from kg.model import Bullet, BulletKind, By, Doubt, Force, Kind, LinkedBullet, Mention, MentionRole, Update
from kg.once import kept
from kg.operations import bare, named
from kg.period import Period
from kg.tokens import Token, tokenise
from kg.traced import source_offset
from kg.vocabulary import Concept, ConceptKind, Vocabulary

_SENTENCE_END = re.compile(r"[.!?;]\s+(?=[A-Z0-9'\"‘“])")
_PLACE_KINDS = {ConceptKind.DISTRICT: Kind.DISTRICT, ConceptKind.AREA: Kind.AREA, ConceptKind.PLACE: Kind.PLACE}
_CROSS_BORDER = "theme/cross-border"


@dataclass(frozen=True, slots=True)
class _Context:
    """What one update gives to the linking of its bullets: labels of bodies by bullet; `above` and `topics` keep what headings name."""

    force: Force
    period: Period
    operations: frozenset[str]
    bodies: Mapping[str, Sequence[Found]]
    abbreviations: Mapping[str, str]
    above: dict[str, tuple[Mention, ...]] = field(default_factory=dict)
    topics: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def sentence_at(text: str, offset: int) -> str:
    """The sentence of a text that holds the character at `offset`."""
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, offset + 1)), default=0)
    end = _SENTENCE_END.search(text, offset)
    return text[start : end.start() + 1 if end else None]


def _holds(sentence: str, words: Iterable[str]) -> bool:
    plain = f" {' '.join(t.word for t in tokenise(sentence))} "
    return any(f" {word.replace('-', ' ')} " in plain for word in words)


@kept(2)
def linker_of(vocabulary: Vocabulary) -> Linker:
    """The linker of a vocabulary; making one costs a second or two, so the last ones are kept."""
    return Linker(vocabulary)


class Linker:
    """Links the bullets of updates with one vocabulary; it keeps nothing of an update, so threads may share it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._bodies: dict[str, LabelIndex] = {}
        self._places: dict[str, LabelIndex] = {}
        self._themes = LabelIndex(vocabulary.of_kind(ConceptKind.THEME), by_stem=True)
        self._operations: dict[str, dict[str, Concept]] = {}
        self._figures = FigureReader(vocabulary)

    def link(self, update: Update) -> tuple[tuple[LinkedBullet, ...], tuple[Doubt, ...]]:
        """Every bullet of an update with its mentions, in order, and what the linking could not settle."""
        force = update.colophon.force
        texts = [*(b.text for b in update.bullets), *{h for b in update.bullets for h in b.headings}]
        names = frozenset(n.name for text in texts for n in named(text))
        bodies = {b.id: self._bodies_of(force).all(tokenise(b.text)) for b in update.bullets}
        context = _Context(force, update.colophon.period, names, bodies, abbreviations(update, bodies))
        linked: dict[str, LinkedBullet] = {}
        for bullet in update.bullets:
            linked[bullet.id] = self._link(bullet, linked.get(bullet.parent or ""), context)
        return tuple(linked.values()), self._doubts(force)

    def _doubts(self, force: Force) -> tuple[Doubt, ...]:
        owned = any(self.vocabulary.speaks_of(c, force.base) for c in self.vocabulary.of_kind(ConceptKind.DISTRICT))
        return () if owned else (Doubt("no-places", f"the vocabulary has no places of {force.name}; its districts and areas are left empty"),)

    def _owner(self, force: Force) -> str:
        """What decides which names a force's updates may mean: the force, if the vocabulary knows it."""
        return self.vocabulary.force_slugs.get(force.base, "")

    def _bodies_of(self, force: Force) -> LabelIndex:
        owner = self._owner(force)
        if owner not in self._bodies:
            concepts = [c for c in self.vocabulary.of_kind(ConceptKind.PARTNER) if self.vocabulary.speaks_of(c, force.base)]
            self._bodies[owner] = LabelIndex(concepts)
        return self._bodies[owner]

    def _places_of(self, force: Force) -> LabelIndex:
        owner = self._owner(force)
        if owner not in self._places:
            concepts = self.vocabulary.of_kind(*_PLACE_KINDS, ConceptKind.OUTSIDE)
            own = [c for c in concepts if c.kind is ConceptKind.OUTSIDE or self._owned(c, force)]
            self._places[owner] = LabelIndex(own)
        return self._places[owner]

    def _owned(self, place: Concept, force: Force) -> bool:
        above = [self.vocabulary.concepts[b] for b in place.related("broader")] or [place]
        return all(self.vocabulary.speaks_of(c, force.base) for c in above)

    def _known_operations(self, force: Force) -> dict[str, Concept]:
        owner = self._owner(force)
        if owner not in self._operations:
            concepts = [c for c in self.vocabulary.of_kind(ConceptKind.OPERATION) if self.vocabulary.speaks_of(c, force.base)]
            self._operations[owner] = {label.text.upper(): c for c in concepts for label in c.labels}
        return self._operations[owner]

    def _link(self, bullet: Bullet, parent: LinkedBullet | None, context: _Context) -> LinkedBullet:
        tokens = tokenise(bullet.text)
        operations = list(self._own_operations(bullet, context))
        places = (m for m in self._own_places(bullet, tokens, context.force) if not _inside(m, operations))
        own = [*operations, *self._own_partners(bullet, tokens, context), *places]
        mentions = [*own, *self._inherited(bullet, parent, own, context)]
        themes = list(self._topics(bullet, tokens, parent, context))
        crosses = self._crosses(mentions, themes)
        if crosses and all(t.entity != _CROSS_BORDER for t in themes) and _CROSS_BORDER in self.vocabulary.concepts:
            themes.append(Mention(_CROSS_BORDER, Kind.THEME, self._name(_CROSS_BORDER), "", By.TEXT, via=crosses))
        return LinkedBullet(bullet, (*mentions, *themes), bool(crosses), self._figures.read(bullet, context.period))

    def _name(self, concept: str) -> str:
        return self.vocabulary.concepts[concept].name

    def _mention(self, bullet: Bullet, kind: Kind, entity: tuple[str, str], span: tuple[int, int], by: By = By.TEXT) -> Mention:
        start, end = span
        label_end = len(bullet.label) if bullet.label and not bullet.label_only else 0
        places = (source_offset(bullet.runs, start), source_offset(bullet.runs, end - 1) + 1)
        by = By.LABEL if by is By.TEXT and end <= label_end else by
        return Mention(entity[0], kind, entity[1], bullet.text[start:end], by, start, end, *places)

    # Operations ---------------------------------------------------------------------------------------------------------------

    def _operation(self, name: str, context: _Context) -> tuple[str, str]:
        """Entity and canonical name of an operation: through the vocabulary, else through a name of the same update."""
        known = self._known_operations(context.force)
        if concept := known.get(name):
            return concept.id, concept.name
        return f"operation/{context.force.base}-{slug(name)}", name

    def _own_operations(self, bullet: Bullet, context: _Context) -> Iterator[Mention]:
        found = list(named(bullet.text))
        for operation in [*found, *bare(bullet.text, context.operations, found)]:
            yield self._mention(bullet, Kind.OPERATION, self._operation(operation.name, context), (operation.start, operation.end))

    # Partners -----------------------------------------------------------------------------------------------------------------

    def _own_partners(self, bullet: Bullet, tokens: Sequence[Token], context: _Context) -> Iterator[Mention]:
        spans: list[tuple[int, int]] = []
        own = self.vocabulary.force_slugs.get(context.force.base)
        for found in self._bodies_in(bullet, tokens, context):
            start, end = tokens[found.first].start, tokens[found.last - 1].end
            if any(start < e and s < end for s, e in spans):
                continue
            spans.append((start, end))
            if found.concept != own:
                mention = self._mention(bullet, Kind.PARTNER, (found.concept, self._name(found.concept)), (start, end))
                yield self._with_role(mention, bullet)
        for start, end in unlisted(bullet.text):
            if not any(start < e and s < end for s, e in spans):
                name = bullet.text[start:end]
                mention = self._mention(bullet, Kind.PARTNER, (f"partner/{slug(name)}", name), (start, end), By.SHAPE)
                yield self._with_role(mention, bullet)

    def _bodies_in(self, bullet: Bullet, tokens: Sequence[Token], context: _Context) -> Iterator[Found]:
        index = self._bodies_of(context.force)
        for found in chosen(context.bodies[bullet.id], tokens, names_body(bullet.text)):
            yield from expand(index, tokens, found)
            yield found
        for i, token in enumerate(tokens):
            if concept := context.abbreviations.get(token.printed):
                yield Found(concept, self.vocabulary.concepts[concept].labels[0], i, i + 1)
        yield from forces_listed(bullet, tokens, context.bodies[bullet.id])

    def _with_role(self, mention: Mention, bullet: Bullet) -> Mention:
        """The mention with its role. A police body named in prose is worked with unless it is only compared; others need a word for it."""
        assert mention.start is not None
        sentence = sentence_at(bullet.text, mention.start).replace(mention.surface, " ")
        compares = bullet.kind is BulletKind.TABLE_ROW or _holds(sentence, cues()["comparing"])
        works = mention.entity in self._other_forces or _holds(sentence, cues()["working"])
        return replace(mention, role=MentionRole.WORKS_WITH if works and not compares else MentionRole.MENTIONED)

    # Places -------------------------------------------------------------------------------------------------------------------

    def _own_places(self, bullet: Bullet, tokens: Sequence[Token], force: Force) -> Iterator[Mention]:
        for found in self._places_of(force).search(tokens, names_place(bullet.text)):
            concept = self.vocabulary.concepts[found.concept]
            if concept.kind is ConceptKind.OUTSIDE or _is_bare_area(concept, found):
                continue
            span = (tokens[found.first].start, tokens[found.last - 1].end)
            mention = self._mention(bullet, _PLACE_KINDS[concept.kind], (concept.id, concept.name), span)
            yield mention
            for district in concept.related("broader"):
                yield Mention(district, Kind.DISTRICT, self._name(district), mention.surface, By.PLACE, via=concept.id)

    # What is inherited --------------------------------------------------------------------------------------------------------

    def _inherited(self, bullet: Bullet, parent: LinkedBullet | None, own: list[Mention], context: _Context) -> Iterator[Mention]:
        held = {m.entity for m in own}
        for mention in self._offered(bullet, parent, context):
            if mention.entity not in held:
                held.add(mention.entity)
                yield mention

    def _offered(self, bullet: Bullet, parent: LinkedBullet | None, context: _Context) -> Iterator[Mention]:
        for m in parent.mentions if parent else ():
            if parent and m.kind in (Kind.DISTRICT, Kind.AREA, Kind.OPERATION):
                by = m.by if m.by in (By.HEADING, By.LABEL) else By.LABEL if parent.bullet.label_only else By.PARENT
                yield Mention(m.entity, m.kind, m.name, m.surface, by, via=m.via if by is By.HEADING else parent.bullet.id)
        for heading in bullet.headings:
            if heading not in context.above:
                context.above[heading] = tuple(self._named_by_heading(heading, context))
            yield from context.above[heading]

    def _named_by_heading(self, heading: str, context: _Context) -> Iterator[Mention]:
        for operation in named(heading):
            entity, name = self._operation(operation.name, context)
            yield Mention(entity, Kind.OPERATION, name, heading[operation.start : operation.end], By.HEADING, via=heading)
        tokens = tokenise(heading)
        for found in self._places_of(context.force).search(tokens, names_place(heading)):
            concept = self.vocabulary.concepts[found.concept]
            surface = heading[tokens[found.first].start : tokens[found.last - 1].end]
            if concept.kind in (ConceptKind.DISTRICT, ConceptKind.AREA) and not _is_bare_area(concept, found):
                yield Mention(concept.id, _PLACE_KINDS[concept.kind], concept.name, surface, By.HEADING, via=heading)
            for district in concept.related("broader"):
                yield Mention(district, Kind.DISTRICT, self._name(district), surface, By.HEADING, via=heading)

    # Themes -------------------------------------------------------------------------------------------------------------------

    def _topics(self, bullet: Bullet, tokens: Sequence[Token], parent: LinkedBullet | None, context: _Context) -> Iterator[Mention]:
        held: set[str] = set()
        for found in self._themes.search(tokens, names_topic):
            span = (tokens[found.first].start, tokens[found.last - 1].end)
            held.add(found.concept)
            yield self._mention(bullet, Kind.THEME, (found.concept, self._name(found.concept)), span)
        for concept, span in self._of_age(bullet.text):
            if concept not in held:
                held.add(concept)
                yield self._mention(bullet, Kind.THEME, (concept, self._name(concept)), span)
        for above, by in self._titles_over(bullet, parent):
            for concept, surface in self._topics_of(above, context):
                if concept not in held:
                    held.add(concept)
                    yield Mention(concept, Kind.THEME, self._name(concept), surface, by, via=above)

    def _of_age(self, text: str) -> Iterator[tuple[str, tuple[int, int]]]:
        """The themes that are about people of an age that a text gives, and where."""
        for age in ages(text):
            for concept, low, high in self._ages_of_themes:
                if low <= age.low and age.high <= high:
                    yield concept, (age.start, age.end)

    @cached_property
    def _ages_of_themes(self) -> Sequence[tuple[str, int, int]]:
        """The themes that are about people of some ages: from which and to which."""
        themes = self.vocabulary.of_kind(ConceptKind.THEME)
        aged = (t for t in themes if {"age_from", "age_to"} & set(t.values))
        return [(t.id, int(t.values.get("age_from", 0)), int(t.values.get("age_to", OLDEST))) for t in aged]

    def _topics_of(self, title: str, context: _Context) -> tuple[tuple[str, str], ...]:
        """The themes that a title names, and by which words."""
        if title not in context.topics:
            words = tokenise(title)
            found = self._themes.search(words, names_topic)
            context.topics[title] = tuple((f.concept, title[words[f.first].start : words[f.last - 1].end]) for f in found)
        return context.topics[title]

    def _titles_over(self, bullet: Bullet, parent: LinkedBullet | None) -> Iterator[tuple[str, By]]:
        """What a bullet stands under: its label-only parent, its headings, and the theme of a priority that is about one thing."""
        if parent and (parent.bullet.label_only or parent.bullet.text.endswith(":")):
            yield parent.bullet.text, By.PARENT
        yield from ((heading, By.HEADING) for heading in bullet.headings)
        if bullet.priority and (topic := self._topic_of_priority.get(bullet.priority.title.lower())):
            yield self._name(topic), By.HEADING

    @cached_property
    def _topic_of_priority(self) -> Mapping[str, str]:
        """Title of a priority -> its theme, for priorities that are about one thing; one that bundles several tells nothing of a bullet."""
        priorities = self.vocabulary.of_kind(ConceptKind.PRIORITY)
        return {p.name.lower(): p.related("theme")[0] for p in priorities if len(p.related("theme")) == 1}

    # Across the boundary ------------------------------------------------------------------------------------------------------

    def _crosses(self, mentions: Iterable[Mention], themes: Iterable[Mention]) -> str | None:
        """What makes it work across the force's boundary: another police body worked with, or words that say so."""
        for m in mentions:
            if m.kind is Kind.PARTNER and m.role is MentionRole.WORKS_WITH and m.entity in self._other_forces:
                return m.entity
        return next((t.entity for t in themes if t.entity == _CROSS_BORDER and t.by is By.TEXT), None)

    @cached_property
    def _other_forces(self) -> frozenset[str]:
        commissioners = frozenset(
            c.id for c in self.vocabulary.of_kind(ConceptKind.PARTNER) if "class/commissioner" in c.related("classification") and not c.related("force")
        )
        return self.vocabulary.law_enforcement | commissioners


def _inside(mention: Mention, others: Iterable[Mention]) -> bool:
    """Whether it is only a part of another's name: an operation that is named after a town is not the town."""
    if mention.start is None or mention.end is None:
        return False
    return any(o.start is not None and o.end is not None and o.start <= mention.start and mention.end <= o.end for o in others)


def _is_bare_area(concept: Concept, found: Found) -> bool:
    """Whether only "North" stands there, which is rarely the Local Policing Area."""
    return concept.kind is ConceptKind.AREA and found.label.text == concept.name
