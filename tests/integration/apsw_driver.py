"""APSW spoken to as Python's own sqlite3, so that SQLAlchemy and the store run over a file system of the tests.

In: the name of a registered file system. Out: a module for `create_engine(module=…)`, as far as the store goes.
`test_intake_power_cut.py` imports this.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import apsw

Row = tuple[Any, ...]


class Cursor:
    """Runs a statement to its end and hands out its rows."""

    arraysize = 1

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: deque[Row] = deque()
        self.description: tuple[Row, ...] | None = None
        self.lastrowid = self.rowcount = -1

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "Cursor":
        """Run."""
        return self._run(lambda cursor: cursor.execute(statement, parameters))

    def executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> "Cursor":
        """Run for each row."""
        return self._run(lambda cursor: cursor.executemany(statement, rows))

    def fetchone(self) -> Row | None:
        """Give the next row."""
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int = 1) -> list[Row]:
        """Give some rows."""
        return [self._rows.popleft() for _ in range(min(size, len(self._rows)))]

    def fetchall(self) -> list[Row]:
        """Give the rest."""
        return self.fetchmany(len(self._rows))

    def close(self) -> None:
        """Forget the rows."""
        self._rows.clear()

    def _run(self, ask: Callable[[apsw.Cursor], apsw.Cursor]) -> "Cursor":
        opened = self._connection.opened
        cursor = opened.cursor()
        cursor.exec_trace = self._describe
        try:
            self._rows = deque(ask(cursor))
        except apsw.ConstraintError as error:
            raise sqlite3.IntegrityError(str(error)) from error
        except apsw.Error as error:
            raise sqlite3.OperationalError(str(error)) from error
        self.lastrowid, self.rowcount = opened.last_insert_rowid(), opened.changes()
        return self

    def _describe(self, cursor: apsw.Cursor, *_: object) -> bool:
        self.description = tuple((name, *[None] * 6) for name, _kind in cursor.get_description()) or None
        return True


class Connection:
    """A connection that begins nothing on its own."""

    isolation_level: str | None = None

    def __init__(self, path: str, system: str) -> None:
        self.opened = apsw.Connection(path, vfs=system)

    def cursor(self) -> Cursor:
        """Make a cursor."""
        return Cursor(self)

    def execute(self, statement: str) -> Cursor:
        """Run, as sqlite3's shortcut does."""
        return self.cursor().execute(statement)

    def commit(self) -> None:
        """Commit if there is something to."""
        if self.opened.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        """Roll back if there is something to."""
        if self.opened.in_transaction:
            self.execute("ROLLBACK")

    def create_function(self, name: str, arguments: int, called: Callable[..., Any], **_: bool) -> None:
        """Make a function known to SQL."""
        self.opened.create_scalar_function(name, called, arguments)

    def close(self) -> None:
        """Close."""
        self.opened.close()


class Driver:
    """What SQLAlchemy looks for in the module sqlite3; the errors are that module's own."""

    def __init__(self, system: str) -> None:
        self._system = system
        self.sqlite_version_info = tuple(map(int, apsw.sqlite_lib_version().split(".")))

    def connect(self, path: str, **_: object) -> Connection:
        """Open a file on the tests' file system."""
        return Connection(path, self._system)

    def __getattr__(self, name: str) -> Any:
        return getattr(sqlite3, name)
