"""One module or package a format, all ending in the same `SourceText`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError
from kg.model import SourceText
from kg.reading.text import read_text

Reader = Callable[[Path], SourceText]


def _read_word(path: Path) -> SourceText:
    from kg.reading.word import read_word

    return read_word(path)


def _read_html(path: Path) -> SourceText:
    from kg.reading.html import read_html

    return read_html(path)


def _read_pdf(path: Path) -> SourceText:
    from kg.reading.pdf import read_pdf

    return read_pdf(path)


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".pdf": _read_pdf,
    ".docx": _read_word,
    ".html": _read_html,
    ".htm": _read_html,
}


def read_source(path: Path) -> SourceText:
    """The normalised text of a file. InputError when it is missing, empty, damaged, binary or of no known kind."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(path, f"files ending in {path.suffix or 'nothing'!r} are not read", f"give one of {', '.join(sorted(READERS))}")
    return reader(path)


@dataclass(slots=True)
class Sources:
    """The files under some paths: those of a known kind, those passed over, and what could not be looked into."""

    files: list[Path] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    failed: list[InputError] = field(default_factory=list)


def find_sources(paths: list[Path]) -> Sources:
    """The files under the given paths, each once, in a stable order.

    A file named itself is always among the files, so that it is read or refused. Of a folder, what begins with a dot is passed over, and
    so are README files, which stand beside updates in most folders. Links are followed once. InputError when a path is missing.
    """
    found, seen = Sources(), set[str]()
    for path in paths:
        if path.is_dir():
            _walk(path, found, seen)
        elif path.exists() or path.is_symlink():
            found.files.append(path)
        else:
            raise InputError(path, "no such file or folder", "check the path")
    return found


def _walk(top: Path, found: Sources, seen: set[str]) -> None:
    def unreadable(error: OSError) -> None:
        found.failed.append(InputError(Path(error.filename), f"cannot be read ({error.strerror})", "check its permissions"))

    for folder, folders, names in os.walk(top, onerror=unreadable, followlinks=True):
        real = os.path.realpath(folder)
        folders[:] = [] if real in seen else sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names) if real not in seen else ():
            path = Path(folder, name)
            if not name.startswith("."):
                known = path.suffix.lower() in READERS and path.stem.lower() != "readme"
                (found.files if known else found.skipped).append(path)
        seen.add(real)
