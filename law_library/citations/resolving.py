"""Resolving: which version of a law a citation means, and whether the article stands in it.

In: a law, a pointer, the day whose law counts. Out: version, status and what is missing. `reader` imports this.
"""

import re
from dataclasses import dataclass
from datetime import date

from law_library.citations.citation import CitationStatus, Missing
from law_library.citations.pointers import Pointer
from law_library.law import Article, Law, Paragraph, Version
from law_library.library import LawLibrary

YEAR = re.compile(r"([12]\d{3})年")


@dataclass(frozen=True)
class Day:
    """The day whose law counts, and whether the text or the editor fixed it: else it is today.

    `judged_on` is when the text says that its case was decided.
    """

    on: date
    fixed: bool = False
    judged_on: date | None = None


def version_of_year(law: Law, year: int) -> Version | None:
    """Give the one version of a year; None where there is none, or several."""
    fitting = [version for version in law.versions if version.dated and version.dated.year == year]
    return fitting[0] if len(fitting) == 1 else None


def version_meant(law: Law, day: Day) -> Version | None:
    """Give the version that a citation means; None where only a former one, not held here, can be meant.

    A judgement cites the law of its own day. But what is said after it may cite law that came later: a law that did
    not exist yet when the case was decided is cited as it stands.
    """
    if day.fixed:
        return law.in_force(day.on)
    if day.judged_on is None:
        return law.in_force(day.on) or law.coming(day.on)
    then = law.in_force(day.judged_on)
    if then is not None:
        return then
    return law.in_force(day.on) if _passed_after(law, day.judged_on) else None


def _passed_after(law: Law, day: date) -> bool:
    """Tell whether even the first version of a law is younger than a day; unknown counts as no."""
    years = [int(year) for version in law.versions for line in version.history for year in YEAR.findall(line)]
    return bool(years) and min(years) > day.year


def status_of(
    library: LawLibrary, law: Law | None, version: Version | None, pointer: Pointer | None
) -> tuple[CitationStatus, Missing]:
    """Say what a citation is worth."""
    if law is None:
        return CitationStatus.UNKNOWN_LAW, Missing.NONE
    if pointer is None and law.versions:
        return CitationStatus.LAW_ONLY, Missing.NONE
    if version is None or pointer is None:
        return CitationStatus.FORMER_LAW, Missing.NONE
    article = library.article(version, pointer.article)
    if article is None:
        return CitationStatus.UNKNOWN_ARTICLE, Missing.ARTICLE
    return CitationStatus.RESOLVED, _missing(article, pointer)


def _missing(article: Article, pointer: Pointer) -> Missing:
    paragraphs: tuple[Paragraph, ...] = article.paragraphs
    if pointer.paragraph is not None:
        if not 1 <= pointer.paragraph <= len(paragraphs):
            return Missing.PARAGRAPH
        paragraphs = paragraphs[pointer.paragraph - 1 : pointer.paragraph]
    items = {item.number for paragraph in paragraphs for item in paragraph.items}
    return Missing.ITEM if pointer.item is not None and pointer.item not in items else Missing.NONE
