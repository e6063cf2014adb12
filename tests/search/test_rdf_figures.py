"""Figures as an RDF Data Cube: each is the bullet's own, and the cube keeps the integrity constraints of the recommendation."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph
import pytest

from kg.rdf.terms import PREFIXES, decimal
from kg.vocabulary import ID
from search.history import facts_of
from search.library import Library

HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
# After https://www.w3.org/TR/vocab-data-cube/#wf-rules (W3C, 2014): each asks whether the constraint is broken.
CONSTRAINTS = {
    "IC-1, one data set an observation": """{ ?o a qb:Observation . FILTER NOT EXISTS { ?o qb:dataSet ?d } }
        UNION { ?o a qb:Observation ; qb:dataSet ?a, ?b . FILTER(?a != ?b) }""",
    "IC-2, one structure a data set": """{ ?d a qb:DataSet . FILTER NOT EXISTS { ?d qb:structure ?s } } UNION { ?d qb:structure ?a, ?b . FILTER(?a != ?b) }""",
    "IC-3, a structure holds a measure": """?s a qb:DataStructureDefinition . FILTER NOT EXISTS { ?s qb:component/qb:measure ?m }""",
    "IC-11, all dimensions": """?o qb:dataSet/qb:structure/qb:component/qb:dimension ?p . FILTER NOT EXISTS { ?o ?p ?v }""",
    "IC-14, all measures": """?o qb:dataSet/qb:structure/qb:component/qb:measure ?p . FILTER NOT EXISTS { ?o ?p ?v }""",
    "IC-12, no two alike": """?a qb:dataSet ?d ; prov:wasDerivedFrom ?b ; bb:figureNumber ?n . ?z qb:dataSet ?d ; prov:wasDerivedFrom ?b ; bb:figureNumber ?n .
        FILTER(?a != ?z)""",
}


@pytest.fixture(scope="module")
def cube(demo: Library) -> pyoxigraph.Store:
    """The sample library in a store."""
    facts = facts_of(demo, ID)
    lines = "".join(f"{s} {p} {o} .\n" for version in facts.versions for s, p, o in facts.of_version(version))
    store = pyoxigraph.Store()
    store.load(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store


def rows(store: pyoxigraph.Store, where: str, wanted: str = "*") -> list[tuple[str, ...]]:
    """What a pattern finds, as texts."""
    found = store.query(f"{HEAD}SELECT DISTINCT {wanted} WHERE {{ {where} }}")
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return [tuple(getattr(value, "value", "") for value in solution) for solution in found]


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_cube_is_well_formed(cube: pyoxigraph.Store, name: str) -> None:
    assert rows(cube, "?o a qb:Observation")
    assert not rows(cube, CONSTRAINTS[name])


def test_each_figure_is_the_bullets_own(cube: pyoxigraph.Store, demo: Library) -> None:
    held = demo.catalogue.bullets(demo.catalogue.members(demo.version_ids))
    told = sorted((f"bullet/{h.bullet.id}", str(n), str(f.start), str(f.end), f.value.normalize()) for h in held for n, f in enumerate(h.linked.figures, 1))
    pattern = "?f a bb:Figure ; prov:wasDerivedFrom ?b ; bb:figureNumber ?n ; bb:startInBullet ?s ; bb:endInBullet ?e ; sdmx-measure:obsValue ?v"
    found = rows(cube, pattern, "?b ?n ?s ?e ?v")
    said = sorted((b.rpartition("/id/")[2], n, start, end, Decimal(v).normalize()) for b, n, start, end, v in found)
    assert told
    assert said == told


def test_only_what_has_a_measure_and_days_is_an_observation(cube: pyoxigraph.Store) -> None:
    assert not rows(cube, "?f a qb:Observation . FILTER NOT EXISTS { ?f bb:measure/skos:prefLabel ?m ; sdmx-dimension:refPeriod/bb:lastDay ?d }")
    assert rows(cube, "?f a bb:Figure . FILTER NOT EXISTS { ?f a qb:Observation }")


def test_a_quarter_has_the_governments_iri(cube: pyoxigraph.Store) -> None:
    periods = {p for (p,) in rows(cube, "?o sdmx-dimension:refPeriod ?p", "?p")}
    assert any("reference.data.gov.uk/id/government-quarter/" in p for p in periods)


@pytest.mark.parametrize(("printed", "canonical"), [("455", "455"), ("11.80", "11.8"), ("5400000", "5400000"), ("-2.0", "-2"), ("100", "100")])
def test_decimals_are_canonical(printed: str, canonical: str) -> None:
    assert decimal(printed) == f'"{canonical}"^^<{PREFIXES["xsd"]}decimal>'
