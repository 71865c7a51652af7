"""Resolving: which version of a law a citation means, and whether the article stands in it.

In: a law, a pointer, the day whose law counts. Out: version, status and what is missing. `reader` imports this.
"""

import re
from dataclasses import dataclass
from datetime import date

from law_library.citations.citation import CitationStatus, Missing
from law_library.citations.pointers import Pointer
from law_library.citations.wording import Wording
from law_library.law import Article, Law, Paragraph, Version
from law_library.library import LawLibrary

YEAR = re.compile(r"([12]\d{3})年")


@dataclass(frozen=True)
class Day:
    """The day whose law counts, and whether the text or the editor fixed it: else it is today.

    `judged_on` is when the text says that its case was decided.
    """

    on: date
    today: date
    fixed: bool = False
    judged_on: date | None = None


def version_meant(law: Law, wording: Wording, day: Day) -> Version | None:
    """Give the version that a citation means; None where only a former one, not held here, can be meant.

    A judgement cites the law of its own day. But what is said after it may cite law that came later: a law that did
    not exist yet when the case was decided is cited as it stands.
    """
    if wording.former:
        return None
    if wording.present:
        return _of_today(law, day)
    if wording.year:
        version = _of_year(law, wording.year)
        if version or not wording.perhaps:
            return version
    then = day.on if day.fixed else day.judged_on
    if then is None:
        return _of_today(law, day)
    return law.in_force(then) or (_of_today(law, day) if _passed_after(law, then) else None)


def _of_today(law: Law, day: Day) -> Version | None:
    return law.in_force(day.today) or law.coming(day.today)


def _of_year(law: Law, year: int) -> Version | None:
    """Give the one version of a year, dated in it or else in force from it; None where there is none, or several."""
    dated = [version for version in law.versions if version.dated and version.dated.year == year]
    begun = [version for version in law.versions if version.effective_on and version.effective_on.year == year]
    fitting = dated or begun
    return fitting[0] if len(fitting) == 1 else None


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
    articles = library.text(version).articles
    if not articles:
        return CitationStatus.LAW_ONLY, Missing.NONE  # a text that is not divided: nothing can be said of its numbers
    article = articles.get(pointer.article)
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
