"""What a search engine must do for us, whichever it is.

In: passages with their words cut; weighted words. Out: documents, the nearest first. `whoosh_engine` and
`tantivy_engine` are such; build and query know only this.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Protocol

from search_index.passages import Passage


class Unusable(Exception):
    """The folder holds no index that this engine can read."""


@dataclass(frozen=True)
class Document:
    """A passage as the index gives it back: the passage to show, and `said`, all that was searched."""

    passage: Passage
    said: str

    @classmethod
    def of(cls, passage: Passage) -> "Document":
        """Make the document of a passage."""
        return cls(passage, passage.said)

    @classmethod
    def read(cls, stored: str) -> "Document":
        """Read a document from what an index stores."""
        *shown, said = json.loads(stored)
        return cls(Passage(*shown), said)

    @property
    def stored(self) -> str:
        """What an index stores of it: readable, whatever this code will look like."""
        return json.dumps([*astuple(self.passage), self.said], ensure_ascii=False)

    @property
    def address(self) -> str:
        """Where it stands, below the base path."""
        return self.passage.address


class Engine(Protocol):
    """An open index; may be asked from several threads. Documents have numbers from nought on."""

    @property
    def size(self) -> int:
        """How many documents there are."""

    def frequency(self, word: str) -> int:
        """Tell in how many documents a word stands."""

    def nearest(self, wanted: Mapping[str, float], limit: int) -> Mapping[int, float]:
        """Give the documents with the highest BM25 over the wanted words, each weighed, by their numbers."""

    def document(self, number: int) -> Document:
        """Read a document."""

    def documents(self) -> Iterator[Document | None]:
        """Read all documents in the order of their numbers; None for one that was taken out."""

    def vocabulary(self, least: int) -> Iterable[tuple[str, int]]:
        """Give the words that stand in at least `least` documents, and in how many each."""


class Writer(Protocol):
    """An index that is being written; nobody reads it yet."""

    def forget(self, source: str) -> None:
        """Take out all passages of a source."""

    def add(self, source: str, passage: Passage, words: Sequence[str]) -> None:
        """Put in a passage with the words that stand in it, repeated words repeated."""

    def commit(self) -> None:
        """Finish."""
