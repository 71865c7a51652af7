"""In which documents a word stands and what it is worth in each, as plain arrays, and the sum over a question's words.

In: texts as counts of words. Out: the documents with the highest sums. The index of questions (`asked.py`) and the
Whoosh engine stand on this: Python alone takes many times as long for a word that thousands have.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from search_index.bm25 import inverse_frequency, norms, saturated

Numbers = NDArray[numpy.int64]


class Postings(NamedTuple):
    """The numbers of the documents that hold a word, each once, and what the word is worth there."""

    numbers: Numbers
    worths: NDArray[numpy.float64]


NO_POSTINGS = Postings(numpy.zeros(0, numpy.int64), numpy.zeros(0))


class PostingsTable:
    """The postings of all words of texts, in two arrays: most words stand in a few texts only.

    `rarity`: how much each word says.
    """

    def __init__(self, texts: Iterable[Mapping[str, int]]) -> None:
        listed = list(texts)
        names: dict[str, int] = {}
        word_of = _integers([names.setdefault(word, len(names)) for counts in listed for word in counts])
        numbers = numpy.repeat(numpy.arange(len(listed)), [len(counts) for counts in listed])
        counts = _integers(chain.from_iterable(counts.values() for counts in listed))
        lengths = numpy.bincount(numbers, counts, len(listed)).astype(numpy.int64)
        held = numpy.bincount(word_of, minlength=len(names))
        rarity = [inverse_frequency(count, len(listed)) for count in held.tolist()]
        against = norms(lengths, float(lengths.mean()) if len(lengths) else 0.0)
        worths = numpy.array(rarity)[word_of] * saturated(counts, against[numbers])
        by_word = numpy.argsort(word_of, kind="stable")
        ends = numpy.cumsum(held)
        self.rarity: Mapping[str, float] = dict(zip(names, rarity, strict=True))
        self._all = Postings(numbers[by_word], worths[by_word])
        self._spans = dict(zip(names, zip((ends - held).tolist(), ends.tolist(), strict=True), strict=True))

    def of(self, word: str) -> Postings:
        """Give the postings of a word; raises KeyError."""
        begin, end = self._spans[word]
        return Postings(self._all.numbers[begin:end], self._all.worths[begin:end])


def _integers(numbers: Iterable[int]) -> Numbers:
    return numpy.fromiter(numbers, numpy.int64)


def highest(weighed: Iterable[tuple[Postings, float]], size: int, count: int) -> Postings:
    """Sum what words are worth, each by its weight; give the highest sums, of equal ones those of the first numbers.

    Of `size` documents; those that hold none of the words are not given.
    """
    listed = list(weighed)
    if not listed:
        return NO_POSTINGS
    numbers = numpy.concatenate([postings.numbers for postings, _ in listed])
    weights = numpy.repeat([weight for _, weight in listed], [len(postings.numbers) for postings, _ in listed])
    worths = numpy.concatenate([postings.worths for postings, _ in listed])
    sums = numpy.bincount(numbers, weights * worths, size).astype(numpy.float64, copy=False)
    held = numpy.flatnonzero(sums != 0)
    if len(held) > count:
        held = held[sums[held] >= numpy.partition(sums[held], -count)[-count]]
    best = held[numpy.argsort(-sums[held], kind="stable")][:count]
    return Postings(best, sums[best])
