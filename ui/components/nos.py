"""The four kinds of no, each with what it means and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from search.answer import Answer, Status
from search.meant import instead
from ui.components.addresses import address, ask, trace, updates
from ui.components.asked import Asked
from ui.components.frame import say
from ui.printing import spans

Way = tuple[str, str]


def draw_no(found: Answer, asked: Asked, parts: Sequence[str], examples: Sequence[str]) -> None:
    """Why there is no answer."""
    meant = [(ask(question), f"Did you mean {name}?") for name, question in instead(found)]
    if found.status is Status.NOT_UNDERSTOOD:
        words = f"Nothing in “{asked.question}” names a partner, operation, place, period or topic that Beatbook knows. These are answered, for example:"
        say("The question was not understood", words, *((ask(question), question) for question in examples[:4]))
    elif found.status is Status.NOT_HELD:
        missing = [c.period for c in found.coverage if not c.held]
        named = f" (not held: {spans(missing)})" if missing else ""
        words = f"No update of the period asked for is in the library{named}. That says nothing about what the force did. "
        words += "Add the update with `beatbook add FILE`, or ask for all periods held."
        say("That period is not held", words, *_without(asked, parts, "period “"), (updates(), "What is held"))
    else:
        _nobody(found, asked, parts, meant)


def _nobody(found: Answer, asked: Asked, parts: Sequence[str], meant: list[Way]) -> None:
    held = [c for c in found.coverage if c.held]
    doubtful = [c for c in held if c.doubts]
    searched = f"All {sum(c.searched for c in held)} bullets of the {len(held)} updates in question were searched, and none fits all that was asked."
    ways = [*meant, *_without(asked, parts)]
    if doubtful:
        said = f"{searched} {len(doubtful)} of them were read with doubts, so it may be there and not have been seen: look at the source."
        sources = [(address("quarter", period=c.period.label, force=c.force), f"{c.period.title}, read with doubts") for c in doubtful[:4]]
        say("Nobody mentions it, as far as the updates could be read", said, *ways, *sources)
    else:
        say("Nobody mentions it", searched, *ways, (trace(), "Choose from the names held"))


def _without(asked: Asked, parts: Sequence[str], told: str = "") -> list[Way]:
    """The question without each of its parts that are told so, where something is left of it."""
    left = [part for part in parts if part not in asked.drop]
    return [(asked.but(drop=(*asked.drop, part), only=()), f"Without: {part}") for part in left if told in part] if len(left) > 1 else []
