"""What an update says of itself: each rank of evidence, what beats what, and what is doubted or refused."""

from __future__ import annotations

import pytest

from kg.colophon import Given, force_named, read_colophon, slug
from kg.errors import InputError
from kg.model import Colophon, Doubt, Force
from kg.outline import read_outline
from kg.period import Period
from tests.kg.samples import source_of

BODY = "\nPriority 1 – Safer Streets\n\n- Officers walked the beat.\n"
NOTHING = Given()


def read(
    titles: str, body: str = BODY, *, name: str = "update.txt", given: Given = NOTHING, plans: dict[str, frozenset[str]] | None = None
) -> tuple[Colophon, dict[str, Doubt]]:
    """The colophon of a text, and its doubts by code."""
    source = source_of(titles + "\n" + body, name)
    colophon, doubts = read_colophon(source, read_outline(source), plans or {}, given)
    return colophon, {d.code: d for d in doubts if d.code != "plan-unknown" or plans}


def evidence(colophon: Colophon, field: str) -> str:
    return dict(colophon.evidence)[field]


# Periods ------------------------------------------------------------------------------------------------------------------------

RANKS = [
    ("Quarter 4 – 2018/19", "update.txt", BODY, "2018-19-Q4", "title"),
    ("Quarterly Update\nH1 2018/19", "update.txt", BODY, "2018-19-H1", "title"),
    ("Monthly Report: June 2016", "update.txt", BODY, "2016-06", "title"),
    ("June 2016", "update.txt", BODY, "2016-06", "title"),
    ("Quarterly Update\nData to March 2019", "update.txt", BODY, "2018-19-Q4", "end of data"),
    ("Update\nData up to 31st December 2019", "update.txt", BODY, "2019-20-Q3", "end of data"),
    ("Update", "northshire_2018-19_Q4.txt", BODY, "2018-19-Q4", "file name"),
    ("Update", "report-2016-06.txt", BODY, "2016-06", "file name"),
    ("Update", "Update June 2016.txt", BODY, "2016-06", "file name"),
    ("Annual Update 2018/19", "update.txt", BODY, "2018-19", "title"),
    ("Update", "update.txt", BODY + "- A van was stopped on 5 May 2019 and again in June 2019.\n", "2019-20-Q1", "body"),
]


@pytest.mark.parametrize(("titles", "name", "body", "label", "rank"), RANKS)
def test_each_rank_of_evidence_settles_the_period_and_is_kept(titles: str, name: str, body: str, label: str, rank: str) -> None:
    colophon, _ = read(f"Northshire Police\n{titles}", body, name=name)
    assert colophon.period.label == label
    assert evidence(colophon, "period").startswith(f"{rank}: ")


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        (("Quarter 4 – 2018/19\nData to June 2019", "update.txt"), "Q1 2019/20"),
        (("Quarter 4 – 2018/19", "update-2019-20-Q1.txt"), "Q1 2019/20"),
        (("Quarterly Update\nData to March 2019", "update-2019-20-Q1.txt"), "Q1 2019/20"),
        (("Annual Update 2016/17", "2018-19-Q4.txt"), "2016/17"),
    ],
    ids=["title beats end of data", "title beats file name", "end of data beats file name", "file name beats a year in the title"],
)
def test_a_disagreement_is_won_by_the_higher_rank_and_doubted(higher: tuple[str, str], lower: str) -> None:
    colophon, doubts = read(f"Northshire Police\n{higher[0]}", name=higher[1])
    assert colophon.period == Period.quarter(2018, 4)
    assert "Q4 2018/19" in doubts["period-conflict"].message
    assert lower in doubts["period-conflict"].message


@pytest.mark.parametrize(
    "titles", ["Quarter 4 – 2018/19\nData to March 2019", "Quarter 4 – 2018/19\nProduced April 2019", "Police and Crime Plan 2016-2020\nQuarter 4 2018/19"]
)
def test_agreement_production_dates_and_plans_are_no_conflict(titles: str) -> None:
    colophon, doubts = read(f"Northshire Police\n{titles}", name="update-2018-19.txt")
    assert colophon.period == Period.quarter(2018, 4)
    assert doubts == {}


def test_an_inferred_period_is_doubted_with_the_months_that_settled_it() -> None:
    body = BODY + "- A van was stopped in May 2019.\n- Shops were visited in April 2019, compared with May 2018.\n"
    colophon, doubts = read("Northshire Police", body)
    assert colophon.period == Period.quarter(2019, 1)
    assert "Q1 2019/20" in doubts["period-inferred"].message
    assert "May 2019, April 2019" in doubts["period-inferred"].message


def test_a_month_that_is_only_compared_with_counts_little() -> None:
    body = (
        BODY
        + "- Calls rose in May 2019.\n- Crime fell compared with November 2018.\n- Arrests fell, against December 2018.\n- Visits rose, up from October 2018.\n"
    )
    assert read("Northshire Police", body)[0].period == Period.quarter(2019, 1)


def test_bare_months_help_to_choose_the_quarter() -> None:
    body = BODY + "- Calls rose in May 2019.\n- Vans came in August 2019.\n- Talks were held in April.\n- Shops closed on 3rd June.\n"
    assert read("Northshire Police", body)[0].period == Period.quarter(2019, 1)


def test_no_period_at_all_is_refused_with_what_to_say() -> None:
    with pytest.raises(InputError, match=r"update\.txt: no period is stated.*; say it with --period 2018-19-Q4"):
        read("Northshire Police")


def test_the_period_that_is_given_settles_it() -> None:
    colophon, doubts = read("Northshire Police\nQuarter 4 – 2018/19", given=Given(period=Period.month(2016, 6)))
    assert colophon.period == Period.month(2016, 6)
    assert evidence(colophon, "period") == "given: as given"
    assert doubts == {}


# Publishers ----------------------------------------------------------------------------------------------------------------------

Q4 = Given(period=Period.quarter(2018, 4))


@pytest.mark.parametrize(
    ("titles", "force"),
    [
        ("Essex Police – Quarterly Update", Force("essex", "Essex Police", "essex")),
        ("Avon and Somerset Constabulary\nQuarterly Update", Force("avon-and-somerset", "Avon and Somerset Constabulary", "avon-and-somerset")),
        ("Metropolitan Police Service", Force("metropolitan", "Metropolitan Police Service", "metropolitan")),
        ("Essex (sample) – Quarterly Update", Force("essex-sample", "Essex (sample)", "essex")),
        ("Devon & Cornwall Police", Force("devon-and-cornwall", "Devon & Cornwall Police", "devon-and-cornwall")),
        ("City of London Police", Force("city-of-london", "City of London Police", "city-of-london")),
    ],
)
def test_the_title_names_the_publisher(titles: str, force: Force) -> None:
    colophon, _ = read(titles, given=Q4)
    assert colophon.force == force


def test_without_a_title_the_force_that_is_named_most_is_the_publisher() -> None:
    body = BODY + "- Kent Police met Essex Police.\n- Essex Police walked.\n"
    colophon, _ = read("Quarterly Update", body, given=Q4)
    assert colophon.force.slug == "essex"
    assert evidence(colophon, "force") == "named 2 times"


def test_a_police_and_crime_commissioner_is_no_force() -> None:
    with pytest.raises(InputError, match=r'names no police force that could be its publisher; say it with --force "Kent Police"'):
        read("Northshire Police and Crime Plan\nNorthshire Police, Fire and Crime Commissioner", given=Q4)


def test_the_force_that_is_given_settles_it() -> None:
    colophon, _ = read("Essex Police", given=Given(Period.quarter(2018, 4), "Kent Police"))
    assert colophon.force == Force("kent", "Kent Police", "kent")
    assert evidence(colophon, "force") == "as given"


@pytest.mark.parametrize(
    ("name", "slug_", "base"),
    [
        ("Essex", "essex", "essex"),
        ("Essex Police", "essex", "essex"),
        ("Essex (sample)", "essex-sample", "essex"),
        ("Essex Police (draft)", "essex-police-draft", "essex"),
        ("Dyfed-Powys Police", "dyfed-powys", "dyfed-powys"),
        ("West Mercia Constabulary", "west-mercia", "west-mercia"),
    ],
)
def test_a_force_by_its_name(name: str, slug_: str, base: str) -> None:
    assert force_named(name) == Force(slug_, name, base)


@pytest.mark.parametrize(
    ("name", "slug_"), [("Avon & Somerset", "avon-and-somerset"), ("King's Lynn", "kings-lynn"), ("St. Osyth’s", "st-osyths"), ("  A--B  ", "a-b")]
)
def test_slugs(name: str, slug_: str) -> None:
    assert slug(name) == slug_


# Plan, version, production, marking -----------------------------------------------------------------------------------------------

PLANS = {"Police and Crime Plan 2016-2020": frozenset({"Safer Streets", "Fair Roads"}), "Police and Crime Plan 2021-2024": frozenset({"Fair Roads"})}


@pytest.mark.parametrize(
    "printed", ["Police and Crime Plan 2016-2020", "Police and Crime Plan 2016–2020", "POLICE AND CRIME PLAN 2016/2020", "Police and Crime Plan  2016-2020"]
)
def test_the_plan_as_printed(printed: str) -> None:
    colophon, doubts = read(f"Northshire Police {printed}", given=Q4, plans=PLANS)
    assert colophon.plan == "Police and Crime Plan 2016-2020"
    assert doubts == {}


def test_a_plan_that_is_not_printed_is_known_by_its_priorities() -> None:
    colophon, doubts = read("Northshire Police", given=Q4, plans=PLANS)
    assert (colophon.plan, evidence(colophon, "plan")) == ("Police and Crime Plan 2016-2020", "1 of its priorities")
    assert doubts == {}


def test_a_plan_that_cannot_be_told_is_doubted() -> None:
    colophon, doubts = read("Northshire Police", given=Q4, plans={"Police and Crime Plan 2021-2024": frozenset({"Fair Roads"})})
    assert colophon.plan is None
    assert "plan-unknown" in doubts


@pytest.mark.parametrize(
    ("line", "version", "produced"),
    [
        ("Version 1.0 Produced April 2019 by the desk", "1.0", "2019-04"),
        ("version: v2.1", "2.1", None),
        ("Published on 3rd May 2019", None, "2019-05"),
        ("Issued: Jun 2019", None, "2019-06"),
        ("", None, None),
    ],
)
def test_version_and_production(line: str, version: str | None, produced: str | None) -> None:
    colophon, _ = read(f"Northshire Police\n{line}", given=Q4)
    assert (colophon.version, colophon.produced) == (version, produced)


@pytest.mark.parametrize(
    ("lines", "marking"),
    [
        ("", None),
        ("[Official]", "official"),
        ("OFFICIAL-SENSITIVE", "official-sensitive"),
        ("Official\nRestricted", "restricted"),
        ("Official - Sensitive\nOfficial", "official-sensitive"),
    ],
)
def test_the_highest_marking_counts(lines: str, marking: str | None) -> None:
    colophon, _ = read(f"Northshire Police\n{lines}", given=Q4)
    assert colophon.marking == marking
