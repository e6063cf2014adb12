"""The law of figures: what is rendered into a sentence is read back as itself, whatever the wording."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.figures.figure import Standing
from tests.kg.figures.reading import read

WORDS = {2: "two", 5: "five", 9: "nine", 12: "twelve", 14: "fourteen", 20: "twenty", 34: "thirty-four", 250: "two hundred and fifty"}
NOUNS = {
    **{"arrests": "arrests", "warrants": "warrants", "visits": "visits", "stolen vehicles": "vehicles", "offensive weapons": "weapons"},
    **{"officers": "people", "new volunteers": "people", "young people": "people", "safeguarding referrals": "referrals", "calls": "calls"},
}
QUALIFIERS = [None, "over", "more than", "approximately", "nearly", "just under", "at least", "around"]
PERIODS = {
    "": None,
    "in the last quarter": ("2019-10-01", "2019-12-31"),
    "over the last three months": ("2019-10-01", "2019-12-31"),
    "in November 2019": ("2019-11-01", "2019-11-30"),
    "in the 12 months to June 2019": ("2018-07-01", "2019-06-30"),
    "since April 2019": ("2019-04-01", "2019-12-31"),
    "between 1 January 2019 and 27 March 2019": ("2019-01-01", "2019-03-27"),
}
LEVELS = [
    "{Period} there were {figure}.",
    "There were {figure} {period}.",
    "The team reported {figure} {period}.",
    "{Period} officers recorded a total of {figure}.",
    "In Harlow the unit dealt with {figure} {period}.",
]
CHANGES = {
    "Burglary rose by {figure} {period}.": 1,
    "Burglary has fallen by {figure} {period}.": -1,
    "{Period} there was an increase of {figure} in burglary.": 1,
    "There has been a reduction of {figure} {period}.": -1,
    "Burglary went down in the town (down {figure}).": -1,
    "This is a {figure} decrease.": -1,
    "It was a {figure} increase on the same period in 2018.": 1,
}


@dataclass(frozen=True)
class Said:
    """A figure as printed, and as it should be read."""

    printed: str
    value: float
    unit: str
    high: float | None = None


def commas(number: int) -> str:
    return f"{number:,}"


# A year, and a number that is called, are printed alike.
plain = st.integers(2, 99_999).filter(lambda n: not 1900 <= n < 2100 and n not in (101, 105, 111, 112, 116, 999))
counts = st.builds(lambda n, noun: Said(f"{commas(n)} {noun}", n, NOUNS[noun]), plain, st.sampled_from(sorted(NOUNS)))
spelled = st.builds(lambda n, noun: Said(f"{WORDS[n]} {noun}", n, NOUNS[noun]), st.sampled_from(sorted(WORDS)), st.sampled_from(sorted(NOUNS)))
money = st.one_of(
    st.builds(lambda n: Said(f"£{commas(n)}", n, "GBP"), st.integers(2, 999_999)),
    st.builds(lambda n: Said(f"£{n / 10:.1f} million", n * 100_000, "GBP"), st.integers(1, 99)),
    st.builds(lambda n: Said(f"£{n}k", n * 1000, "GBP"), st.integers(2, 900)),
)
shares = st.one_of(
    st.builds(lambda n: Said(f"{n}%", n, "%"), st.integers(2, 99)),
    st.builds(lambda n: Said(f"{n / 10:.1f}%", n / 10, "%"), st.integers(11, 989).filter(lambda n: n % 10)),
    st.builds(lambda n: Said(f"{n} per cent", n, "%"), st.integers(2, 99)),
)
hours = st.builds(lambda n: Said(f"{commas(n)} hours", n, "hours"), st.integers(100, 90_000))
ranges = st.builds(
    lambda n, more, noun, form: Said(f"{form.format(commas(n), commas(n + more))} {noun}", n, NOUNS[noun], n + more),
    *(st.integers(20, 900), st.integers(1, 90), st.sampled_from(sorted(NOUNS)), st.sampled_from(["between {} and {}", "{}-{}", "{} – {}"])),
)


def sentence(template: str, printed: str, period: str) -> str:
    """A template filled, without the gap that no period leaves."""
    filled = template.format(figure=printed, period=period, Period=f"{period[:1].upper()}{period[1:]}," if period else "")
    filled = " ".join(filled.replace(" .", ".").split())
    return filled[:1].upper() + filled[1:]


@settings(max_examples=400)
@given(st.one_of(counts, spelled, money, hours, ranges), st.sampled_from(QUALIFIERS), st.sampled_from(sorted(PERIODS)), st.sampled_from(LEVELS))
def test_a_level_reads_back_as_itself(said: Said, qualifier: str | None, period: str, template: str) -> None:
    qualifier = None if said.high is not None else qualifier
    text = sentence(template, f"{qualifier} {said.printed}" if qualifier else said.printed, period)
    found = read(text)
    assert [(f.number, f.unit, f.standing, f.qualifier) for f in found] == [(said.value, said.unit, Standing.LEVEL, qualifier)], text
    assert (None if found[0].high is None else float(found[0].high)) == said.high, text
    spoken = found[0].spoken
    days = None if spoken is None else (str(spoken.first), str(spoken.last))
    assert days == PERIODS[period], text


@settings(max_examples=300)
@given(st.one_of(shares, counts), st.sampled_from(sorted(PERIODS)), st.sampled_from(sorted(CHANGES)))
def test_a_change_reads_back_with_its_sign(said: Said, period: str, template: str) -> None:
    if template.startswith(("This is", "It was")) and said.unit != "%":
        return
    text = sentence(template, said.printed, period)
    found = read(text)
    assert [(f.number, f.unit, f.standing) for f in found] == [(CHANGES[template] * said.value, said.unit, Standing.CHANGE)], text


@settings(max_examples=200)
@given(st.lists(counts, min_size=2, max_size=4))
def test_a_list_reads_back_in_order(said: list[Said]) -> None:
    text = f"The operation led to {', '.join(s.printed for s in said[:-1])} and {said[-1].printed}."
    assert [(f.number, f.unit) for f in read(text)] == [(s.value, s.unit) for s in said], text


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    for figure in read(text):
        assert 0 <= figure.start < figure.end <= len(text)
