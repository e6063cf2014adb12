"""How right a library of a made corpus is: entity F1 over all bullets, answer F1 over the questions, against what was put in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kg.model import HeldBullet, Kind
from search.answer import Answerer
from search.library import Library
from tests.corpus import Corpus, MadeBullet, MadeQuestion

_AT_ONCE = 1000


def f1(hit: float, said: float, true: float) -> float:
    """The harmonic mean of precision and recall; 1 where nothing was to be found and nothing said."""
    return 2 * hit / (said + true) if said + true else 1.0


def entity_scores(library: Library, corpus: Corpus) -> dict[str, float]:
    """F1 of bullets, operations, partners, districts and priorities; of themes the share that is found (a text may name more of them)."""
    made = {(u.name, b.text): (n, b) for u in corpus.updates for n, b in u.bullets}
    counts: Counter[tuple[str, str]] = Counter({("bullets", "true"): len(made)})
    rows = library.catalogue.members(library.version_ids)
    for i in range(0, len(rows), _AT_ONCE):
        for held in library.catalogue.bullets(rows[i : i + _AT_ONCE]):
            if not held.bullet.label_only:
                _count(counts, held, made.pop((held.source, held.bullet.text), None))
    for n, b in made.values():
        counts.update({(kind, "true"): len(true) for kind, true in _true(n, b).items()})
    kinds = dict.fromkeys(kind for kind, _ in counts)
    return {kind: f1(*(counts[kind, part] for part in ("hit", "said", "true"))) for kind in kinds}


def _true(priority: int, made: MadeBullet) -> dict[str, set[object]]:
    return {"operations": {*made.operations}, "partners": {*made.partners}, "districts": {*made.districts}, "priorities": {priority}, "themes": {made.theme}}


def _count(counts: Counter[tuple[str, str]], held: HeldBullet, gold: tuple[int, MadeBullet] | None) -> None:
    linked = held.linked
    true = _true(*gold) if gold else {}
    themes = {m.entity for m in linked.mentions if m.kind is Kind.THEME}
    said: dict[str, set[object]] = {f"{kind}s": {*linked.names(kind)} for kind in (Kind.OPERATION, Kind.PARTNER, Kind.DISTRICT)}
    said |= {"priorities": {held.bullet.priority.number} if held.bullet.priority else set(), "themes": {*themes} & true.get("themes", set())}
    counts.update({("bullets", "said"): 1, ("bullets", "hit"): int(gold is not None)})
    for kind, names in said.items():
        told = true.get(kind, set())
        counts.update({(kind, "hit"): len(names & told), (kind, "said"): len(names), (kind, "true"): len(told)})


def answer_scores(library: Library, questions: Sequence[MadeQuestion]) -> dict[str, float]:
    """Mean F1 of the answers by kind of question, and of all."""
    answerer = Answerer(library)
    scores: dict[str, list[float]] = {}
    for question in questions:
        given = {(e.held.source, e.held.bullet.text) for e in answerer.ask(question.text).evidence}
        scores.setdefault(question.kind, []).append(f1(len(given & question.answer), len(given), len(question.answer)))
    means = {kind: _mean(found) for kind, found in scores.items()}
    return means | {"all": _mean(one for found in scores.values() for one in found)}


def _mean(numbers: Iterable[float]) -> float:
    held = list(numbers)
    return sum(held) / len(held)
