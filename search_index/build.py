"""Building the index: every page's sections, every article in force, questions asked and written, what was learned.

In: a checked library, a folder that does not exist yet, the former index, the folder of the laws. Out: an index beside
the one in use; of the former one whatever says the same is taken over. The front door calls it for each edition.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from content_model import Library, Station
from content_model.station_names import StationNames
from search_index.analyzer import words
from search_index.asked import AskedFile
from search_index.engines import SETTING, Document, Engine, engine_named
from search_index.facets import PageFacets
from search_index.forward import Forward
from search_index.known import read_known
from search_index.learned import Learned
from search_index.meaning import NO_MEANINGS, Meanings
from search_index.named import FILE as STATIONS
from search_index.opened import DOCUMENTS, Facts, NoIndex, sizes
from search_index.pairs import FILE as PAIRS
from search_index.pairs import PairTable
from search_index.passages import Source, asked_of_pages, sources
from search_index.sounds import FILE as SOUNDS
from search_index.sounds import LEAST, Sounds
from search_index.statutes import write_statutes
from search_index.synonyms import FILE as SYNONYMS
from search_index.synonyms import own_and_given
from search_index.terms import write_terms
from search_index.written import written

BEIJING = ZoneInfo("Asia/Shanghai")
DEFAULT_ENGINE = "whoosh"


@dataclass(frozen=True)
class Built:
    """What a build did: passages in the index, sources indexed now, sources taken over, what to look at."""

    passages: int
    indexed: int
    kept: int
    reminder: str = ""


def build_index(
    library: Library, folder: Path, *, former: Path | None = None, laws: Path | None = None, engine: str | None = None
) -> Built:
    """Index `library` into the new `folder`; raises NoEngine, NotQuestions, ValueError.

    `former`: an index of which unchanged sources are taken over; it stays as it is. `laws`: the folder that holds the
    bureau's questions and what was learned from them. `engine` is that of MINGFA_SEARCH_ENGINE, else Whoosh.
    """
    folder.mkdir(parents=True)
    today = datetime.now(BEIJING).date()
    name = engine or os.environ.get(SETTING) or DEFAULT_ENGINE
    found = list(sources(library, today))
    changed = _index(found, folder, name, _former(former, name))
    write_statutes(library.laws, folder, today)
    PageFacets.of(library.pages).write(folder)
    (folder / STATIONS).write_text(StationNames.of(library.of(Station)).as_json, encoding="utf-8")
    ours = written(library.laws, today)
    asked = AskedFile.of(read_known(laws) if laws else (), asked_of_pages(library.pages), ours.known)
    asked.write(folder)
    learned = Learned.read(laws) if laws else Learned()
    learned.write(folder)
    synonyms = own_and_given(library.content)
    (folder / SYNONYMS).write_text(synonyms, encoding="utf-8")
    write_terms(synonyms, folder)
    shown = (passage.text for source in found for passage in source.passages)
    Meanings.of((*shown, *asked.questions), _former_meanings(former)).write(folder)
    texts = [passage.said for source in found for passage in source.passages]
    opened = engine_named(name).open_index(folder / DOCUMENTS)
    of_pages = (Document.of(one.passage) for one in asked.of_pages)
    Forward.of(tuple(opened.documents()), of_pages).write(folder)
    _count(texts, folder, opened, former if not changed else None)
    digests = {source.key: source.digest for source in found}
    mean_length = sum(map(len, texts)) / (len(texts) or 1)
    Facts(name, mean_length, digests, sizes(folder)).write(folder)
    return Built(len(texts), changed, len(found) - changed, ours.reminder)


def _former(former: Path | None, engine: str) -> tuple[Path, Facts] | None:
    """Read what the former index is, if it can be gone on with."""
    try:
        facts = Facts.read(former) if former else None
    except NoIndex:
        return None
    return (former, facts) if former and facts and facts.engine == engine else None


def _former_meanings(former: Path | None) -> Meanings:
    """Read the vectors of the former index; a file that cannot be read is reckoned anew."""
    try:
        return Meanings.read(former) if former else NO_MEANINGS
    except (OSError, ValueError):
        return NO_MEANINGS


def _index(found: list[Source], folder: Path, engine: str, former: tuple[Path, Facts] | None) -> int:
    """Write the documents; give the number of sources that had to be indexed."""
    documents = folder / DOCUMENTS
    had = former[1].sources if former else {}
    changed = [source for source in found if had.get(source.key) != source.digest]
    gone = had.keys() - {source.key for source in found}
    if former and len(changed) + len(gone) <= len(had) / 2:
        _take_over(former[0] / DOCUMENTS, documents)
    else:
        documents.mkdir()
        changed, gone, had = found, set(), {}
    if not changed and not gone and had:
        return 0
    writer = engine_named(engine).write_index(documents, new=not had)
    for key in gone | {source.key for source in changed if source.key in had}:
        writer.forget(key)
    for source in changed:
        for passage in source.passages:
            writer.add(source.key, passage, words(passage.said))
    writer.commit()
    return len(changed) + len(gone)


def _take_over(former: Path, documents: Path) -> None:
    """Link the former index's files: an engine writes new files beside old ones and never into them."""
    try:
        shutil.copytree(former, documents, copy_function=os.link)
    except OSError:  # another disk, or a file system without links
        shutil.rmtree(documents, ignore_errors=True)
        shutil.copytree(former, documents)


def _count(texts: list[str], folder: Path, engine: Engine, former: Path | None) -> None:
    """Write what is counted over all texts, or take it over where no text changed."""
    if former:
        for name in (PAIRS, SOUNDS):
            shutil.copyfile(former / name, folder / name)
        return
    PairTable.of(texts).write(folder)
    Sounds.of(engine.vocabulary(LEAST)).write(folder)
