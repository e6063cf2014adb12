"""What to ask instead: the question with a name that nothing bears replaced by one that looks like it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.answer import Answer


def instead(answer: Answer) -> list[tuple[str, str]]:
    """The names that were perhaps meant, each with the question to ask for it."""
    return list(dict.fromkeys((name, _asked(answer, name)) for name in answer.did_you_mean))


def _asked(answer: Answer, name: str) -> str:
    for wrong in _wrong(answer):
        if (asked := re.sub(re.escape(wrong), name.replace("\\", r"\\"), answer.question, count=1, flags=re.I)) != answer.question:
            return asked
    return name


def _wrong(answer: Answer) -> Iterator[str]:
    """The words of the question that nothing bears."""
    read = answer.interpretation
    yield from (part.name for part in (*read.named, *read.exclude) if part.entity is None)
    yield from (printed for names in read.required for printed in names)
