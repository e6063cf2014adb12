"""A corpus that grows: realistic updates of any number of bullets, made from a seed, with what is true of each bullet and question known
because it was put there. `make_corpus` and `questions_of` are all that is needed; the words are in `data/`."""

from tests.corpus.author import make_corpus
from tests.corpus.made import Corpus, MadeBullet, MadeUpdate
from tests.corpus.questions import MadeQuestion, questions_of

__all__ = ["Corpus", "MadeBullet", "MadeQuestion", "MadeUpdate", "make_corpus", "questions_of"]
