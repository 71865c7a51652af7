"""The database: opened so that what it acknowledges survives a power cut.

In: `Settings`. Out: an engine, or a migrated `Store`. SQLite's own language stands here only.
`create_app`, the exports' callers and the tests import this.
"""

import os
import time
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url

from forms_api.config import Settings
from forms_api.keys import Keys, read_secret
from forms_api.store.migration import upgrade
from forms_api.store.store import Store

THREADS = 16


class UnsafeDatabase(RuntimeError):
    """A connection does not keep its promises; nothing may be saved through it."""


def open_store(settings: Settings) -> Store:
    """Open the database, bring its tables up to date, and give the store.

    Raises ConfigurationError (secret), DatabaseTooNew, StoreUnavailable.
    """
    keys = Keys.derive(read_secret(settings.secret_path))
    engine = open_engine(settings)
    try:
        upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, keys, patience=settings.busy_timeout)


def open_engine(settings: Settings) -> Engine:
    """Make an engine whose errors carry no personal data (`hide_parameters`)."""
    url = make_url(settings.url)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=THREADS)
    if url.database and url.database != ":memory:":
        _keep_private(Path(url.database))
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=QueuePool,  # said, so that a database in memory is met by the check below
        pool_size=THREADS,
        max_overflow=THREADS,
        pool_timeout=settings.busy_timeout,
    )
    _make_durable(engine, busy_timeout=settings.busy_timeout)
    return engine


def _keep_private(database: Path) -> None:
    """Make the file before SQLite does: the -wal file and the -shm file take over its mode."""
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not database.exists():
        os.close(os.open(database, os.O_CREAT | os.O_RDWR, 0o600))


def _make_durable(engine: Engine, busy_timeout: float) -> None:
    def set_up(connection: SqliteConnection, record: Any) -> None:
        try:
            _set_up(connection, busy_timeout)
        except BaseException:
            connection.close()  # the pool forgets a connection that fails here, it does not close it
            raise

    def begin(connection: Connection) -> None:
        # A writer takes the lock at once: a reader that turns writer later fails with SQLITE_BUSY_SNAPSHOT.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", begin)


def _set_up(connection: SqliteConnection, busy_timeout: float) -> None:
    connection.isolation_level = None  # the driver must not begin or commit on its own
    connection.execute(f"PRAGMA busy_timeout = {int(busy_timeout * 1000)}")
    journal = _switch_to_wal(connection, busy_timeout)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (journal, synchronous) != ("wal", 2):
        raise UnsafeDatabase(f"journal_mode={journal}, synchronous={synchronous}")


def _switch_to_wal(connection: SqliteConnection, patience: float) -> str:
    """Switch, and wait for another first start: for this one lock SQLite does not use its busy_timeout."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        except OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
