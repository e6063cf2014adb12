"""Misprints of operations: joined by form and context, never by form alone, whatever the order; people's decisions go before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.decisions import Decision, Verdict
from kg.joins import Join, Use, find_joins
from kg.view import View

DISTRICTS = {1: "harlow", 2: "harlow", 3: "harlow", 4: "southend", 5: "harlow"}


def company(bullets: frozenset[int]) -> frozenset[str]:
    return frozenset(DISTRICTS[n] for n in bullets if n in DISTRICTS)


def use(name: str, *bullets: int, force: str = "essex") -> Use:
    return Use(f"operation/{force}-{name.lower()}", name, force, frozenset(bullets))


def joined(*uses: Use, known: frozenset[str] = frozenset()) -> list[tuple[str, str, bool]]:
    return [(join.name, join.into_name, join.sure) for join in find_joins(uses, known, company)]


def test_a_rare_name_one_edit_apart_in_the_same_company_is_joined() -> None:
    assert joined(use("LANTERN", 1, 2), use("LANTREN", 3)) == [("LANTREN", "LANTERN", True)]


def test_form_alone_is_only_a_suggestion() -> None:
    assert joined(use("LANTERN", 1, 2), use("LANTREN", 4)) == [("LANTREN", "LANTERN", False)]


def test_of_two_names_that_fit_the_one_in_its_company_is_meant_and_else_neither_for_sure() -> None:
    assert joined(use("GAMBLER", 1, 2), use("GAMBLED", 6, 7), use("GAMBLE", 3)) == [("GAMBLE", "GAMBLER", True)]
    assert joined(use("GAMBLER", 1, 2), use("GAMBLED", 3, 6), use("GAMBLE", 5)) == [("GAMBLE", "GAMBLED", False)]


def test_what_is_no_misprint() -> None:
    assert joined(use("LANTERN", 1, 2), use("LANTREN", 2)) == [], "one bullet names both"
    assert joined(use("LANTERN", 1, 2), use("LANTREN", 3, force="kent")) == [], "another force's"
    assert joined(use("RAVEN", 1, 2), use("HAVEN", 3)) == [], "short names differ by a letter too often"
    assert joined(use("LANTERN", 1), use("LANTREN", 3)) == [], "nothing tells which of the two is meant"
    assert joined(use("LANTERN", 1, 2, 3, 5), use("LANTREN", 6, 7, 8)) == [], "printed too often for a misprint"
    both = frozenset({"operation/essex-lantren", "operation/essex-lantern"})
    assert joined(use("LANTERN", 1, 2), use("LANTREN", 3), known=both) == [], "the vocabulary knows both"


NAMES = st.sampled_from(["LANTERN", "LANTREN", "LANTER", "BADGERS", "BUDGERS", "GAMBLER", "RAMBLER", "GAMBLED", "GAMBLE"])


@given(st.dictionaries(NAMES, st.frozensets(st.integers(1, 9), min_size=1, max_size=4), max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_what_is_held_does_not_matter(held: dict[str, frozenset[int]], chance: object) -> None:
    uses = [Use(f"operation/essex-{name.lower()}", name, "essex", bullets) for name, bullets in held.items()]
    shuffled = list(uses)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert joined(*uses) == joined(*shuffled)


def decided(verdict: Verdict, name: str, other: str | None = None) -> Decision:
    return Decision(1, verdict, name, name.upper(), other, other and other.upper(), "a reader", "2026-01-01T00:00:00+00:00", None)


JOIN = Join("lantren", "LANTREN", "lantern", "LANTERN", ("harlow",))


def test_a_view_counts_a_sure_join_as_the_other() -> None:
    view = View.of([JOIN], [])
    assert view.entity("lantren", "LANTREN") == ("lantern", "LANTERN")
    assert view.members(["lantern"]) == ["lantern", "lantren"]


def test_a_decision_goes_before_a_join_and_the_later_before_the_earlier() -> None:
    apart = decided(Verdict.DIFFERENT, "lantren", "lantern")
    assert View.of([JOIN], [apart]).entity("lantren", "LANTREN") == ("lantren", "LANTREN")
    again = View.of([JOIN], [apart, decided(Verdict.SAME, "lantren", "beacon")])
    assert again.entity("lantren", "LANTREN") == ("beacon", "BEACON")


def test_what_is_no_body_is_dropped() -> None:
    view = View.of([], [decided(Verdict.NO_BODY, "the-trust")])
    assert (view.dropped, view.members(["the-trust"])) == (frozenset({"the-trust"}), [])


def test_chains_end_and_circles_close() -> None:
    chain = View.of([], [decided(Verdict.SAME, "a", "b"), decided(Verdict.SAME, "b", "c")])
    assert chain.entity("a", "A") == ("c", "C")
    assert chain.members(["c"]) == ["a", "b", "c"]
    circle = View.of([], [decided(Verdict.SAME, "a", "b"), decided(Verdict.SAME, "b", "a")])
    assert {circle.entity(x, x)[0] for x in "ab"} <= {"a", "b"}
