"""`make score`: how well updates are read and questions answered, against the gold standard in $BEATBOOK_GOLD and our own in tests/gold.

`python -m tests.bench.score --write` keeps the figures in `data/scores.json`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.data import data_folder
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


def score_answers(scorer: str, library: Path, own: Path, scratch: Path, *, without_themes: bool) -> Iterator[str]:
    """How well the questions of a gold standard are answered; those without themes are scored by themselves."""
    given, asked = scratch / "answers.jsonl", scratch / "gold"
    count = answers(library, own / "questions.json", given, without_themes=without_themes)
    asked.mkdir(exist_ok=True)
    qids = {json.loads(line)["qid"] for line in given.read_text(encoding="utf-8").splitlines()}
    questions = json.loads((own / "questions.json").read_text(encoding="utf-8"))
    (asked / "questions.json").write_text(json.dumps({qid: q for qid, q in questions.items() if qid in qids}), encoding="utf-8")
    shutil.copytree(own / "items", asked / "items", dirs_exist_ok=True) if (own / "items").is_dir() else None
    what = "answers, themes taken out of the vocabulary" if without_themes else "answers"
    yield from (f"{what}, {count} questions: {line.strip()}" for line in last_lines([scorer, "ask", str(asked), str(given)]))


def lines_of(updates: Path, own: Path, gold: Path, scratch: Path) -> Iterator[str]:
    """The lines of every scorer over one gold standard."""
    beatbook, scorer = [sys.executable, "-m", "ui.cli"], str(gold / "eval" / "score.py")
    library = scratch / "library"
    subprocess.run([*beatbook, "add", str(updates), "--library", str(library)], check=True, capture_output=True)
    if (own / "items").is_dir():
        command = [*beatbook, "bullets", "--format", "jsonl", "--library", str(library)]
        bullets = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        yield from last_lines([scorer, "bullets", str(own), str(updates)], bullets)
        yield from last_lines(["-m", "tests.bench.figures", str(gold)], bullets)
    for without in (False, True):
        yield from score_answers(scorer, library, own, scratch, without_themes=without)


def row_of(line: str) -> dict[str, str | float]:
    """What a line is of, and its figures by name."""
    what = re.split(r"[:{]|\s+\"?precision", line, maxsplit=1)[0].strip()
    return {"what": what} | {name.lower(): float(value) for name, value in re.findall(r"(precision|recall|[Ff]1|none|status|standing)\W+(\d\.\d+)", line)}


def main() -> None:
    """Prints the figures of both gold standards; with `--write` also into `data/scores.json`, which the screen shows."""
    gold = Path(os.environ["BEATBOOK_GOLD"])
    kept = []
    for title, updates, own in (
        ("published updates", gold / "updates", gold / "eval" / "dev"),
        ("updates of our own, questions by readers who knew neither the code nor the vocabulary", OWN / "updates", OWN),
    ):
        print(title)  # noqa: T201
        with tempfile.TemporaryDirectory() as scratch:
            for line in lines_of(updates, own, gold, Path(scratch)):
                print(f"  {line}", flush=True)  # noqa: T201
                kept.append({"of": title} | row_of(line))
    if "--write" in sys.argv:
        (data_folder() / "scores.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
