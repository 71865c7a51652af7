"""Which articles stand beside each other in a law: what is near a good answer is often one, too.

In: the statutes file of an index. Out: `LawOrder`. `ranking` asks.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from search_index.statutes import FILE


@dataclass(frozen=True)
class LawOrder:
    """The addresses of each law's articles in order, and the place of each address."""

    laws: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, int]]

    @classmethod
    def of(cls, numbers: Iterable[tuple[str, Iterable[str]]]) -> "LawOrder":
        """Make it from each law's slug and article numbers."""
        laws = {slug: tuple(f"laws/{slug}/#{number}" for number in listed) for slug, listed in numbers}
        return cls(laws, {place: (slug, at) for slug, listed in laws.items() for at, place in enumerate(listed)})

    @classmethod
    def read(cls, folder: Path) -> "LawOrder":
        """Read the file of an index; raises OSError, ValueError, KeyError."""
        listed = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls.of((law["slug"], law["articles"]) for law in listed)

    def beside(self, address: str, reach: int) -> tuple[Sequence[str], Sequence[str]]:
        """Give the articles before and behind an address, the nearest first, at most `reach` of each."""
        slug, at = self.places.get(address, ("", 0))
        listed = self.laws.get(slug, ())
        return listed[max(0, at - reach) : at][::-1], listed[at + 1 : at + 1 + reach]


def law_of(address: str) -> str:
    """Give the law of an article's address; "" for a page."""
    return address[5 : address.index("/", 5)] if address.startswith("laws/") else ""
