"""How questions are read: names, exclusions, groups, intents, and what is left as the topic."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Kind
from kg.vocabulary import Vocabulary
from search.answer import Answerer, Status
from search.errors import QuestionError
from search.interpretation import Intent, Interpretation, Key, Part
from search.names import Names
from search.question import MAX_LENGTH, QuestionReader

OPERATIONS = {name: (name, (f"operation/essex-{name.lower()}",)) for name in ("GAMBLER", "RAPTOR", "SAND", "360", "DRIVE")}
OPERATIONS |= {"GAMBER": OPERATIONS["GAMBLER"]}
FORCES = {"Essex (sample)": "essex-sample", "Kent (sample)": "kent-sample"}
MET, KENT = "Metropolitan Police Service", "Kent Police"


@pytest.fixture(scope="module")
def reader(vocabulary: Vocabulary) -> QuestionReader:
    """Reads questions about a library with a few operations, and a body that no vocabulary has."""
    return QuestionReader(Names(vocabulary, OPERATIONS, FORCES, {"Harwich Haven Trust": "partner/harwich-haven-trust"}))


def named(parts: tuple[Part, ...], key: Key) -> list[str]:
    return [p.name for p in parts if p.key is key]


def read_as(read: Interpretation) -> dict[str, list[str]]:
    """The parts by key, without those that are empty."""
    return {key.value: names for key in Key if (names := named(read.parts, key))}


# One thing, many names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["the Met", "the met", "MPS", "Metropolitan Police", "the Metropolitan Police Service", "METROPOLITAN POLICE", "Met Police"])
@pytest.mark.parametrize("question", ["work with {}", "{}", "what was done with {} on stalking?", "all cross-border work with {}"])
def test_a_partner_by_every_name(reader: QuestionReader, question: str, name: str) -> None:
    read = reader.read(question.format(name))
    assert named(read.parts, Key.PARTNERS) == [MET]
    assert not read.required


@pytest.mark.parametrize(
    "question", ["Operation GAMBLER", "operation gambler", "Op Gambler", "op gambler", "GAMBLER", "gambler", "the Gambler team", "Operation “GAMBLER”"]
)
def test_an_operation_in_any_case_with_and_without_the_word(reader: QuestionReader, question: str) -> None:
    (part,) = reader.read(question).parts
    assert (part.key, part.name, part.entity) == (Key.OPERATIONS, "GAMBLER", "operation/essex-gambler")


@pytest.mark.parametrize("question", ["Operation GAMBER", "gamber", "what about Op Gamber?"])
def test_a_misprint_of_an_operation_is_read_as_the_operation(reader: QuestionReader, question: str) -> None:
    (part,) = reader.read(question).parts
    assert (part.name, part.entity) == ("GAMBLER", "operation/essex-gambler")


@pytest.mark.parametrize(("question", "name"), [("Operation WINDLASS", "WINDLASS"), ("Op Windlass in Harlow", "WINDLASS"), ("Project 77", "77")])
def test_an_unknown_operation_keeps_its_name_and_is_nothing(reader: QuestionReader, question: str, name: str) -> None:
    (part,) = [p for p in reader.read(question).parts if p.key is Key.OPERATIONS]
    assert (part.name, part.entity) == (name, None)


def test_a_project_named_by_a_number(reader: QuestionReader) -> None:
    assert read_as(reader.read("what came of Project 360?")) == {"operations": ["360"]}


def test_an_operation_whose_name_is_a_word_of_the_question_is_not_read_into_it(reader: QuestionReader) -> None:
    read = reader.read("drive-by shootings and sand dunes")
    assert "360" not in named(read.parts, Key.OPERATIONS)
    assert not {"RAPTOR", "GAMBLER"} & set(named(read.parts, Key.OPERATIONS))


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Southend", {"districts": ["Southend-on-Sea"]}),
        ("what happened in southend-on-sea", {"districts": ["Southend-on-Sea"]}),
        ("in Epping Forest", {"districts": ["Epping Forest"]}),
        ("on Canvey Island", {"places": ["Canvey Island"]}),
        ("North LPA", {"areas": ["North"]}),
        ("in the West", {"areas": ["West"]}),
        ("priority 4", {"priorities": ["4"]}),
        ("Objective 12", {"priorities": ["12"]}),
        ("bullets under Tackle Gangs and Organised Crime", {"priorities": ["Tackle Gangs and Organised Crime"]}),
        ("county lines", {"themes": ["county lines"]}),
        ("cuckooing", {"themes": ["county lines"]}),
        ("a quiet church", {}),
        ("work with other forces", {"partner_classes": ["police force"]}),
        ("work with any other force", {"partner_classes": ["police force"]}),
        ("work with councils", {"partner_classes": ["council"]}),
        ("charities", {"partner_classes": ["charity"]}),
        ("Harwich Haven Trust", {"partners": ["Harwich Haven Trust"]}),
        ("what did Essex (sample) say", {"forces": ["Essex (sample)"]}),
        ("Kent officers and Harlow", {"partners": [KENT], "districts": ["Harlow"]}),
        (
            "all cross-border work with the Met under Operation Gambler in Harlow",
            {"operations": ["GAMBLER"], "partners": [MET], "districts": ["Harlow"], "themes": ["cross-border work"]},
        ),
    ],
)
def test_each_kind_of_name(reader: QuestionReader, question: str, parts: dict[str, list[str]]) -> None:
    assert read_as(reader.read(question)) == parts


def test_forces_named_together_share_the_word_police(reader: QuestionReader) -> None:
    assert sorted(named(reader.read("what did we do with Kent and Hertfordshire Police").parts, Key.PARTNERS)) == ["Hertfordshire Police", KENT]


def test_a_part_tells_the_words_it_was_read_from(reader: QuestionReader) -> None:
    read = reader.read("all work with the Met on Canvey Island")
    assert {p.name: p.said for p in read.parts} == {MET: "Met", "Canvey Island": "Canvey Island"}


def test_a_period_is_no_topic(reader: QuestionReader) -> None:
    read = reader.read("burglary in Harlow since 2019/20")
    assert [r.to_json() for r in read.periods] == [{"said": "since 2019/20", "from": "2019-04-01", "to": None}]
    assert read.rest == ()


def test_a_period_left_out_is_told_apart_from_one_asked_for(reader: QuestionReader) -> None:
    printed = reader.read("burglary in 2019/20 but not in Q3 2019/20").to_json()
    assert [r["said"] for r in printed["periods"]] == ["2019/20"]
    assert [(r["from"], r["to"]) for r in printed["exclude"]["periods"]] == [("2019-10-01", "2019-12-31")]


@pytest.mark.parametrize("question", ["knife crime in all years", "knife crime ever", "knife crime over time", "knife crime in every quarter"])
def test_every_period_asked_for_is_no_topic_either(reader: QuestionReader, question: str) -> None:
    read = reader.read(question)
    assert read.every_period
    assert (read.periods, read.rest) == ((), ())


# Exclusions and groups --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "kept", "left_out"),
    [
        ("cross-border work not with the Met", {"themes": ["cross-border work"]}, [MET]),
        ("cross-border work, but not the Met", {"themes": ["cross-border work"]}, [MET]),
        ("excluding the Met, cross-border work", {"themes": ["cross-border work"]}, [MET]),
        ("cross-border work without Kent Police", {"themes": ["cross-border work"]}, [KENT]),
        ("ASB except Southend", {"themes": ["anti-social behaviour"]}, ["Southend-on-Sea"]),
        ("ASB other than in Southend", {"themes": ["anti-social behaviour"]}, ["Southend-on-Sea"]),
        ("ASB apart from Operation RAPTOR", {"themes": ["anti-social behaviour"]}, ["RAPTOR"]),
        ("work with Kent Police but not with the Met", {"partners": [KENT]}, [MET]),
        ("cross-border work not with the Met or Kent Police", {"themes": ["cross-border work"]}, [MET, KENT]),
        ("ASB except in Harlow and Basildon", {"themes": ["anti-social behaviour"]}, ["Harlow", "Basildon"]),
        ("ASB except in Southend, Harlow and Basildon", {"themes": ["anti-social behaviour"]}, ["Southend-on-Sea", "Harlow", "Basildon"]),
        ("rural crime, leaving out hare coursing", {"themes": ["rural crime"]}, ["hare coursing"]),
        ("ASB where no other police force took part", {"themes": ["anti-social behaviour"]}, ["police force"]),
        ("ASB, aside from Southend", {"themes": ["anti-social behaviour"]}, ["Southend-on-Sea"]),
    ],
)
def test_exclusions(reader: QuestionReader, question: str, kept: dict[str, list[str]], left_out: list[str]) -> None:
    read = reader.read(question)
    assert read_as(read) == kept
    assert [p.name for p in read.exclude] == left_out
    assert (read.any_of, read.rest) == ((), ())


@pytest.mark.parametrize(
    ("question", "rest", "without"),
    [
        ("drones used for anything but lost walkers", (), ("lost", "walkers")),
        ("mental health of the public, not of our officers and staff", ("public",), ("officers", "staff")),
        ("drug dealing but not heroin", (), ("heroin",)),
    ],
)
def test_words_may_be_excluded_too(reader: QuestionReader, question: str, rest: tuple[str, ...], without: tuple[str, ...]) -> None:
    read = reader.read(question)
    assert read.without == without
    assert not set(without) & set(read.rest)
    assert set(rest) <= set(read.rest)
    assert not read.exclude


def test_an_instance_of_a_theme_keeps_its_words_and_a_name_does_not(reader: QuestionReader) -> None:
    assert reader.read("cocaine in Harlow").rest == ("cocaine",)
    assert reader.read("drugs in Harlow").rest == ()


@pytest.mark.parametrize(
    ("question", "theme"),
    [("the wellbeing of our own workforce", "officer and staff wellbeing"), ("abuse in the domestic setting", "domestic abuse")],
)
def test_a_theme_by_its_words_in_another_order(reader: QuestionReader, question: str, theme: str) -> None:
    assert named(reader.read(question).parts, Key.THEMES) == [theme]


def test_a_not_that_belongs_to_a_verb_excludes_nothing(reader: QuestionReader) -> None:
    read = reader.read("so that older people do not lose money to burglary")
    assert (read.exclude, read.without) == ((), ())


def test_topics_joined_are_alternatives_each_with_its_words(reader: QuestionReader) -> None:
    (group,) = reader.read("cocaine couriers or knife crime").any_of
    assert [(p.said, p.narrowed) for p in group] == [("cocaine couriers", True), ("knife crime", False)]
    assert reader.read("both knife crime and hate crime").any_of == ()
    assert reader.read("both knife crime and hate crime").rest == ()


@pytest.mark.parametrize(
    ("question", "classes"),
    [
        ("which councils were involved?", ["council"]),
        ("with housing associations in Harlow", ["housing provider"]),
        ("where have charities been partners?", ["charity"]),
        ("theft from churches", []),
        ("fraud aimed at businesses", []),
        ("work with other forces", ["police force"]),
    ],
)
def test_a_class_of_partners_is_asked_for_only_as_partners(reader: QuestionReader, question: str, classes: list[str]) -> None:
    assert named(reader.read(question).parts, Key.PARTNER_CLASSES) == classes


def test_a_no_that_belongs_to_another_name_excludes_nothing_else(reader: QuestionReader) -> None:
    read = reader.read("not burglary but ASB in Harlow")
    assert [p.name for p in read.exclude] == ["burglary"]


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("Operation RAPTOR or Operation GAMBLER", [["RAPTOR", "GAMBLER"]]),
        ("work with the Met or with Kent Police", [[MET, KENT]]),
        ("ASB in Harlow or Basildon", [["Harlow", "Basildon"]]),
        ("ASB in Harlow and Basildon", [["Harlow", "Basildon"]]),
        ("ASB in Harlow, Basildon and Thurrock", [["Harlow", "Basildon", "Thurrock"]]),
        ("ASB in Harlow and on Canvey Island", [["Harlow", "Canvey Island"]]),
        ("priority 4 or priority 5", [["4", "5"]]),
        ("the Met or Kent Police in Harlow or Basildon", [[MET, KENT], ["Harlow", "Basildon"]]),
    ],
)
def test_or_makes_groups_and_so_do_places_joined(reader: QuestionReader, question: str, groups: list[list[str]]) -> None:
    assert [[p.name for p in group] for group in reader.read(question).any_of] == groups


def test_partners_joined_by_and_must_both_hold(reader: QuestionReader) -> None:
    read = reader.read("the Met and Kent Police")
    assert named(read.parts, Key.PARTNERS) == [MET, KENT]
    assert read.any_of == ()


# Intent and rest --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("all cross-border work with the Met", Intent.LIST),
        ("ASB in Harlow", Intent.LIST),
        ("trace Operation RAPTOR", Intent.TRACE),
        ("follow Operation RAPTOR over the years", Intent.TRACE),
        ("which operations were run with the Met?", Intent.WHICH),
        ("list all partners in Harlow", Intent.WHICH),
        ("how many times was RAPTOR mentioned?", Intent.COUNT),
        ("how often do they speak of ASB", Intent.COUNT),
        ("how many Special Constables are there each quarter?", Intent.FIGURE),
        ("the number of arrests for drug driving", Intent.FIGURE),
        ("when was Operation GAMBLER first mentioned?", Intent.WHEN),
        ("compare Harlow and Basildon", Intent.COMPARE),
        ("what is Operation GAMBLER?", Intent.DEFINE),
    ],
)
def test_intents(reader: QuestionReader, question: str, intent: Intent) -> None:
    assert reader.read(question).intent is intent


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("which operations were run in Harlow?", Kind.OPERATION),
        ("which partners work in Harlow?", Kind.PARTNER),
        ("what forces worked with us on ASB?", Kind.PARTNER),
        ("which districts have hare coursing?", Kind.DISTRICT),
        ("ASB in Harlow", None),
    ],
)
def test_what_is_wanted(reader: QuestionReader, question: str, wanted: Kind | None) -> None:
    assert reader.read(question).wanted is wanted


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What did the force do about raids on cash machines?", ("raids", "cash", "machines")),
        ("tell me everything about cash machines please", ("cash", "machines")),
        ("cash machines and cash machines", ("cash", "machines")),
        ("all work with the Met", ()),
        ("trace Operation RAPTOR", ()),
        ("compare Harlow and Basildon", ()),
        ("when was Harlow first mentioned?", ()),
        ("when was Harlow last mentioned?", ()),
        ("how many times is Harlow mentioned?", ()),
        ("Kent officers", ()),
        ("all operations with the British Transport Police", ()),
    ],
)
def test_the_rest_is_the_topic_without_words_that_only_ask(reader: QuestionReader, question: str, rest: tuple[str, ...]) -> None:
    assert reader.read(question).rest == rest


def test_a_capitalised_unknown_word_is_required(reader: QuestionReader) -> None:
    read = reader.read("what happened to Baloo the dog")
    assert read.required == (("Baloo",),)
    assert read.rest == ("dog",)


def test_unknown_names_joined_by_or_need_one_of_them_others_each(reader: QuestionReader) -> None:
    assert reader.read("what happened to Baloo or Fido").required == (("Baloo", "Fido"),)
    assert reader.read("what happened to Baloo and Fido").required == (("Baloo",), ("Fido",))


@pytest.mark.parametrize("question", ["Raids on cash machines", "RAIDS ON CASH MACHINES"])
def test_a_capital_that_names_nothing_requires_nothing(reader: QuestionReader, question: str) -> None:
    assert reader.read(question).required == ()


@pytest.mark.parametrize("question", ["and of the", "???", "please", "—"])
def test_a_question_of_no_words_that_tell_is_empty(reader: QuestionReader, question: str) -> None:
    assert reader.read(question).empty


@pytest.mark.parametrize("question", ["which operations are there?", "list operations", "which districts are mentioned?"])
def test_asking_for_all_names_of_a_kind_is_understood(reader: QuestionReader, question: str) -> None:
    assert not reader.read(question).empty


# What is no question ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["", "   ", "\n\t "])
def test_an_empty_question_is_refused_with_an_example(reader: QuestionReader, question: str) -> None:
    with pytest.raises(QuestionError, match="empty; ask for example"):
        reader.read(question)


def test_a_question_that_is_too_long_is_refused_with_both_lengths(reader: QuestionReader) -> None:
    reader.read("burglary " * (MAX_LENGTH // 9))
    with pytest.raises(QuestionError, match=r"1,001 characters; ask in at most 1,000"):
        reader.read("x" * (MAX_LENGTH + 1))


NASTY = [
    'Harlow" OR "1"="1',
    "NEAR(knife crime, 5) NOT text : * ^",
    "'; DROP TABLE bullets; --",
    "knife AND (OR NOT",
    "Zeppelin* Zeppelin: (Zeppelin",
    'what of "Baloo" “Baloo” and Baloo"s',
    "{} [] () \\ / | % _ ?",
    "a\x00b Zep\x00pelin",
    "\ud83d\ude00 Ægir ﬁnance İstanbul ß",
    "Operation ''''",
    "Ops and and and",
    "priority 99 priority 0",
]


@pytest.mark.parametrize("question", [q.encode("utf-16", "surrogatepass").decode("utf-16") for q in NASTY])
def test_operators_and_quotes_are_harmless(answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question)
    assert answer.status in Status
    assert answer.to_json()["count"] == len(answer.evidence)


@settings(max_examples=40, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from([*NASTY, "Operation", "not", "or", "the Met", "Harlow,", "2019/20", "priority"]), max_size=6).map(" ".join),
    )
)
def test_any_text_is_answered_or_refused_as_a_question(answerer: Answerer, question: str) -> None:
    try:
        answer = answerer.ask(question)
    except QuestionError:
        assert not question.strip()
    else:
        assert (answer.status is Status.ANSWERED) == bool(answer.evidence)


def test_reading_is_repeatable(reader: QuestionReader, vocabulary: Vocabulary) -> None:
    question = "all work with the Met or Kent Police, not in Southend, since 2019"
    other = QuestionReader(Names(vocabulary, dict(reversed(OPERATIONS.items())), FORCES))
    assert reader.read(question) == other.read(question)


def test_the_printed_form_names_every_key_once(reader: QuestionReader) -> None:
    printed = reader.read("the Met or Kent Police, not in Southend").to_json()
    keys = {key.value for key in Key}
    fixed = {"periods", "exclude", "any_of", "rest", "intent"}
    assert set(printed) == keys | fixed | {"said", "required", "wanted", "every_period", "working"}
    assert set(printed["exclude"]) == keys | {"periods", "rest"}
    assert printed["exclude"]["districts"] == ["Southend-on-Sea"]
    assert printed["any_of"] == [[{"kind": "partners", "name": MET}, {"kind": "partners", "name": KENT}]]
    assert all(re.fullmatch(r"[a-z_]+", key) for key in printed)
