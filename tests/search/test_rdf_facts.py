"""The RDF of a library: what it says, that selectors resolve, that it conforms, and how it changes."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import PROV, RDF, RDFS, SKOS

import search.history
from kg.data import data_folder
from kg.decisions import Decision, Verdict, now
from kg.errors import UnknownNameError
from kg.rdf.description import Release, description_triples
from kg.rdf.shapes import Finding, check, report_triples
from kg.rdf.terms import BB, TYPE, Triple, english, integer
from kg.rdf.things import Things
from kg.rdf.writing import lines_of
from kg.vocabulary import BB as TERMS
from kg.vocabulary import ID, Vocabulary
from search.build import Builder
from search.errors import UnknownBuildError
from search.history import Told, changes_since, facts_of, past_builds
from search.library import Library
from search.selection import Asked, select
from search.verdict import validate, verdict
from tests.search.samples import Q3, Tiny

OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
NS = rdflib.Namespace(TERMS)
SPRING = Tiny(
    ["Operation WINDLASS arrested four people in Harlow with Kent Police.", "The Met joined Operation WINDLASS, part of Operation TOPSAIL, in Epping."]
)
WINTER = Tiny(["Operation WINDLASS began in Harlow.", "A new drone found a lost walker."], quarter=Q3, produced="January 2019")
SECRET = Tiny(["Operation MIZZEN watched a yard in Tilbury."], quarter="Quarter 2 – 2018/19", produced="October 2018")

Add = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def add(folder: Path, tmp_path: Path, vocabulary: Vocabulary) -> Add:
    """Adds tiny updates; the build."""

    def added(*updates: Tiny, first_line: str = "") -> str:
        files = []
        for update in updates:
            path = update.write(tmp_path / f"{(update.quarter or 'none')[8:9]}-{update.version}.txt")
            path.write_text(first_line + path.read_text(encoding="utf-8"), encoding="utf-8")
            files.append(path)
        report = Builder(folder, vocabulary).add(files)
        assert not report.failed
        return report.build

    return added


def triples_of(library: Library, base: str = ID) -> set[Triple]:
    facts = facts_of(library, base)
    return {triple for version in facts.versions for triple in facts.of_version(version)}


def graph_of(triples: Iterable[Triple]) -> rdflib.Graph:
    return rdflib.Graph().parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in triples), format="nt")


@pytest.fixture(scope="module")
def whole(demo: Library) -> rdflib.Graph:
    return graph_of(triples_of(demo))


# The model --------------------------------------------------------------------------------------------------------------------


def test_every_selector_resolves(whole: rdflib.Graph) -> None:
    checked = 0
    for target in whole.subjects(RDF.type, OA.SpecificResource):
        text = str(whole.value(whole.value(target, OA.hasSource), NS.sourceText))
        place, quote = sorted(whole.objects(target, OA.hasSelector), key=lambda s: (s, OA.start, None) not in whole)
        start, end = (whole.value(place, p).toPython() for p in (OA.start, OA.end))  # type: ignore[union-attr]
        exact, prefix, suffix = (str(whole.value(quote, p)) for p in (OA.exact, OA.prefix, OA.suffix))
        assert text[start:end] == exact
        assert text[:start].endswith(prefix)
        assert text[end:].startswith(suffix)
        checked += 1
    assert checked > 500


def test_every_bullet_stands_where_it_says(whole: rdflib.Graph, demo: Library) -> None:
    bullets = set(whole.subjects(RDF.type, NS.Bullet))
    assert len(bullets) == sum(v.bullets for v in demo.versions)
    for bullet in bullets:
        text = str(whole.value(whole.value(bullet, PROV.wasQuotedFrom), NS.sourceText))
        start, end = (whole.value(bullet, p).toPython() for p in (NS.startOffset, NS.endOffset))  # type: ignore[union-attr]
        said = str(whole.value(bullet, rdflib.URIRef("https://schema.org/text")))
        assert said.split()[-1].rstrip(".")[-4:] in text[start:end].replace("\n", "")


def test_no_blank_nodes_one_language_and_slugs(demo: Library) -> None:
    for s, p, o in triples_of(demo):
        assert s[0] == p[0] == "<"
        assert o[0] in '<"'
        assert "@" not in o.rpartition('"')[2] or o.endswith('"@en')
        if s.startswith(f"<{ID}"):
            assert re.fullmatch(r"<[a-z0-9:/.]+/id/[a-z0-9/-]+>", s), s


def test_every_term_is_declared_and_every_declared_one_used(whole: rdflib.Graph) -> None:
    ontology = rdflib.Graph().parse(data_folder() / "ontology" / "beatbook.ttl")
    declared = {s for s in ontology.subjects(RDFS.isDefinedBy) if str(s).startswith(TERMS)}
    for term in declared:
        assert len(list(ontology.objects(term, RDFS.label))) == 1, term
        assert len(list(ontology.objects(term, RDFS.comment))) == 1, term
    used = {t for triple in whole for t in triple if str(t).startswith(TERMS)}
    files = "".join(p.read_text(encoding="utf-8") for p in sorted((data_folder() / "vocabulary").glob("*.ttl")))
    assert used <= declared
    rare = {NS.statedOf, NS.statedRelation, NS.statedObject, NS.Statement, NS.partOfOperation, NS.versionOfOperation, NS.followsOperation, NS.supportsOperation}
    rare |= {NS.Review, NS.verdict, NS.reviewed, NS.reviewedName, NS.withRegardTo, NS.account, NS.mentions, NS.marking, NS.doubt}
    in_files = {term for term in declared if f"bb:{str(term).removeprefix(TERMS)}" in files}
    assert declared - used - rare - in_files == set()


def test_what_a_bullet_states_of_operations_keeps_the_bullet(add: Add, folder: Path) -> None:
    add(SPRING)
    with Library.open(folder) as library:
        graph = graph_of(triples_of(library))
    windlass, topsail = (rdflib.URIRef(f"{ID}operation/essex-{name}") for name in ("windlass", "topsail"))
    assert (windlass, NS.partOfOperation, topsail) in graph
    statement = graph.value(predicate=NS.statedObject, object=topsail)
    bullet = graph.value(statement, PROV.wasDerivedFrom)
    assert "TOPSAIL" in str(graph.value(bullet, rdflib.URIRef("https://schema.org/text")))
    assert {str(o) for o in graph.objects(windlass, PROV.wasAssociatedWith)} >= {f"{ID}partner/kent-police"}
    assert {str(o) for o in graph.objects(windlass, NS.printedAs)} == {"Operation WINDLASS"}


def test_a_body_has_one_iri_whoever_names_it(whole: rdflib.Graph) -> None:
    met = rdflib.URIRef(f"{ID}partner/metropolitan-police-service")
    assert len(list(whole.objects(met, SKOS.prefLabel))) == 1
    assert {str(o) for o in whole.objects(met, SKOS.altLabel)} >= {"Met", "MPS"}


def test_districts_have_their_codes_and_the_statistics_iri(whole: rdflib.Graph) -> None:
    harlow = rdflib.URIRef(f"{ID}district/harlow")
    assert str(whole.value(harlow, SKOS.notation)) == "E07000073"
    assert str(whole.value(harlow, SKOS.exactMatch)) == "http://statistics.data.gov.uk/id/statistical-geography/E07000073"


def test_periods_have_the_governments_iris(whole: rdflib.Graph) -> None:
    quarter = rdflib.URIRef("http://reference.data.gov.uk/id/government-quarter/2018-2019/Q4")
    assert [str(whole.value(quarter, p)) for p in (NS.firstDay, NS.lastDay, SKOS.prefLabel)] == ["2019-01-01", "2019-03-31", "Q4 2018/19"]


def test_another_base_names_everything_anew(demo: Library) -> None:
    moved = triples_of(demo, "https://example.org/force/")
    assert len(moved) == len(triples_of(demo))
    assert not [t for t in moved if f"<{ID}" in t[0] + t[2]]


def test_a_name_decided_to_be_another_counts_as_it_and_the_review_is_told(add: Add, folder: Path, vocabulary: Vocabulary) -> None:
    add(SPRING, WINTER)
    entity, other = f"operation/essex-{'topsail'}", "operation/essex-windlass"
    decided = Decision(0, Verdict.SAME, entity, "TOPSAIL", other, "WINDLASS", "Ann O'Neil", now(), None)
    Builder(folder, vocabulary).decide(decided)
    with Library.open(folder) as library:
        graph = graph_of(triples_of(library))
        assert verdict(library, library.versions, lambda *_: None) == []
    assert (rdflib.URIRef(ID + other), SKOS.hiddenLabel, rdflib.Literal("TOPSAIL", lang="en")) in graph
    assert (None, NS.mentionsOperation, rdflib.URIRef(ID + entity)) not in graph
    review = graph.value(predicate=RDF.type, object=NS.Review)
    assert str(graph.value(review, NS.verdict)) == "same as"
    assert str(graph.value(graph.value(review, PROV.wasAssociatedWith), NS.account)) == "Ann O'Neil"


# Checking ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("base", [ID, "https://data.example.org/beatbook/"])
def test_what_was_kept_with_the_build_is_what_is_made_anew(demo: Library, base: str, tmp_path: Path) -> None:
    kept = Told(demo, base)
    shutil.copytree(demo.folder, tmp_path / "bare", ignore=shutil.ignore_patterns("history"))
    (tmp_path / "bare" / "history").mkdir()
    with Library.open(tmp_path / "bare") as bare:
        made = Told(bare, base)
        for version in demo.versions:
            assert list(kept.lines(version)) == sorted(set(made.lines(version))) == sorted(set(lines_of(facts_of(demo, base).of_version(version))))


def test_what_is_added_conforms_and_its_verdict_is_kept(demo: Library) -> None:
    assert not any(validate(demo, demo.versions, lambda *_: None).values())
    facts = facts_of(demo)
    kept = [demo.catalogue.verdict(v.id, facts.key(v), search.history.shapes_digest()) for v in demo.versions]
    assert kept == [[]] * len(kept)


BREAKS: list[tuple[str, str]] = [
    ("<https://schema.org/text>", "Bullet-text"),
    (BB.firstLine, "Bullet-lines"),
    (BB.startOffset, "Bullet-start"),
    (BB.kind, "Bullet-kind"),
    ("<http://purl.org/dc/terms/isPartOf>", "Bullet-update"),
    ("<http://www.w3.org/ns/oa#hasSource>", "Target-source"),
    ("<http://www.w3.org/ns/oa#exact>", "Quotation-exact"),
    ("<http://www.w3.org/ns/oa#start>", "Place-start"),
    (BB.inBullet, "Mention-bullet"),
    ("<http://www.w3.org/2004/02/skos/core#prefLabel>", "Period-label"),
    ("<http://www.w3.org/ns/dcat#hasCurrentVersion>", "Update-current"),
]


@pytest.fixture(scope="module")
def small(demo: Library) -> list[Triple]:
    """The triples of a few bullets."""
    facts = facts_of(demo)
    version = facts.versions[0]
    return sorted(set(facts.of_version(version, demo.catalogue.members([version.id])[:25])))


@pytest.mark.parametrize(("prop", "shape"), BREAKS)
def test_what_lacks_a_value_is_refused_with_shape_and_bullet(small: list[Triple], prop: str, shape: str) -> None:
    assert check(small) == []
    without = next(t for t in small if t[1] == prop)
    found = check(t for t in small if t != without)
    assert shape in {f.shape for f in found}
    named = [f for f in found if f.shape == shape]
    assert without[0][1:-1] in {f.node for f in named}
    assert all("shape" in str(f) for f in named)
    if "/bullet/" in without[0]:
        assert all("bullet" in f.bullet for f in named)


@pytest.mark.parametrize(
    ("prop", "value", "shape"),
    [
        (BB.lastLine, integer(0), "Bullet-lines"),
        (BB.kind, '"poem"', "Bullet-kind"),
        ("<https://schema.org/text>", '"autre"@fr', "Bullet-text"),
        (BB.mentionsPartner, f"<{ID}district/harlow>", "Bullet-partner"),
    ],
)
def test_what_says_something_wrong_is_refused(small: list[Triple], prop: str, value: str, shape: str) -> None:
    bullet = next(s for s, p, o in small if (p, o) == (TYPE, BB.Bullet))
    wrong = [t for t in small if t[:2] != (bullet, prop)] + [(bullet, prop, value)]
    found = [f for f in check(wrong) if f.node == bullet[1:-1]]
    assert shape in {f.shape for f in found}
    assert {f.bullet for f in found} == {bullet[1:-1]}


def test_a_finding_on_what_a_bullet_names_leads_to_the_bullet(small: list[Triple]) -> None:
    label = next(t for t in small if "/district/" in t[0] and t[1].endswith("prefLabel>"))
    (found,) = check(t for t in small if t != label)
    assert "/bullet/" in found.bullet


def test_the_report_is_shacl_without_blank_nodes() -> None:
    triples = list(report_triples("http://example.org/r", [Finding("Bullet-text", "http://example.org/b", "", "http://example.org/p", "v", "no")]))
    graph = graph_of(triples)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    assert (None, sh.conforms, rdflib.Literal(False)) in graph
    assert [str(o) for o in graph.objects(None, sh.focusNode)] == ["http://example.org/b"]


# Parts ------------------------------------------------------------------------------------------------------------------------


def selected(library: Library, asked: Asked, level: str = "official") -> set[str]:
    selection = select(library, asked, level)
    rows = library.catalogue.members([v.id for v in selection.versions])
    return {b.bullet.text for b in library.catalogue.bullets([r for r in rows if selection.rows is None or r in selection.rows])}


def test_parts_of_a_library(add: Add, folder: Path) -> None:
    add(SPRING, WINTER)
    with Library.open(folder) as library:
        assert selected(library, Asked()) == {*SPRING.bullets, *WINTER.bullets}
        assert selected(library, Asked(periods=("2018-19-Q3",))) == set(WINTER.bullets)
        assert selected(library, Asked(periods=("2018-19",))) == {*SPRING.bullets, *WINTER.bullets}
        assert selected(library, Asked(operation="windlass")) == {*SPRING.bullets, WINTER.bullets[0]}
        assert selected(library, Asked(operation="WINDLASS", partner="the Met")) == {SPRING.bullets[1]}
        assert selected(library, Asked(question="Operation WINDLASS in Harlow")) == {SPRING.bullets[0], WINTER.bullets[0]}
        with pytest.raises(UnknownNameError):
            select(library, Asked(operation="the Met"), "official")
        with pytest.raises(ValueError, match="no period"):
            select(library, Asked(periods=("2018",)), "official")


def test_a_part_holds_nothing_of_other_bullets(add: Add, folder: Path) -> None:
    add(SPRING, WINTER)
    with Library.open(folder) as library:
        selection = select(library, Asked(operation="WINDLASS", partner="the Met"), "official")
        facts = facts_of(library)
        said = "".join(" ".join(t) for version in selection.versions for t in facts.of_version(version, selection.rows))
    assert "TOPSAIL" in said
    assert "four people" not in said
    assert "drone" not in said


def test_what_is_marked_above_the_level_leaves_no_trace(add: Add, folder: Path) -> None:
    add(SPRING)
    add(SECRET, first_line="OFFICIAL-SENSITIVE\n\n")
    with Library.open(folder) as library:
        marked = [v.colophon.marking for v in library.versions]
        assert marked == ["official-sensitive", None]
        low, high = (select(library, Asked(), level) for level in ("official", "official-sensitive"))
        assert [len(low.versions), len(low.left_out), len(high.versions), len(high.left_out)] == [1, 1, 2, 0]
        facts = facts_of(library)
        said = "".join(" ".join(t) for version in low.versions for t in facts.of_version(version, low.rows))
        assert "mizzen" not in said.lower()
        assert not Release("b", high.versions, 1).open
        restricted = graph_of(description_triples(Things(library.vocabulary), Release("b", high.versions, 1)))
        assert not list(restricted.objects(None, rdflib.DCTERMS.license))
        assert list(restricted.objects(None, rdflib.DCTERMS.accessRights))
        opened = graph_of(description_triples(Things(library.vocabulary), Release("b", low.versions, 1)))
        assert list(opened.objects(None, rdflib.DCTERMS.license))


# Changes ----------------------------------------------------------------------------------------------------------------------


def everything(_: str | None) -> bool:
    return True


def test_a_new_quarter_changes_its_own_subjects_only(add: Add, folder: Path) -> None:
    first = add(WINTER)
    with Library.open(folder) as library:
        before = triples_of(library)
    add(SPRING)
    with Library.open(folder) as library:
        changes, after = changes_since(library, first, everything), triples_of(library)
        graph = graph_of(triples_of(library))
    assert changes.withdrawn == ()
    assert set(changes.added) == {" ".join(t) for t in after - before}
    version = next(v for v in graph.subjects(RDF.type, NS.Version) if "2018-19-q4" in str(v))
    own = set(graph.subjects(PROV.wasQuotedFrom, version))
    reached = own | {figure for bullet in own for figure in graph.subjects(PROV.wasDerivedFrom, bullet)}
    for _ in range(4):
        reached |= {o for n in reached for o in graph.objects(n) if isinstance(o, rdflib.URIRef)}
    for line in changes.added:
        subject = line.split(" ")[0][1:-1]
        assert "2018-19-q4" in subject or rdflib.URIRef(subject) in reached or "2018-2019/Q4" in subject or "/month/2019-04" in subject, subject
    assert {s for s, _, _ in before if "/bullet/" in s} <= {s for s, _, _ in after}, "a bullet keeps its IRI"


def test_what_was_removed_is_withdrawn(add: Add, folder: Path, vocabulary: Vocabulary) -> None:
    add(WINTER)
    both = add(SPRING)
    with Library.open(folder) as library:
        version = library.versions[-1].id
    Builder(folder, vocabulary).remove([version])
    with Library.open(folder) as library:
        changes = changes_since(library, both, everything)
    assert changes.added == ()
    assert [line for line in changes.withdrawn if "four people" in line]
    assert not [line for line in changes.withdrawn if line.startswith(f"<{ID}operation/essex-windlass> <{PREF}")], "what another update still says stays"


PREF = "http://www.w3.org/2004/02/skos/core#prefLabel"


def test_a_build_that_is_not_known_is_told(add: Add, folder: Path) -> None:
    build = add(WINTER)
    with Library.open(folder) as library, pytest.raises(UnknownBuildError, match=f"keeps {build}"):
        changes_since(library, "0000", everything)


def test_only_the_last_builds_are_kept_and_share_their_files(add: Add, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search.history, "KEPT", 2)
    first, second, third = add(WINTER), add(SPRING), add(SECRET)
    assert [p.build for p in past_builds(folder)] == [second, third]
    assert first not in {p.build for p in past_builds(folder)}
    names = {piece.facts for past in past_builds(folder) for piece in past.pieces}
    assert {p.name.removesuffix(".nt.gz") for p in (folder / "history").glob("*.nt.gz")} == names


def test_adding_one_writes_one(add: Add, folder: Path) -> None:
    add(WINTER)
    (kept,) = (folder / "history").glob("*.nt.gz")
    written = kept.stat().st_mtime_ns
    add(SPRING)
    assert kept.stat().st_mtime_ns == written
    assert len(list((folder / "history").glob("*.nt.gz"))) == 2


def test_the_history_says_what_the_export_says(demo: Library) -> None:
    (latest,) = past_builds(demo.folder)[-1:]
    assert latest.build == demo.manifest.build
    files = [demo.folder / "history" / f"{piece.facts}.nt.gz" for piece in latest.pieces]
    lines = {line for file in files for line in gzip.decompress(file.read_bytes()).decode().split("\n") if line}
    assert lines == {" ".join(t) for t in triples_of(demo)}


def test_a_label_that_clashes_is_found() -> None:
    node = "<http://example.org/x>"
    found = check([(node, TYPE, BB.Operation), (node, f"<{PREF}>", english("A")), (node, f"<{PREF}>", english("B"))])
    assert [f.shape for f in found] == ["Named-label"]
