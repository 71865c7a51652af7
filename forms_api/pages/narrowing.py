"""The address of a search, and the ways to narrow it: by kind, topic, group and town.

In: the request, an answer. Out: `Asked` with the addresses of its pages; `Offer`s, a link for each value.
The search page imports this. Nothing but the words, the page and the values chosen stands in an address.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext

from content_model.facets import Facet
from search_index import Answer

LONGEST = 40
FACETS: Mapping[Facet, object] = {
    Facet.KIND: lazy_gettext("类型"),
    Facet.TOPIC: lazy_gettext("主题"),
    Facet.AUDIENCE: lazy_gettext("人群"),
    Facet.TOWN: lazy_gettext("乡镇"),
}


@dataclass(frozen=True)
class Asked:
    """A search: what was typed, what is chosen, and whether it must leave no trace."""

    query: str
    chosen: Mapping[Facet, str]
    quiet: bool

    def address(self, page: int = 1) -> str:
        """Give the address of a page of its hits."""
        values: dict[str, Any] = {str(facet): value for facet, value in self.chosen.items()}
        if page > 1:
            values["page"] = page
        if self.quiet:
            values["quiet"] = 1
        return url_for("search.results", q=self.query, **values)

    def other(self, query: str) -> str:
        """Give the address of other words within what is chosen."""
        return replace(self, query=query).address()

    def alone(self, query: str) -> str:
        """Give the address of other words, anywhere."""
        return replace(self, query=query, chosen={}).address()

    def without(self, facet: Facet) -> str:
        """Give the address with one choice less."""
        return replace(self, chosen={one: value for one, value in self.chosen.items() if one != facet}).address()

    def choosing(self, facet: Facet, value: str) -> str:
        """Give the address with a value chosen, instead of another one of its facet."""
        return replace(self, chosen={**self.chosen, facet: value}).address()


@dataclass(frozen=True)
class Value:
    """A value to choose: how many pages it leaves, where it leads, whether it is chosen already."""

    name: str
    found: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Offer:
    """A facet with its values."""

    facet: Facet
    label: object
    values: tuple[Value, ...]


def chosen() -> dict[Facet, str]:
    """Read what the address chooses; whether anybody has such a value, the index knows."""
    typed = ((facet, request.args.get(facet, "")) for facet in Facet)
    return {facet: value for facet, value in typed if value and len(value) <= LONGEST}


def offers(asked: Asked, answer: Answer) -> Iterator[Offer]:
    """Give the facets that tell the hits apart."""
    for choice in answer.choices:
        facet = choice.facet
        values = (
            Value(name, found, asked.choosing(facet, name), asked.chosen.get(facet) == name)
            for name, found in choice.values
        )
        yield Offer(facet, FACETS[facet], tuple(values))
