"""The forward index: what stands in each document, by its number, beside the engine's inverted one.

In: the documents of an engine in the order of their numbers, behind them those of pages' questions. Out: `Forward`,
files of the index that are mapped and not read. `build.py` writes; whoever orders two hundred candidates asks this, and
reads only the ten documents that are shown.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

import numpy
from numpy.typing import NDArray

from content_model.facets import ARTICLE
from search_index.counting import Signs, count_parts, signs_of
from search_index.engines import Document
from search_index.meaning import Keys, keys_of
from search_index.postings import Numbers

NAMES, SAID, COLUMNS = "forward.json", "forward-said.npy", "forward.npy"
COLUMN_TYPES = [("end", "<i8"), ("key", "<u8"), ("kind", "<u2")]
TAKEN_OUT = ""
Flat = NDArray[numpy.void]


@dataclass(frozen=True, eq=False)
class Forward:
    """Documents by number; the first `of_engine` are the engine's, and one that was taken out has no address.

    `columns`: where what is said ends in `said`, the key of its meaning, its kind among `kinds`.
    """

    addresses: Sequence[str]
    kinds: Sequence[str]
    of_engine: int
    columns: Flat
    said: Signs

    @classmethod
    def of(cls, of_engine: Sequence[Document | None], others: Iterable[Document] = ()) -> "Forward":
        """Note down what stands in documents; None for one that was taken out."""
        documents = [*of_engine, *others]
        addresses = [one.address if one else TAKEN_OUT for one in documents]
        kind_of = [one.passage.kind if one else "" for one in documents]
        kinds = sorted(set(kind_of))
        signs = [signs_of(one.said if one else "") for one in documents]
        columns = numpy.zeros(len(documents), COLUMN_TYPES)
        columns["end"] = list(accumulate(map(len, signs)))
        columns["key"] = keys_of(one.passage.text if one else "" for one in documents)
        columns["kind"] = list(map({kind: at for at, kind in enumerate(kinds)}.__getitem__, kind_of))
        return cls(addresses, kinds, len(of_engine), columns, numpy.concatenate([*signs, signs_of("")[:0]]))

    @classmethod
    def read(cls, folder: Path) -> "Forward":
        """Open the files of an index; raises OSError, ValueError, KeyError."""
        held = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        columns = numpy.load(folder / COLUMNS)
        if len(columns) != len(held["addresses"]):
            raise ValueError(folder / COLUMNS)
        said = numpy.load(folder / SAID, mmap_mode="r")
        return cls(held["addresses"], held["kinds"], held["of_engine"], columns, said)

    def write(self, folder: Path) -> None:
        """Write the files beside an index."""
        held = {"of_engine": self.of_engine, "kinds": self.kinds, "addresses": self.addresses}
        (folder / NAMES).write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
        numpy.save(folder / COLUMNS, self.columns)
        numpy.save(folder / SAID, self.said)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of what stands at an address; of several documents the first one's stands for the place."""
        backwards = zip(reversed(self.addresses), reversed(range(len(self.addresses))), strict=True)
        return {address: number for address, number in backwards if address}

    @cached_property
    def places(self) -> Numbers:
        """The place of each document, which several may share."""
        return numpy.array([self.numbers.get(address, 0) for address in self.addresses], numpy.int64)

    @cached_property
    def turns(self) -> Numbers:
        """The turn of each document among all by their addresses: it depends on no engine, as the numbers do."""
        turns = numpy.empty(len(self.addresses), numpy.int64)
        turns[sorted(range(len(self.addresses)), key=self.addresses.__getitem__)] = numpy.arange(len(self.addresses))
        return turns

    @cached_property
    def pages(self) -> Numbers:
        """The page of each document, by the number of its first one; an article stands for itself."""
        first: dict[str, int] = {}
        listed = zip(self.addresses, self.kind_of.tolist(), strict=True)
        article = self.kinds.index(ARTICLE) if ARTICLE in self.kinds else None
        return numpy.array(
            [
                number if kind == article else first.setdefault(page_of(address), number)
                for number, (address, kind) in enumerate(listed)
            ],
            numpy.int64,
        )

    @cached_property
    def kind_of(self) -> NDArray[numpy.uint16]:
        """The kind of each document."""
        return numpy.array(self.columns["kind"])

    @cached_property
    def keys(self) -> Keys:
        """The key of each document's meaning."""
        return numpy.array(self.columns["key"])

    @cached_property
    def _ends(self) -> Numbers:
        return numpy.concatenate([[0], self.columns["end"]])

    def lengths(self, numbers: Numbers) -> Numbers:
        """Give how long what documents say is, in signs."""
        found: Numbers = self._ends[numbers + 1] - self._ends[numbers] - 1
        return found

    def count(self, numbers: Numbers, parts: Sequence[str]) -> Numbers:
        """Count how often each part stands in each document: documents × parts."""
        begins, ends = self._ends[numbers].tolist(), self._ends[numbers + 1].tolist()
        said = self._said
        return count_parts([said[begin:end] for begin, end in zip(begins, ends, strict=True)], parts)

    @cached_property
    def _said(self) -> Signs:
        return self.said.view(numpy.ndarray)  # slices of a memory map are made slowly


def page_of(address: str) -> str:
    """Give the page of an address."""
    return address.partition("#")[0]
