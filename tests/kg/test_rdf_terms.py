"""Terms as N-Triples writes them, whatever is in a text, and every format read back by a reader that is not the writer."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf import writing
from kg.rdf.markings import ladder, rank, release_rules, within
from kg.rdf.terms import BB, PREFIXES, Triple, any_uri, boolean, checked_base, clean, date, english, integer, iri, moment, string
from kg.rdf.writing import RdfFormat, lines_of, rebased, sorted_lines, write_file, write_rdf

S, P = "<http://example.org/s>", "<http://example.org/p>"
FLAT = {RdfFormat.TURTLE: "turtle", RdfFormat.NTRIPLES: "nt", RdfFormat.RDFXML: "xml", RdfFormat.JSONLD: "json-ld"}
NASTY = "form\ffeed ]]> <![CDATA[ & </x> \"double\" 'single' ''' \"\"\" \\ back\\slash \\u0041 é é 🚓 \t tab\nline\r\n \u0085 \u2028 {curly} ${x} null\0 \ufffe"


def written(triples: list[Triple], form: RdfFormat) -> bytes:
    output = io.BytesIO()
    write_rdf([(None, lines_of(triples))], output, form)
    return output.getvalue()


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_read_back_without_what_cannot_be_held(text: str) -> None:
    graph = rdflib.Graph().parse(data=f"{S} {P} {string(text)} .\n", format="nt")
    assert [str(o) for o in graph.objects()] == [clean(text)]


@pytest.mark.parametrize("form", FLAT)
@pytest.mark.parametrize("term", [string(NASTY), english(NASTY), integer(-3), boolean(True), date("2019-01-31"), any_uri("http://example.org/?a=b&c")])
def test_every_format_holds_every_literal(form: RdfFormat, term: str) -> None:
    graph = rdflib.Graph().parse(data=written([(S, P, term)], form), format=FLAT[form])
    assert set(graph) == set(rdflib.Graph().parse(data=f"{S} {P} {term} .", format="nt"))


@given(st.lists(st.tuples(st.sampled_from([S, "<http://example.org/t>"]), st.just(P), st.text().map(string)), max_size=12))
def test_order_and_repetition_do_not_matter(triples: list[Triple]) -> None:
    assert written(triples, RdfFormat.NTRIPLES) == written([*reversed(triples), *triples], RdfFormat.NTRIPLES)


@given(st.lists(st.integers(0, 40), max_size=60))
def test_runs_on_disk_sort_as_memory_does(numbers: list[int]) -> None:
    triples = [(S, P, string(str(n))) for n in numbers]
    whole = list(sorted_lines(lines_of(triples)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "RUN", 7)
        assert list(sorted_lines(lines_of(triples))) == whole == sorted({f"{S} {P} {string(str(n))}" for n in numbers})


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
@pytest.mark.parametrize("form", [RdfFormat.TRIG, RdfFormat.NQUADS])
def test_graphs_keep_their_names(form: RdfFormat) -> None:
    output = io.BytesIO()
    assert write_rdf([("<http://example.org/g>", [f"{S} {P} {integer(1)}"]), ("<http://example.org/h>", [f"{S} {P} {integer(1)}"])], output, form) == 2
    dataset = rdflib.Dataset()
    dataset.parse(data=output.getvalue(), format={"trig": "trig", "nquads": "nquads"}[form.value])
    assert {str(g) for _, _, _, g in dataset.quads()} == {"http://example.org/g", "http://example.org/h"}


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def broken() -> Iterator[str]:
        yield f"{S} {P} {integer(1)}"
        raise RuntimeError("the machine goes down")

    target = tmp_path / "x.nt"
    target.write_text("before")
    with pytest.raises(RuntimeError):
        write_file(target, [(None, broken())], RdfFormat.NTRIPLES)
    assert [p.name for p in tmp_path.iterdir()] == ["x.nt"]
    assert target.read_text() == "before"


@pytest.mark.parametrize(
    "base", ["", "https://example.org", "example.org/id/", "https://example.org/a b/", "https://example.org/id", "ftp://x/y/", "https://x/?q=/"]
)
def test_what_cannot_begin_an_iri_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="cannot begin"):
        checked_base(base)


def test_another_base_moves_our_iris_and_no_text() -> None:
    ours = "https://w3id.org/beatbook/id/"
    line = f'<{ours}a> {P} "see <{ours}a>"'
    assert list(rebased([line, f"<{ours}a> {P} <{ours}b>"], "https://example.org/")) == [
        f'<https://example.org/a> {P} "see <{ours}a>"',
        f"<https://example.org/a> {P} <https://example.org/b>",
    ]


def test_literals_are_canonical() -> None:
    assert moment("2024-03-01T10:00:00+01:00").startswith('"2024-03-01T09:00:00Z"')
    assert date(dt.date(2019, 1, 2)) == date("2019-01-02")
    assert BB.Bullet == f"<{PREFIXES['bb']}Bullet>"
    with pytest.raises(ValueError, match="no IRI"):
        iri("http://example.org/a b")


def test_the_ladder_of_markings() -> None:
    assert rank(None) == rank("public") == 0
    assert within(None, ladder()[0])
    assert within("OFFICIAL", "official-sensitive")
    assert not within("official-sensitive", release_rules().max_marking)
    with pytest.raises(ValueError, match="ladder"):
        rank("hush-hush")
