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
    standing = _standing(line, words)
    start = _best_start(standing)
    end = start + WINDOW
    before, after = "…" if start else "", "…" if end < len(line) else ""
    return before + _marked(line[:end], start, [one for one in standing if start <= one.at and one.end <= end]) + after


class Standing(NamedTuple):
    """Where a word stands in a text."""

    at: int
    end: int
    word: str


def _standing(line: str, words: Iterable[str]) -> list[Standing]:
    """Find where words stand, one behind another, the longest first where several begin."""
    lower = line.lower()
    folded = lower if len(lower) == len(line) else line
    found = [(at, -len(word), word) for word in words if word in folded for at in _places(word, folded)]
    standing, end = [], 0
    for at, length, word in sorted(found):
        if at >= end:
            end = at - length
            standing.append(Standing(at, end, word))
    return standing


def _places(word: str, line: str) -> Iterator[int]:
    at = line.find(word)
    while at >= 0:
        yield at
        at = line.find(word, at + 1)


def _best_start(standing: Sequence[Standing]) -> int:
    """Find where the window with most different words begins; it begins a little before the first of them."""
    best, start, behind = 0, 0, 0
    last: dict[str, int] = {}  # of each word in the window, where it stands last
    for at, _, word in standing:
        while behind < len(standing) and standing[behind].at < at + WINDOW - 15:
            last[standing[behind].word] = standing[behind].at
            behind += 1
        if len(last) > best:
            best, start = len(last), at
        if last[word] == at:
            del last[word]
    return max(0, start - 12)


def _marked(line: str, start: int, standing: Iterable[Standing]) -> str:
    safe = escape if escape(line) != line else str  # most texts have nothing to escape, and there are many parts
    parts, done = [], start
    for at, end, _ in standing:
        parts += [safe(line[done:at]), f"<mark>{safe(line[at:end])}</mark>"]
        done = end
    return "".join([*parts, safe(line[done:])])
