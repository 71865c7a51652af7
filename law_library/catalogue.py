"""The laws of a library, catalogued: short names, repeals, and former laws that only others speak of.

In: laws as they were read, the repeals that their texts name. Out: laws with all their names. `opening` and `excerpts`
use it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from law_library.law import Law, Repeal
from law_library.library import name_key
from law_library.reading.lexicon import aliases, former_laws
from law_library.reading.names import ISSUER, in_book_marks, short_names, title_of
from law_library.store.reader import StoredRepeal


def catalogue(laws: Sequence[Law], repeals: Iterable[StoredRepeal], today: date) -> tuple[Law, ...]:
    """Name and repeal the laws, and add the former laws; those have no versions, and their title for a slug."""
    known = {name_key(law.full_title): law for law in laws}
    found: dict[str, tuple[str, Repeal, tuple[str, ...]]] = {}
    for title, repeal, names in (*_of_lexicon(), *_of_texts(known, repeals)):
        found.setdefault(name_key(title), (title, repeal, names))
    named = [_named(law, found.get(name_key(law.full_title))) for law in laws]
    former = [_former(*entry) for key, entry in found.items() if key not in known]
    return tuple(_without_contested([*named, *former], today))


def _of_lexicon() -> Iterator[tuple[str, Repeal, tuple[str, ...]]]:
    for law in former_laws():
        yield law.full_title, law.repeal, law.short_names


def _of_texts(
    known: Mapping[str, Law], repeals: Iterable[StoredRepeal]
) -> Iterator[tuple[str, Repeal, tuple[str, ...]]]:
    """Yield the laws that texts repeal, but for a law's own former versions and for later laws of the same name."""
    by_slug = {law.slug: law for law in known.values()}
    without_issuer = {name_key(ISSUER.sub("", law.title)): law for law in known.values()}
    for repeal in repeals:
        by = by_slug[repeal.by.law]
        day = repeal.effective_on or repeal.by.effective_on or repeal.by.dated
        key = name_key(repeal.name)
        law = known.get(key) or without_issuer.get(key)
        if law == by or (law and _outlives(law, day)):
            continue
        title = law.full_title if law else repeal.name.replace("〈", "《").replace("〉", "》")
        yield title, Repeal(day, in_book_marks(by.title) + repeal.article), ()


def _outlives(law: Law, day: date | None) -> bool:
    return any(version.dated and day and version.dated >= day for version in law.versions)


def _named(law: Law, entry: tuple[str, Repeal, tuple[str, ...]] | None) -> Law:
    _, repeal, names = entry or ("", None, ())
    return replace(law, short_names=(*short_names(law.title, aliases()), *names), repeal=repeal)


def _former(full_title: str, repeal: Repeal, names: tuple[str, ...]) -> Law:
    title = title_of(full_title)
    return Law(
        slug=title,
        title=title,
        full_title=full_title,
        field="",
        versions=(),
        short_names=(*short_names(title, aliases()), *names),
        repeal=repeal,
    )


def _without_contested(laws: Sequence[Law], today: date) -> Iterator[Law]:
    """Take from repealed laws the short names that a law in force bears too."""
    in_force = {name_key(name) for law in laws if not law.repealed(today) for name in law.short_names}
    for law in laws:
        if law.repealed(today):
            law = replace(law, short_names=tuple(n for n in law.short_names if name_key(n) not in in_force))
        yield law
