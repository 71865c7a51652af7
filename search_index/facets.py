"""Narrowing what was found by facets, with the number of pages behind each value.

In: the library at build time; the pages found and what is chosen at query time. Out: a file of the index; the pages
left; `Choice`s. Counted over all that was found, without asking an engine again; `build` writes, `query` asks.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from content_model import Page
from content_model.facets import ARTICLE, Facet, Values, facets_of

FILE = "facets.json"
Chosen = Mapping[Facet, str]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Choice:
    """A facet with its values, those of most pages first: (value, pages that choosing it would leave)."""

    facet: Facet
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class PageFacets:
    """The values of each page, by its address; an article of a law has nothing but its kind."""

    pages: Mapping[str, Values]

    @classmethod
    def of(cls, pages: Iterable[Page]) -> "PageFacets":
        """Note them down."""
        return cls({page.url: facets_of(page) for page in pages})

    @classmethod
    def read(cls, folder: Path) -> "PageFacets":
        """Read the file of an index; one that was built before there were facets knows none. Raises ValueError."""
        file = folder / FILE
        held = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return cls(
            {url: {Facet(facet): tuple(values) for facet, values in listed.items()} for url, listed in held.items()}
        )

    def write(self, folder: Path) -> None:
        """Write the file beside an index."""
        (folder / FILE).write_text(json.dumps(self.pages, ensure_ascii=False), encoding="utf-8")

    @cached_property
    def known(self) -> Mapping[Facet, frozenset[str]]:
        """All values that somebody has."""
        listed = [*self.pages.values(), {Facet.KIND: (ARTICLE,)}]
        return {facet: frozenset(value for values in listed for value in values.get(facet, ())) for facet in Facet}

    def real(self, chosen: Mapping[Facet, str]) -> Chosen:
        """Leave out what is chosen of values that nobody has: somebody typed into the address."""
        return {facet: value for facet, value in chosen.items() if value in self.known[facet]}

    def of_page(self, url: str, kind: str) -> Values:
        """Give the values of a page, or of what has nothing but its kind."""
        return self.pages.get(url) or _of_kind(kind)


@cache
def _of_kind(kind: str) -> Values:
    return {Facet.KIND: (kind,)}


def narrowed(found: Sequence[tuple[Found, Values]], chosen: Chosen) -> list[Found]:
    """Give what has all the chosen values, in its order."""
    return [one for one, values in found if not chosen or _fits(values, chosen)]


def choices(found: Sequence[Values], chosen: Chosen) -> tuple[Choice, ...]:
    """Count each facet over what the other facets leave; a facet with one value is none."""
    counted = []
    for facet in Facet:
        others = {other: value for other, value in chosen.items() if other != facet}
        left = [values for values in found if _fits(values, others)] if others else found
        counts = Counter(value for values in left for value in values.get(facet, ()))
        if len(counts) > 1:
            counted.append(Choice(facet, tuple(counts.most_common())))
    return tuple(counted)


def _fits(values: Values, chosen: Chosen) -> bool:
    return all(value in values.get(facet, ()) for facet, value in chosen.items())
