"""The heads of built pages: what a machine reads first.

In: a rendered edition. Out: a `Head` for each page, by its path below the site.
`conventions.py` checks them, `site_map.py` lists them.
"""

from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import PurePosixPath

from content_model import Edition


class Head(HTMLParser):
    """The head of a page: its meta tags, its canonical address, its structured data."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.canonical = ""
        self.data: list[str] = []
        self._in_data = False
        self.feed(html.partition("</head>")[0])
        self.close()

    @property
    def is_indexed(self) -> bool:
        """Say whether search engines may keep the page."""
        return "noindex" not in self.metas.get("robots", "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a meta tag, the canonical address, the beginning of a data block."""
        entries = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.metas[entries.get("name") or entries.get("property", "")] = entries.get("content", "").strip()
        elif tag == "link" and entries.get("rel") == "canonical":
            self.canonical = entries.get("href", "")
        elif tag == "script" and entries.get("type") == "application/ld+json":
            self._in_data = True
            self.data.append("")

    def handle_data(self, data: str) -> None:
        """Collect a data block."""
        if self._in_data:
            self.data[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """End a data block."""
        self._in_data = self._in_data and tag != "script"


def read_heads(edition: Edition) -> Mapping[PurePosixPath, Head]:
    """Read the head of every page of the site, in the order of their paths."""
    return {
        PurePosixPath(file.relative_to(edition.site).as_posix()): Head(file.read_text(encoding="utf-8"))
        for file in sorted(edition.site.rglob("*.html"))
    }
