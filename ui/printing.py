"""Answers, traces and libraries as text for a terminal. Colours go when the output is piped."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from kg.decisions import Decision
from kg.model import HeldBullet, Role
from kg.paths import Step
from kg.period import Period
from kg.quiet import Quiet
from kg.trace import State, Trace
from search.answer import Answer, Status
from search.coverage import Coverage
from search.editing import read_as
from search.evidence import Evidence
from search.review import Effect, Pending
from search.saved import Again
from search.why import Check
from ui.values import bullets_held, value_text

# So many bullets of an edge are printed.
SHOWN = 3
_STATUS = {
    Status.NO_EVIDENCE: "Nobody mentions it: every bullet held was searched and none matches.",
    Status.NOT_HELD: "Not held: no update of that period is in the library. Add it with `beatbook add FILE`.",
    Status.NOT_UNDERSTOOD: "Not understood: the question names no partner, operation, place, period or topic.",
}


def console() -> Console:
    """Where results go: wraps to the terminal, and not at all when piped."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def citation(held: HeldBullet) -> str:
    """Where a bullet stands: file, page, lines, priority; and the protective marking of its update, in capitals."""
    b = held.bullet
    lines = f"line {b.lines[0]}" if b.lines[0] == b.lines[1] else f"lines {b.lines[0]}-{b.lines[1]}"
    page = f", page {b.page}" if b.page else ""
    priority = f", priority {b.priority.number}" if b.priority else ""
    return f"{held.source}{page}, {lines}{priority}{', ' + held.marking.upper() if held.marking else ''}"


def marking_line(marking: str | None) -> str:
    """What stands over everything that shows marked bullets, "" where none is."""
    return f"Protective marking: {marking.upper()} (the highest of what is shown)" if marking else ""


def _print_marking(out: Console, marking: str | None) -> None:
    if marking:
        out.print(Text(marking_line(marking), style="bold"))


def _marked(evidence: Evidence) -> Text:
    text = Text(evidence.held.bullet.text.replace("\t", "  |  ") if not evidence.marks else evidence.held.bullet.text)
    for start, end in evidence.marks:
        text.stylize("bold yellow", start, end)
    return text


def _by_period(out: Console, evidence: Iterable[Evidence]) -> None:
    for (period, force), group in itertools.groupby(evidence, key=lambda e: (e.held.period, e.held.force)):
        found = list(group)
        out.print(f"\n[bold]{period.title}[/] ({escape(force)}), {len(found)}")
        for e in found:
            out.print(Text("  • ") + _marked(e))
            out.print(Text(f"    [{citation(e.held)}]", style="dim"))


def print_answer(answer: Answer) -> None:
    """The answer by period, with citations, the interpretation and the receipt."""
    out = console()
    _print_marking(out, answer.marking)
    out.print(Text(answer.question, style="bold"))
    out.print(Text(f"Read as: {read_as(answer.interpretation)}"))
    if answer.status is Status.ANSWERED:
        out.print(f"{len(answer.evidence)} bullet{'s' * (len(answer.evidence) != 1)}")
    else:
        out.print(_STATUS[answer.status])
    if answer.did_you_mean:
        out.print(f"Did you mean {escape(' or '.join(answer.did_you_mean))}?")
    _print_result(out, answer.result)
    _by_period(out, answer.evidence)
    if answer.close:
        out.print(f"\n[bold]Close, not counted[/] ({len(answer.close)})")
        _by_period(out, answer.close)
    _receipt(out, answer)


def _print_result(out: Console, result: Any) -> None:
    if isinstance(result, list):
        for row in result:
            if "value" in row:
                print_figure(out, row)
                continue
            name = row["name"]
            by_period = "; ".join(f"{Period.from_label(label).title}: {n}" for label, n in row.get("periods", {}).items())
            out.print(Text(f"  {name} ({len(row['evidence'])})" + (f"  {by_period}" if by_period else "")))
    elif isinstance(result, dict):
        if printed := result.get("printed"):
            out.print(Text(f"{result['name']}, printed as {', '.join(printed)}"))
        first, last = (Period.from_label(result[end]).title for end in ("first", "last"))
        out.print(f"First in {first}, last in {last}")


def print_figure(out: Console, row: Mapping[str, Any]) -> None:
    """A row of a figure's answer: the days it speaks of, the value as it was qualified, what it counts, its source."""
    days = " to ".join(dict.fromkeys(row["days"])) if row["days"] else "not dated"
    high = f" to {row['high']:,}" if row["high"] is not None else ""
    value = f"{row['qualifier'] or ''} {row['value']:,}{high} {row['unit']}".strip()
    flags = "".join(f"  ! {flag['flag']}: {flag['said']}" for flag in row["flags"])
    lines = f"lines {row['lines'][0]}-{row['lines'][1]}" + (f", {row['marking'].upper()}" if row["marking"] else "")
    out.print(Text(f"  {days}  {value}  {row['measure_name'] or row['counted']}  ") + Text(f"[{row['source']}, {lines}]{flags}", style="dim"))


def spans(periods: Sequence[Period]) -> str:
    """Periods in a row as "Q1 2019/20 to Q3 2019/20"."""
    groups: list[list[Period]] = []
    for period in periods:
        if groups and groups[-1][-1].after == period.start:
            groups[-1].append(period)
        else:
            groups.append([period])
    return ", ".join(g[0].title if len(g) == 1 else f"{g[0].title} to {g[-1].title}" for g in groups)


def _receipt(out: Console, answer: Answer) -> None:
    out.print("\n[bold]Receipt[/]")
    held = [c for c in answer.coverage if c.held]
    searched = f"searched {len(held)} update{'s' * (len(held) != 1)}, {sum(c.searched for c in held)} bullets"
    out.print(f"  {searched}; counted {len(answer.evidence)}, close {len(answer.close)}")
    for c in held:
        out.print(f"    {c.period.title} ({escape(c.force)}): {c.matched} of {c.searched}")
        for doubt in c.doubts:
            out.print(Text(f"      read with a doubt: {doubt}", style="dim"))
    for force, group in _not_held(answer.coverage):
        out.print(f"  not held ({escape(force)}): {spans(group)}")
    out.print(f"  library build {answer.build}")


def _not_held(coverage: Iterable[Coverage]) -> list[tuple[str, list[Period]]]:
    missing = sorted((c for c in coverage if not c.held), key=lambda c: c.force)
    return [(force, [c.period for c in group]) for force, group in itertools.groupby(missing, key=lambda c: c.force)]


def _print_figures(out: Console, found: Trace, held: HeldBullet) -> None:
    """The figures of a bullet that are about the operation that is traced."""
    if told := [value_text(f) for b, f in found.figures if b is held and found.is_operation]:
        out.print(Text(f"    figures: {', '.join(told)}", style="dim"))


def print_trace(found: Trace) -> None:
    """An entity across periods: bullets, partners, districts, names as printed, silent and missing periods."""
    out = console()
    _print_marking(out, found.marking)
    out.print(
        f"[bold]{escape(found.name)}[/]: {len(found.bullets)} bullets" + (f", first {found.seen[0].title}, last {found.seen[1].title}" if found.seen else "")
    )
    data = found.to_json()
    for title, key in (("printed as", "printed"), ("with", "partners"), ("in", "districts"), ("priorities", "priorities"), ("beside", "operations")):
        if data[key]:
            out.print(f"  {title}: " + escape(", ".join(f"{name} ({n})" for name, n in data[key].items())))
    for held, relation in found.related:
        said = f"{relation.subject_name} {relation.kind.value.replace('_', ' ')} {relation.object_name}"
        out.print(Text(f"  related: {said}  ") + Text(f"[{citation(held)}]", style="dim"))
    for stop in found.stops:
        if stop.state is State.MENTIONED:
            out.print(f"\n[bold]{stop.period.title}[/] ({escape(stop.force)}), {len(stop.bullets)}")
            for held in stop.bullets:
                out.print(Text(f"  • {held.bullet.text}"))
                out.print(Text(f"    [{citation(held)}]", style="dim"))
                _print_figures(out, found, held)
    out.print()
    for state, words in ((State.SILENT, "held, silent"), (State.DOUBT, "held, silent, read with doubts"), (State.NOT_HELD, "not held")):
        if periods := [s.period for s in found.stops if s.state is state]:
            out.print(f"  {words}: {spans(periods)}")


def print_status(described: dict[str, Any], accounts: dict[str, dict[Role, int]] | None = None) -> None:
    """What a library holds, and what was in doubt; with `accounts` what every line was taken for, of superseded versions too."""
    out = console()
    out.print(f"{escape(described['library'])}: {described['updates']} updates, {bullets_held(described)}, build {described['build']}")
    table = Table("period", "publisher", "version", "bullets", "doubts", "source")
    for row in described["versions"]:
        version = (row["version"] or "-") + ("" if row["current"] else " (superseded)")
        table.add_row(row["title"], escape(row["publisher"]), version, str(row["bullets"]), str(len(row["doubts"])), escape(row["source"]))
    out.print(table)
    for row in described["versions"]:
        if accounts:
            taken = accounts[row["id"]]
            said = ", ".join(f"{count} {role}" for role, count in taken.items())
            out.print(Text(f"all {sum(taken.values())} lines of {row['source']} are accounted for: {said}"))
        for doubt in row["doubts"]:
            where = f":{doubt['line']}" if doubt["line"] else ""
            if accounts or row["current"]:
                out.print(Text(f"doubt in {row['source']}{where}: {doubt['message']}"))


def print_quiet(found: Sequence[Quiet]) -> None:
    """What fell silent, by kind."""
    out = console()
    if not found:
        out.print("Nothing that was reported is silent.")
    for kind, group in itertools.groupby(sorted(found, key=lambda q: (q.kind, q.force, q.last.end, q.name)), key=lambda q: q.kind):
        rows = list(group)
        out.print(f"\n[bold]{kind}s, {len(rows)}[/]")
        for q in rows:
            silent = ", ".join(p.title for p in q.silent)
            missing = f"; not held: {spans(q.missing)}" if q.missing else ""
            out.print(Text(f"  {q.name} ({q.force}): last in {q.last.title}, {q.count} bullet{'s' * (q.count != 1)}; silent in {silent}{missing}"))


def print_ways(start: str, end: str, found: Sequence[Sequence[Step]]) -> None:
    """The ways between two entities with the bullets on each edge."""
    out = console()
    if not found:
        out.print(Text(f"No bullets connect {start} and {end}."))
    for number, way in enumerate(found, 1):
        names = " – ".join([way[0].start, *(step.end for step in way)]) if way else f"{start} is {end}"
        out.print(Text(f"\n{number}. {names}", style="bold"))
        for step in way:
            out.print(Text(f"   {step.start} – {step.end}: {len(step.bullets)} bullet{'s' * (len(step.bullets) != 1)}"))
            for held in step.bullets[:SHOWN]:
                out.print(Text(f"     {held.period.title}: {held.bullet.text}  ") + Text(f"[{citation(held)}]", style="dim"))
            if len(step.bullets) > SHOWN:
                out.print(Text(f"     and {len(step.bullets) - SHOWN} more: --format json names them", style="dim"))


def print_pending(found: Sequence[Pending]) -> None:
    """Names that wait for a person, each with a bullet."""
    out = console()
    if not found:
        out.print("No name waits for a decision.")
    for row in found:
        if row.other:
            how = f"counted as {row.other}; both with {', '.join(row.shared)}" if row.joined else f"may be a misprint of {row.other}; not joined"
        else:
            how = "a body by its name alone; not in the vocabulary"
        out.print(Text(f"\n{row.name}", style="bold") + Text(f"  {how}; {len(row.bullets)} bullet{'s' * (len(row.bullets) != 1)}"))
        for held in row.bullets[:1]:
            out.print(Text(f"    {held.bullet.text}  ") + Text(f"[{citation(held)}]", style="dim"))


def print_effect(found: Effect) -> None:
    """What a decision changes."""
    for name, before, after in found.rows:
        console().print(Text(f"{name}: {before[0]} bullets in {before[1]} updates now, {after[0]} in {after[1]} after"))


def print_decisions(decisions: Sequence[Decision]) -> None:
    """Every decision, with who and when."""
    out = console()
    if not decisions:
        out.print("Nothing was decided yet.")
    for d in decisions:
        undone = f"; undone {d.undone} by {d.undone_by}" if d.undone else ""
        because = f" because of {d.bullet}" if d.bullet else ""
        out.print(Text(f"{d.number}. {d.name} {d.verdict.value} {d.other_name or ''}".rstrip() + f", {d.author}, {d.made}{because}{undone}"))


def print_checks(checks: Sequence[Check]) -> None:
    """What a question asks of a bullet, met or failed."""
    out = console()
    for check in checks:
        found = f"  ({check.found})" if check.found else ""
        out.print(Text("  yes  " if check.met else "  no   ", style="green" if check.met else "red") + Text(check.asked + found))
    out.print("It is counted." if all(check.met for check in checks) else "It is not counted.")


def print_again(found: Again) -> None:
    """What came, went or changed since an answer was saved."""
    out = console()
    _print_marking(out, found.marking)
    out.print(Text(found.saved.question, style="bold"))
    if found.reread:
        out.print("It is read otherwise than when it was saved.")
    out.print(f"{len(found.saved.members)} bullets then (build {found.saved.build}), {len(found.answer.evidence)} now (build {found.answer.build})")
    for title, members in (("came", found.came), ("went", found.went), ("changed", tuple(after for _, after in found.changed))):
        for m in members:
            out.print(Text(f"  {title}: {m.text}  ") + Text(f"[{m.citation}]", style="dim"))
    if not (found.came or found.went or found.changed):
        out.print("Nothing came, went or changed.")
