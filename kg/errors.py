"""What can go wrong in `kg`, named by whose fault it is.

Every message says what, where and what to do, in one line; the attributes hold the evidence.
"""

from __future__ import annotations

from pathlib import Path


class BeatbookError(Exception):
    """Base of every error that Beatbook raises on purpose. The message is one line, whatever a library put into it."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(line.strip() for line in message.splitlines()))


class InputError(BeatbookError):
    """A file that was given cannot be read as an update."""

    def __init__(self, path: Path, reason: str, remedy: str) -> None:
        super().__init__(f"{path}: {reason}; {remedy}")
        self.path, self.reason, self.remedy = path, reason, remedy


class LibraryError(BeatbookError):
    """The library folder is missing, damaged, locked, or not a library."""

    def __init__(self, path: Path, reason: str, remedy: str) -> None:
        super().__init__(f"library {path}: {reason}; {remedy}")
        self.path, self.reason, self.remedy = path, reason, remedy


class VocabularyError(BeatbookError):
    """A vocabulary file contradicts itself or another."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: {reason}; mend the vocabulary (docs/vocabulary.md says how)")
        self.path, self.line, self.reason = path, line, reason


class UnknownNameError(BeatbookError):
    """A name that nothing in the library bears."""

    def __init__(self, name: str, close: tuple[str, ...] = ()) -> None:
        hint = f"did you mean {' or '.join(close)}?" if close else "`beatbook status` lists what is held"
        super().__init__(f"nothing in this library bears the name {name!r}; {hint}")
        self.name, self.close = name, close
