"""Sections of a page's body: the unit that rules require and that search finds.

In: Markdown. Out: `Section`s with the anchor that the built page will carry, and plain text.
Rules, generators and the search index import this.
"""

import re
import unicodedata
from dataclasses import dataclass

COMMENT = re.compile(r"<!--.*?-->", re.S)
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
CODE_FENCE = re.compile(r"^\s*(```|~~~)")


@dataclass(frozen=True)
class Section:
    """A heading with the text up to the next heading; `level` 0 is what stands before the first one.

    `line` counts within the body from 0. `anchor` is "" for level 0.
    """

    level: int
    heading: str
    anchor: str
    line: int
    text: str


def sections(body: str) -> tuple[Section, ...]:
    """Split Markdown into its sections, in order; code fences hide headings."""
    taken: set[str] = set()
    found: list[Section] = []
    level, heading, anchor, start = 0, "", "", 0
    lines = body.splitlines()
    fenced = False

    def close(end: int) -> None:
        text = "\n".join(lines[start + (1 if level else 0) : end])
        if level or text.strip():
            found.append(Section(level, heading, anchor, start, text))

    for number, line in enumerate(lines):
        if CODE_FENCE.match(line):
            fenced = not fenced
        if not fenced and (match := HEADING.match(line)):
            close(number)
            level, heading, start = len(match[1]), plain(match[2]), number
            anchor = _unique(anchor_of(heading), taken)
    close(len(lines))
    return tuple(found)


def anchor_of(heading: str) -> str:
    """Give the anchor of a heading as pymdownx.slugs.slugify(case="lower") does."""
    kept = re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", heading)).strip().lower()
    return kept.replace(" ", "-")


def _unique(anchor: str, taken: set[str]) -> str:
    """Make a repeated anchor unique as Python-Markdown's toc does: `_1`, `_2`, and so on."""
    candidate, number = anchor, 0
    while candidate in taken or not candidate:
        number += 1
        candidate = f"{anchor}_{number}"
    taken.add(candidate)
    return candidate


def plain(markdown: str) -> str:
    """Strip Markdown to the text that a reader sees: links, emphasis, lists, tables, comments."""
    text = COMMENT.sub("", markdown)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^\s*\|?[\s:|-]+\|[\s:|-]*$", "", text, flags=re.M)
    text = re.sub(r"^\s{0,3}(?:>\s?|[-*+]\s+|\d+[.)]\s+|#{1,6}\s+)", "", text, flags=re.M)
    text = re.sub(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"[ \t]*\|[ \t]*", " ", text)
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
