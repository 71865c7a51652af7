"""What the home page and the columns list: groups, facets, the newest, the nearest.

In: the library. Out: values for the templates of home and columns; no text is written here.
`stage.py` asks for them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from content_model import (
    Audience,
    Case,
    Channel,
    Guide,
    GuidedWay,
    Kind,
    Language,
    Library,
    Notice,
    Page,
    Person,
    PersonCategory,
    Product,
    Service,
    Station,
    Topic,
)
from content_model.library import slug_of
from content_model.vocabulary import Level, ServiceCategory, StationLevel, Vocabulary
from site_gen.map import station_map
from site_gen.markdown import newest

CASES_ABOUT = 4
QUESTIONS_SHOWN = 6
AID_TERM = "可以点援"
AID_CATEGORIES = tuple(category for category in PersonCategory if category.conducts_aid)
GIVEN_BY: Mapping[ServiceCategory, tuple[PersonCategory, ...]] = {
    ServiceCategory.LEGAL_AID: AID_CATEGORIES,
    ServiceCategory.LAWYERS: (PersonCategory.LAWYER,),
    ServiceCategory.GRASSROOTS: (PersonCategory.GRASSROOTS,),
    ServiceCategory.NOTARY: (PersonCategory.NOTARY,),
    ServiceCategory.MEDIATION: (PersonCategory.MEDIATOR,),
    ServiceCategory.VILLAGE_ADVISERS: (PersonCategory.VILLAGE_ADVISER,),
}


@dataclass(frozen=True)
class Facet:
    """One way to look at a column: services for a group or about a topic, people who speak a language."""

    kind: Kind
    folder: str
    slug: str
    heading: str
    term: str
    pages: tuple[Page, ...]

    @property
    def path(self) -> str:
        """Where its page is staged, below docs."""
        return f"{self.kind}/{self.folder}/{self.slug}.md"


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
                found.append(Facet(Kind.SERVICE, folder, term.slug, heading, term, pages))
    return tuple(found)


def people_facets(library: Library) -> tuple[Facet, ...]:
    """Give every facet of the directory that has people: open to choice, by speciality, town and language."""
    people = library.of(Person)
    chosen = tuple(page for page in people if page.chosen_for_aid)
    aid = [Facet(Kind.PERSON, "for", "legal-aid", "法律援助", AID_TERM, chosen)]
    about = (_people(people, "about", "按专长", term, "specialities") for term in Topic)
    towns = (_people(people, "at", "按乡镇", town, "town") for town in library.site.towns)
    languages = (_people(people, "speaking", "按语言", term, "languages") for term in Language)
    return tuple(facet for facet in chain(aid, about, towns, languages) if facet.pages)


def all_facets(library: Library) -> Iterator[Facet]:
    """Give every facet that has a page of its own."""
    return chain(facets(library), people_facets(library))


def _people(people: Iterable[Person], folder: str, heading: str, term: str, field: str) -> Facet:
    """Give the facet of those whose `field` is, or holds, the term."""
    written = ((page, getattr(page, field)) for page in people)
    found = (page for page, said in written if term in (said if isinstance(said, tuple) else (said,)))
    slug = term.slug if isinstance(term, Vocabulary) else slug_of(term)
    return Facet(Kind.PERSON, folder, slug, heading, term, tuple(found))


def has_people(library: Library, service: Service) -> bool:
    """Say whether the directory names people who give this service."""
    wanted = GIVEN_BY.get(service.category, ())
    return any(person.category in wanted for person in library.of(Person))


def aid_services(library: Library, person: Person | None = None) -> tuple[Service, ...]:
    """Give the services by which legal aid is asked for; for a `person`, those in which they may be chosen."""
    services = (page for page in library.of(Service) if page.category is ServiceCategory.LEGAL_AID)
    lawyer = person is None or person.category is PersonCategory.LAWYER
    # A defence is a lawyer's: 法律援助法 art. 25, 刑事诉讼法 art. 33 and 34.
    return tuple(page for page in services if lawyer or Topic.CRIMINAL not in page.topics)


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
    if kind is Kind.PERSON:
        found = people_facets(library)
        people = grouped(library.of(Person), PersonCategory, "category")
        lawyers = [page for page in library.of(Service) if page.category is ServiceCategory.LAWYERS]
        headings = list(dict.fromkeys(facet.heading for facet in found))
        return {"groups": people, "facets": found, "headings": headings, "lawyers": lawyers}
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
