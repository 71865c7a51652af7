"""Law texts that lie as files in a folder, read into memory: what a portal brings for the articles that it cites.

In: a folder of law files and its laws.yml. Out: a `LawLibrary`. `opening` uses it; the store is not needed.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from law_library.catalogue import catalogue
from law_library.law import Law, LawText, Version
from law_library.library import LawLibrary
from law_library.operator_list import read_operator_list
from law_library.reading.tree import Reading, UnreadableSource, read_source, sources_in
from law_library.store.reader import StoredRepeal


def read_folder(folder: Path, today: date | None = None) -> LawLibrary:
    """Read all law files of a folder; a file's name is the law's address, or begins with it before a date in brackets.

    Raises UnreadableSource for the first file that cannot be read.
    """
    readings = [(slug_in_name(reading), reading) for reading in map(read_source, sources_in(folder))]
    texts = {version: LawText(version, reading.parts) for version, reading in _versions(readings)}
    laws = _laws(readings, list(texts))
    repeals = [
        StoredRepeal(repeal.name, repeal.effective_on, repeal.article, version)
        for version, reading in _versions(readings)
        for repeal in reading.repeals
    ]
    listed = read_operator_list(folder)
    return LawLibrary(
        catalogue(laws, repeals, today or date.today()),  # noqa: DTZ011
        texts.__getitem__,
        listed.as_of,
        listed.outdated,
        listed.not_held,
    )


def slug_in_name(reading: Reading) -> str:
    """Give the address that a file's name states."""
    return reading.path.stem.split("(")[0]


def _versions(readings: list[tuple[str, Reading]]) -> Iterator[tuple[Version, Reading]]:
    for slug, reading in readings:
        yield Version(slug, reading.dated, reading.effective_on, reading.history, reading.excerpt), reading


def _laws(readings: list[tuple[str, Reading]], versions: list[Version]) -> list[Law]:
    laws = {slug: (slug, reading.title, reading.full_title, reading.field) for slug, reading in readings}
    by_law = {slug: [version for version in versions if version.law == slug] for slug in laws}
    return [
        Law(*law, versions=tuple(sorted(by_law[slug], key=lambda version: version.dated or date.min)))
        for slug, law in laws.items()
    ]


__all__ = ["UnreadableSource", "read_folder", "slug_in_name"]
