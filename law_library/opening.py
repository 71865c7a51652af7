"""The law library, opened: the store where there is one, and the excerpts that the content brings.

In: the operator's folder of laws, the folder of excerpts. Out: a `LawLibrary`. Everyone above may call this.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path

from law_library.catalogue import catalogue
from law_library.excerpts import read_folder
from law_library.law import LawText, Version
from law_library.library import LawLibrary
from law_library.operator_list import read_operator_list
from law_library.store import FILE, LawStore

TEXTS_KEPT = 512


def open_laws(laws: Path, excerpts: Path | None = None, today: date | None = None) -> LawLibrary:
    """Open the store of the folder `laws`, if it is there, joined with excerpts of laws that it lacks.

    Raises StoreUnusable for a store that cannot be read. Without both, the library knows former laws only.
    """
    brought = read_folder(excerpts, today) if excerpts else None
    if not (laws / FILE).exists():
        return brought or LawLibrary(catalogue((), (), today or date.today()), _nothing)  # noqa: DTZ011
    stored = open_library(laws, today=today)
    return _join(stored, brought) if brought else stored


def open_library(laws: Path, at: int | None = None, today: date | None = None) -> LawLibrary:
    """Open the store as it stands, or as it stood after import number `at`; raises NoStore, StoreUnusable."""
    store = LawStore.open(laws)
    number = at or max((found.number for found in store.imports()), default=0)
    standing = store.standing(number)
    as_of = store.as_of(number)

    @lru_cache(maxsize=TEXTS_KEPT)
    def load(version: Version) -> LawText:
        return LawText(version, store.parts(standing.texts[version.law, version.dated]))

    laws_known = catalogue(standing.laws, standing.repeals, today or date.today())  # noqa: DTZ011
    listed = read_operator_list(laws)
    return LawLibrary(laws_known, load, as_of, listed.outdated, listed.not_held)


def _join(stored: LawLibrary, brought: LawLibrary) -> LawLibrary:
    """Add the laws that the store lacks; where former laws are known to both, the store's word goes."""
    have = {law.full_title for law in stored.laws if law.versions}
    added = tuple(law for law in brought.laws if law.versions and law.full_title not in have)
    titles = {law.full_title for law in added}
    slugs = {law.slug for law in added}

    def load(version: Version) -> LawText:
        return brought.text(version) if version.law in slugs else stored.text(version)

    kept = tuple(law for law in stored.laws if law.versions or law.full_title not in titles)
    outdated = tuple(dict.fromkeys((*stored.outdated, *brought.outdated)))
    return LawLibrary((*kept, *added), load, stored.as_of, outdated, (*stored.not_held, *brought.not_held))


def _nothing(version: Version) -> LawText:
    raise LookupError(f"no text of {version.law}")
