"""A folder that is looked at again and again: what appears there is added once it has stopped growing.

Looked at, not listened to: network shares tell nobody when a file arrives.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kg.catalogue import Catalogue
from kg.colophon import Given
from kg.errors import InputError
from kg.reading import find_sources
from search.build import AddReport, Builder

# Size and time of change: what tells that a file was written to.
Stamp = tuple[int, int]


@dataclass(slots=True)
class Watcher:
    """Adds what appears in a folder. `look` again and again, some seconds apart: a file is read when two looks find it the same."""

    folder: Path
    builder: Builder
    given: Given = field(default_factory=Given)
    _seen: dict[Path, Stamp] = field(default_factory=dict)
    _done: dict[Path, Stamp] = field(default_factory=dict)
    _held: dict[str, str] = field(default_factory=dict)

    def look(self) -> AddReport | None:
        """What became of the files that are new or changed and grow no more; None when there are none.

        A file that could not be read is in the report once, until it changes. Errors of the library are raised, and its files taken again
        at the next look.
        """
        if not self.folder.is_dir():
            raise InputError(self.folder, "is no folder that can be read", "check the path, or whether the share is there")
        now = {path: stamp for path in find_sources([self.folder]).files if (stamp := _stamp(path))}
        ready = [path for path, stamp in now.items() if self._seen.get(path) == stamp and self._done.get(path) != stamp]
        self._seen = now
        if not ready:
            return None
        report = self.builder.add(ready, self.given)
        self._done |= {path: now[path] for path in ready}
        self._take_out_halves(report)
        return report

    def _take_out_halves(self, report: AddReport) -> None:
        """A version that is the beginning of what now stands in its file was read while it was being written: it goes."""
        for version in report.added:
            before = self._held.get(version.source)
            self._held[version.source] = version.id
            if before and before != version.id and self._begins(before, version.id):
                self.builder.remove([before])
                report.superseded = [v for v in report.superseded if v.id != before]

    def _begins(self, before: str, after: str) -> bool:
        with Catalogue.open(self.builder.folder) as catalogue:
            held = {v.id: v.update for v in catalogue.versions()}
            return held.get(before) == held.get(after) and catalogue.text(after).startswith(catalogue.text(before).rstrip())


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
