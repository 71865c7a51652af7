"""Staging: reference pages and columns become plain Markdown in build/docs.

In: the library. Out: docs/ with home, services, products, guides, stations, people, guided ways, attachments, assets.
`build.py` alone calls this; dated columns (cases, notices) are Pelican's, in `articles.py`.
"""

import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import jinja2

from content_model import Guide, GuidedWay, Kind, Library, Page, Person, Product, Service, Station
from content_model.facets import ARTICLE, facets_of
from site_gen.assets import write_assets
from site_gen.backlinks import backlinks
from site_gen.columns import aid_services, all_facets, cases_about, column, has_people, home, nearest
from site_gen.law_address import held
from site_gen.law_list import fields_of, law_lists, write_law_names
from site_gen.law_page import law_pages
from site_gen.law_text import statute_line
from site_gen.linker import Linker
from site_gen.markdown import (
    chinese_date,
    column_front_matter,
    escaped,
    front_matter,
    related_pages,
    templates,
)
from site_gen.qr import write_qr_codes
from site_gen.site_map import site_map, write_robots
from site_gen.station_list import write_station_names
from site_gen.ways import step_pages, way_view

PAGE_TEMPLATES: dict[type[Page], str] = {
    Service: "service.md",
    Product: "product.md",
    Guide: "guide.md",
    Station: "station.md",
    GuidedWay: "way.md",
    Person: "person.md",
}
COLUMN_TEMPLATES: dict[Kind, str] = {
    Kind.SERVICE: "services.md",
    Kind.PRODUCT: "products.md",
    Kind.GUIDE: "guides.md",
    Kind.STATION: "stations.md",
    Kind.WAY: "ways.md",
    Kind.PERSON: "people.md",
}
FACET_TEMPLATES: dict[Kind, str] = {Kind.SERVICE: "facet.md", Kind.PERSON: "people_facet.md"}


def stage(library: Library, docs: Path) -> None:
    """Write every reference page and column of `library` below `docs`."""
    environment = templates()
    environment.globals |= {
        "library": library,
        "site": library.site,
        "escaped": escaped,
        "chinese_date": chinese_date,
        "column_front_matter": column_front_matter,
        "Kind": Kind,
        "cases_about": cases_about,
        "nearest": nearest,
        "aid_services": aid_services,
        "has_people": has_people,
        "way_view": lambda way: way_view(library, way),
        "statute_line": statute_line,
        "held": held,
    }
    for path, text in _texts(library, environment):
        target = docs / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for attachment in library.attachments:
        target = docs / attachment
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(library.content / attachment, target)
    write_law_names(library, docs)
    write_station_names(library, docs)
    write_assets(docs)
    write_qr_codes(library, docs)
    write_robots(library.site, docs)


def _facet_values(library: Library) -> tuple[str, ...]:
    """Give all that found pages can be chosen by, each once: the search page has their names in its own script."""
    values = chain.from_iterable(chain(*facets_of(page).values()) for page in library.pages)
    return tuple(dict.fromkeys((*values, ARTICLE)))


def _texts(library: Library, environment: jinja2.Environment) -> Iterator[tuple[str, str]]:
    """Give each reference file's path below docs and its text."""
    yield "index.md", environment.get_template("home.md").render(link=Linker(library, "index.md"), **home(library))
    yield (
        "sitemap.md",
        environment.get_template("sitemap.md").render(
            link=Linker(library, "sitemap.md"), law_fields=fields_of(library), **site_map(library)
        ),
    )
    search = environment.get_template("search.md")
    yield "search.md", search.render(link=Linker(library, "search.md"), values=_facet_values(library), **home(library))
    for facet in all_facets(library):
        template = environment.get_template(FACET_TEMPLATES[facet.kind])
        text = template.render(link=Linker(library, facet.path), facet=facet)
        yield facet.path, text
    for kind, name in COLUMN_TEMPLATES.items():
        path = f"{kind}/index.md"
        context = column(library, kind)
        yield path, environment.get_template(name).render(link=Linker(library, path), kind=kind, **context)
    yield from step_pages(library, environment)
    yield from law_lists(library, environment)
    yield from law_pages(library, environment, backlinks(library))
    for page in library.pages:
        if name := PAGE_TEMPLATES.get(type(page), ""):
            path = f"{page.address}.md"
            yield (
                path,
                environment.get_template(name).render(
                    page=page,
                    link=Linker(library, path),
                    front_matter=front_matter(library, page),
                    related=related_pages(library, page),
                ),
            )
