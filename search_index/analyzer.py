"""Words of a Chinese text, the same for pages and for questions.

In: any text. Out: lower-case words as rjieba cuts them for search; for questions without the words of asking.
`build.py` and `query.py` use it; nothing of it is pickled into the index (see schema.py).
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType

from content_model.asking import question_words
from content_model.script import simplified

LEXICON = Path(__file__).parent / "lexicon"
QUERY_LIMIT = 200
CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
WORD = re.compile(r"\w")
CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")


@lru_cache(maxsize=64)  # a question is cleaned by each part that looks at it
def clean(text: str) -> str:
    """Make any text safe to cut: no controls, no lone surrogates, half width, lower case, Simplified characters."""
    return simplified(unicodedata.normalize("NFKC", CONTROL.sub(" ", text))).lower()


@cache
def cutter() -> ModuleType:
    """Load rjieba when something is first cut: its dictionary is a tenth of the service's start."""
    import rjieba

    return rjieba


def words(text: str) -> list[str]:
    """Cut a text into words for the index, repeated words repeated."""
    return [word for word in cutter().cut_for_search(clean(text)) if WORD.search(word)]


def question(text: str) -> list[str]:
    """Cut a citizen's words into search words, each once; at most the first 200 characters count.

    If nothing but words of asking was typed, those are kept: they are all there is to go by.
    """
    asked = list(dict.fromkeys(words(text[:QUERY_LIMIT])))
    kept = [word for word in asked if word not in question_words()]
    return kept or asked


def pairs(cleaned: str) -> list[str]:
    """Give the pairs of neighbouring Chinese characters of a cleaned text, repeated ones repeated."""
    return [run[at : at + 2] for run in CHINESE.findall(cleaned) for at in range(len(run) - 1)]


def question_pairs(text: str) -> list[str]:
    """Give the pairs of a citizen's words, each once, without those that are words of asking."""
    return [pair for pair in dict.fromkeys(pairs(clean(text[:QUERY_LIMIT]))) if pair not in question_words()]


def is_asking(word: str) -> bool:
    """Tell whether a word is one of asking, that says nothing of the matter."""
    return word in question_words()
