"""An index, opened: everything that lies in its folder, read once and kept.

In: an index folder. Out: `Opened`; raises NoIndex, BrokenIndex. `query.py` asks it, the health page tries it.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from content_model.edition import EDITIONS
from content_model.facets import Values
from search_index.asked import AskedFile, AskedIndex
from search_index.engines import Document, Engine, NoEngine, Unusable, engine_named
from search_index.facets import PageFacets
from search_index.forward import Forward, page_of
from search_index.law_order import LawOrder
from search_index.learned import Learned
from search_index.meaning import NO_MEANINGS, Meanings, Rows
from search_index.pairs import PairTable
from search_index.ranking import Ground
from search_index.sounds import Sounds
from search_index.synonyms import FILE as SYNONYMS
from search_index.synonyms import Synonym, Synonyms, read_synonyms
from search_index.votes import Prior

FACTS = "index.json"
DOCUMENTS = "documents"
FORMAT = 4
LOCKS = ("_MAIN_WRITELOCK", ".tantivy-writer.lock", ".tantivy-meta.lock")


class NoIndex(Exception):
    """There is no index at this place yet."""


class BrokenIndex(NoIndex):
    """There is an index that cannot be read."""


@dataclass(frozen=True)
class Facts:
    """What an index is: its engine, the mean length of its texts, the digest of each source, the size of each file."""

    engine: str
    mean_length: float
    sources: Mapping[str, str]
    files: Mapping[str, int]

    @classmethod
    def read(cls, folder: Path) -> "Facts":
        """Read the facts of an index; raises NoIndex, BrokenIndex."""
        try:
            held = json.loads((folder / FACTS).read_text(encoding="utf-8"))
            if held["format"] != FORMAT:
                raise BrokenIndex(str(folder))
            facts = cls(held["engine"], held["mean_length"], held["sources"], held["files"])
        except FileNotFoundError as error:
            raise NoIndex(str(folder)) from error
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise BrokenIndex(str(folder)) from error
        if facts.files != sizes(folder):
            raise BrokenIndex(str(folder))  # cut off, or half copied
        return facts

    def write(self, folder: Path) -> None:
        """Write the facts: last, for an index without them is none."""
        held = {"format": FORMAT, **asdict(self)}
        (folder / FACTS).write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")


def sizes(folder: Path) -> dict[str, int]:
    """Measure the files of an index, all but its facts."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name not in (FACTS, *LOCKS))
    return {file.relative_to(folder).as_posix(): file.stat().st_size for file in files}


@dataclass(frozen=True, eq=False)
class Opened:
    """An open index and what lies beside it."""

    folder: Path
    engine: Engine
    facts: Facts
    pairs: PairTable
    forward: Forward
    order: LawOrder
    asked: AskedFile
    learned: Learned
    synonyms: Synonyms
    sounds: Sounds
    facets: PageFacets
    meanings: Meanings = NO_MEANINGS

    @cached_property
    def ground(self) -> Ground:
        """What the ranking goes by, whatever is asked."""
        return Ground(self.forward, self.order, Prior.of(self.learned, self.forward.numbers, self.order))

    @cached_property
    def indexes_asked(self) -> tuple[AskedIndex, ...]:
        """The questions, indexed."""
        return self.asked.indexes(self.forward.numbers, self.meanings)

    @cached_property
    def asked_of_pages(self) -> Mapping[tuple[str, int], int]:
        """The document that a question of a page is; several pages may have the same question."""
        numbered = enumerate(self.asked.of_pages, self.forward.of_engine)
        return {(asked.question, int(self.forward.places[number])): number for number, asked in numbered}

    @cached_property
    def vectors(self) -> Rows:
        """The row of each document's vector."""
        return self.meanings.rows(self.forward.keys)

    @cached_property
    def values(self) -> Sequence[Values]:
        """The facets of each document."""
        kinds = (self.forward.kinds[kind] for kind in self.forward.kind_of.tolist())
        found = zip(self.forward.addresses, kinds, strict=True)
        return [self.facets.of_page(page_of(address), kind) for address, kind in found]

    def document(self, number: int) -> Document:
        """Read a document."""
        if number < self.forward.of_engine:
            return self.engine.document(number)
        return Document.of(self.asked.of_pages[number - self.forward.of_engine].passage)


def open_index(folder: Path) -> Opened:
    """Open the index in a folder, once in each process; raises NoIndex, BrokenIndex."""
    opened = _opened(folder, os.getpid())
    if isinstance(opened, Exception):
        raise opened
    return opened


def last_good(folder: Path) -> Opened:
    """Open the index of an edition, or where it is broken that of the edition before; raises NoIndex, BrokenIndex."""
    try:
        return open_index(folder)
    except NoIndex:
        editions = folder.parent.parent
        older = sorted(editions.glob(f"*/{folder.name}"), reverse=True) if editions.name == EDITIONS else []
        for before in older:
            if before.parent.name < folder.parent.name and is_sound(before):
                return open_index(before)
        raise


def is_sound(folder: Path) -> bool:
    """Tell whether there is an index that can be read."""
    try:
        open_index(folder)
    except NoIndex:
        return False
    return True


@lru_cache(maxsize=3)
def _opened(folder: Path, process: int) -> Opened | BrokenIndex:  # an open file is not shared by a fork
    """Open an index, or say what is wrong with it, so that a broken one is not tried at each question."""
    try:
        return _open(folder)
    except BrokenIndex as fault:
        return fault


def _open(folder: Path) -> Opened:
    facts = Facts.read(folder)
    try:
        forward = Forward.read(folder)
        return Opened(
            folder=folder,
            engine=engine_named(facts.engine).open_index(folder / DOCUMENTS),
            facts=facts,
            pairs=PairTable.read(folder),
            forward=forward,
            order=LawOrder.read(folder, forward.numbers, len(forward.addresses)),
            asked=AskedFile.read(folder),
            learned=Learned.read(folder),
            synonyms=_synonyms(folder),
            sounds=Sounds.read(folder),
            facets=PageFacets.read(folder),
            meanings=Meanings.read(folder),
        )
    except (Unusable, NoEngine, OSError, ValueError, TypeError, KeyError) as error:
        raise BrokenIndex(str(folder)) from error


def _synonyms(folder: Path) -> Synonyms:
    text = (folder / SYNONYMS).read_text(encoding="utf-8")
    return Synonyms(line for line in read_synonyms(text) if isinstance(line, Synonym))
