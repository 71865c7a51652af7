"""What a change of the law touches: the pages, lines and quotations that cite an article.

In: a `Library` with its laws. Out: `Touched`s in the order of the pages. The front door prints them beside a change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from content_model.cited import CitedText, cited_texts
from content_model.library import Library
from content_model.page import Page
from law_library.number import ArticleNumber


@dataclass(frozen=True)
class Touched:
    """One place that cites an article; `quoted`: the words that it quotes from it, "" if none."""

    page: Page
    line: int
    text: str
    quoted: str

    def __str__(self) -> str:
        quoted = f"，引了原文“{self.quoted}”" if self.quoted else ""
        return f"{self.page.path}:{self.line}: {self.text}{quoted}"


def touched(library: Library, law: str, article: ArticleNumber, today: date) -> Iterator[Touched]:
    """Find every place that cites an article of the law with the address `law`."""
    for text in cited_texts(library, today):
        quoted = _quoted(text)
        for citation in text.citations:
            if citation.law and citation.law.slug == law and citation.article == article:
                yield Touched(text.page, text.line(citation), citation.text, quoted.get(citation.end, ""))


def _quoted(text: CitedText) -> dict[int, str]:
    """Give what is quoted, by where its citation ends."""
    return {citation.end: found.text for found in text.quotations for citation in found.citations}
