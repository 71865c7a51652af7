"""SQLite, set up so that what it acknowledges survives a power cut, and what it deletes is gone.

In: the address of a file. Out: an engine; each of its connections was checked. SQLite's own language stands here.
`db.open_engine` imports this.
"""

import fcntl
import os
import time
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import DatabaseError, OperationalError

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event

from forms_api.store.database import StoreUnavailable
from forms_api.store.refusals import DatabaseForeign, UnsafeDatabase

CHECKPOINT_PAGES = 1000  # of 4 KiB: when the -wal file is written back into the database
GLANCE = 0.0005  # seconds between two looks whether it is our turn
KEPT_JOURNAL = 16 * 1024 * 1024  # bytes that the -wal file keeps after a burst; the rest goes back to the disk


def open_engine(url: URL, *, patience: float, threads: int) -> Engine:
    """Make an engine for a file, made here with mode 0600; `patience`: seconds to wait for a lock.

    Its connections raise UnsafeDatabase and DatabaseForeign when they are opened.
    """
    if url.database and url.database != ":memory:":
        _keep_private(Path(url.database))
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=QueuePool,  # said, so that a database in memory is met by the check below
        pool_size=threads,
        max_overflow=threads,
        pool_timeout=patience,
    )
    event.listen(engine, "connect", lambda connection, _: _set_up(connection, patience))
    event.listen(engine, "begin", _begin)
    return engine


class Turn:
    """Lets one process write at a time: SQLite's own waiting sleeps ever longer, and some processes starve.

    A process that stands still with its turn makes the others give up after `patience` seconds (StoreUnavailable).
    """

    def __init__(self, database: Path, patience: float) -> None:
        """Open the file beside the database; each process must open its own."""
        self._file = os.open(database.with_name(f"{database.name}-turn"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        self._patience = patience

    def __enter__(self) -> None:
        deadline = time.monotonic() + self._patience
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise StoreUnavailable("turn") from None
                time.sleep(GLANCE)
            else:
                return

    def __exit__(self, *_: object) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def __del__(self) -> None:
        os.close(self._file)


def _keep_private(database: Path) -> None:
    """Make the file before SQLite does: the -wal file and the -shm file take over its mode."""
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not database.exists():
        os.close(os.open(database, os.O_CREAT | os.O_RDWR, 0o600))


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: a reader that turns writer later fails with SQLITE_BUSY_SNAPSHOT.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _set_up(connection: SqliteConnection, patience: float) -> None:
    connection.isolation_level = None  # the driver must not begin or commit on its own
    connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    journal = _switch_to_wal(connection, patience)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten with zeros
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    connection.execute(f"PRAGMA journal_size_limit = {KEPT_JOURNAL}")
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (journal, synchronous) != ("wal", 2):
        raise UnsafeDatabase(
            f"数据库存不牢（journal_mode={journal}, synchronous={synchronous}），停电会丢失已收到的提交，因此没有使用。"
            "请把数据文件夹放在本机硬盘上，不要放在内存或网络盘上。"
        )


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
        except DatabaseError as error:
            if error.sqlite_errorname != "SQLITE_NOTADB":
                raise
            raise DatabaseForeign(
                "数据库文件不是数据库，或已经损坏；服务没有启动，文件没有改动。请恢复备份，或换一个数据文件夹。"
            ) from error
