"""What the home page and the columns list: groups, facets, the newest, the nearest.

In: the library. Out: values for the templates of home and columns; no text is written here.
`stage.py` asks for them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from content_model import (
    Audience,
    Case,
    Channel,
    Guide,
    GuidedWay,
    Kind,
    Library,
    Notice,
    Page,
    Product,
    Service,
    Station,
    Topic,
)
from content_model.vocabulary import Level, ServiceCategory, StationLevel, Vocabulary
from site_gen.map import station_map
from site_gen.markdown import newest

CASES_ABOUT = 4
QUESTIONS_SHOWN = 6


@dataclass(frozen=True)
class Facet:
    """One way to look at the service catalogue: for a group, about a topic, given in a way, at a level."""

    folder: str
    heading: str
    term: Vocabulary
    pages: tuple[Service, ...]

    @property
    def path(self) -> str:
        """Where its page is staged, below docs."""
        return f"{Kind.SERVICE}/{self.folder}/{self.term.slug}.md"


# folder, heading, vocabulary, the service's field
FACETS: tuple[tuple[str, str, type[Vocabulary], str], ...] = (
    ("for", "按人群", Audience, "audiences"),
    ("about", "按事情", Topic, "topics"),
    ("by", "按办理方式", Channel, "channels"),
    ("at", "按办理地点", Level, "levels"),
)


def facets(library: Library) -> tuple[Facet, ...]:
    """Give every facet of the catalogue that has services, in the order of the vocabularies."""
    found = []
    for folder, heading, vocabulary, field in FACETS:
        for term in vocabulary:
            pages = tuple(page for page in library.of(Service) if term in getattr(page, field))
            if pages:
                found.append(Facet(folder, heading, term, pages))
    return tuple(found)


def home(library: Library) -> dict[str, Any]:
    """Give what the home page shows."""
    return {
        "guides": library.of(Guide),
        "ways": library.of(GuidedWay),
        "groups": [facet for facet in facets(library) if facet.folder == "for"],
        "questions": list(_questions(library))[:QUESTIONS_SHOWN],
        "notices": newest(library.of(Notice))[:4],
        "cases": newest(library.of(Case))[:5],
        "stations": [page for page in library.of(Station) if page.level is StationLevel.COUNTY],
    }


def column(library: Library, kind: Kind) -> dict[str, Any]:
    """Give what a column's page shows: its pages, grouped where the column has groups."""
    if kind is Kind.SERVICE:
        services = grouped(library.of(Service), ServiceCategory, "category")
        return {"groups": services, "facets": facets(library), "headings": [heading for _, heading, _, _ in FACETS]}
    if kind is Kind.STATION:
        stations = library.of(Station)
        return {"groups": grouped(stations, StationLevel, "level"), "map": station_map(stations)}
    if kind is Kind.PRODUCT:
        changes = [(change, product) for product in library.of(Product) for change in product.changes]
        changes.sort(key=lambda pair: pair[0].changed_on, reverse=True)
        products = grouped(library.of(Product), ServiceCategory, "category")
        return {"groups": products, "changes": changes, "levels": list(Level)}
    if kind is Kind.WAY:
        return {"pages": library.of(GuidedWay)}
    return {"pages": newest(library.of(Guide))}


def grouped(pages: Iterable[Page], vocabulary: type[Vocabulary], field: str) -> list[tuple[Vocabulary, list[Page]]]:
    """Group pages by a term, in the order of the vocabulary, without empty groups."""
    pages = tuple(pages)
    groups = [(term, [page for page in pages if getattr(page, field) is term]) for term in vocabulary]
    return [(term, members) for term, members in groups if members]


def cases_about(library: Library, service: Service) -> tuple[Case, ...]:
    """Give the newest cases about the service's topics, those about its first topic first."""
    cases = [case for case in newest(library.of(Case)) if isinstance(case, Case)]
    ranked = [case for topic in service.topics for case in cases if topic in case.topics]
    return tuple(dict.fromkeys(ranked))[:CASES_ABOUT]


def nearest(library: Library, service: Service) -> list[tuple[str, list[Station]]]:
    """Give the stations that offer a service's kind, by town in the order of the site's settings."""
    offering = [station for station in library.of(Station) if service.category in station.offers]
    towns = dict.fromkeys((*library.site.towns, *(station.town for station in offering)))
    by_town = [(town, [station for station in offering if station.town == town]) for town in towns]
    return [(town, stations) for town, stations in by_town if stations]


def _questions(library: Library) -> Iterator[tuple[str, Page]]:
    """Give one question of each page that citizens ask about, guides first."""
    for page in (*library.of(Guide), *library.of(Service)):
        if page.asked:
            yield page.asked[0], page
