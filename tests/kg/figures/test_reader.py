"""Figures of sentences: what is one and what is none, its unit, standing, period, measure. All sentences were written for these tests."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.figures.figure import Reach, Standing
from kg.period import Period
from tests.kg.figures.reading import one, read


@pytest.mark.parametrize(
    "text",
    [
        "The team met on 4 March 2019 and again on 12th May.",
        "Work goes on at Junction 25 of the M25 and along the A127.",
        "Officers used section 60 and section 34 of the Act 2014.",
        "Priority 4 is led by the district commander.",
        "Project 360 works with Community 360 in Colchester.",
        "A boy aged 14 and a man of 83 were helped.",
        "A 37-year-old was spoken to.",
        "Pupils of Year 6 took part, as did the sixth form.",
        "Please report it by calling 101.",
        "999 calls must be answered within 10 seconds.",
        "The order lasts for five years.",
        "The fatal four remain the focus.",
        "Our four themes run through three stages.",
        "The room is staffed 24/7, with one-to-one support.",
        "The plan covers 2018-2021 and the year 2019/20.",
        "Patrols begin at 7pm and end at 2:30.",
        "Vision Zero is our aim, and no one is left out.",
        "1. Patrols of the High Street continue.",
        "The '100 Day Impact Project' has begun.",
        "One in three is a woman.",
        "COVID-19 stopped the visits.",
        "The first of one of three national trials began.",
        "A ten week programme was run over six days.",
        "It is busier than 12 months ago.",
        "Staff provided help for some 18 months.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "standing"),
    [
        ("Nine warrants were carried out.", 9, "warrants", Standing.LEVEL),
        ("Officers seized nearly £30k.", 30000, "GBP", Standing.LEVEL),
        ("Thefts have fallen by 9.9%.", -9.9, "%", Standing.CHANGE),
        ("There was a reduction of 36,451 calls.", -36451, "calls", Standing.CHANGE),
        ("This is a 33% increase on the same period in 2018.", 33, "%", Standing.CHANGE),
        ("Hate crime is up around 10% nationally.", 10, "%", Standing.CHANGE),
        ("Reports rose 17%.", 17, "%", Standing.CHANGE),
        ("The team has locked up 500 suspects.", 500, "people", Standing.LEVEL),
        ("There will be 15 new officers by March 2020.", 15, "people", Standing.EXPECTED),
        ("We keep the target of 600 volunteers.", 600, "people", Standing.EXPECTED),
        ("The man was given a 21 year sentence.", 21, "years", Standing.LEVEL),
        ("Volunteers gave 530 hours.", 530, "hours", Standing.LEVEL),
        ("The average wait was 11 seconds.", 11, "seconds", Standing.LEVEL),
        ("Two roads policing officers were commended.", 2, "people", Standing.LEVEL),
        ("We made one arrest.", 1, "arrests", Standing.LEVEL),
        ("136 stop and searches were made.", 136, "stop and searches", Standing.LEVEL),
        ("35 section 59 warnings were issued.", 35, "warnings", Standing.LEVEL),
        ("31 Parish or Town Councils have joined.", 31, "councils", Standing.LEVEL),
        ("The cadets now number 24.", 24, "people", Standing.LEVEL),
    ],
)
def test_a_figure_with_unit_and_standing(text: str, value: float, unit: str, standing: Standing) -> None:
    figure = one(text)
    assert (figure.number, figure.unit, figure.standing) == (value, unit, standing)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("Over 60 people were stopped.", "over"),
        ("There are approximately 105 helpers.", "approximately"),
        ("Just under 500 reports came in.", "just under"),
        ("We spoke with 200+ residents.", "over"),
        ("A further two people were charged.", "further"),
        ("Upwards of five people came.", "upwards of"),
        ("Twelve people came.", None),
    ],
)
def test_how_exact_a_figure_is_said_to_be(text: str, qualifier: str | None) -> None:
    assert one(text).qualifier == qualifier


def test_its_characters_stand_in_the_bullet() -> None:
    text = "Since May we seized £1.85 million, nine knives and 3kg of heroin."
    assert [text[f.start : f.end] for f in read(text)] == ["£1.85 million", "nine", "3kg"]


def test_a_list_shares_its_noun() -> None:
    found = read("They went to 12 emergency, 13 priority and 16 routine incidents.")
    assert [(f.number, f.unit) for f in found] == [(12, "incidents"), (13, "incidents"), (16, "incidents")]


def test_a_total_is_told_from_its_parts() -> None:
    total, first, second = read("The raid led to five arrests, three for theft and two for helping.")
    assert (total.part, first.part, second.part) == (False, True, True)
    assert (total.measure, first.measure) == ("measure/arrests", None), "a part is no figure of the total's measure"


def test_numbers_that_do_not_add_up_to_it_are_no_parts() -> None:
    assert [f.part for f in read("The raid led to five arrests, two for theft and two for helping.")] == [False, False, False]


def test_a_change_goes_on_in_brackets_and_after_or() -> None:
    found = read("Hate crime reports rose by 464 (21.7%), and calls fell by 20, or 5%.")
    assert [(f.number, f.standing.value) for f in found] == [(464, "change"), (21.7, "change"), (-20, "change"), (-5, "change")]


def test_what_a_level_is_compared_with_is_prior_and_of_its_measure() -> None:
    level, prior = read("There were 219 killed or seriously injured in the last quarter, against 240 in the same period in 2018.")
    assert (level.prior, prior.prior) == (False, True)
    assert level.measure == prior.measure == "measure/killed-or-seriously-injured"
    assert prior.spoken
    assert (prior.spoken.first, prior.spoken.last) == (dt.date(2018, 10, 1), dt.date(2018, 12, 31))


@pytest.mark.parametrize(
    ("text", "reach", "first", "last"),
    [
        ("In the last quarter 40 knives were found.", Reach.WITHIN, "2019-10-01", "2019-12-31"),
        ("In the last six months 40 knives were found.", Reach.WITHIN, "2019-07-01", "2019-12-31"),
        ("At the end of June 40 knives were held.", Reach.AT, "2019-06-30", "2019-06-30"),
        ("In the three months to 31 March 2019 40 knives were found.", Reach.WITHIN, "2019-01-01", "2019-03-31"),
        ("40 knives were found in the 12 months to June 2016.", Reach.WITHIN, "2015-07-01", "2016-06-30"),
        ("Since April 2019 40 knives were found.", Reach.TO_DATE, "2019-04-01", "2019-12-31"),
        ("There are currently 40 knives in the store.", Reach.AT, "2019-12-31", "2019-12-31"),
        ("Between July and September 2019 40 knives were found.", Reach.WITHIN, "2019-07-01", "2019-09-30"),
        ("40 knives were found in November.", Reach.WITHIN, "2019-11-01", "2019-11-30"),
        ("40 knives were found from 01/04/18 - 31/03/19.", Reach.WITHIN, "2018-04-01", "2019-03-31"),
        ("In Q1 2018/19 40 knives were found.", Reach.WITHIN, "2018-04-01", "2018-06-30"),
    ],
)
def test_the_period_that_a_figure_speaks_of(text: str, reach: Reach, first: str, last: str) -> None:
    spoken = one(text).spoken
    assert spoken
    assert (spoken.reach, str(spoken.first), str(spoken.last)) == (reach, first, last)


def test_to_date_has_no_beginning_and_a_bare_calendar_quarter_no_dates() -> None:
    to_date, unclear = one("To date 40 knives were found.").spoken, one("In the first quarter of 2016 we found 40 knives.").spoken
    assert to_date
    assert unclear
    assert (to_date.reach, to_date.first, to_date.last) == (Reach.TO_DATE, None, dt.date(2019, 12, 31))
    assert (unclear.first, unclear.last) == (None, None), "it may be of the calendar or of the financial year"


def test_a_year_that_is_not_over_has_no_dates_and_one_that_is_has() -> None:
    running, over = one("In 2019 the team found 40 knives.", Period.quarter(2019, 1)).spoken, one("In 2018 the team found 40 knives.").spoken
    assert running
    assert over
    assert (running.last, str(over.last)) == (None, "2018-12-31")


def test_a_change_does_not_speak_of_what_it_is_compared_with() -> None:
    assert one("Burglary has fallen by 9.9% year on year.").spoken is None


def test_no_period_is_guessed() -> None:
    assert one("40 knives were found.").spoken is None


@pytest.mark.parametrize(
    ("text", "per"), [("We hold 34 chats per day.", "day"), ("It costs £5m a year.", "year"), ("Nine calls came, more than a year ago.", None)]
)
def test_what_a_rate_is_per(text: str, per: str | None) -> None:
    assert one(text).per == per


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("433 drink drivers and 499 drug drivers were arrested.", ["drink-drive-arrests", "drug-drive-arrests"]),
        ("We have 297 Volunteer Police Cadets in 10 Cadet Units.", ["volunteer-police-cadets", "volunteer-police-cadet-units"]),
        ("135 Active Citizens / Police Support Volunteers help us.", ["active-citizens-and-support-volunteers"]),
        ("There are 63 Active Citizens and 125 Police Support Volunteers.", ["active-citizens", "police-support-volunteers"]),
        ("Specials gave 900 hours.", ["special-constabulary-hours"]),
        ("Under Employer Supported Policing, Specials gave 900 hours.", ["employer-supported-policing-hours"]),
        ("17 applications for Community Special Constables came in.", [None]),
        ("Of 40 people killed or seriously injured, 12 of them died.", ["killed-or-seriously-injured", "road-fatalities"]),
        ("104 people were stopped and searched, of which 27 held drugs.", ["stop-and-searches", None]),
        ("We sold 40 umbrellas.", [None]),
    ],
)
def test_the_measure_of_a_figure(text: str, measures: list[str | None]) -> None:
    assert [f.measure and f.measure.removeprefix("measure/") for f in read(text)] == measures


def test_a_name_across_a_mark_names_nothing() -> None:
    assert [f.measure for f in read("They stopped 3,841 vehicles, seized 43 and went home.")] == [None, None]


def test_a_month_s_update_takes_the_last_quarter_to_its_end() -> None:
    spoken = one("In the last quarter 40 knives were found.", Period.month(2016, 6)).spoken
    assert spoken
    assert (str(spoken.first), str(spoken.last)) == ("2016-04-01", "2016-06-30")
