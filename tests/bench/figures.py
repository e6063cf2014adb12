"""`make score`, figures: what is read as figures against the quantities of the gold standard. `docs/figures.md` writes the definition down."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

# The gold standard's names for units that are not what is counted.
_UNITS = {"GBP": "GBP", "%": "%", "% points": "percentage points", "working days": "working days"}
_MEASURED = ("seconds", "minutes", "hours", "days", "weeks", "months", "years", "kilograms", "grams", "miles")
_CHANGE = re.compile(r"\b(?:change|increase|decrease|reduction|rise|fall)\b", re.I)
_VERSUS = re.compile(r"\b(?:vs|versus|compared)\b", re.I)


@dataclass(slots=True)
class Tally:
    """What was found and missed."""

    found: int = 0
    matched: int = 0
    gold: int = 0
    standing: int = 0
    words: int = 0
    missed: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, float]:
        """Precision, recall and the share of changes told from levels; `unit_words`: units that are the same word."""
        share = lambda part, whole: round(part / whole, 3) if whole else 1.0  # noqa: E731
        return {
            **{"precision": share(self.matched, self.found), "recall": share(self.matched, self.gold)},
            **{"standing": share(self.standing, self.matched), "unit_words": share(self.words, self.matched)},
        }


def family(unit: str) -> str:
    """A unit, where it measures; "count" for whatever is counted. A share and a difference of shares are told apart."""
    unit = _UNITS.get(unit, unit)
    return unit if unit in (*_UNITS.values(), *_MEASURED) else "count"


def is_change(quantity: Mapping[str, Any]) -> bool:
    """Whether a quantity of the gold standard is a change: its measure says so, or its period says what it is set against."""
    return bool(_CHANGE.search(quantity["measure"]) or _VERSUS.search(quantity["period"] or ""))


def score_item(quantities: Sequence[Mapping[str, Any]], figures: Sequence[Mapping[str, Any]], tally: Tally) -> None:
    """Adds one bullet: each quantity takes one figure of its value (without sign) and unit, one of its own standing if there is one."""
    left = list(figures)
    tally.gold += len(quantities)
    for q in quantities:
        same = [f for f in left if abs(Decimal(str(f["value"]))) == abs(Decimal(str(q["value"]))) and family(f["unit"]) == family(q["unit"])]
        same.sort(key=lambda f: (f["standing"] == "change") != is_change(q))
        if not same:
            tally.missed.append(f"{q['measure']}: {q['value']} {q['unit']}")
            continue
        left.remove(same[0])
        tally.matched += 1
        tally.words += same[0]["unit"] == _UNITS.get(q["unit"], q["unit"])
        right = (same[0]["standing"] == "change") == is_change(q) and (Decimal(str(same[0]["value"])) < 0) == (q["value"] < 0)
        tally.standing += right
        tally.turned += [] if right else [f"{q['measure']}: {q['value']} {q['unit']}"]
    given = {Decimal(n.replace(",", "")) for q in quantities for n in re.findall(r"\d[\d,.]*\d|\d", f"{q['period'] or ''} {q['measure']}")}
    kept = [f for f in left if not _given_elsewhere(f, given, quantities)]
    tally.found += len(figures) - (len(left) - len(kept))
    tally.surplus += [f"{f['value']} {f['unit']} ({f['counted']})" for f in kept]


def _given_elsewhere(figure: Mapping[str, Any], given: set[Decimal], quantities: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the gold standard has a value without listing it by itself: in a period ("vs December 2018 (477)"), or printed twice."""
    value = abs(Decimal(str(figure["value"])))
    return value in given or any(value == abs(Decimal(str(q["value"]))) and family(figure["unit"]) == family(q["unit"]) for q in quantities)


def items(gold: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The items of the gold standard, each with the first characters of its update's file name."""
    for path in sorted((gold / "eval" / "dev" / "items").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.stem, json.loads(line)


def score_figures(gold: Path, bullets: Sequence[Mapping[str, Any]], *, everything: bool = False) -> Tally:
    """The tally over the items with quantities, or over every item (`everything`), of the rows that `beatbook bullets --format jsonl` prints."""
    tally = Tally()
    rows = {(row["source"][:3], row["lines"][0]): row for row in bullets}
    for source, item in items(gold):
        quantities = item.get("quantities") or []
        row = rows.get((source, item["lines"][0]))
        if quantities or everything:
            score_item(quantities, row["figures"] if row else (), tally)
    return tally


def main() -> None:
    """Prints the figures' scores of the rows on standard input, for the gold standard in the folder that is given."""
    bullets = [json.loads(line) for line in sys.stdin]
    for name, everything in (("figures, bullets with quantities", False), ("figures, every bullet", True)):
        tally = score_figures(Path(sys.argv[1]), bullets, everything=everything)
        print(name, json.dumps(tally.to_json()))  # noqa: T201
        if "--errors" in sys.argv:
            print("\n".join(f"  {kind}: {line}" for kind in ("missed", "surplus", "turned") for line in getattr(tally, kind)))  # noqa: T201


if __name__ == "__main__":
    main()
