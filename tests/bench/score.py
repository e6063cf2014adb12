"""`make score`: how well updates are read and questions answered, against the gold standard in $BEATBOOK_GOLD and our own in tests/gold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

OWN = Path(__file__).parents[1] / "gold"


def answers(library: Path, questions: Path, into: Path) -> None:
    """Asks every question of a file; one JSON answer a line, with its `qid`."""
    from search.answer import Answerer
    from search.library import Library

    with Library.open(library) as held, into.open("w", encoding="utf-8") as file:
        answerer = Answerer(held)
        for qid, question in json.loads(questions.read_text(encoding="utf-8")).items():
            file.write(json.dumps(answerer.ask(question["question"]).to_json() | {"qid": qid}) + "\n")


def last_lines(scorer: list[str], feed: str | None = None) -> Iterable[str]:
    """What a scorer sums up."""
    done = subprocess.run([sys.executable, *scorer], input=feed, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if "precision" in line]


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
            answers(library, own / "questions.json", Path(scratch) / "answers.jsonl")
            print("\n".join(f"  {line}" for line in last_lines([scorer, "ask", str(own), str(Path(scratch) / "answers.jsonl")])))  # noqa: T201


if __name__ == "__main__":
    main()
