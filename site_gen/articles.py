"""Dated columns by Pelican: articles, lists, topics, tags, years, pages of lists and Atom feeds, as Markdown.

In: the library's cases and notices. Out: docs/cases and docs/notices, which MkDocs then renders.
`build.py` alone calls this; it is the only module that knows Pelican.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import markdown as python_markdown
from pelican import Pelican, signals
from pelican.log import console
from pelican.readers import BaseReader
from pelican.settings import configure_settings, read_settings
from pelican.utils import SafeDatetime
from pelican.writers import Writer

from content_model import Case, Kind, Library, Notice, Page, Topic
from site_gen.calendar_file import event_path, spoken_span
from site_gen.faults import BuildFailed, LogCollector
from site_gen.linker import Linker
from site_gen.markdown import chinese_date, column_front_matter, escaped, front_matter, related_pages

DATED_KINDS: tuple[type[Page], ...] = (Case, Notice)
THEME = Path(__file__).parent / "article_theme"
PER_PAGE = 20
DESCRIPTIONS = {
    Kind.CASE: "别人遇到过的事、怎么处理的、您可以怎么办。",
    Kind.NOTICE: "活动、值班、清单调整等通知。",
}


def write_articles(library: Library, docs: Path) -> None:
    """Write the dated columns below `docs`.

    Raises BuildFailed with Pelican's own words when it reports an error: by itself it would go on.
    """
    signals.readers_init.connect(_add_reader)
    signals.get_writer.connect(_choose_writer)
    for kind in DATED_KINDS:
        with _errors_raised():
            Pelican(_settings(library, kind, docs)).run()


class AbsoluteLinker(Linker):
    """Links for a feed, which is read far away from the site."""

    noted = False

    def __init__(self, library: Library) -> None:
        super().__init__(library, "")
        self.root = library.site.base_url + library.site.base_path

    def to(self, target: str) -> str:
        """Link to `target` from anywhere."""
        path, hash_sign, section = target.lstrip("/").partition("#")
        return self.root + (f"{path.removesuffix('.md')}/" if path.endswith(".md") else path) + hash_sign + section


class LibraryReader(BaseReader):  # type: ignore[misc]  # Pelican ships no types
    """Gives Pelican what the library has already read, so that front matter has one reader."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Give the article's HTML for feeds and its metadata."""
        library: Library = self.settings["LIBRARY"]
        relative = Path(source_path).resolve().relative_to(library.content.resolve())
        page = library.by_path[PurePosixPath(relative.as_posix())]
        html = python_markdown.markdown(AbsoluteLinker(library).body(page), extensions=["tables"])
        return html, {"page": page, **self._metadata(page)}

    def _metadata(self, page: Page) -> dict[str, Any]:
        topic = page.topics[0] if isinstance(page, Case) else Topic.OTHER
        fields: dict[str, Any] = {
            "title": page.title,
            "slug": page.slug,
            "summary": page.lead,
            "author": page.source or self.settings["LIBRARY"].site.organiser,
            "category": str(topic),
            "tags": ",".join(page.tags),
        }
        read = {name: self.process_metadata(name, value) for name, value in fields.items() if value}
        if page.published_on:
            read["date"] = SafeDatetime(page.published_on.year, page.published_on.month, page.published_on.day)
        return read


class FeedWriter(Writer):  # type: ignore[misc]  # Pelican ships no types
    """Gives each feed a name of its own; Pelican would name all of them by the home page."""

    def _create_new_feed(self, feed_type: str, feed_title: str, context: dict[str, Any]) -> Any:
        feed = super()._create_new_feed(feed_type, feed_title, context)
        feed.feed["id"] = self.feed_url
        return feed


def _choose_writer(pelican: Pelican) -> type[FeedWriter]:
    return FeedWriter


def _add_reader(readers: Any) -> None:
    readers.reader_classes["md"] = LibraryReader


def _settings(library: Library, kind: type[Page], docs: Path) -> dict[str, Any]:
    """Give Pelican's settings for one column."""
    column, site = kind.kind.value, library.site
    own = {
        "LIBRARY": library,
        "PATH": str(library.content.resolve()),
        "OUTPUT_PATH": str(docs),
        "ARTICLE_PATHS": [column],
        "PAGE_PATHS": [],
        "STATIC_PATHS": [],
        "PLUGINS": [],
        "CACHE_CONTENT": False,
        "DELETE_OUTPUT_DIRECTORY": False,
        "TIMEZONE": "Asia/Shanghai",
        "DEFAULT_LANG": "zh",
        "SITENAME": f"{site.name}·{kind.kind.label}",
        "SITEURL": (site.base_url + site.base_path).rstrip("/"),
        "SLUGIFY_USE_UNICODE": True,
        "SLUGIFY_SOURCE": "title",
        "CATEGORY_REGEX_SUBSTITUTIONS": [(f"^{topic}$", topic.slug) for topic in Topic],
        "DEFAULT_PAGINATION": PER_PAGE,
        "READERS": {"html": None, "rst": None},
        "FORMATTED_FIELDS": [],
    }
    settings = read_settings(override=own | _theme(library, kind) | _addresses(column))
    return dict(configure_settings(settings))


def _theme(library: Library, kind: type[Page]) -> dict[str, Any]:
    """Give the settings of the Markdown theme."""
    return {
        "THEME": str(THEME),
        "THEME_STATIC_PATHS": [],
        "TEMPLATE_EXTENSIONS": [".md"],
        "DIRECT_TEMPLATES": ["index"],
        "JINJA_ENVIRONMENT": {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True},
        "JINJA_GLOBALS": {
            "column": kind.kind,
            "description": DESCRIPTIONS[kind.kind],
            "column_front_matter": column_front_matter,
            "front_matter": lambda page: front_matter(library, page),
            "related_pages": lambda page: related_pages(library, page),
            "linker": lambda path: Linker(library, path),
            "chinese_date": chinese_date,
            "escaped": escaped,
            "event_path": event_path,
            "spoken_span": spoken_span,
        },
    }


def _addresses(column: str) -> dict[str, Any]:
    """Give where each page of a column goes; list pages have addresses that no article can take."""
    return {
        "ARTICLE_URL": f"{column}/{{slug}}/",
        "ARTICLE_SAVE_AS": f"{column}/{{slug}}.md",
        "DRAFT_SAVE_AS": "",
        "INDEX_URL": f"{column}/",
        "INDEX_SAVE_AS": f"{column}/index.md",
        "CATEGORY_URL": f"{column}/topics/{{slug}}/",
        "CATEGORY_SAVE_AS": f"{column}/topics/{{slug}}.md" if column == Kind.CASE else "",
        "TAG_URL": f"{column}/tags/{{slug}}/",
        "TAG_SAVE_AS": f"{column}/tags/{{slug}}.md",
        "YEAR_ARCHIVE_URL": f"{column}/years/{{date:%Y}}/",
        "YEAR_ARCHIVE_SAVE_AS": f"{column}/years/{{date:%Y}}.md",
        "AUTHOR_SAVE_AS": "",
        "ARCHIVES_SAVE_AS": "",
        "PAGINATED_TEMPLATES": {"index": None, "category": None, "tag": None},
        "PAGINATION_PATTERNS": [
            (1, "{url}", "{save_as}"),
            (2, "{url}page/{number}/", "{url}page/{number}{extension}"),  # base_name would keep "index"
        ],
        "FEED_ALL_ATOM": f"{column}/feed.atom.xml",
        "FEED_ATOM": None,
        "CATEGORY_FEED_ATOM": f"{column}/topics/{{slug}}.atom.xml" if column == Kind.CASE else None,
        "TAG_FEED_ATOM": f"{column}/tags/{{slug}}.atom.xml",
        "TRANSLATION_FEED_ATOM": None,
        "AUTHOR_FEED_ATOM": None,
        "AUTHOR_FEED_RSS": None,
    }


@contextmanager
def _errors_raised() -> Iterator[None]:
    """Turn errors that Pelican only logs into BuildFailed, and keep its own chatter quiet."""
    collector, logger, quiet = LogCollector(logging.ERROR), logging.getLogger("pelican"), console.quiet
    logger.addHandler(collector)
    console.quiet = True
    try:
        yield
    finally:
        logger.removeHandler(collector)
        console.quiet = quiet
    if collector.messages:
        raise BuildFailed("Pelican 报告错误：" + "；".join(collector.messages))
