"""Curated answers 常问常答: a few sentences that editors keep for what many ask, shown above what the search finds.

In: files of content/answers. Out: `CuratedAnswer`s for the rules, `PublishedAnswer`s for the service.
`library.py` makes them; they have no page of their own: their 去处 lead to the pages that say it all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from content_model import values
from content_model.page import Case, Guide, Page, Product, Service, entry
from content_model.section import plain
from content_model.vocabulary import Kind
from content_model.way import Goal, goals

LONGEST = 300
"""Characters of an answer: it is read before the hits, on a phone."""


@dataclass(frozen=True, kw_only=True)
class CuratedAnswer(Page):
    """常问常答: the question is its title; `asked` are the ways in which people put it."""

    published_on: date | None = entry("发布日期", read=values.day, default=None)
    asked: tuple[str, ...] = entry("群众常这样问", read=values.texts)
    goals: tuple[Goal, ...] = entry("去处", read=goals)
    law_checked_on: date = entry("法律核对日期", read=values.day)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The answer as plain text, a line of the file each."""
        return tuple(plain(self.body).split("\n")) if plain(self.body) else ()


@dataclass(frozen=True)
class Words:
    """A part of a paragraph; a citation has an address below the site's and the numbers of its notes."""

    text: str
    url: str = ""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Note:
    """A cited article: its name, its address below the site's, its lines as the law prints them."""

    title: str
    url: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PublishedAnswer:
    """What the service shows; `ways`: address and name; an address begins with tel: or a slash, or is a page's.

    `notes`: the cited articles, counted from 1.
    """

    question: str
    asked: tuple[str, ...]
    paragraphs: tuple[tuple[Words, ...], ...]
    ways: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...] = ()

    @classmethod
    def of(cls, answer: CuratedAnswer, titles: Mapping[str, str]) -> "PublishedAnswer":
        """Note down an answer without links in its text; `titles` of pages by their address."""
        paragraphs = tuple((Words(text),) for text in answer.paragraphs)
        return cls(answer.title, answer.asked, paragraphs, tuple(_ways(answer, titles)))

    @classmethod
    def read(cls, item: dict[str, Any]) -> "PublishedAnswer":
        """Read an answer from its JSON; raises KeyError or TypeError when it is none."""
        ways = tuple((address, label) for address, label in item["ways"])
        notes = tuple(Note(note["title"], note["url"], tuple(note["lines"])) for note in item.get("notes", ()))
        return cls(item["question"], tuple(item["asked"]), tuple(map(_paragraph, item["paragraphs"])), ways, notes)


def _paragraph(item: str | list[dict[str, Any]]) -> tuple[Words, ...]:
    """Read a paragraph; one that was published before citations were linked is a text."""
    if isinstance(item, str):
        return (Words(item),)
    return tuple(Words(part["text"], part["url"], tuple(part["notes"])) for part in item)


def _ways(answer: CuratedAnswer, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for goal in answer.goals:
        if goal.is_telephone:
            yield f"tel:{goal.target}", f"{goal.target} {goal.label}".strip()
        elif goal.target.startswith("/"):
            yield goal.target, goal.label
        else:
            column = Kind(goal.target).label if goal.target in list(Kind) else ""
            yield f"{goal.target}/", goal.label or titles.get(goal.target, column)


def law_checked_on(page: Page) -> date | None:
    """Give the day on which somebody last held a page against the law; None where nobody says so."""
    return page.law_checked_on if isinstance(page, Service | Product | Case | Guide | CuratedAnswer) else None
