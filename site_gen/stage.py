"""Staging: reference pages and columns become plain Markdown in build/docs.

In: the library. Out: docs/ with home, services, products, guides, stations, attachments and assets.
`build.py` alone calls this; dated columns (cases, notices) are Pelican's, in `articles.py`.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2

from content_model import Case, Guide, Kind, Library, Notice, Page, Product, Service, ServiceCategory, Station
from content_model.page import Level, StationLevel
from site_gen.assets import write_assets
from site_gen.markdown import (
    Linker,
    chinese_date,
    column_front_matter,
    escaped,
    front_matter,
    newest,
    related_pages,
    templates,
)

PAGE_TEMPLATES: dict[type[Page], str] = {
    Service: "service.md",
    Product: "product.md",
    Guide: "guide.md",
    Station: "station.md",
}
COLUMN_TEMPLATES: dict[Kind, str] = {
    Kind.SERVICE: "services.md",
    Kind.PRODUCT: "products.md",
    Kind.GUIDE: "guides.md",
    Kind.STATION: "stations.md",
}


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
    }
    for path, text in _texts(library, environment):
        target = docs / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for attachment in library.attachments:
        target = docs / attachment
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(library.content / attachment, target)
    write_assets(docs)


def _texts(library: Library, environment: jinja2.Environment) -> Iterator[tuple[str, str]]:
    """Give each reference file's path below docs and its text."""
    yield "index.md", _home(library, environment)
    for kind, name in COLUMN_TEMPLATES.items():
        path = f"{kind}/index.md"
        context = _column(library, kind)
        yield path, environment.get_template(name).render(link=Linker(library, path), kind=kind, **context)
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


def _home(library: Library, environment: jinja2.Environment) -> str:
    return environment.get_template("home.md").render(
        link=Linker(library, "index.md"),
        guides=library.of(Guide),
        notices=newest(library.of(Notice))[:4],
        cases=newest(library.of(Case))[:6],
        stations=[page for page in library.of(Station) if page.level is StationLevel.COUNTY],
    )


def _column(library: Library, kind: Kind) -> dict[str, Any]:
    """Give what a column's template needs: its pages, grouped where the column has groups."""
    if kind is Kind.SERVICE:
        return {"groups": _grouped(library.of(Service), ServiceCategory, "category")}
    if kind is Kind.STATION:
        return {"groups": _grouped(library.of(Station), StationLevel, "level")}
    if kind is Kind.PRODUCT:
        products = library.of(Product)
        changes = [(change, product) for product in products for change in product.changes]
        changes.sort(key=lambda pair: pair[0].changed_on, reverse=True)
        groups = _grouped(products, ServiceCategory, "category")
        return {"groups": groups, "changes": changes, "levels": list(Level)}
    return {"pages": newest(library.of(Guide))}


def _grouped(pages: tuple[Page, ...], vocabulary: Any, field: str) -> list[tuple[Any, list[Page]]]:
    """Group pages by a term, in the order of the vocabulary, without empty groups."""
    groups = [(term, [page for page in pages if getattr(page, field) is term]) for term in vocabulary]
    return [(term, members) for term, members in groups if members]
