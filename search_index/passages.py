"""What can be found: the passages of every page, and every article in force.

In: a library and the day. Out: `Source`s, each a page or a law with its passages. `build.py` indexes them.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from content_model import Case, Guide, GuidedWay, Library, Page, Person, Product, Service, Station
from content_model.facets import ARTICLE
from content_model.section import anchor_of, plain
from law_library.law import Article, Heading, Law, LawText
from search_index.analyzer import clean

ASKED_HEADING = "群众常这样问"
WITH_ASKED_SECTION = (Service, Case, Guide)


@dataclass(frozen=True)
class Passage:
    """One document of the index: `text` is shown; `about` says in other words what it is about and is only searched."""

    url: str
    anchor: str
    kind: str
    title: str
    heading: str
    text: str
    about: str = ""

    @cached_property
    def address(self) -> str:
        """Where it stands, below the base path."""
        return f"{self.url}#{self.anchor}" if self.anchor else self.url

    @cached_property
    def said(self) -> str:
        """All that is searched, cleaned."""
        return clean("\n".join(part for part in (self.title, self.heading, self.about, self.text) if part))


@dataclass(frozen=True)
class Source:
    """A page or a law: what is indexed again as a whole when a word of it changes."""

    key: str
    passages: tuple[Passage, ...]

    @property
    def digest(self) -> str:
        """Tell whether it says the same as before."""
        return hashlib.sha256(repr(self.passages).encode("utf-8", "replace")).hexdigest()[:24]


@dataclass(frozen=True)
class AskedOfPage:
    """A question of a page's 群众常这样问, and where it leads."""

    question: str
    passage: Passage


def sources(library: Library, today: date) -> Iterator[Source]:
    """Give every page, then every law in force on a day."""
    for page in library.pages:
        yield Source(page.url, tuple(_of_page(page)))
    for law in library.laws.laws:
        version = law.in_force(today)
        if version:
            yield Source(f"laws/{law.slug}/", tuple(articles(law, library.laws.text(version))))


def asked_of_pages(pages: Iterable[Page]) -> Iterator[AskedOfPage]:
    """Give the questions that pages say they answer; they stand in an index of their own (decision 0019)."""
    for page in pages:
        shown = isinstance(page, WITH_ASKED_SECTION)
        heading, anchor = (ASKED_HEADING, anchor_of(ASKED_HEADING)) if shown else ("", "")
        for question in page.asked:
            text = f"{question}\n{page.lead}"
            yield AskedOfPage(question, Passage(page.url, anchor, page.kind.label, page.title, heading, text))


def articles(law: Law, text: LawText) -> Iterator[Passage]:
    """Give the articles of a law; the headings they stand under say what they are about."""
    above: dict[int, str] = {}
    seen = set()
    for part in text.parts:
        if isinstance(part, Heading):
            above = {level: said for level, said in above.items() if level < part.level} | {part.level: part.text}
        elif isinstance(part, Article) and part.number not in seen:
            seen.add(part.number)
            title = f"《{law.title}》{part.number.chinese}"
            about = " ".join(said.split(" ", 1)[-1] for said in above.values())
            yield Passage(f"laws/{law.slug}/", str(part.number), ARTICLE, title, "", part.text, about)


def _of_page(page: Page) -> Iterator[Passage]:
    """Give a page's passages: what it is, then its sections."""
    kind = page.kind.label
    lead = "\n".join(part for part in (page.lead, *_facts(page), " ".join(page.tags)) if part)
    yield Passage(page.url, "", kind, page.title, "", lead)
    for section in page.sections:
        text = plain(section.text)
        if text:
            yield Passage(page.url, section.anchor, kind, page.title, section.heading, text)


def _facts(page: Page) -> Iterator[str]:
    """Give the front-matter facts that stand on the page, in words a reader sees."""
    match page:
        case Service():
            yield f"{page.category}。服务对象：{page.served}。收费：{page.fee}。办理时限：{page.time_limit}。"
            yield f"办理地点：{page.place}。联系电话：{'、'.join(page.telephones)}。"
        case Product():
            yield f"{page.category}。{page.content} 服务对象：{page.served}。收费：{page.fee}。"
            yield "。".join(f"{target.measure}：{target.promise}" for target in page.targets)
        case Station():
            yield f"{page.town}。地址：{page.place}。电话：{'、'.join(page.telephones)}。服务时间：{page.hours}。"
            yield "、".join(page.offers)
        case Person():
            yield f"{page.category}。{page.institution}。{page.town}。专长：{'、'.join(page.specialities)}。"
            yield f"语言：{'、'.join(page.languages)}。{'接受点援。' if page.chosen_for_aid else ''}"
        case GuidedWay():
            for step in page.steps:
                said = (step.question, *(f"{answer.text}。" for answer in step.answers), *step.advice)
                yield "".join(said)
