"""The site's own look around what the service says: the shell page with its slot filled.

In: the build folder, titles and fragments. Out: whole HTML pages, and what the service must know of the edition.
`portal.py` makes `Editions`; pages reach it through the portal.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from content_model.edition import Edition, PublishedPage, published_edition

_TITLE = re.compile(r"<title>.*?</title>", re.S)
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
    """A page, and the same cut at its title and its slot."""

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
        return cls(page, page[: title.start()], page[title.end() : slot.start()], page[slot.end() :])

    def fill(self, title: str, fragment: str) -> str:
        """Put a title (text) and a fragment (HTML) into the page."""
        return f"{self.before}<title>{escape(title)}</title>{self.between}{fragment}{self.after}"


PLAIN_SHELL = Shell.cut(_PLAIN)


@dataclass(frozen=True)
class OpenEdition:
    """An edition with what the service keeps of it in memory; `pages` by address."""

    edition: Edition
    shell: Shell
    pages: Mapping[str, PublishedPage]


class Editions:
    """Follows the published edition: each request sees the one that is in use."""

    def __init__(self, build: Path) -> None:
        self._build = build
        self._open: OpenEdition | None = None

    def current(self) -> OpenEdition | None:
        """Give the published edition, read once; None before the first build."""
        edition = published_edition(self._build)
        held = self._open
        if edition is None or (held and held.edition == edition):
            return held if edition else None
        try:
            self._open = _open(edition)
        except (OSError, ValueError, KeyError, TypeError):
            # An edition that cannot be read must not take down the forms; the one before still serves.
            logging.getLogger("mingfa").exception("edition %s cannot be read", edition.root.name)
        return self._open


def _open(edition: Edition) -> OpenEdition:
    shell = Shell.cut(edition.shell.read_text(encoding="utf-8"))
    return OpenEdition(edition, shell, {page.url: page for page in edition.read_pages()})
