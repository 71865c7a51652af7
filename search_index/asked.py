"""Questions in an index of their own, and how like each is to a new one.

In: questions with the places that answer them. Out: the nearest of them. `query.py` asks, `build.py` writes the file.
A field of questions that few documents have ruins BM25, which averages lengths over all documents: so they stand apart.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from search_index.analyzer import question, question_pairs
from search_index.known import Known
from search_index.meaning import NO_MEANINGS, Meanings, keys_of
from search_index.passages import AskedOfPage, Passage
from search_index.postings import PostingsTable, highest

FILE = "asked.json"
IN_WORDS = 100
"""Questions that are most alike in words; of them those that are most alike in words and in meaning are taken."""
NEAREST, NEAREST_WRITTEN = 30, 25
MEANING_WORTH = 1.0
NO_NUMBERS: Mapping[str, int] = {}


class Alike(NamedTuple):
    """A question and how like it is to the one asked: about 1 for the same words.

    `places`: the numbers of what answers it. `written`: by us, asked by nobody.
    """

    known: Known
    likeness: float
    places: tuple[int, ...] = ()
    written: bool = False


class AskedIndex:
    """Known questions, searchable in words and by their vectors; `written`: by us, asked by nobody."""

    def __init__(
        self,
        known: Sequence[Known],
        numbers: Mapping[str, int] = NO_NUMBERS,
        meanings: Meanings = NO_MEANINGS,
        *,
        written: bool = False,
    ) -> None:
        self.known = known
        self.written = written
        self._places = [tuple(numbers[place] for place in one.places if place in numbers) for one in known]
        self._meanings = meanings
        self._rows = meanings.rows(keys_of(one.question for one in known))
        self._postings = PostingsTable(Counter(asked_terms(one.question)) for one in known)

    def nearest(self, terms: Iterable[str], meant: Any = None) -> list[Alike]:
        """Give the questions that are most like the terms of a new one, and like its vector."""
        rarity = self._postings.rarity
        met = [term for term in dict.fromkeys(terms) if term in rarity]
        if not met:
            return []
        numbers, sums = highest(((self._postings.of(term), 1.0) for term in met), len(self.known), IN_WORDS)
        in_words = sums / sum(rarity[term] for term in met)
        whole = in_words + MEANING_WORTH * self._meanings.likeness(meant, self._rows[numbers])
        best = numpy.argsort(-whole, kind="stable")[: NEAREST_WRITTEN if self.written else NEAREST]
        found = zip(numbers[best].tolist(), whole[best].tolist(), strict=True)
        known, places = self.known, self._places
        return [Alike(known[number], likeness, places[number], self.written) for number, likeness in found]


@dataclass(frozen=True)
class AskedFile:
    """What the index knows of questions: those of the store, those of pages with their passage, those that we wrote."""

    stored: tuple[Known, ...] = ()
    of_pages: tuple[AskedOfPage, ...] = ()
    written: tuple[Known, ...] = ()

    @classmethod
    def of(
        cls, stored: Iterable[Known], of_pages: Iterable[AskedOfPage] = (), written: Iterable[Known] = ()
    ) -> "AskedFile":
        """Put them together: what the bureau says of a question counts, also that it leads nowhere."""
        own = {one.question: one for one in stored}
        kept = (one for one in written if one.question not in own)
        return cls(tuple(one for one in own.values() if one.places), tuple(of_pages), tuple(kept))

    @classmethod
    def read(cls, folder: Path) -> "AskedFile":
        """Read the file of an index; raises OSError, ValueError, TypeError, KeyError."""
        held = json.loads((folder / FILE).read_text(encoding="utf-8"))
        stored, written = (
            tuple(Known(asked, tuple(places)) for asked, places in held[name]) for name in ("stored", "written")
        )
        of_pages = (AskedOfPage(asked, Passage(*passage)) for asked, passage in held["of_pages"])
        return cls(stored, tuple(of_pages), written)

    def write(self, folder: Path) -> None:
        """Write the file beside an index."""
        held = {
            "stored": [[known.question, known.places] for known in self.stored],
            "of_pages": [[asked.question, astuple(asked.passage)] for asked in self.of_pages],
            "written": [[known.question, known.places] for known in self.written],
        }
        (folder / FILE).write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")

    @property
    def questions(self) -> Iterator[str]:
        """All of them, in words."""
        yield from (one.question for one in self.stored)
        yield from (one.question for one in self.of_pages)
        yield from (one.question for one in self.written)

    def indexes(
        self, numbers: Mapping[str, int] = NO_NUMBERS, meanings: Meanings = NO_MEANINGS
    ) -> tuple[AskedIndex, ...]:
        """Index those that people asked and those that we wrote, apart: other words are rare among them."""
        of_pages = (Known(asked.question, (asked.passage.address,)) for asked in self.of_pages)
        asked = AskedIndex((*self.stored, *of_pages), numbers, meanings)
        return asked, AskedIndex(self.written, numbers, meanings, written=True)


def nearest(indexes: Iterable[AskedIndex], asked: str, meant: Any = None) -> list[Alike]:
    """Give the questions of all indexes that are most like a new one, `meant` its vector."""
    terms = tuple(asked_terms(asked))
    return [alike for index in indexes for alike in index.nearest(terms, meant)]


def asked_terms(text: str) -> Iterable[str]:
    """Give what two questions are compared by: their words and their pairs of characters."""
    return (*question(text), *question_pairs(text))
