"""tantivy as the engine: compiled, for a large library and heavy traffic; the only module that imports it.

In: passages with their words; weighted words. Out: documents. `engines` loads it where MINGFA_SEARCH_ENGINE says so.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from search_index.engines.engine import Document, Unusable
from search_index.passages import Passage

MEMORY = 128 * 1024 * 1024
DOCUMENTS_KEPT = 4096


def schema() -> tantivy.Schema:
    """Give the schema; words come cut already."""
    builder = tantivy.SchemaBuilder()
    for name in ("source", "address"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("document", stored=True)
    return builder.build()


class TantivyWriter:
    """A tantivy index that is being written."""

    def __init__(self, folder: Path) -> None:
        self._writer = tantivy.Index(schema(), str(folder)).writer(MEMORY, 1)

    def forget(self, source: str) -> None:
        """Take out all passages of a source."""
        self._writer.delete_documents_by_term("source", source)

    def add(self, source: str, passage: Passage, words: Sequence[str]) -> None:
        """Put in a passage."""
        document = tantivy.Document(source=source, address=passage.address, words=" ".join(words))
        document.add_bytes("document", Document.of(passage).stored.encode("utf-8"))
        self._writer.add_document(document)

    def commit(self) -> None:
        """Finish."""
        self._writer.commit()
        self._writer.wait_merging_threads()


class TantivyEngine:
    """An open tantivy index."""

    def __init__(self, folder: Path) -> None:
        try:
            self._index = tantivy.Index.open(str(folder))
            self._searcher = self._index.searcher()
        except (ValueError, OSError) as error:
            raise Unusable(str(folder)) from error
        self._schema = self._index.schema
        last = [-1] * self._searcher.num_segments
        for segment, number in self._held():
            last[segment] = max(last[segment], number)
        self._first = [0, *accumulate(number + 1 for number in last)]
        self._document = lru_cache(maxsize=DOCUMENTS_KEPT)(self._read_document)

    @property
    def size(self) -> int:
        """How many documents there are."""
        return int(self._searcher.num_docs)

    def frequency(self, word: str) -> int:
        """Tell in how many documents a word stands."""
        return int(self._searcher.doc_freq("words", word))

    def nearest(self, wanted: Mapping[str, float], limit: int) -> Mapping[int, float]:
        """Give the documents with the highest BM25."""
        parts = [
            (Occur.Should, Query.boost_query(Query.term_query(self._schema, "words", word, "freq"), weight))
            for word, weight in wanted.items()
        ]
        if not parts:
            return {}
        found = self._searcher.search(Query.boolean_query(parts), limit, count=False)
        return {self._first[at.segment_ord] + at.doc: worth for worth, at in found.hits}

    def document(self, number: int) -> Document:
        """Read a document."""
        return self._document(number)

    def documents(self) -> Iterator[Document | None]:
        """Read all documents in the order of their numbers."""
        held = {self._first[segment] + number for segment, number in self._held()}
        for number in range(self._first[-1]):
            yield self._read_document(number) if number in held else None

    def vocabulary(self, least: int) -> Iterable[tuple[str, int]]:
        """Give the words that stand in at least `least` documents, and in how many each."""
        for word, held in self._searcher.terms_with_prefix("words", ""):
            if held >= least:
                yield word, held

    def _held(self) -> Iterator[tuple[int, int]]:
        """Give the segment of each document and its number there; of those taken out none."""
        whole = self._searcher.search(Query.all_query(), max(self.size, 1), count=False)
        return ((at.segment_ord, at.doc) for _, at in whole.hits)

    def _read_document(self, number: int) -> Document:
        segment = bisect_right(self._first, number) - 1
        address = tantivy.DocAddress(segment, number - self._first[segment])
        return Document.read(bytes(self._searcher.doc(address)["document"][0]).decode("utf-8"))


def open_index(folder: Path) -> TantivyEngine:
    """Open the index in a folder; raises Unusable."""
    return TantivyEngine(folder)


def write_index(folder: Path, *, new: bool) -> TantivyWriter:  # an empty folder becomes an index
    """Begin to write."""
    return TantivyWriter(folder)
