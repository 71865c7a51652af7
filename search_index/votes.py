"""What questions alike say for places, and what people need whatever they ask.

In: questions alike, what was learned, the order of the law. Out: `Votes` for one question, the `Prior` for all.
`query.py` takes the votes, `ranking.py` counts them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy

from search_index.asked import Alike
from search_index.law_order import REACH, LawOrder, Line
from search_index.learned import Learned

REACH_OF_A_VOICE, FADES_BY = 8, 3.0
PRIOR_FADES_BY = 4.0


@dataclass(frozen=True, eq=False)
class Votes:
    """What questions alike say for places by number; those that people asked also for what is beside, and for laws."""

    asked: Mapping[int, float]
    written: Mapping[int, float]
    best: Mapping[int, Alike]
    beside: Line
    laws: Line


def vote(alike: Sequence[Alike], order: LawOrder) -> Votes:
    """Count what the questions alike vote for: the likelier, the more by far.

    What we wrote says which article answers, not what people need: it has no voice for laws and what stands beside.
    """
    asked: defaultdict[int, float] = defaultdict(float)
    written: defaultdict[int, float] = defaultdict(float)
    shares: defaultdict[int, float] = defaultdict(float)
    best: dict[int, Alike] = {}
    for one in alike:
        voice = one.likeness**2
        for place in one.places:
            (written if one.written else asked)[place] += voice
            if place not in best or one.likeness > best[place].likeness:
                best[place] = one
            if not one.written:
                shares[place] += voice / len(one.places)
    whole = sum(shares.values()) or 1.0
    beside = order.beside(shares, REACH_OF_A_VOICE, FADES_BY)
    return Votes(asked, written, best, beside, order.by_law(shares) / whole)


@dataclass(frozen=True, eq=False)
class Prior:
    """What people need, whatever they ask: questions known for each law, and along the line for what is near."""

    laws: Line
    nearby: Line

    @classmethod
    def of(cls, learned: Learned, numbers: Mapping[str, int], order: LawOrder) -> "Prior":
        """Reckon it from what was learned."""
        counts = {numbers[address]: float(count) for address, count in learned.articles.items() if address in numbers}
        laws = numpy.array([float(learned.laws.get(slug, 0)) for slug in order.slugs])
        return cls(numpy.log1p(laws), numpy.log1p(order.beside(counts, REACH, PRIOR_FADES_BY)))
