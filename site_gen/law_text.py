"""The text of a law as Markdown that reads as it was printed: one paragraph a line, each article with its anchor.

In: what a version says. Out: Markdown whose rendering has the very same words. `law_page.py` calls this.
Kept as plain as it can be: two thirds of what a law page costs is turning these lines into HTML.
"""

import re
from collections.abc import Iterator, Mapping

from law_library.law import Article, Heading, LawText, Prose
from law_library.number import ArticleNumber
from site_gen.markdown import escaped

SPACE = "\u3000"
LINE_MARK = re.compile(r"^(?:(\d+)([.)])|([#+>-])|(:))")  # of lists, headings, quotations, definitions
TABLE_RULE = re.compile(r"^\|[\s:|-]+\|$")
DEEPEST = 6


def law_markdown(text: LawText, below: Mapping[ArticleNumber, str]) -> str:
    """Write a law's text; `below` is what stands under some articles."""
    return "\n\n".join(_blocks(text, below))


def _blocks(text: LawText, below: Mapping[ArticleNumber, str]) -> Iterator[str]:
    anchored: set[ArticleNumber] = set()
    for part in text.parts:
        if isinstance(part, Heading):
            yield f"{'#' * min(part.level + 1, DEEPEST)} {escaped(part.text)}"
        elif isinstance(part, Prose):
            yield from prose(part.text)
        else:
            yield from _article(part, anchor=part.number not in anchored)
            if part.number not in anchored and part.number in below:
                yield below[part.number]
            anchored.add(part.number)


def _article(article: Article, *, anchor: bool) -> Iterator[str]:
    """Write an article; of two with one number only the first has the anchor."""
    first, *others = article.lines or ("",)
    mark = f"\n{{ #{article.number} }}" if anchor else ""
    yield f"**{article.number.chinese}**{SPACE}{escaped(first)}{mark}"
    yield from map(statute_line, others)


def statute_line(line: str) -> str:
    """Keep a line from being read as a list, a heading or anything but a paragraph."""
    return LINE_MARK.sub(_kept, escaped(line.strip()))


def _kept(mark: re.Match[str]) -> str:
    number, stop, sign, colon = mark.groups()
    return "&#58;" if colon else f"{number or ''}\\{stop or sign}"


def prose(text: str) -> Iterator[str]:
    """Write text outside of articles, tables as tables."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and lines[0].startswith("|") and TABLE_RULE.match(lines[1]):
        yield "\n".join(escaped(line).replace("\\|", "|") for line in lines)
    else:
        yield from map(statute_line, lines)
