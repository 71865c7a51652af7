"""The part of a text that shows why it was found.

In: plain text and the words looked for. Out: escaped HTML with the words in <mark>.
`query.py` uses it; Whoosh's own highlighter is the slow part on long texts.
"""

import re
from collections.abc import Iterable
from html import escape

WINDOW = 90
SPACE = re.compile(r"\s+")


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Make the pattern of the words looked for, the longer ones first: once for all hits."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.I)


def snippet(text: str, pattern: re.Pattern[str]) -> str:
    """Give about 90 characters of `text` that hold most of the words of a pattern, marked."""
    line = SPACE.sub(" ", text).strip()
    start = _best_start(line, pattern)
    shown = line[start : start + WINDOW]
    before, after = "…" if start else "", "…" if start + WINDOW < len(line) else ""
    return before + _marked(shown, pattern) + after


def _best_start(line: str, pattern: re.Pattern[str]) -> int:
    """Find where the window with most different words begins; it begins a little before the first of them."""
    found = [(match.start(), match[0].lower()) for match in pattern.finditer(line)]
    best, start = 0, 0
    for position, _ in found:
        within = {word for place, word in found if position <= place < position + WINDOW - 15}
        if len(within) > best:
            best, start = len(within), position
    return max(0, start - 12)


def _marked(shown: str, pattern: re.Pattern[str]) -> str:
    parts, end = [], 0
    for match in pattern.finditer(shown):
        parts += [escape(shown[end : match.start()]), f"<mark>{escape(match[0])}</mark>"]
        end = match.end()
    return "".join([*parts, escape(shown[end:])])
