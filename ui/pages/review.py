"""Review: names that only their shape told, and misprints that were joined; decide, with the effect shown first, and take it back."""

from __future__ import annotations

import streamlit as st

from kg.decisions import Decision, Verdict
from kg.errors import BeatbookError
from search.library import Library
from search.review import Effect, Pending, decision, effect
from ui.components.addresses import at, review, trace
from ui.components.bullets import Shown, draw_bullets
from ui.components.choosing import choose
from ui.components.frame import say
from ui.components.gate import may_write
from ui.components.held import build, folder
from ui.components.safe import link, plain, shown
from ui.components.tables import draw_look, table_html
from ui.components.views import decided, waiting
from ui.components.writing import ask_author, author, builder

# So many names are listed at once; the kinds narrow it.
MOST = 100
NEEDS_OTHER = (Verdict.SAME, Verdict.DIFFERENT)


def told(row: Pending) -> str:
    """Why a name waits."""
    if not row.other:
        return "a body by its name alone; not in the vocabulary"
    return f"counted as {row.other}; both with {', '.join(row.shared)}" if row.joined else f"may be a misprint of {row.other}; not joined"


def draw_waiting(rows: list[Pending]) -> None:
    """The names that wait."""
    kinds = {"": f"All ({len(rows)})", "misprint": "Misprints of operations", "body": "Bodies by their name alone"}
    kind = choose("Names that wait", "kind", kinds)
    fits = [row for row in rows if kind in ("", "misprint" if row.other else "body")]
    if not fits:
        say("No name waits for a decision", "Every name was recognised by the vocabulary, or was decided on.")
        return
    cells = ([link(review(row.name), row.name), shown(row.kind.value), shown(told(row)), str(len(row.bullets))] for row in fits[:MOST])
    st.html(table_html(("Name", "Kind", "Why it waits", "Bullets"), cells, "Names that wait for a decision"))
    if len(fits) > MOST:
        st.html(f"<p>{len(fits) - MOST} more; `beatbook review` lists them all.</p>")


def draw_name(name: str, rows: list[Pending]) -> None:
    """One name: its bullets, and what can be decided of it."""
    st.html(f"<p>{link(review(), 'All names')} · {link(trace(name), f'Trace {name}')}</p>")
    row = next((r for r in rows if r.name == name), None)
    st.subheader(plain(name), anchor=False)
    st.html(f"<p>{shown(told(row)) if row else 'No longer waits; it was decided on, or nothing held bears it.'}</p>")
    if row and may_write():
        draw_deciding(row)
    elif row:
        st.html("<p class='bb-quiet'>To decide here, start the screen with <code>beatbook app --write</code>; or use <code>beatbook review NAME</code>.</p>")
    if row:
        draw_bullets(Shown(held) for held in row.bullets)


def draw_deciding(row: Pending) -> None:
    """The choice, its effect before it is made, and making it."""
    options = {Verdict.SAME: "The same as another, printed otherwise", Verdict.DIFFERENT: "Different from another that it looks like"}
    options |= {Verdict.NO_BODY: "It is no body"} if not row.other else {}
    options |= {Verdict.UNSURE: "It cannot be told; look at it later"}
    verdict = st.radio("What is it?", list(options), format_func=options.__getitem__, index=None, key=f"verdict-{row.entity}")
    if verdict is None:
        return
    other = st.text_input("Which other one?", value=row.other or "", key=f"other-{row.entity}").strip() if verdict in NEEDS_OTHER else ""
    if verdict in NEEDS_OTHER and not other:
        return
    ask_author()
    try:
        with Library.open(folder()) as library:
            made = decision(library, verdict, [row.name, other] if other else [row.name], author(), row.bullets[0].bullet.id if row.bullets else None)
            draw_effect(effect(library, made))
    except BeatbookError as error:
        st.html(f"<p role='alert'>{shown(error)}</p>")
        return
    if st.button("Decide so", type="primary"):
        decide(made)


def draw_effect(found: Effect) -> None:
    """What a decision would change."""
    rows = ([shown(name), f"{now[0]} in {now[1]} updates", f"{after[0]} in {after[1]} updates"] for name, now, after in found.rows)
    st.html("<h2>What it changes</h2>" + table_html(("Name", "Bullets now", "Bullets after"), rows, "What the decision changes"))


def decide(made: Decision) -> None:
    """Keeps a decision and says how it is taken back."""
    number = builder().decide(made)
    st.session_state["decided"] = f"Decision {number}: {made.name} {made.verdict.value} {made.other_name or ''}".rstrip() + f", by {made.author}."
    st.query_params.clear()
    st.rerun()


def draw_decided(rows: list[Decision]) -> None:
    """Every decision, latest first, with who and when; those in force can be taken back."""
    if not rows:
        return
    st.html("<h2>Decisions</h2>")
    for row in reversed(rows):
        undone = f" Taken back {row.undone} by {row.undone_by}." if row.undone else ""
        said = f"{row.number}. {row.name} {row.verdict.value} {row.other_name or ''}".rstrip() + f". {row.author}, {row.made}.{undone}"
        left, right = st.columns([5, 1])
        left.html(f"<p>{shown(said)}</p>")
        if may_write() and not row.undone and right.button("Undo", key=f"undo-{row.number}", help=f"Take back decision {row.number}"):
            builder().undo(row.number, author())
            st.session_state["decided"] = f"Decision {row.number} was taken back."
            st.rerun()


st.title("Review")
current = build()
draw_look()
if said := st.session_state.pop("decided", None):
    st.html(f'<p class="bb-state" role="status">{shown(said)}</p>')
if at("name"):
    draw_name(at("name"), waiting(current))
else:
    draw_waiting(waiting(current))
    draw_decided(decided(current))
