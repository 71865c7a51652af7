"""How often each of many parts stands in each of many texts, reckoned for all of them at once.

In: the signs of texts, parts as strings. Out: counts, texts × parts. `ranking.py` asks for some sixty parts in two
hundred texts for each question: counted one by one they took longer than what the engine does.
"""

from collections.abc import Iterator, Sequence

import numpy
from numpy.typing import NDArray

Signs = NDArray[numpy.uint16]
Places = NDArray[numpy.int64]
SIGNS = 1 << 16
MIX = numpy.uint16(31421)
NO_SIGNS = numpy.zeros(0, numpy.uint16)
ANYWHERE = numpy.zeros(0, numpy.int64)
END = "\n"
"""Behind each text, so that none goes on into the next; it stands in no part."""


def signs_of(text: str) -> Signs:
    """Give the signs of a text as numbers of two bytes, the end behind them; a rare sign beyond these takes two."""
    return numpy.frombuffer((text + END).encode("utf-16-le", "surrogatepass"), "<u2")


def count_parts(texts: Sequence[Signs], parts: Sequence[str]) -> NDArray[numpy.int64]:
    """Count: texts × parts, which are not empty; those that overlap count, too."""
    row = numpy.concatenate([*texts, NO_SIGNS])
    found = list(_places(row, [signs_of(part)[:-1].tolist() for part in parts]))
    text_of = numpy.repeat(numpy.arange(len(texts)), [len(text) for text in texts])
    columns = numpy.repeat(numpy.arange(len(parts)), [len(places) for places in found])
    counted = text_of[numpy.concatenate([ANYWHERE, *found])] * len(parts) + columns
    counts = numpy.bincount(counted, minlength=len(texts) * len(parts))
    return counts.reshape(len(texts), len(parts))


def _places(row: Signs, parts: Sequence[list[int]]) -> Iterator[Places]:
    """Give where each part begins: its first two signs are found together with those of all others."""
    begun = _pairs(row, [(part[0], part[1]) for part in parts if len(part) > 1])
    for part in parts:
        places = next(begun) if len(part) > 1 else numpy.flatnonzero(row == part[0])
        for at, sign in enumerate(part[2:], start=2):
            places = places[row[places + at] == sign]  # the end behind each text fits none, so it is not passed
        yield places


def _pairs(row: Signs, pairs: Sequence[tuple[int, int]]) -> Iterator[Places]:
    """Give where each pair stands; a table of their mixtures tells which neighbours may be one of them."""
    first, second = numpy.array(pairs, numpy.uint16).reshape(-1, 2).T
    table = numpy.zeros(SIGNS, bool)
    table[_mixture(first, second)] = True
    places = numpy.flatnonzero(table.take(_mixture(row[:-1], row[1:]), mode="clip"))
    codes = _code(row[places], row[places + 1])
    order = numpy.argsort(codes)
    places, codes, wanted = places[order], codes[order], _code(first, second)
    begins, ends = numpy.searchsorted(codes, wanted), numpy.searchsorted(codes, wanted, "right")
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        yield places[begin:end]


def _mixture(first: Signs, second: Signs) -> Signs:
    return first * MIX + second  # of two bytes: what is beyond is cut off


def _code(first: Signs, second: Signs) -> NDArray[numpy.uint32]:
    return numpy.bitwise_or(numpy.left_shift(first, 16, dtype=numpy.uint32), second)
