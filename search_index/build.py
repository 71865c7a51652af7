"""Building the index: every page's sections, with the facts and the questions citizens ask.

In: a checked library and a folder that does not exist yet. Out: a Whoosh index in it, built beside the one in use.
The front door calls it for each edition; the service never does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from whoosh import index

from content_model import Case, Guide, GuidedWay, Library, Page, Person, Product, Service, Station
from content_model.section import anchor_of, plain
from search_index.analyzer import words
from search_index.schema import schema
from search_index.statutes import write_statutes

BEIJING = ZoneInfo("Asia/Shanghai")
ASKED_HEADING = "群众常这样问"
WITH_ASKED_SECTION = (Service, Case, Guide)


@dataclass(frozen=True)
class Passage:
    """One document of the index: `text` is searched; `aside` is only shown behind it."""

    heading: str
    anchor: str
    text: str
    aside: str = ""


def build_index(library: Library, folder: Path) -> int:
    """Index every section of `library` into the new `folder` and give the number of documents."""
    folder.mkdir(parents=True)
    writer = index.create_in(str(folder), schema()).writer()
    count = 0
    for page in library.pages:
        for passage in passages(page):
            writer.add_document(
                url=page.url,
                anchor=passage.anchor,
                kind=page.kind.label,
                title=page.title,
                heading=passage.heading,
                text=f"{passage.text}\n{passage.aside}",
                heads=" ".join(words(f"{page.title} {passage.heading}")),
                words=" ".join(words(passage.text)),
            )
            count += 1
    writer.commit()
    write_statutes(library.laws, folder, datetime.now(BEIJING).date())
    return count


def passages(page: Page) -> Iterator[Passage]:
    """Give a page's passages: what it is, its sections, what citizens ask about it."""
    yield Passage("", "", "\n".join(part for part in (page.lead, *_facts(page), " ".join(page.tags)) if part))
    for section in page.sections:
        text = plain(section.text)
        if text:
            yield Passage(section.heading, section.anchor, text)
    shown = isinstance(page, WITH_ASKED_SECTION)
    for question in page.asked:  # each by itself: a short text that fits is the best sign there is
        yield Passage(ASKED_HEADING if shown else "", anchor_of(ASKED_HEADING) if shown else "", question, page.lead)


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
