"""In which documents a word stands and what it is worth in each, as plain arrays, and the sum over a question's words.

In: numbers and worths of each word. Out: the documents with the highest sums. The index of questions (`asked.py`) and
the Whoosh engine stand on this: Python alone takes many times as long for a word that thousands have.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import log
from typing import NamedTuple

import numpy
from numpy.typing import NDArray


def inverse_frequency(held: int, size: int) -> float:
    """Tell how much a word says that `held` of `size` documents have, as BM25 reckons it."""
    return log(1 + (size - held + 0.5) / (held + 0.5))


class Postings(NamedTuple):
    """The numbers of the documents that hold a word, each once, and what the word is worth there."""

    numbers: NDArray[numpy.int64]
    worths: NDArray[numpy.float64]

    @classmethod
    def of(cls, listed: Sequence[tuple[int, float]]) -> "Postings":
        """Make them from (number, worth)."""
        numbers = numpy.fromiter((number for number, _ in listed), numpy.int64, len(listed))
        return cls(numbers, numpy.fromiter((worth for _, worth in listed), numpy.float64, len(listed)))


class PostingsTable:
    """The postings of many words, all in two arrays: most words stand in a few documents only."""

    def __init__(self, held: Mapping[str, Sequence[tuple[int, float]]]) -> None:
        ends = accumulate(len(listed) for listed in held.values())
        self._spans = {
            word: slice(end - len(listed), end) for (word, listed), end in zip(held.items(), ends, strict=True)
        }
        self._all = Postings.of([one for listed in held.values() for one in listed])

    def of(self, word: str) -> Postings:
        """Give the postings of a word; raises KeyError."""
        span = self._spans[word]
        return Postings(self._all.numbers[span], self._all.worths[span])


def highest(weighed: Iterable[tuple[Postings, float]], size: int, count: int) -> Postings:
    """Sum what words are worth, each by its weight; give the highest sums, of equal ones those of the first numbers.

    Of `size` documents; those that hold none of the words are not given.
    """
    listed = list(weighed)
    if not listed:
        return Postings.of([])
    numbers = numpy.concatenate([postings.numbers for postings, _ in listed])
    weights = numpy.repeat([weight for _, weight in listed], [len(postings.numbers) for postings, _ in listed])
    worths = numpy.concatenate([postings.worths for postings, _ in listed])
    sums = numpy.bincount(numbers, weights * worths, size).astype(numpy.float64, copy=False)
    held = numpy.flatnonzero(sums != 0)
    if len(held) > count:
        held = held[sums[held] >= numpy.partition(sums[held], -count)[-count]]
    best = held[numpy.argsort(-sums[held], kind="stable")][:count]
    return Postings(best, sums[best])
