"""What the pages cite of the law: in their text and in the entries of their front matter.

In: a `Library` with its laws. Out: `CitedText`s, each with its citations. The rules, the site and the commands use it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache

from content_model import values
from content_model.answer import law_checked_on
from content_model.library import Library
from content_model.page import Case, Notice, Page
from law_library.citations import Citation, Quotation, read_citations, read_quotations

READ_AS_TEXT = (values.text, values.texts)
NO_SENTENCES = frozenset(("title", "slug", "aliases", "related"))


@dataclass(frozen=True)
class CitedText:
    """A text of a page, its body or one entry, with what it cites; `first_line`: its first line in the page's file."""

    page: Page
    text: str
    first_line: int
    citations: tuple[Citation, ...]

    def line(self, citation: Citation) -> int:
        """Give the line of the page's file on which a citation stands."""
        return self.first_line + citation.line - 1

    @property
    def quotations(self) -> Iterator[Quotation]:
        """Find what the text quotes right after its citations."""
        return read_quotations(self.text, self.citations)


def cited_texts(library: Library, today: date) -> tuple[CitedText, ...]:
    """Give every text that cites the law, in the order of the pages; read once for each day."""
    return _cited_texts(_Known(library), today)


def cited_by(library: Library, today: date) -> Mapping[Page, tuple[CitedText, ...]]:
    """Give the citing texts of each page."""
    found: dict[Page, list[CitedText]] = {}
    for text in cited_texts(library, today):
        found.setdefault(text.page, []).append(text)
    return {page: tuple(texts) for page, texts in found.items()}


def law_of_day(page: Page) -> date | None:
    """Give the day whose law a page cites, where that is not today: a judgement's, a past announcement's."""
    if isinstance(page, Case):
        return page.law_as_of
    return page.published_on if isinstance(page, Notice) else None


def reviewed_on(page: Page) -> date | None:
    """Give the day on which somebody last held a page against the law."""
    return law_checked_on(page) or page.published_on


class _Known:
    """A library as a key: the same object is the same library."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self.library is other.library

    def __hash__(self) -> int:
        return id(self.library)


@lru_cache(maxsize=2)
def _cited_texts(known: _Known, today: date) -> tuple[CitedText, ...]:
    return tuple(text for page in known.library.written for text in _of_page(known.library, page, today))


def _of_page(library: Library, page: Page, today: date) -> Iterator[CitedText]:
    for text, line in _texts(page):
        citations = read_citations(text, library.laws, law_of_day(page), today=today)
        if citations:
            yield CitedText(page, text, line, tuple(citations))


def _texts(page: Page) -> Iterator[tuple[str, int]]:
    """Give the sentences of a page: its entries that hold text, then its body, each with its first line."""
    for item in fields(page):
        if item.metadata.get("read") in READ_AS_TEXT and item.name not in NO_SENTENCES:
            value = getattr(page, item.name)
            if isinstance(value, str):
                yield value, page.line_of(item.name)
                continue
            for number, text in enumerate(value):
                yield text, page.lines.get(f"{item.name}.{number}", page.line_of(item.name))
    yield page.body, page.body_line
