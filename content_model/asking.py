"""The words of asking: 怎么办, 如何, 是否 and their like, which say nothing of what is looked for.

In: content_model/lexicon/question_words.txt. Out: a set of words.
The index drops them from questions, and so does the script of the search page that works without a service.
"""

from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "lexicon" / "question_words.txt"


@cache
def question_words() -> frozenset[str]:
    """Give the words of asking."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
