"""Where districts lie on a map: a schematic grid that ships, or outlines that an administrator put into the library, both by GSS code."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.data import data_folder
from kg.errors import LibraryError

FILE = "districts.geojson"
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A district's outline in a square of 100 by 100, y downwards."""

    code: str
    rings: tuple[Ring, ...]


@cache
def tiles() -> Mapping[str, tuple[int, int]]:
    """GSS code -> column and row of the grid of its force's area. ValueError when two districts stand on one tile."""
    found: dict[str, tuple[int, int]] = {}
    for area, rows in tomllib.loads((data_folder() / "tiles.toml").read_text(encoding="utf-8")).items():
        if len({tuple(place) for place in rows.values()}) != len(rows):
            raise ValueError(f"tiles.toml: two districts of {area} stand on one tile")
        found |= {code: (column, row) for code, (column, row) in rows.items()}
    return found


def outlines(folder: Path, codes: frozenset[str]) -> tuple[Outline, ...]:
    """The outlines of these districts in a library's districts.geojson; none where there is no such file. LibraryError when it cannot be read."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        found = [(code, list(_rings(feature["geometry"]))) for feature in features if (code := _code(feature, codes))]
        return _fitted(found)
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise LibraryError(folder, f"its {FILE} is no GeoJSON of districts ({error})", "mend or delete that file") from error


def _code(feature: Mapping[str, Any], codes: frozenset[str]) -> str | None:
    """The GSS code that a feature bears, as its id or as one of its properties, however that is called."""
    said = (feature.get("id"), *(feature.get("properties") or {}).values())
    return next((value for value in said if isinstance(value, str) and value in codes), None)


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[tuple[float, float]]]:
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"an outline is a {geometry['type']}, not a Polygon or MultiPolygon")
    for polygon in [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]:
        yield from ([(float(point[0]), float(point[1])) for point in ring] for ring in polygon)


def _fitted(found: list[tuple[str, list[list[tuple[float, float]]]]]) -> tuple[Outline, ...]:
    """Outlines drawn to scale at their middle latitude, fitted into the square."""
    points = [point for _, rings in found for ring in rings for point in ring]
    if not points:
        return ()
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = math.cos(math.radians((south + north) / 2)) if max(abs(south), abs(north)) <= 90 else 1.0
    scale = 100 / max((east - west) * narrow, north - south, 1e-9)

    def placed(ring: list[tuple[float, float]]) -> Ring:
        return tuple((round((x - west) * narrow * scale, 2), round((north - y) * scale, 2)) for x, y in ring)

    return tuple(Outline(code, tuple(map(placed, rings))) for code, rings in found)
