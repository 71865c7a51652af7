"""Whoosh as the engine: pure Python, in the same process (decision 0004); the only module that imports it.

In: passages with their words; weighted words. Out: documents. `engines` loads it.
Whoosh reads a word's postings slowly; those of the words asked last are kept, and summed here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from struct import error as unpacking_failed
from threading import Lock

import numpy
from whoosh import index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.reading import TermNotFound

from search_index.bm25 import inverse_frequency, norms, saturated
from search_index.engines.engine import Document, Unusable
from search_index.passages import Passage
from search_index.postings import Postings, highest

WORDS_KEPT = 4096
DOCUMENTS_KEPT = 4096
MEMORY = 256  # megabytes for writing: the whole of the law in one go


def schema() -> Schema:
    """Give the schema; words come cut already, so that no class of ours is pickled into the index."""
    cut = TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)
    return Schema(source=ID, address=ID, words=cut, document=STORED)


class WhooshWriter:
    """A Whoosh index that is being written."""

    def __init__(self, folder: Path, *, new: bool) -> None:
        opened = index.create_in(str(folder), schema()) if new else index.open_dir(str(folder), schema=schema())
        self._writer = opened.writer(limitmb=MEMORY)

    def forget(self, source: str) -> None:
        """Take out all passages of a source."""
        self._writer.delete_by_term("source", source)

    def add(self, source: str, passage: Passage, words: Sequence[str]) -> None:
        """Put in a passage."""
        document = Document.of(passage).stored
        self._writer.add_document(source=source, address=passage.address, words=" ".join(words), document=document)

    def commit(self) -> None:
        """Finish."""
        self._writer.commit()


class WhooshEngine:
    """An open Whoosh index."""

    def __init__(self, folder: Path) -> None:
        try:
            self._reader = index.open_dir(str(folder), schema=schema()).reader()
        except (index.IndexError, OSError, EOFError, ValueError, KeyError, unpacking_failed) as error:
            raise Unusable(str(folder)) from error
        self._lock = Lock()  # a reader has one place in each file, and threads share it
        last = self._reader.doc_count_all()
        lengths = numpy.array([self._reader.doc_field_length(number, "words") for number in range(last)], numpy.int64)
        self._norms = norms(lengths, float(lengths.mean()) if last else 0.0)
        self._postings = lru_cache(maxsize=WORDS_KEPT)(self._read_postings)
        self._document = lru_cache(maxsize=DOCUMENTS_KEPT)(self._read_document)

    @property
    def size(self) -> int:
        """How many documents there are."""
        return int(self._reader.doc_count())

    def frequency(self, word: str) -> int:
        """Tell in how many documents a word stands."""
        with self._lock:
            return int(self._reader.doc_frequency("words", word))

    def nearest(self, wanted: Mapping[str, float], limit: int) -> Mapping[int, float]:
        """Give the documents with the highest BM25, summed word by word."""
        weighed = [(self._postings(word), weight) for word, weight in wanted.items()]
        numbers, worths = highest(weighed, len(self._norms), limit)
        return dict(zip(numbers.tolist(), worths.tolist(), strict=True))

    def document(self, number: int) -> Document:
        """Read a document."""
        return self._document(number)

    def documents(self) -> Iterator[Document | None]:
        """Read all documents in the order of their numbers."""
        for number in range(len(self._norms)):
            yield None if self._reader.is_deleted(number) else self._read_document(number)

    def vocabulary(self, least: int) -> Iterable[tuple[str, int]]:
        """Give the words that stand in at least `least` documents, and in how many each."""
        for name, facts in self._reader.iter_field("words"):
            if facts.doc_frequency() >= least:
                yield name.decode("utf-8"), facts.doc_frequency()

    def _read_postings(self, word: str) -> Postings:
        """Give the numbers of the documents that hold a word, and what it is worth in each."""
        found = numpy.array(self._matches(word), numpy.int64).reshape(-1, 2)
        numbers, counts = found[:, 0], found[:, 1]
        return Postings(
            numbers, inverse_frequency(self.frequency(word), self.size) * saturated(counts, self._norms[numbers])
        )

    def _matches(self, word: str) -> list[tuple[int, int]]:
        """Give the numbers of the documents that hold a word, and how often each does."""
        found = []
        with self._lock:
            try:
                matcher = self._reader.postings("words", word)
            except TermNotFound:
                return []
            while matcher.is_active():
                found.append((matcher.id(), int(matcher.weight())))
                matcher.next()
        return found

    def _read_document(self, number: int) -> Document:
        with self._lock:
            stored = self._reader.stored_fields(number)["document"]
        return Document.read(stored)


def open_index(folder: Path) -> WhooshEngine:
    """Open the index in a folder; raises Unusable."""
    return WhooshEngine(folder)


def write_index(folder: Path, *, new: bool) -> WhooshWriter:
    """Begin to write."""
    return WhooshWriter(folder, new=new)
