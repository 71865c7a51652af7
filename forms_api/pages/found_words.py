"""Which words of a question brought a hit, and what each word finds by itself.

In: an answer's words, hits, the index. Out: words for “因为您写了：……”, counts for the way on.
The search page imports this.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from search_index import Hit, search

MOST_PARTS = 6


@dataclass(frozen=True)
class Part:
    """A word of the question with the number of pages that it finds by itself."""

    word: str
    found: int


def reasons(hit: Hit, words: Sequence[str]) -> tuple[str, ...]:
    """Give the words that stand in what is shown of a hit; a word within another one that does is left out."""
    shown = f"{hit.title}\n{hit.heading}\n{hit.plain_snippet}".lower()
    return whole(word for word in words if word in shown)


def whole(words: Iterable[str]) -> tuple[str, ...]:
    """Leave out the words that are part of another one."""
    kept = tuple(words)
    return tuple(word for word in kept if not any(word != other and word in other for other in kept))


def parts(index: Path, words: Sequence[str], hits: Iterable[Hit]) -> tuple[Part, ...]:
    """Take a question apart when not each of its words stands in the hits; none when they say it all."""
    said = {
        word for hit in hits for word in words if word in f"{hit.title}\n{hit.heading}\n{hit.plain_snippet}".lower()
    }
    asked = whole(words)[:MOST_PARTS]
    if all(word in said for word in asked):
        return ()
    return tuple(Part(word, search(index, word, limit=1).total) for word in asked)
