"""Data: what others load and ask: downloads, the endpoint with queries to begin with, the vocabulary, and how good the reading is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from kg.rdf.writing import RdfFormat
from kg.scores import scores
from kg.vocabulary import ConceptKind
from search.library import Library
from search.lookup import MENTIONED, Entry
from search.packing import Offer, bullets_of, levels, packed
from ui.components.addresses import address, at, bound, quarter, review, trace, updates
from ui.components.choosing import choose
from ui.components.held import build, described, folder
from ui.components.safe import link, shown
from ui.components.tables import draw_look, here, table_html
from ui.components.views import accounts, offered, verdicts, words
from ui.formats import bullets_csv
from ui.sparql.page import examples

FORMATS = {
    **{RdfFormat.TURTLE: "Turtle", RdfFormat.NTRIPLES: "N-Triples", RdfFormat.RDFXML: "RDF/XML"},
    **{RdfFormat.JSONLD: "JSON-LD", RdfFormat.TRIG: "TriG, a graph a version", RdfFormat.NQUADS: "N-Quads, a graph a version"},
}
# So many entries of the vocabulary are shown at once, and so many labels of each.
MOST, LABELS = 60, 12
HELD = "Every line of every update is accounted for; what could not be settled is a doubt; the RDF is checked against the shapes (SHACL)."
MEASURED = """What this version finds, beside what people found who read every page. Precision: how much of what it says is right; recall: how much of
what is there it says."""
ENDPOINT = """beatbook serve --library {library}

curl -H 'Accept: text/csv' --data-urlencode query@query.rq http://127.0.0.1:8080/sparql"""


def give(marking: str, write: Callable[[Library, Offer], bytes]) -> Callable[[], bytes]:
    """What a download holds, made when it is asked for."""

    def made() -> bytes:
        with Library.open(folder()) as library:
            return write(library, offered(current, marking))

    return made


def draw_downloads() -> None:
    """The facts to take away, up to a marking."""
    known, usual = levels()
    ordered = [usual, *(level for level in known if level != usual)]
    marking = choose("Up to the marking", "marking", {level: level for level in ordered})
    found = offered(current, marking)
    left = len(found.selection.left_out)
    out = f" {left} update{'s' * (left != 1)} marked above {marking} left out." if left else ""
    st.html(f"<p>{len(found.selection.versions)} updates.{shown(out)}</p>")
    if not found.selection.versions:
        return
    form = st.selectbox("RDF as", list(FORMATS), format_func=FORMATS.__getitem__)
    rdf, csv = st.columns(2)
    if found.findings:
        st.html(f"<p role='alert'>{len(found.findings)} findings of the check speak against giving it as RDF; they stand below.</p>")
    rdf.download_button(
        "Download RDF, described and checked (zip)", give(marking, lambda library, o: packed(library, o, form)), f"beatbook-{form.value}.zip",
        "application/zip", disabled=bool(found.findings), on_click="ignore",
    )  # fmt: skip
    csv.download_button(
        "Download bullets as CSV", give(marking, lambda library, o: "\n".join(bullets_csv(bullets_of(library, o))).encode()), "beatbook.csv",
        "text/csv", on_click="ignore",
    )  # fmt: skip


def draw_endpoint() -> None:
    """Where the endpoint is, and queries to begin with."""
    st.html("<p>The service answers SPARQL at <code>/sparql</code>, in a browser too, and gives every item at its address. Start it beside this screen:</p>")
    st.code(ENDPOINT.format(library=folder().resolve().name), language=None, wrap_lines=True)
    title = st.selectbox("A query to begin with", list(examples()))
    st.code(examples()[title], language=None, wrap_lines=True)


def labels_html(labels: Sequence[str]) -> str:
    """The first labels, and the others to unfold."""
    first, others = shown(", ".join(labels[:LABELS])), labels[LABELS:]
    return f"{first}<details><summary>and {len(others)} more</summary>{shown(', '.join(others))}</details>" if others else first


def entry_row(entry: Entry) -> list[str]:
    """An entry of the vocabulary as a row."""
    name = link(trace(entry.name), entry.name) if entry.kind in MENTIONED and entry.bullets else shown(entry.name)
    note = "" if entry.known else f" <small>{link(review(), 'only in updates')}</small>"
    return [name + note, shown(entry.kind.value), labels_html(entry.labels), shown(", ".join(entry.above)), str(entry.bullets or "-")]


def draw_vocabulary() -> None:
    """The words that names are recognised by, searched."""
    kinds = {"": "Everything"} | {kind.value: kind.value for kind in ConceptKind}
    left, right = st.columns([2, 1])
    said = left.text_input("Look up", placeholder="the Met", **bound("word"))
    with right:
        kind = choose("Of the kind", "of", kinds)
    found = words(current, said, ConceptKind(kind) if kind else None)
    more = f"; the first {MOST} are shown, more words narrow it" if len(found) > MOST else ""
    st.html(f"<p>{len(found)} entries{more}.</p>")
    if found:
        heads = ("Name", "Kind", "Also recognised as", "Belongs to", "Bullets")
        st.html(table_html(heads, map(entry_row, found[:MOST]), "Entries of the vocabulary"))


def draw_quality() -> None:
    """How good the reading is: what became of every line, doubts, and the verdict of the check."""
    taken, checked = accounts(current), verdicts(current)
    rows = []
    for row in (r for r in reversed(described(current)["versions"]) if r["current"]):
        lines = taken[row["id"]]
        told = ", ".join(f"{count} {role.value}" for role, count in lines.items())
        wrong = checked[row["id"]]
        verdict = "conforms" if not wrong else "<br>".join(shown(finding) for finding in wrong)
        first = link(quarter(row["period"], force=row["force"]), row["title"])
        rows.append([first, f"{sum(lines.values())}<br><small>{shown(told)}</small>", link(updates(), len(row["doubts"])), verdict])
    st.html(f"<h2>What is held</h2><p>{HELD}</p>")
    st.html(table_html(("Update", "Lines, and what they were taken for", "Doubts", "Check of the RDF"), rows, "How good the reading is"))
    draw_scores()


def draw_scores() -> None:
    """What this version reached where people had read every page before it."""
    st.html(f"<h2>Measured</h2><p>{MEASURED}</p>")
    for of in dict.fromkeys(score.of for score in scores()):
        rows = [[shown(s.what), f"{s.precision:.2f}", f"{s.recall:.2f}", "-" if s.f1 is None else f"{s.f1:.2f}"] for s in scores() if s.of == of]
        st.html(f"<h3>Over {shown(of)}</h3>" + table_html(("Measured", "Precision", "Recall", "F1"), rows, f"Scores over {of}"))


# The parts of the page, by the word in the address.
PARTS: dict[str, tuple[str, Callable[[], None]]] = {
    **{"downloads": ("Downloads", draw_downloads), "endpoint": ("Endpoint and queries", draw_endpoint)},
    **{"vocabulary": ("Vocabulary", draw_vocabulary), "quality": ("How good the reading is", draw_quality)},
}

st.title("Data")
current = build()
draw_look()
shown_now = at("show") if at("show") in PARTS else next(iter(PARTS))
chips = "".join(f"<li>{here(address('data', show=name), title, current=name == shown_now)}</li>" for name, (title, _) in PARTS.items())
st.html(f'<nav aria-label="Parts of this page"><ul class="bb-chips">{chips}</ul></nav>')
PARTS[shown_now][1]()
