"""The nouns of the law library: laws, their versions, articles 条, paragraphs 款 and items 项.

In: nothing. Out: frozen dataclasses. Everyone may import them; `reading` and `store` make them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from law_library.number import NUMERAL, ArticleNumber, read_numeral

ITEM = re.compile(rf"[（(]({NUMERAL})[）)]\s*")


class Status(StrEnum):
    """What a version of a law is on a given day, in the words that citizens read."""

    IN_FORCE = "现行有效"
    AMENDED = "已修改"
    REPEALED = "已废止"
    NOT_YET = "尚未施行"


@dataclass(frozen=True)
class Item:
    """项: one numbered line of a paragraph; `text` without its number."""

    number: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """款: a paragraph of an article, with the items that it lists."""

    text: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Article:
    """条: `lines` are its lines as printed, the first without 第X条; `line` is where it begins in its file."""

    number: ArticleNumber
    lines: tuple[str, ...]
    line: int = field(default=0, compare=False)

    @property
    def text(self) -> str:
        """The whole text, a line for each paragraph and item."""
        return "\n".join(self.lines)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs in order; a line that begins with （一） is an item of the paragraph before it."""
        found: list[tuple[str, list[Item]]] = []
        for line in self.lines:
            item = ITEM.match(line)
            if item and found:
                found[-1][1].append(Item(read_numeral(item[1]), line[item.end() :]))
            else:
                found.append((line, []))
        return tuple(Paragraph(text, tuple(items)) for text, items in found)


@dataclass(frozen=True)
class Heading:
    """A heading of a part 编, chapter 章 or section 节; `level` 1 is the highest of its law."""

    level: int
    text: str


@dataclass(frozen=True)
class Prose:
    """Text that belongs to no article: a preamble, an unnumbered decision, an annex."""

    text: str


Part = Heading | Article | Prose


@dataclass(frozen=True)
class Version:
    """One version of a law. `dated`: the day it was passed or last amended; `effective_on`: in force from.

    `history` holds the preamble's lines as printed. An `excerpt` holds some articles only. `known_on` is the day of the
    import that brought it, for versions that came after the store's first import; else None.
    """

    law: str
    dated: date | None
    effective_on: date | None
    history: tuple[str, ...] = ()
    excerpt: bool = False
    known_on: date | None = None

    @property
    def name(self) -> str:
        """How the version is told from others of its law: its date, or 不详."""
        return self.dated.isoformat() if self.dated else "不详"


@dataclass(frozen=True)
class LawText:
    """What a version says, in order."""

    version: Version
    parts: tuple[Part, ...]

    @cached_property
    def articles(self) -> Mapping[ArticleNumber, Article]:
        """The articles by number; of two with one number the first."""
        found: dict[ArticleNumber, Article] = {}
        for part in self.parts:
            if isinstance(part, Article):
                found.setdefault(part.number, part)
        return found


@dataclass(frozen=True)
class Repeal:
    """When a law ceased, and by which law; `effective_on` None where only the fact is known."""

    effective_on: date | None
    by: str


@dataclass(frozen=True)
class Law:
    """A law with its versions, oldest first. `slug` is its address below /laws/ and never changes.

    `title` leaves out 中华人民共和国; `short_names` are the other names in use, such as 消法.
    """

    slug: str
    title: str
    full_title: str
    field: str
    versions: tuple[Version, ...]
    short_names: tuple[str, ...] = ()
    repeal: Repeal | None = None

    def in_force(self, on: date) -> Version | None:
        """Give the version in force on a day; None before the first, or after the repeal."""
        if self.repealed(on):
            return None
        begun = [version for version in self.versions if (_begin(version) or date.min) <= on]
        return begun[-1] if begun else None

    def coming(self, on: date) -> Version | None:
        """Give the first version of a law of which none is in force yet; else None."""
        begins = [_begin(version) or date.min for version in self.versions]
        return self.versions[0] if begins and min(begins) > on and not self.repealed(on) else None

    def repealed(self, on: date) -> bool:
        """Tell whether the law has ceased by a day."""
        return self.repeal is not None and (self.repeal.effective_on or date.min) <= on

    def status(self, version: Version, on: date) -> Status:
        """Say what a version is on a day."""
        if self.repealed(on):
            return Status.REPEALED
        if version == self.in_force(on):
            return Status.IN_FORCE
        return Status.NOT_YET if (_begin(version) or date.min) > on else Status.AMENDED


def _begin(version: Version) -> date | None:
    return version.effective_on or version.dated
