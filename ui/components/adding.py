"""Adding updates on the screen: files are read first, what they would be is shown, and only then are they kept."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from kg.colophon import Given
from kg.errors import BeatbookError, InputError
from kg.period import Period
from kg.reading import READERS
from search.build import AddReport, Progress
from search.preview import NAMED, Place, Preview, preview
from ui.components.addresses import ask, quarter
from ui.components.frame import say
from ui.components.gate import folder
from ui.components.safe import shown
from ui.components.writing import Job, build_now, builder, vocabulary

PLACES = {
    Place.NEW: "A new update; nothing of its period is held.",
    Place.SUPERSEDES: "A newer version: it will answer in place of {held}, which is kept.",
    Place.OLDER: "An older version: it is kept, and {held} goes on to answer.",
    Place.HELD: "Held already; keeping it changes nothing.",
    Place.MOVES: "Its text is held as {held} under another force or period; keeping it takes that one's place.",
}


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it was given to the page: its name without folders, its bytes."""

    name: str
    content: bytes

    @classmethod
    def of(cls, name: str, content: bytes) -> Handed:
        """The file; of a name with folders only its last part counts."""
        return cls(Path(name.replace("\\", "/")).name or "update.txt", content)

    def write(self, folder: str) -> Path:
        """The file in a folder, in one of its own, so that two of one name do not meet."""
        path = Path(folder) / hashlib.sha256(self.content).hexdigest()[:16] / self.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(self.content)
        return path


@st.cache_data(max_entries=50, show_spinner="Reading ...")
def look(build: str, name: str, content: bytes, period: str, force: str) -> Preview | str:  # noqa: ARG001 - the build is the cache's key
    """What a file would be as an update; why it is none where it is none."""
    given = Given(Period.from_label(period) if period else None, force or None)
    with tempfile.TemporaryDirectory() as into:
        try:
            return preview(folder(), vocabulary(), Handed(name, content).write(into), given)
        except InputError as error:
            return f"{error.reason}; {error.remedy}"


def keep(files: Sequence[Handed], given: Given) -> Job[AddReport]:
    """Adds files to the library, in a thread of its own."""

    def work(progress: Progress) -> AddReport:
        with tempfile.TemporaryDirectory() as into:
            return builder(progress).add([file.write(into) for file in files], given)

    return Job(work)


def preview_html(found: Preview) -> str:
    """The report of a file before it is kept."""
    colophon, told = found.update.colophon, dict(found.update.colophon.evidence)
    held = ", ".join(v.source for v in found.rivals)
    facts = [
        ("Period", f"{colophon.period.title} ({told.get('period', 'as given')})"),
        ("Force", f"{colophon.force.name} ({told.get('force', 'as given')})"),
        ("Plan", colophon.plan or "not known"),
        ("Version", colophon.version or "none printed"),
        ("Marking", colophon.marking or "none printed"),
        ("Bullets", str(found.bullets)),
        *((kind.value.capitalize() + "s", ", ".join(f"{name} ({n})" for name, n in found.names(kind).items()) or "none") for kind in NAMED),
        ("Priorities", ", ".join(f"{title} ({n})" for title, n in found.priorities.items())),
        ("Lines", ", ".join(f"{n} {role.value}" for role, n in found.lines.items())),
    ]
    rows = "".join(f"<dt>{shown(name)}</dt><dd>{shown(value)}</dd>" for name, value in facts)
    doubts = "".join(f"<li>{shown(_where(d.line) + d.message)}</li>" for d in found.doubts)
    said = f"<h3>In doubt</h3><ul class='bb-doubts'>{doubts}</ul>" if doubts else "<p>Read without doubts.</p>"
    return f"<p><strong>{shown(PLACES[found.place].format(held=held))}</strong></p><dl class='bb-facts'>{rows}</dl>{said}"


def _where(line: int | None) -> str:
    return f"line {line}: " if line else ""


def draw_adding() -> None:
    """The part of a page that takes files, shows what they would be, and keeps them; also where nothing is held yet."""
    st.html("<h2>Add updates</h2>")
    _follow()
    turn = st.session_state.setdefault("adding-turn", 0)
    endings = [ending.lstrip(".") for ending in sorted(READERS)]
    uploaded = st.file_uploader("Drop updates here, or browse", type=endings, accept_multiple_files=True, key=f"files-{turn}")
    if not uploaded:
        return
    with st.expander("Where a file does not say its period or force"):
        period = st.text_input("Period, as 2018-19-Q4 or 2016-06", key=f"period-{turn}").strip()
        force = st.text_input("Force", placeholder="Kent Police", key=f"force-{turn}").strip()
    try:
        given = Given(Period.from_label(period) if period else None, force or None)
    except ValueError as error:
        st.html(f"<p role='alert'>{shown(error)}</p>")
        return
    files = [Handed.of(file.name, file.getvalue()) for file in uploaded]
    build = build_now()
    good = [file for file in files if _draw_one(file, look(build, file.name, file.content, period, force))]
    if good and st.button(f"Keep {len(good)} update{'s' * (len(good) != 1)}", type="primary"):
        st.session_state["adding"] = keep(good, given)
        st.session_state["adding-turn"] = turn + 1
        st.rerun()


def _draw_one(file: Handed, found: Preview | str) -> bool:
    """What one file would be; whether it can be kept."""
    with st.container(border=True):
        st.html(f"<h3>{shown(file.name)}</h3>")
        st.html(preview_html(found) if isinstance(found, Preview) else f"<p role='alert'>Cannot be read: {shown(found)}.</p>")
    return isinstance(found, Preview)


def _follow() -> None:
    """Shows how adding goes, and then what became of it."""
    job: Job[AddReport] | None = st.session_state.get("adding")
    if job is None:
        return
    if job.running:
        job.follow()
        st.rerun()
    if job.error:
        say("Nothing was kept", str(job.error), broken=True)
    elif job.result:
        _draw_report(job.result)


def _draw_report(report: AddReport) -> None:
    lines = [f"added {v.source}: {v.colophon.force.name}, {v.colophon.period.title}, {v.bullets} bullets" for v in report.added]
    lines += [f"unchanged {v.source}: {v.colophon.period.title}" for v in report.unchanged]
    lines += [f"superseded {v.source}: {v.colophon.period.title}, kept as an older version" for v in report.superseded]
    ways = [(quarter(v.colophon.period.label, force=v.colophon.force.slug), f"Read {v.colophon.period.title}") for v in report.added]
    lines += [_failed(error) for error in report.failed]
    say("Kept" if report.added else "Nothing changed", "; ".join(lines) + ".", *ways, (ask(), "Ask"), broken=bool(report.failed))


def _failed(error: BeatbookError) -> str:
    return f"{error.path.name}: {error.reason}; {error.remedy}" if isinstance(error, InputError) else str(error)
