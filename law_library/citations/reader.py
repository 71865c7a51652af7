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

from law_library.citations.citation import Citation
from law_library.citations.context import cited_in
from law_library.citations.folding import folded, links
from law_library.citations.judged import judged_on
from law_library.citations.resolving import Day, status_of, version_meant, version_of_year
from law_library.law import Law, Version
from law_library.library import LawLibrary

HINT = re.compile("[《〈法条例定释]|办法|规则")
BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class _Place:
    """Where things stand in a text."""

    text: str
    breaks: tuple[int, ...]
    links: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> "_Place":
        return cls(text, tuple(place for place, mark in enumerate(text) if mark == "\n"), tuple(links(text)))

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
    day = Day(on or today or datetime.now(BEIJING).date(), on is not None, None if on else judged_on(text))
    place = _Place.of(text)
    return list(_citations(folded(text), place, library, day))


def _citations(seen: str, place: _Place, library: LawLibrary, day: Day) -> Iterator[Citation]:
    for cited in cited_in(seen, library):
        law = cited.law.law
        version = None if law is None or cited.wording.former else _version(law, cited.wording.year, day)
        pointer = cited.pointer
        status, missing = status_of(library, law, version, pointer)
        yield Citation(
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
            knowingly=cited.wording.former or bool(cited.wording.year) or day.fixed or day.judged_on is not None,
        )


def _version(law: Law, year: int | None, day: Day) -> Version | None:
    return version_of_year(law, year) if year else version_meant(law, day)
