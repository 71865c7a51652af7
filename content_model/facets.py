"""Facets: what found pages are narrowed by: their kind, topic, group and town.

In: a `Page`. Out: its values for each `Facet`, as the words on the page.
The index keeps them for the service's search, the build for the search without a service.
"""

from collections.abc import Mapping
from enum import StrEnum

from content_model.page import Case, Guide, Page, Person, Service, Station

ARTICLE = "法律条文"
"""The kind of an article of a law, among the labels of the kinds of pages."""


class Facet(StrEnum):
    """What is chosen from; the value is its name in an address."""

    KIND = "kind"
    TOPIC = "topic"
    AUDIENCE = "audience"
    TOWN = "town"


Values = Mapping[Facet, tuple[str, ...]]


def facets_of(page: Page) -> Values:
    """Give what a page may be chosen by; facets of which it says nothing are left out."""
    found = {
        Facet.KIND: (page.kind.label,),
        Facet.TOPIC: _topics(page),
        Facet.AUDIENCE: page.audiences,
        Facet.TOWN: (page.town,) if isinstance(page, Station | Person) else (),
    }
    return {facet: tuple(map(str, values)) for facet, values in found.items() if values}


def _topics(page: Page) -> tuple[str, ...]:
    if isinstance(page, Service | Case | Guide):
        return page.topics
    return page.specialities if isinstance(page, Person) else ()
