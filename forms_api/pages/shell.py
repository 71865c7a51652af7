"""The site's own look around what the service says: the shell page with its slot filled.

In: the build folder, titles and fragments. Out: whole HTML pages, and what the service must know of the edition.
`portal.py` makes `Editions`; pages reach it through the portal.
"""

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from content_model.answer import PublishedAnswer
from content_model.edition import CURRENT, ENGLISH, TRADITIONAL, Edition, PublishedPage, published_edition

_TITLE = re.compile(r"<title>.*?</title>", re.S)
_LANGUAGES = re.compile(r"<!-- languages -->.*?<!-- /languages -->", re.S)
_META = re.compile(r"<!-- meta -->.*?<!-- /meta -->", re.S)
_SLOT = re.compile(r"<!-- slot -->.*?<!-- /slot -->", re.S)
_PLAIN = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title></title>
</head>
<body>
<main>
<!-- slot --><!-- /slot -->
</main>
</body>
</html>
"""


class BrokenShell(ValueError):
    """The shell page has no title or no slot."""


@dataclass(frozen=True)
class Shell:
    """A page, and the same cut at its title and its slot, without the tags that were its own."""

    page: str
    before: str
    between: str
    after: str

    @classmethod
    def cut(cls, page: str) -> "Shell":
        """Cut a page; raises BrokenShell."""
        title, slot = _TITLE.search(page), _SLOT.search(page)
        if not title or not slot or slot.start() < title.end():
            raise BrokenShell("no <title> before <!-- slot -->…<!-- /slot -->")
        before = _META.sub("", page[: title.start()])
        between = _META.sub("", page[title.end() : slot.start()])
        return cls(page, before, between, page[slot.end() :])

    @property
    def site_name(self) -> str:
        """The site's name in the language of this page, as its own title ends with it."""
        title = _TITLE.search(self.page)
        return unescape(title[0].removesuffix("</title>").rpartition(" - ")[2]) if title else ""

    def fill(self, title: str, fragment: str, tags: str = "", languages: str = "") -> str:
        """Put a title (text), a fragment, tags for the head and a switch of languages (HTML) into the page."""
        between = _LANGUAGES.sub(lambda _: languages, self.between) if languages else self.between
        return f"{self.before}{tags}<title>{escape(title)}</title>{between}{fragment}{self.after}"


PLAIN_SHELL = Shell.cut(_PLAIN)


@dataclass(frozen=True)
class OpenEdition:
    """An edition with what the service keeps of it in memory; `pages` by address."""

    edition: Edition
    shell: Shell
    pages: Mapping[str, PublishedPage]
    shells: Mapping[str, Shell]
    """The same shell in the folders of other languages, as far as they were built."""
    answers: tuple[PublishedAnswer, ...] = ()


class Editions:
    """Follows the published edition: each request sees the one that is in use."""

    def __init__(self, build: Path) -> None:
        self._build = build
        self._open: OpenEdition | None = None
        self._target = ""

    def current(self) -> OpenEdition | None:
        """Give the published edition, read once; None before the first build."""
        held = self._open
        target = _target(self._build)
        if held and target and target == self._target:
            return held
        self._target = target
        edition = published_edition(self._build)
        if edition is None or (held and held.edition == edition):
            return held if edition else None
        try:
            self._open = _open(edition)
        except (OSError, ValueError, KeyError, TypeError):
            # An edition that cannot be read must not take down the forms; the one before still serves.
            logging.getLogger("mingfa").exception("edition %s cannot be read", edition.root.name)
        return self._open


def _target(build: Path) -> str:
    """Read where the link to the published edition leads: one question to the system for each request."""
    try:
        return os.readlink(build / CURRENT)
    except OSError:
        return ""


def _open(edition: Edition) -> OpenEdition:
    shell = Shell.cut(edition.shell.read_text(encoding="utf-8"))
    others = {folder: edition.shell_in(folder) for folder in (TRADITIONAL, ENGLISH)}
    shells = {folder: Shell.cut(file.read_text(encoding="utf-8")) for folder, file in others.items() if file.is_file()}
    return OpenEdition(
        edition, shell, {page.url: page for page in edition.read_pages()}, shells, edition.read_answers()
    )
