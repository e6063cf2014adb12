"""The line that is drawn around a topic, and words as FTS5 takes them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.catalogue import quoted
from search.answer import Answerer
from search.interpretation import Key, Part
from search.library import Library
from search.topic import Topic, TopicScore, about, theme_rows

SHARE = st.floats(0, 1)
COSINE = st.floats(-1, 1)


@given(SHARE, COSINE, SHARE, COSINE)
def test_more_words_or_closer_meaning_never_puts_a_member_out(words: float, meaning: float, more_words: float, closer: float) -> None:
    if TopicScore(words, meaning, ()).member:
        assert TopicScore(max(words, more_words), max(meaning, closer), ()).member


@given(SHARE, COSINE)
def test_what_is_close_is_no_member(words: float, meaning: float) -> None:
    score = TopicScore(words, meaning, ())
    assert not (score.close and score.member)


@given(SHARE, COSINE, SHARE, COSINE)
def test_what_is_close_stays_close_or_comes_in_when_it_gains(words: float, meaning: float, more_words: float, closer: float) -> None:
    if TopicScore(words, meaning, ()).close:
        better = TopicScore(max(words, more_words), max(meaning, closer), ())
        assert better.close or better.member


@pytest.mark.parametrize(
    ("words", "meaning", "member", "close"),
    [(1.0, 0.1, True, False), (0.0, 1.0, True, False), (0.0, 0.0, False, False), (0.5, 0.4, True, False), (0.4, 0.3, False, True), (0.0, 0.6, False, True)],
)
def test_words_alone_meaning_alone_or_some_of_both(words: float, meaning: float, member: bool, close: bool) -> None:
    score = TopicScore(words, meaning, ())
    assert (score.member, score.close) == (member, close)


@given(st.text())
@example('"')
@example('"" OR ""')
@example("NEAR(a b, 2)")
@example("text : * ^ - + ( ) { } '")
@example("a\x00b")
def test_any_string_quoted_is_accepted_by_fts5(word: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')")
    db.execute("INSERT INTO words VALUES ('something else entirely')")
    assert db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (quoted(word),)).fetchone()[0] in (0, 1)
    db.close()


@given(st.from_regex(r"[a-z]{3,12}", fullmatch=True))
def test_a_quoted_word_finds_the_text_that_holds_it(word: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')")
    db.executemany("INSERT INTO words VALUES (?)", [(f"a {word} b",), ("0 1 2",)])
    assert db.execute("SELECT rowid FROM words WHERE words MATCH ?", (quoted(word),)).fetchall() == [(1,)]
    db.close()


def test_scores_tell_which_words_are_held(demo: Library) -> None:
    rows = [n for n, _ in demo.catalogue.embeddings(demo.version_ids)]
    topic = Topic(demo, ["cash", "machine", "zeppelin"])
    scores = {n: topic.score(n) for n in rows}
    texts = dict(zip(rows, demo.catalogue.bullets(rows), strict=True))
    best = max(rows, key=lambda n: scores[n].words)
    assert scores[best].held == ("cash", "machine")
    assert "cash machine" in texts[best].bullet.text
    assert scores[best].words < 1, "one telling word is missing"
    assert all(0 <= s.words <= 1 for s in scores.values())


def test_a_rare_word_tells_more_than_a_common_one(demo: Library) -> None:
    topic = Topic(demo, ["officers", "mindfulness"])
    scores = [topic.score(n) for n, _ in demo.catalogue.embeddings(demo.version_ids)]
    rare, common = (next(s.words for s in scores if s.held == (w,)) for w in ("mindfulness", "officers"))
    assert rare > common


@pytest.mark.parametrize("words", [["raids", "cash", "machines"], ["people", "found", "lorry"], ["zeppelin"], []])
def test_the_members_are_those_whose_score_says_so(demo: Library, words: list[str]) -> None:
    topic = Topic(demo, words, ["theme/knife-crime"])
    rows = [n for n, _ in demo.catalogue.embeddings(demo.version_ids)]
    assert topic.members() == {n for n in rows if topic.score(n).member}
    near = topic.nearest(set(rows) - topic.members(), 5)
    assert all(topic.score(n).close for n in near)
    assert [topic.score(n).strength for n in near] == sorted((topic.score(n).strength for n in near), reverse=True)


def test_a_label_alone_is_about_nothing(demo: Library) -> None:
    labels = demo.catalogue.flagged("label_only")
    topic = Topic(demo, ["cash", "machines"])
    assert not topic.members() & labels
    assert all(not topic.score(n).member for n in labels)


def test_a_theme_is_its_bullets_and_what_lies_as_near(demo: Library) -> None:
    part = Part(Key.THEMES, "knife crime", "theme/knife-crime", "knife crime")
    assert about(demo, part) >= theme_rows(demo, "theme/knife-crime") > set()
    side = replace(part, said="knife crime zeppelin", narrowed=True)
    assert about(demo, side) == Topic.of_theme(demo, side).members(), "of a side of a theme only what lies near"


@pytest.mark.parametrize("question", ["raids on cash machines", "people found in a lorry", "number plate cameras on motorways"])
def test_no_bullet_is_both_counted_and_close(answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question)
    assert not {e.held.bullet.id for e in answer.evidence} & {e.held.bullet.id for e in answer.close}
    assert answer.evidence
