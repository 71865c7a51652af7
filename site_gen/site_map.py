"""The site's maps: 网站地图 for people, robots.txt and sitemap.xml for machines.

In: the library, or the heads of the built pages. Out: values for sitemap.md, docs/robots.txt, site/sitemap.xml.
`stage.py` and, after rendering, `build.py` call this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from content_model import Case, Edition, Kind, Library, Page, Site, Topic
from site_gen.head import Head
from site_gen.markdown import newest
from site_gen.metadata import feed_entry, home_feeds

SHOWN = 100  # of a column; a list as long as the archive helps nobody
# Pages of the service that show what one person typed, and answers to searches.
PRIVATE = ("search", "forms/receipt", "forms/status", "forms/rating", "staff/", "healthz")


@dataclass(frozen=True)
class ColumnMap:
    """A column with the pages that the map lists, and how many more there are."""

    kind: Kind
    pages: tuple[Page, ...]
    more: int


def site_map(library: Library) -> dict[str, object]:
    """Give what the map for people lists: columns with their pages, and feeds."""
    return {"columns": _columns(library), "feeds": _feeds(library)}


def _columns(library: Library) -> list[ColumnMap]:
    found = []
    for kind in Kind:
        pages = newest(page for page in library.pages if page.kind is kind)
        found.append(ColumnMap(kind, tuple(pages[:SHOWN]), max(0, len(pages) - SHOWN)))
    return found


def _feeds(library: Library) -> list[dict[str, str]]:
    """Name the feeds of columns that have pages, and of the topics that cases are filed under."""
    filed = {case.topics[0] for case in library.of(Case)}
    topics = [topic for topic in Topic if topic in filed]
    of_topics = (feed_entry(Kind.CASE, f"{Kind.CASE}/topics/{topic.slug}.atom.xml", topic) for topic in topics)
    return [*home_feeds(), *of_topics]


def write_sitemap(heads: Mapping[PurePosixPath, Head], edition: Edition) -> None:
    """List every page that may be indexed, in every language, in place of the renderer's list.

    The renderer would give the day of building as the day of each page: a false date fails an inspection.
    """
    listed = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for head in heads.values():
        if head.is_indexed and head.canonical:
            entry = ElementTree.SubElement(listed, "url")
            ElementTree.SubElement(entry, "loc").text = head.canonical
            if published := head.metas.get("PubDate"):
                ElementTree.SubElement(entry, "lastmod").text = published[:10]
    ElementTree.indent(listed, "")
    ElementTree.ElementTree(listed).write(edition.site / "sitemap.xml", encoding="utf-8", xml_declaration=True)
    (edition.site / "sitemap.xml.gz").unlink(missing_ok=True)


def write_robots(site: Site, docs: Path) -> None:
    """Write robots.txt: everything may be read but what is one person's own.

    Robots look for it at the top of the host only: below a path, the host's own robots.txt must name the sitemap.
    """
    lines = ["User-agent: *", *(f"Disallow: {site.base_path}{path}" for path in PRIVATE)]
    lines += ["", f"Sitemap: {site.base_url}{site.base_path}sitemap.xml", ""]
    docs.mkdir(parents=True, exist_ok=True)
    (docs / "robots.txt").write_text("\n".join(lines), encoding="utf-8")
