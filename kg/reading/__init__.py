"""One module or package a format, all ending in the same `SourceText`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


def find_sources(paths: list[Path]) -> Iterator[tuple[Path, bool]]:
    """The files under the given paths in a stable order, each with whether its kind is known.

    A file named itself counts as known, so that it is read or refused; files of a folder that begin with a dot are passed over,
    and so are README files, which stand beside updates in most folders. InputError when a path is missing.
    """
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not any(part.startswith(".") for part in p.relative_to(path).parts))
            yield from ((p, p.suffix.lower() in READERS and p.stem.lower() != "readme") for p in inside)
        elif path.exists():
            yield path, True
        else:
            raise InputError(path, "no such file or folder", "check the path")
