"""BM25 (Robertson and Zaragoza, 2009), its parts: how much a word says, and what it is worth in a text of some length.

In: counts. Out: worths. Whoever weighs words stands on this, so that all weigh them alike: the index of questions, the
ranking, the Whoosh engine. tantivy has the same formula in it.
"""

from math import log

import numpy
from numpy.typing import NDArray

K1, B = 1.2, 0.75
Worths = NDArray[numpy.float64]


def inverse_frequency(held: int, size: int) -> float:
    """Tell how much a word says that `held` of `size` texts have."""
    return log(1 + (size - held + 0.5) / (held + 0.5))


def norms(lengths: NDArray[numpy.int64], mean: float) -> Worths:
    """Give for each text what stands against its counts: a long one says everything more often."""
    return numpy.asarray(K1 * (1 - B + B * lengths / (mean or 1.0)), numpy.float64)


def saturated(counts: NDArray[numpy.int64], against: Worths) -> Worths:
    """Give what counts are worth: the second time a word says less than the first."""
    return numpy.asarray(counts * (K1 + 1) / (counts + against), numpy.float64)
