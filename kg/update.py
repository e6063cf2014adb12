"""An update as it is read: from a file, or anew from the text that a library kept of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.colophon import Given, read_colophon
from kg.errors import InputError
from kg.model import SourceText, Update
from kg.outline import read_outline
from kg.reading import read_source
from kg.versions import Kept
from kg.vocabulary import Vocabulary


def read_update(path: Path, vocabulary: Vocabulary, given: Given) -> Update:
    """A file as an update. InputError when it cannot be read as one."""
    return _read(read_source(path), path, vocabulary, given)


def read_again(kept: Kept, vocabulary: Vocabulary) -> Update:
    """A version read anew. Its force and period stay, as they may have been given by hand. InputError when its text is no update any more."""
    path, force, period = Path(kept.source.name), kept.colophon.force, kept.colophon.period
    try:
        update = _read(kept.source, path, vocabulary, Given())
        if (update.colophon.force, update.colophon.period) == (force, period):
            return update
    except InputError:
        pass  # What its text does not say was given when it was added.
    update = _read(kept.source, path, vocabulary, Given(period, force.name))
    return replace(update, colophon=replace(update.colophon, force=force))


def _read(source: SourceText, path: Path, vocabulary: Vocabulary, given: Given) -> Update:
    outline = read_outline(source)
    if not outline.bullets:
        raise InputError(
            path, "holds no bullets, paragraphs or tables that could be read", "check that it is a progress update; `beatbook show` tells how it was read"
        )
    try:
        first, _ = read_colophon(source, outline, {}, given)
        colophon, doubts = read_colophon(source, outline, vocabulary.plans(first.force.base), given)
    except InputError as error:
        raise InputError(path, error.reason, error.remedy) from error
    return Update(source, colophon, outline.bullets, outline.roles, (*outline.doubts, *doubts))
