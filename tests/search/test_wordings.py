"""One question in three wordings is one question: the same members whichever way an analyst puts it."""

from __future__ import annotations

import pytest

from search.answer import Answerer

WORDINGS = [
    ("all cross-border work with the Met", "every bullet on cross-border work done with the Metropolitan Police", "cross-border: MPS"),
    ("Operation GAMBLER", "what did Op Gambler do?", "trace GAMBER over the years"),
    ("anti-social behaviour in Harlow", "ASB in Harlow", "what was done about antisocial behaviour in the Harlow district?"),
    ("what has happened on Canvey Island?", "everything on Canvey", "Canvey Island"),
    ("county lines in Q1 2020/21", "county lines between April and June 2020", "county lines in the first quarter of 2020-21"),
    ("modern slavery before 2020", "modern slavery until the end of 2019", "anything on modern slavery prior to 2020"),
    ("work with councils, not in Harlow", "what was done with local authorities except in Harlow?", "Working with councils, leaving out Harlow"),
    ("knife crime or hate crime", "hate crime and knife crime", "bullets about knife crime or about hate crime"),
    ("work with other forces", "working jointly with other police forces", "joint work with another force"),
    ("which operations were run in Basildon?", "list the operations in Basildon", "name all operations in the Basildon district"),
]


@pytest.mark.parametrize("wordings", WORDINGS, ids=[first for first, *_ in WORDINGS])
def test_three_wordings_have_the_same_members(answerer: Answerer, wordings: tuple[str, ...]) -> None:
    members = [[e.held.bullet.id for e in answerer.ask(wording).evidence] for wording in wordings]
    assert members[0]
    assert members[1] == members[0]
    assert members[2] == members[0]
