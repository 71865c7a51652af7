"""The store as its readers see it: what stands, or stood after an earlier import.

In: a folder, the number of an import. Out: laws with their versions, the parts of a text. `opening` uses it.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from law_library.law import Article, Heading, Law, Part, Prose, Version
from law_library.number import ArticleNumber
from law_library.store.file import FILE, open_to_read, unusable

LINE_END = "\n"


@dataclass(frozen=True)
class Import:
    """One import: `as_of` is the day on which its texts were taken; None where nobody said."""

    number: int
    imported_on: date
    as_of: date | None
    tree: str


@dataclass(frozen=True)
class StoredRepeal:
    """A law that the text of a version repeals, by its name as written there."""

    name: str
    effective_on: date | None
    article: str
    by: Version


@dataclass(frozen=True)
class Standing:
    """What stands after an import: laws without short names, the text of each version, what they repeal."""

    laws: tuple[Law, ...]
    texts: Mapping[tuple[str, date | None], int]
    repeals: tuple[StoredRepeal, ...]


@dataclass
class LawStore:
    """An open store; may be asked from several threads, not across a fork."""

    path: Path
    connection: sqlite3.Connection
    lock: Lock = field(default_factory=Lock)  # for a SQLite that was not built to take turns by itself

    @classmethod
    def open(cls, folder: Path) -> "LawStore":
        """Open the store of a folder; raises NoStore, StoreUnusable."""
        return cls(folder / FILE, open_to_read(folder / FILE))

    def imports(self) -> list[Import]:
        """List all imports, oldest first."""
        rows = self._ask("SELECT number, imported_on, as_of, tree FROM imports ORDER BY number")
        return [Import(number, _day(on), _day_or_none(as_of), tree) for number, on, as_of, tree in rows]

    def as_of(self, at: int) -> date | None:
        """Give the day as of which the texts stand: the oldest among the trees that still hold one.

        None where nobody said so of one of them.
        """
        rows = self._ask(
            "SELECT max(number), as_of FROM imports WHERE number <= :at AND tree IN (SELECT tree FROM sources)"
            " GROUP BY tree",
            at=at,
        )
        days = [_day_or_none(row[1]) for row in rows]
        known = [day for day in days if day]
        return min(known) if known and len(known) == len(days) else None

    def standing(self, at: int) -> Standing:
        """Give what stands after import number `at`."""
        rows = self._ask(
            "SELECT slug, title, full_title, field, dated, effective_on, history, excerpt, texts.id, imported_on,"
            " first_import FROM texts JOIN versions ON versions.id = texts.version JOIN laws ON laws.id = versions.law"
            " JOIN imports ON imports.number = first_import"
            " WHERE brought <= :at AND (replaced IS NULL OR replaced > :at) ORDER BY title, dated",
            at=at,
        )
        versions: dict[tuple[str, str, str, str], list[Version]] = {}
        texts: dict[tuple[str, date | None], int] = {}
        by_text: dict[int, Version] = {}
        for slug, title, full, folder, dated, effective, history, excerpt, text, known, first in rows:
            version = Version(
                law=slug,
                dated=_day_or_none(dated),
                effective_on=_day_or_none(effective),
                history=tuple(json.loads(history)),
                excerpt=bool(excerpt),
                known_on=_day(known) if first > 1 else None,
            )
            versions.setdefault((slug, title, full, folder), []).append(version)
            texts[slug, version.dated] = text
            by_text[text] = version
        laws = tuple(Law(*law, versions=tuple(found)) for law, found in versions.items())
        return Standing(laws, texts, tuple(self._repeals(by_text)))

    def parts(self, text: int) -> tuple[Part, ...]:
        """Load what a text says, in order."""
        rows = self._ask(
            "SELECT kind, level, main, added, line, body FROM parts WHERE text = :text ORDER BY position", text=text
        )
        return tuple(_part(*row) for row in rows)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def _repeals(self, by_text: Mapping[int, Version]) -> Iterable[StoredRepeal]:
        for text, name, effective, article in self._ask("SELECT text, name, effective_on, article FROM repeals"):
            if text in by_text:
                yield StoredRepeal(name, _day_or_none(effective), article, by_text[text])

    def _ask(self, question: str, **values: object) -> list[Any]:
        try:
            with self.lock:
                return self.connection.execute(question, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise unusable(self.path) from error


def _part(kind: str, level: int, main: int, added: int, line: int, body: str) -> Part:
    if kind == "article":
        return Article(ArticleNumber(main, added), tuple(body.split(LINE_END)), line)
    return Heading(level, body) if kind == "heading" else Prose(body)


def row_of(part: Part) -> tuple[str, int, int, int, int, str]:
    """Give the columns of a part: kind, level, number, added number, line, body."""
    if isinstance(part, Article):
        return "article", 0, part.number.main, part.number.added, part.line, LINE_END.join(part.lines)
    return (
        ("heading", part.level, 0, 0, 0, part.text) if isinstance(part, Heading) else ("prose", 0, 0, 0, 0, part.text)
    )


def _day(written: object) -> date:
    return date.fromisoformat(str(written))


def _day_or_none(written: object) -> date | None:
    return _day(written) if written else None
