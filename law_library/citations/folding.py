"""Folding: the text as the citation reader sees it, each character at its old place.

In: Markdown. Out: a text of the same length: digits and brackets half width, quotation marks of
one kind, and what no reader sees (code, comments,
addresses of links) blanked. `reader` imports this.
"""

import re

WIDTHS = str.maketrans("０１２３４５６７８９（）［］　：「」", "0123456789()[] :“”")
STRAIGHT = re.compile(r'"([^"\n]*)"')
UNSEEN = re.compile(
    r"<!--.*?-->"
    r"|^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)"
    r"|`[^`\n]+`"
    r"|(?<=\]\()[^)\s]*(?=[)\s])"
    r"|<https?://[^>\s]+>|https?://[\w./?&=%#-]+",
    re.DOTALL | re.MULTILINE,
)
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\([^)]*\)|\[[^\]]*\])")
EMPHASIS = re.compile(r"[*_]{1,3}")


def folded(text: str) -> str:
    """Fold a text, keeping its length and its line breaks."""
    return STRAIGHT.sub(r"“\1”", UNSEEN.sub(_blanked, text.translate(WIDTHS)))


def links(text: str) -> list[tuple[int, int]]:
    """Find the spans of Markdown links and pictures, whose words are taken already."""
    return [match.span() for match in LINK.finditer(text)]


def _blanked(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
