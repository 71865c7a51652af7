"""One import, written beside the store and put in its stead when it is whole.

In: readings and the digests of their sources. Out: a new store, or the former one untouched. `importing` uses it.
"""

import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from datetime import date
from enum import Enum, auto
from pathlib import Path

from law_library.library import name_key
from law_library.reading.tree import Reading
from law_library.store.file import FILE, StoreUnusable, check, create, open_to_read, unusable
from law_library.store.reader import row_of

SlugMaker = Callable[[str, Container[str]], str]


class Outcome(Enum):
    """What a reading did to the store."""

    ADDED = auto()
    CHANGED = auto()
    SAME = auto()
    DOUBLE = auto()


@contextmanager
def writing(folder: Path, tree: str, as_of: date | None, today: date) -> Iterator["Writer"]:
    """Write one import; on any fault, and when the process is killed, the former store stands as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        path, beside = folder / FILE, folder / f"{FILE}.new"
        connection = _copy(path, beside)
        try:
            writer = Writer(connection, tree, as_of, today)
            yield writer
            connection.commit()
            connection.execute("PRAGMA optimize")
        except BaseException:
            connection.close()
            beside.unlink(missing_ok=True)
            raise
        connection.close()
        _put_in_place(beside, path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one import run at a time; the lock goes with the process that holds it."""
    with (folder / "import.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreUnusable(f"另一个导入正在写 {folder / FILE}。请等它完成，再试一次。") from error
        yield


def _copy(path: Path, beside: Path) -> sqlite3.Connection:
    beside.unlink(missing_ok=True)
    if path.exists():
        open_to_read(path).close()
        shutil.copyfile(path, beside)
    connection = sqlite3.connect(beside, isolation_level=None) if path.exists() else create(beside)
    try:
        check(connection, path)
        # No journal and no waiting for the disk: until it is whole, nobody reads this file but us.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise unusable(path) from error
    return connection


def _put_in_place(beside: Path, path: Path) -> None:
    with beside.open("rb") as written:
        os.fsync(written.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Writer:
    """The import that is being written."""

    def __init__(self, connection: sqlite3.Connection, tree: str, as_of: date | None, today: date) -> None:
        self.connection = connection
        self.tree = tree
        self.number = 1 + int(self._one("SELECT coalesce(max(number), 0) FROM imports") or 0)
        self.seen: set[int] = set()
        self.slugs = {slug for (slug,) in connection.execute("SELECT slug FROM laws")}
        self._do("INSERT INTO imports VALUES(?, ?, ?, ?)", self.number, today.isoformat(), _written(as_of), tree)

    def is_unchanged(self, name: str, digest: str) -> bool:
        """Tell whether a source was taken before with the same bytes; if so, what it brought stays."""
        version = self._one(
            "SELECT version FROM sources WHERE (tree, name, digest) = (?, ?, ?)", self.tree, name, digest
        )
        if version:
            self.seen.add(version)
        return bool(version)

    def keep(self, name: str) -> bool:
        """Keep what a source brought that cannot be read now; tell whether it had brought something."""
        version = self._one("SELECT version FROM sources WHERE (tree, name) = (?, ?)", self.tree, name)
        if version:
            self.seen.add(version)
        return bool(version)

    def put(self, reading: Reading, name: str, digest: str, make_slug: SlugMaker) -> Outcome:
        """Take a reading; DOUBLE if this import has brought the same version from another source."""
        version, new = self._version(reading, make_slug)
        if version in self.seen:
            return Outcome.DOUBLE
        self.seen.add(version)
        self._do("DELETE FROM sources WHERE version = ? OR (tree, name) = (?, ?)", version, self.tree, name)
        self._do("INSERT INTO sources VALUES(?, ?, ?, ?)", self.tree, name, digest, version)
        if new:
            self._bring(version, reading)
            return Outcome.ADDED
        if self._says_the_same(version, reading):
            return Outcome.SAME
        self._replace(version)
        self._bring(version, reading)
        return Outcome.CHANGED

    def withdraw_unseen(self) -> int:
        """Withdraw the versions whose source has gone from this tree; give their number."""
        gone = [
            version
            for (version,) in self.connection.execute("SELECT version FROM sources WHERE tree = ?", (self.tree,))
            if version not in self.seen
        ]
        for version in gone:
            self._replace(version)
            self._do("DELETE FROM sources WHERE version = ?", version)
        return len(gone)

    def _version(self, reading: Reading, make_slug: SlugMaker) -> tuple[int, bool]:
        key = name_key(reading.full_title)
        law = self._one("SELECT id FROM laws WHERE name = ?", key)
        if law is None:
            slug = make_slug(reading.title, self.slugs)
            self.slugs.add(slug)
            row = (key, slug, reading.title, reading.full_title, reading.field)
            law = self._do("INSERT INTO laws(name, slug, title, full_title, field) VALUES(?, ?, ?, ?, ?)", *row)
        dated = reading.dated.isoformat() if reading.dated else ""
        version = self._one("SELECT id FROM versions WHERE law = ? AND dated = ?", law, dated)
        if version is not None:
            return version, False
        row_of_version = (law, dated, self.number)
        return self._do("INSERT INTO versions(law, dated, first_import) VALUES(?, ?, ?)", *row_of_version), True

    def _bring(self, version: int, reading: Reading) -> None:
        text = self._do(
            "INSERT INTO texts(version, brought, effective_on, history, excerpt) VALUES(?, ?, ?, ?, ?)",
            version,
            self.number,
            _written(reading.effective_on),
            json.dumps(reading.history, ensure_ascii=False),
            reading.excerpt,
        )
        rows = [(text, position, *row_of(part)) for position, part in enumerate(reading.parts)]
        self.connection.executemany("INSERT INTO parts VALUES(?, ?, ?, ?, ?, ?, ?, ?)", rows)
        for repeal in reading.repeals:
            self._do(
                "INSERT INTO repeals VALUES(?, ?, ?, ?)",
                text,
                repeal.name,
                _written(repeal.effective_on),
                repeal.article,
            )

    def _replace(self, version: int) -> None:
        self._do("UPDATE texts SET replaced = ? WHERE version = ? AND replaced IS NULL", self.number, version)

    def _says_the_same(self, version: int, reading: Reading) -> bool:
        standing = self.connection.execute(
            "SELECT id, effective_on, history, excerpt FROM texts WHERE version = ? AND replaced IS NULL", (version,)
        ).fetchone()
        if standing is None:
            return False
        text, *facts = standing
        columns = "kind, level, main, added, body"
        parts = self.connection.execute(f"SELECT {columns} FROM parts WHERE text = ? ORDER BY position", (text,))  # noqa: S608
        said = [(kind, level, main, added, body) for kind, level, main, added, _, body in map(row_of, reading.parts)]
        history = json.dumps(reading.history, ensure_ascii=False)
        return facts == [_written(reading.effective_on), history, int(reading.excerpt)] and parts.fetchall() == said

    def _one(self, question: str, *values: object) -> int | None:
        row = self.connection.execute(question, values).fetchone()
        return row[0] if row else None

    def _do(self, statement: str, *values: object) -> int:
        return self.connection.execute(statement, values).lastrowid or 0


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
