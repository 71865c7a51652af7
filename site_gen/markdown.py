"""The Markdown that the generators write: templates, front matter and words shared by pages and lists.

In: pages of the library. Out: texts for build/docs that a person can open and read.
`stage.py` and `articles.py` use it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import yaml

from content_model import Case, Kind, Library, Page, Service
from content_model.answer import law_checked_on
from site_gen.metadata import column_metadata, feed_entry, page_metadata

RATED_KINDS = (Service, Case)
TEMPLATES = Path(__file__).parent / "page_templates"


def templates(folder: Path = TEMPLATES) -> jinja2.Environment:
    """Make the Jinja environment of the Markdown templates; a forgotten name is an error."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 — Markdown is not HTML; content was checked to hold no tags
    )


def escaped(text: str) -> str:
    """Keep a plain value from being read as Markdown or as a cell's end."""
    for mark in "\\`*_[]|":
        text = text.replace(mark, "\\" + mark)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", " ")


def chinese_date(day: date) -> str:
    """Write a date as 2026 年 3 月 5 日."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def front_matter(library: Library, page: Page) -> str:
    """Write a page's staged front matter: what the theme shows around the text."""
    meta: dict[str, Any] = {
        "title": page.title,
        "description": page.lead,
        "column": page.kind.label,
        "column_url": f"{page.kind}/",
        "kind": page.kind.value,
        "address": page.url,
        "source": page.source or library.site.organiser,
        "tags_shown": list(page.tags),
        "rated": isinstance(page, RATED_KINDS),
    }
    if page.quick_exit:
        meta["quick_exit"] = True
    if page.published_on:
        meta["published_on"] = chinese_date(page.published_on)
    if checked_on := law_checked_on(page):
        meta["law_checked_on"] = chinese_date(checked_on)
    return dumped(meta | page_metadata(library, page))


def column_front_matter(kind: Kind, title: str, description: str, feed: tuple[str, str] | None = None) -> str:
    """Write the staged front matter of a list page of the column `kind`; `feed` is its own: what about, and where."""
    meta: dict[str, Any] = {"title": title, "description": description}
    meta |= {"column": kind.label, "column_url": f"{kind}/", "list": True} | column_metadata(kind)
    if feed:
        about, url = feed
        meta["feeds"] = [feed_entry(kind, url, about), *meta["feeds"]]
    return dumped(meta)


def dumped(meta: Mapping[str, Any]) -> str:
    """Write front matter between its fences."""
    return f"---\n{yaml.safe_dump(dict(meta), allow_unicode=True, sort_keys=False, width=1000)}---\n"


def related_pages(library: Library, page: Page) -> tuple[Page, ...]:
    """Give the pages that `page` names as related, then those that name it, each once."""
    named = [library.by_address[address] for address in page.related if address in library.by_address]
    naming = [other for other in library.pages if page.address in other.related]
    return tuple(dict.fromkeys((*named, *naming)))


def newest(pages: Iterable[Page]) -> list[Page]:
    """Sort pages by date of publication, newest first, then by title."""
    return sorted(pages, key=lambda page: (-(page.published_on or date.min).toordinal(), page.title))
