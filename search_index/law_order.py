"""Which articles stand beside each other in a law: what is near a good answer is often one, too.

In: the statutes file of an index, the numbers of places. Out: `LawOrder`. `votes.py` spreads what is said for an
article over those beside it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path

import numpy
from numpy.typing import NDArray

from search_index.postings import Numbers
from search_index.statutes import FILE

REACH = 12
"""Articles that may be beside one; as wide are the gaps between laws."""
NO_LAW = 0
Line = NDArray[numpy.float64]


@dataclass(frozen=True, eq=False)
class LawOrder:
    """All articles in one line, a gap between laws.

    `line`: the place at each step of it, -1 in a gap. `steps`, `laws`: by place, its step and its law; of a page the
    very first step, beside which nothing stands, and no law. `slugs`: the laws by their numbers, none at first.
    """

    line: Numbers
    steps: Numbers
    laws: Numbers
    slugs: Sequence[str]

    @classmethod
    def of(cls, laws: Iterable[tuple[str, Iterable[str]]], numbers: Mapping[str, int], size: int) -> "LawOrder":
        """Make it from each law's slug and article numbers, the numbers of addresses, and how many there are."""
        gap = [-1] * REACH
        line, slugs = [-1, *gap], [""]
        law_of, step_of = numpy.full(size, NO_LAW), numpy.zeros(size, numpy.int64)
        for slug, listed in laws:
            places = [numbers[address] for one in listed if (address := f"laws/{slug}/#{one}") in numbers]
            law_of[places] = len(slugs)
            step_of[places] = numpy.arange(len(line), len(line) + len(places))
            line += [*places, *gap]
            slugs.append(slug)
        return cls(numpy.array(line), step_of, law_of, slugs)

    @classmethod
    def read(cls, folder: Path, numbers: Mapping[str, int], size: int) -> "LawOrder":
        """Read the file of an index; raises OSError, ValueError, KeyError."""
        listed = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls.of(((law["slug"], law["articles"]) for law in listed), numbers, size)

    def beside(self, worths: Mapping[int, float], reach: int, scale: float) -> Line:
        """Spread what places are worth over those beside them, e times less for each `scale` steps; along the line."""
        steps = self.steps[numpy.fromiter(worths, numpy.int64, len(worths))]
        said = numpy.fromiter(worths.values(), numpy.float64, len(worths))[steps > 0]
        reached = steps[steps > 0][:, None] + numpy.arange(-reach, reach + 1)
        spread = numpy.outer(said, _around(reach, scale))
        return numpy.bincount(reached.ravel(), spread.ravel(), len(self.line)).astype(numpy.float64, copy=False)

    def by_law(self, worths: Mapping[int, float]) -> Line:
        """Sum what the places of each law are worth; nothing for what is no law."""
        places = numpy.fromiter(worths, numpy.int64, len(worths))
        sums = numpy.bincount(self.laws[places], list(worths.values()), len(self.slugs)).astype(numpy.float64)
        sums[NO_LAW] = 0.0
        return sums

    def highest(self, spread: Line, count: int) -> list[int]:
        """Give the places that a line says most for."""
        steps = numpy.flatnonzero(spread > 0)
        steps = steps[self.line[steps] >= 0]
        best = steps[numpy.argsort(-spread[steps], kind="stable")][:count]
        found: list[int] = self.line[best].tolist()
        return found


@lru_cache
def _around(reach: int, scale: float) -> Line:
    return numpy.array([exp(-abs(step) / scale) if step else 0.0 for step in range(-reach, reach + 1)])
