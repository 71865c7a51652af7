"""The part of a text that shows why it was found.

In: plain text and the words looked for. Out: escaped HTML with the words in <mark>.
`query.py` uses it; Whoosh's own highlighter is the slow part on long texts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

WINDOW = 90
SPACE = re.compile(r"\s+")


def snippet(text: str, words: Iterable[str]) -> str:
    """Give about 90 characters of `text` that hold most of the words, marked."""
    line = SPACE.sub(" ", text).strip()
    start = _best_start(_standing(line, words))
    shown = line[start : start + WINDOW]
    before, after = "…" if start else "", "…" if start + WINDOW < len(line) else ""
    return before + _marked(shown, words) + after


class Standing(NamedTuple):
    """A word that stands in a text, and where."""

    at: int
    word: str


def _standing(line: str, words: Iterable[str]) -> list[Standing]:
    """Find where words stand, one behind another, the longest first where several begin."""
    lower = line.lower() if len(line.lower()) == len(line) else line
    found = [(at, -len(word), word) for word in words if word in lower for at in _places(word, lower)]
    standing, end = [], 0
    for at, length, word in sorted(found):
        if at >= end:
            standing.append(Standing(at, word))
            end = at - length
    return standing


def _places(word: str, line: str) -> Iterator[int]:
    at = line.find(word)
    while at >= 0:
        yield at
        at = line.find(word, at + 1)


def _best_start(standing: Sequence[Standing]) -> int:
    """Find where the window with most different words begins; it begins a little before the first of them."""
    best, start = 0, 0
    for number, (position, _) in enumerate(standing):
        within = {word for place, word in standing[number:] if place < position + WINDOW - 15}
        if len(within) > best:
            best, start = len(within), position
    return max(0, start - 12)


def _marked(shown: str, words: Iterable[str]) -> str:
    parts, end = [], 0
    for at, word in _standing(shown, words):
        parts += [escape(shown[end:at]), f"<mark>{escape(shown[at : at + len(word)])}</mark>"]
        end = at + len(word)
    return "".join([*parts, escape(shown[end:])])
