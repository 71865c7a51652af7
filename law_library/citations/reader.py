"""The reader of citations: from a text to what it cites, understood or left alone, never guessed.

In: Markdown, the law library, the day whose law counts. Out: `Citation`s in order. The content model's rules, the
site, the search and the commands call `read_citations`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz

from law_library.citations.citation import Citation, CitationStatus
from law_library.citations.context import Cited, cited_in
from law_library.citations.folding import folded, links
from law_library.citations.judged import judged_on
from law_library.citations.resolving import Day, status_of, version_meant
from law_library.citations.wording import OF_THE_DAY
from law_library.library import LawLibrary

HINT = re.compile("[《〈法条例定释]|办法|规则")
BEIJING = ZoneInfo("Asia/Shanghai")
PRINTED = 60  # characters of a printed article that are compared with its text
ALIKE = 50  # per cent of them that must agree: the text may be of another version


@dataclass(frozen=True)
class _Place:
    """Where things stand in a text."""

    text: str
    breaks: tuple[int, ...]
    links: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> "_Place":
        return cls(text, tuple(match.start() for match in re.finditer("\n", text)), tuple(links(text)))

    def line(self, place: int) -> int:
        return bisect_right(self.breaks, place - 1) + 1

    def in_link(self, place: int) -> bool:
        return any(start <= place < end for start, end in self.links)


def read_citations(
    text: str, library: LawLibrary, on: date | None = None, *, today: date | None = None
) -> list[Citation]:
    """Find what a text cites, in order; lines count from 1.

    `on` is the day whose law counts (`law_as_of`). Without it that is today, or the day on which the text says that its
    case was judged: a judgement cites the numbers of its own time.
    """
    if not HINT.search(text):
        return []
    now = today or datetime.now(BEIJING).date()
    day = Day(on or now, now, on is not None, None if on else judged_on(text))
    place = _Place.of(text)
    return list(_citations(folded(text), place, library, day))


def _citations(seen: str, place: _Place, library: LawLibrary, day: Day) -> Iterator[Citation]:
    for cited in cited_in(seen, library):
        citation = _citation(cited, place, library, day)
        if not cited.alone or _holds(citation, cited, place.text, library):
            yield citation


def _citation(cited: Cited, place: _Place, library: LawLibrary, day: Day) -> Citation:
    law, pointer = cited.law.law, cited.pointer
    version = version_meant(law, cited.wording, day) if law else None
    status, missing = status_of(library, law, version, pointer)
    return Citation(
        start=cited.start,
        end=cited.end,
        line=place.line(cited.start),
        text=place.text[cited.start : cited.end],
        law_name=cited.law.name,
        law=law,
        version=version,
        article=pointer.article if pointer else None,
        paragraph=pointer.paragraph if pointer else None,
        item=pointer.item if pointer else None,
        status=status,
        missing=missing,
        in_link=place.in_link(cited.start),
        bracketed=cited.law.bracketed and cited.start == cited.law.start,
        knowingly=cited.wording != OF_THE_DAY or day.fixed or day.judged_on is not None,
    )


def _holds(citation: Citation, cited: Cited, text: str, library: LawLibrary) -> bool:
    """Tell whether a number without a name is what it was taken for: its article exists, and says what is printed."""
    if citation.status is CitationStatus.UNKNOWN_ARTICLE:
        return False
    if not cited.printed or citation.version is None or citation.article is None:
        return True
    article = library.article(citation.version, citation.article)
    begins = text[citation.end : citation.end + PRINTED].split("\n")[0].strip(" *_　")
    return article is None or fuzz.ratio(begins, article.text[: len(begins)]) >= ALIKE
