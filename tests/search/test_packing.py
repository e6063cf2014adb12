"""What is taken away in one file: readable by another reader, described, checked, and nothing above the marking that was asked for."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib

from kg.rdf.shapes import Finding
from kg.rdf.writing import RdfFormat
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.library import Library
from search.packing import ENDINGS, Offer, bullets_of, levels, offer, packed
from tests.search.samples import Tiny

SAID = ("Operation LANTERN ran in Harlow with Kent Police.",)


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    """One update without a marking, and one marked above official."""
    folder = tmp_path_factory.mktemp("marked")
    plain = Tiny(SAID).write(folder / "plain.txt")
    secret = Tiny(("Operation HERON ran in Basildon.",), "Quarter 1 – 2019/20").write(folder / "secret.txt")
    secret.write_text(f"OFFICIAL-SENSITIVE\n\n{secret.read_text(encoding='utf-8')}", encoding="utf-8")
    assert not Builder(folder / "library", vocabulary).add([plain, secret]).failed
    return folder / "library"


def facts(content: bytes, ending: str) -> tuple[str, list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(f"beatbook.{ending}").decode(), archive.namelist()


def test_every_format_opens_and_says_the_same(marked: Path) -> None:
    with Library.open(marked) as library:
        offered = offer(library, "official")
        files = {form: facts(packed(library, offered, form), ENDINGS[form]) for form in RdfFormat if not form.has_graphs}
        again = packed(library, offered, RdfFormat.NTRIPLES)
        assert again == packed(library, offered, RdfFormat.NTRIPLES)
    names = {RdfFormat.NTRIPLES: "nt", RdfFormat.TURTLE: "turtle", RdfFormat.RDFXML: "xml", RdfFormat.JSONLD: "json-ld"}
    sizes = {form: len(rdflib.Graph().parse(data=text, format=names[form])) for form, (text, _) in files.items()}
    assert len(set(sizes.values())) == 1
    assert files[RdfFormat.TURTLE][1] == ["beatbook.ttl", "beatbook.void.ttl", "beatbook.shacl.ttl"]


def test_what_is_marked_higher_stays_unless_it_is_asked_for(marked: Path) -> None:
    known, usual = levels()
    with Library.open(marked) as library:
        low, high = offer(library, usual), offer(library, known[-1])
        assert [v.source for v in low.selection.left_out] == ["secret.txt"]
        assert [b.bullet.text for b in bullets_of(library, low)] == list(SAID)
        assert len(bullets_of(library, high)) == 2
        assert "HERON" not in facts(packed(library, low, RdfFormat.NTRIPLES), "nt")[0]
        assert "HERON" in facts(packed(library, high, RdfFormat.NTRIPLES), "nt")[0]


def test_what_its_check_found_goes_with_it(marked: Path) -> None:
    with Library.open(marked) as library:
        offered = offer(library, "official")
        assert offered.findings == ()
        wrong = replace(offered, findings=(Finding("BulletShape", "https://example.org/node", "", "", "", "is wrong"),))
        assert isinstance(wrong, Offer)
        with zipfile.ZipFile(io.BytesIO(packed(library, wrong, RdfFormat.TURTLE))) as archive:
            assert "is wrong" in archive.read("beatbook.shacl.ttl").decode()
