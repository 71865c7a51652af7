"""How rare two neighbouring characters are: what words cut apart still have in common.

In: texts at build time, two characters at query time. Out: a table of document counts, one small file of the index.
`build.py` counts, `ranking.py` asks. Pairs share slots by their remainder: a megabyte instead of half a million keys.
"""

from array import array
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from search_index.analyzer import pairs
from search_index.bm25 import inverse_frequency

FILE = "pairs.bin"
SLOTS = 1 << 18
STEP = 8191


class PairTable:
    """Document counts of pairs among `size` texts."""

    def __init__(self, counts: "array[int]", size: int) -> None:
        self._counts = counts
        self._size = size

    @classmethod
    def of(cls, texts: Iterable[str]) -> "PairTable":
        """Count the pairs of texts."""
        held: Counter[int] = Counter()
        size = 0
        for text in texts:
            held.update({_slot(pair) for pair in pairs(text)})
            size += 1
        return cls(array("I", (held[slot] for slot in range(SLOTS))), size)

    @classmethod
    def read(cls, folder: Path) -> "PairTable":
        """Read the table of an index; raises OSError, ValueError."""
        counts = array("I")
        counts.frombytes((folder / FILE).read_bytes())
        if len(counts) != SLOTS + 1:
            raise ValueError(folder / FILE)
        return cls(counts, counts.pop())

    def write(self, folder: Path) -> None:
        """Write the table beside an index."""
        (folder / FILE).write_bytes(self._counts.tobytes() + array("I", [self._size]).tobytes())

    def rarity(self, pair: str) -> float:
        """Tell how much a pair says: its inverse document frequency, as BM25 reckons it."""
        held = min(self._counts[_slot(pair)], self._size)
        return inverse_frequency(held, self._size)


def _slot(pair: str) -> int:
    return (ord(pair[0]) * STEP + ord(pair[1])) % SLOTS
