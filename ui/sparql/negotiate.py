"""Which of several forms a client would rather have."""

from __future__ import annotations

from collections.abc import Sequence


def _wanted(accept: str) -> list[tuple[str, float]]:
    """The media ranges of an Accept header with their weights."""
    found = []
    for part in accept.split(","):
        range_, *parameters = (p.strip().lower() for p in part.split(";"))
        weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            found.append((range_, float(weight)))
        except ValueError:
            continue
    return [(range_, weight) for range_, weight in found if range_]


def _fits(offered: str, range_: str) -> int:
    """How closely a range names a media type: 3 by name, 2 by its first half, 1 as any, 0 not."""
    if range_ == offered:
        return 3
    return 2 if range_.endswith("/*") and range_ != "*/*" and offered.startswith(range_[:-1]) else int(range_ == "*/*")


def best(accept: str | None, offered: Sequence[str]) -> str | None:
    """The one of these media types that an Accept header asks for most; the first where none is asked for, None where none will do."""
    ranges = _wanted(accept or "*/*") or [("*/*", 1.0)]
    rated = []
    for place, media in enumerate(offered):
        fit, weight = max(((_fits(media, range_), weight) for range_, weight in ranges), key=lambda r: r[0])
        if fit and weight > 0:
            rated.append((-weight, -fit, place, media))
    return min(rated)[-1] if rated else None
