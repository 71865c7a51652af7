"""A tree of law files, imported into the store.

In: a folder of law files, the day on which they were taken. Out: the new store, an `ImportReport`. The commands use it.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from law_library.law import Article
from law_library.reading.law_file import is_undivided
from law_library.reading.lexicon import FOLDER
from law_library.reading.oddity import Oddity
from law_library.reading.slug import slug_of
from law_library.reading.tree import Reading, Source, UnreadableSource, foreign_files, read_source, sources_in
from law_library.store import Outcome, Writer, writing

READER = "1"  # raise it when the reading gives something else for the same bytes: all files are then read again


class NothingToImport(ValueError):
    """The folder holds no law file: taken at its word, an import would withdraw all that it brought before."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did: counts of versions, what was odd, what could not be taken."""

    number: int
    added: int
    changed: int
    unchanged: int
    withdrawn: int
    articles: int
    undivided: tuple[Reading, ...]
    oddities: tuple[Oddity, ...]
    refused: tuple[Oddity, ...]


def import_tree(laws: Path, tree: Path, as_of: date | None, today: date) -> ImportReport:
    """Import all law files below `tree` into the store of the folder `laws`; raises NothingToImport, StoreUnusable.

    `as_of`: the day on which the texts were taken, None where nobody knows. Sources whose bytes are unchanged are not
    read again. A file that cannot be read keeps what it brought before.
    """
    sources = list(sources_in(tree))
    if not sources:
        raise NothingToImport(f"{tree} 里没有法律文件。请检查文件夹；能导入 .md、.txt 和 .docx。")
    with writing(laws, str(tree.resolve()), as_of, today) as writer:
        run = _Run(writer)
        changed = [source for source in sources if not run.is_unchanged(source)]
        for source in changed:
            run.take(source)
        withdrawn = writer.withdraw_unseen()
    return run.report(withdrawn, tuple(foreign_files(tree)))


class _Run:
    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.counts: Counter[Outcome] = Counter()
        self.readings: list[Reading] = []
        self.doubles: list[Oddity] = []
        self.refused: list[Oddity] = []
        self.salt = READER + _lexicon_digest()

    def is_unchanged(self, source: Source) -> bool:
        unchanged = self.writer.is_unchanged(source.name, self.salt + source.digest)
        self.counts[Outcome.SAME] += unchanged
        return unchanged

    def take(self, source: Source) -> None:
        try:
            reading = read_source(source)
        except UnreadableSource as fault:
            kept = "原来导入的文本保留不动。" if self.writer.keep(source.name) else "这个文件没有导入。"
            self.refused.append(
                Oddity(fault.oddity.path, fault.oddity.line, fault.oddity.what + kept, fault.oddity.mend)
            )
            return
        outcome = self.writer.put(reading, source.name, self.salt + source.digest, slug_of)
        self.counts[outcome] += 1
        if outcome is Outcome.DOUBLE:
            what = f"《{reading.title}》的这个版本在别的文件里已经有了，这个文件没有用。"
            self.doubles.append(Oddity(reading.path, 1, what, "请删去其中一个。"))
        else:
            self.readings.append(reading)

    def report(self, withdrawn: int, foreign: tuple[Oddity, ...]) -> ImportReport:
        return ImportReport(
            number=self.writer.number,
            added=self.counts[Outcome.ADDED],
            changed=self.counts[Outcome.CHANGED],
            unchanged=self.counts[Outcome.SAME],
            withdrawn=withdrawn,
            articles=sum(isinstance(part, Article) for reading in self.readings for part in reading.parts),
            undivided=tuple(reading for reading in self.readings if is_undivided(reading.parts)),
            oddities=(*(oddity for reading in self.readings for oddity in reading.oddities), *self.doubles),
            refused=(*self.refused, *foreign),
        )


def _lexicon_digest() -> str:
    """Digest what the reading takes from the lexicon."""
    files = (FOLDER / f"{name}.yml" for name in ("effective", "titles"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16] + ":"
