"""`make score`: how well updates are read and questions answered, against the gold standard in $BEATBOOK_GOLD and our own in tests/gold."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kg.vocabulary import Vocabulary

OWN = Path(__file__).parents[1] / "gold"


def answers(library: Path, questions: Path, into: Path, *, without_themes: bool = False) -> int:
    """Asks every question of a file; one JSON answer a line, with its `qid`; how many.

    `without_themes`: only those that name a theme, each with the themes that it names taken out of the vocabulary.
    """
    from search.answer import Answerer, names_of
    from search.interpretation import Key
    from search.library import Library

    count = 0
    with Library.open(library) as held, into.open("w", encoding="utf-8") as file:
        answerer, names = Answerer(held), names_of(held)
        for qid, question in json.loads(questions.read_text(encoding="utf-8")).items():
            asked = answerer
            if without_themes:
                themes = {p.entity for p in answerer.read(question["question"]).named if p.key is Key.THEMES}
                if not themes:
                    continue
                fewer = Vocabulary.of(c for c in held.vocabulary.concepts.values() if c.id not in themes)
                asked = Answerer(held, replace(names, vocabulary=fewer))
            file.write(json.dumps(asked.ask(question["question"]).to_json() | {"qid": qid}) + "\n")
            count += 1
    return count


def last_lines(scorer: list[str], feed: str | None = None) -> Iterable[str]:
    """What a scorer sums up."""
    done = subprocess.run([sys.executable, *scorer], input=feed, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if "precision" in line]


def score_answers(scorer: str, library: Path, own: Path, scratch: Path, *, without_themes: bool) -> None:
    """Prints how well the questions of a gold standard are answered; those without themes are scored by themselves."""
    given, asked = scratch / "answers.jsonl", scratch / "gold"
    count = answers(library, own / "questions.json", given, without_themes=without_themes)
    asked.mkdir(exist_ok=True)
    qids = {json.loads(line)["qid"] for line in given.read_text(encoding="utf-8").splitlines()}
    questions = json.loads((own / "questions.json").read_text(encoding="utf-8"))
    (asked / "questions.json").write_text(json.dumps({qid: q for qid, q in questions.items() if qid in qids}), encoding="utf-8")
    shutil.copytree(own / "items", asked / "items", dirs_exist_ok=True) if (own / "items").is_dir() else None
    what = "with their themes taken out" if without_themes else "as they are"
    for line in last_lines([scorer, "ask", str(asked), str(given)]):
        print(f"  {count} questions {what}: {line.strip()}")  # noqa: T201


def main() -> None:
    """Prints the figures of both gold standards."""
    gold = Path(os.environ["BEATBOOK_GOLD"])
    scorer = str(gold / "eval" / "score.py")
    beatbook = [sys.executable, "-m", "ui.cli"]
    with tempfile.TemporaryDirectory() as scratch:
        for title, updates, own in (
            ("published updates", gold / "updates", gold / "eval" / "dev"),
            ("updates of our own, blind questions", OWN / "updates", OWN),
        ):
            library = Path(scratch) / title
            subprocess.run([*beatbook, "add", str(updates), "--library", str(library)], check=True, capture_output=True)
            print(title)  # noqa: T201
            if (own / "items").is_dir():
                bullets = subprocess.run(
                    [*beatbook, "bullets", "--format", "jsonl", "--library", str(library)], check=True, capture_output=True, text=True
                ).stdout
                print("\n".join(f"  {line}" for line in last_lines([scorer, "bullets", str(own), str(updates)], bullets)))  # noqa: T201
                print("\n".join(f"  {line}" for line in last_lines(["-m", "tests.bench.figures", str(gold)], bullets)))  # noqa: T201
            for without in (False, True):
                score_answers(scorer, library, own, Path(scratch), without_themes=without)


if __name__ == "__main__":
    main()
