"""An edition: one finished build of the portal, made beside the one in use and swapped in by one rename.

In: the build folder. Out: the places of a build's parts (docs, site, index, list of pages).
The generators write into a new edition, the service reads the published one; the front door publishes.
"""

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from content_model.answer import PublishedAnswer
from content_model.page import Page, Person, Station
from content_model.vocabulary import Kind

CURRENT, EDITIONS = "current", "editions"
TRADITIONAL, ENGLISH = "zh-hant", "en"
"""Folders of the site with the same pages in Traditional characters, and with the pages in English."""
LAWS = "laws"
"""The folder of the law texts; they have no twin in Traditional characters: the text as published is what holds."""


@dataclass(frozen=True, kw_only=True)
class PublishedPerson:
    """What the service must know to let somebody choose a person from the directory 点援; the words are the page's."""

    category: str
    institution: str
    specialities: tuple[str, ...]
    town: str
    languages: tuple[str, ...]
    chosen_for_aid: bool


@dataclass(frozen=True, kw_only=True)
class PublishedStation:
    """What the service must know to give appointments; `places` for each half-day, 0 for none."""

    town: str
    address: str
    places: int


@dataclass(frozen=True)
class PublishedPage:
    """What the service must know of a page without reading the content."""

    url: str
    kind: Kind
    title: str
    summary: str
    person: PublishedPerson | None = None
    """Of people only; None as well in an edition that was built before there was a directory."""
    station: PublishedStation | None = None
    """Of stations only; None as well in an edition that was built before there were appointments."""

    @classmethod
    def of(cls, page: Page) -> "PublishedPage":
        """Note down a page."""
        person = _person(page) if isinstance(page, Person) else None
        station = _station(page) if isinstance(page, Station) else None
        return cls(page.url, page.kind, page.title, page.lead, person, station)

    @classmethod
    def read(cls, item: dict[str, Any]) -> "PublishedPage":
        """Read a page from its JSON; raises KeyError, TypeError or ValueError when it is none."""
        person, station = item.get("person"), item.get("station")
        return cls(
            item["url"],
            Kind(item["kind"]),
            item["title"],
            item["summary"],
            PublishedPerson(**{key: _frozen(value) for key, value in person.items()}) if person else None,
            PublishedStation(**station) if station else None,
        )


def _person(page: Person) -> PublishedPerson:
    return PublishedPerson(
        category=page.category,
        institution=page.institution,
        specialities=page.specialities,
        town=page.town,
        languages=page.languages,
        chosen_for_aid=page.chosen_for_aid,
    )


def _station(page: Station) -> PublishedStation:
    return PublishedStation(town=page.town, address=page.place, places=page.appointments)


def _bare(item: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a page does not have."""
    return {key: value for key, value in item.items() if value is not None}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True)
class Edition:
    """The folder of one build and where its parts lie in it."""

    root: Path

    @property
    def docs(self) -> Path:
        """The staged Markdown."""
        return self.root / "docs"

    @property
    def site(self) -> Path:
        """The rendered site."""
        return self.root / "site"

    @property
    def index(self) -> Path:
        """The search index."""
        return self.root / "index"

    @property
    def shell(self) -> Path:
        """The page whose slot the service fills: the only one that is rendered with absolute addresses."""
        return self.site / "404.html"

    @property
    def english_docs(self) -> Path:
        """The staged Markdown of the English pages."""
        return self.root / "docs-en"

    def shell_in(self, folder: str) -> Path:
        """Give where the same page of a language's folder lies; it may be missing."""
        return self.site / folder / "404.html"

    def write_pages(self, pages: Iterable[Page]) -> None:
        """Write down what was published, for the service."""
        listed = [_bare(asdict(PublishedPage.of(page))) for page in pages]
        text = json.dumps(listed, ensure_ascii=False, indent=1)
        (self.root / "pages.json").write_text(text, encoding="utf-8")

    def read_pages(self) -> tuple[PublishedPage, ...]:
        """Read what was published, in the order of the library."""
        listed = json.loads((self.root / "pages.json").read_text(encoding="utf-8"))
        return tuple(PublishedPage.read(item) for item in listed)

    def write_answers(self, answers: Iterable[PublishedAnswer]) -> None:
        """Write down the curated answers, for the service."""
        text = json.dumps([asdict(answer) for answer in answers], ensure_ascii=False, indent=1)
        (self.root / "answers.json").write_text(text, encoding="utf-8")

    def read_answers(self) -> tuple[PublishedAnswer, ...]:
        """Read them; none in an edition that was built before there were any."""
        file = self.root / "answers.json"
        listed = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
        return tuple(PublishedAnswer.read(item) for item in listed)

    def publish(self) -> None:
        """Make this edition the current one in a single rename; keep one older edition for open readers."""
        build = self.root.parent.parent
        before = published_edition(build)
        beside = build / f".{CURRENT}-{os.getpid()}"
        beside.unlink(missing_ok=True)
        beside.symlink_to(self.root.relative_to(build))
        os.replace(beside, build / CURRENT)
        kept = {self.root.name} | ({before.root.name} if before else set())
        for old in (build / EDITIONS).iterdir():
            if old.name not in kept and old.name < self.root.name:
                shutil.rmtree(old, ignore_errors=True)

    def discard(self) -> None:
        """Remove an edition that failed."""
        shutil.rmtree(self.root, ignore_errors=True)


def new_edition(build: Path) -> Edition:
    """Make an empty edition below `build`, named by its time of making so that names sort by age."""
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    root = build / EDITIONS / name
    root.mkdir(parents=True)
    return Edition(root.resolve())


def published_edition(build: Path) -> Edition | None:
    """Find the edition in use, or None before the first build."""
    link = build / CURRENT
    return Edition(link.resolve()) if link.is_symlink() and link.exists() else None
