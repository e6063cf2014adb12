"""A figure as every door prints it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.figures.about import about
from kg.figures.figure import Figure, plain
from kg.model import LinkedBullet
from kg.vocabulary import Concept


def figure_json(linked: LinkedBullet, figure: Figure, names: Mapping[str, Concept] | None = None) -> dict[str, Any]:
    """A figure as every door prints it."""
    spoken, found = figure.spoken, about(linked, figure)
    concept = (names or {}).get(figure.measure or "")
    return {
        **{"value": figure.number, "high": None if figure.high is None else plain(figure.high), "unit": figure.unit, "qualifier": figure.qualifier},
        **{
            "standing": figure.standing.value,
            "prior": figure.prior,
            "part": figure.part,
            "measure": figure.measure,
            "measure_name": concept.name if concept else None,
        },
        **{"counted": figure.counted, "of": figure.of, "per": figure.per, "compared": figure.compared},
        **{"speaks_of": spoken.said if spoken else None, "reach": spoken.reach.value if spoken else None},
        **{"first": spoken.first.isoformat() if spoken and spoken.first else None, "last": spoken.last.isoformat() if spoken and spoken.last else None},
        **{"operations": list(found.operations), "places": list(found.places), "start": figure.start, "end": figure.end},
    }
