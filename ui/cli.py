"""The command line. Every command takes `--library`; errors are one line on stderr that says what to do."""

from __future__ import annotations

import os
import sys

from kg.errors import BeatbookError
from search.errors import QuestionError
from ui.commands import answers, doors, export, figures, index, library, names, upkeep, views
from ui.commands.shell import app

__all__ = ["answers", "app", "doors", "export", "figures", "index", "library", "main", "names", "upkeep", "views"]


def main() -> None:
    """Runs the command line: exit code 0 done, 1 library or input at fault, 2 wrong usage."""
    try:
        app()
    except QuestionError as error:
        sys.stderr.write(f"beatbook: {error}\n")
        sys.exit(2)
    except BeatbookError as error:
        sys.stderr.write(f"beatbook: {error}\n")
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
