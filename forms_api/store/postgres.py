"""PostgreSQL, set up so that what it acknowledges survives a power cut, and no lock is waited for without end.

In: the address of a database. Out: an engine; each of its connections was checked. PostgreSQL's own language
stands here. `db.open_engine` and the migration import this.
"""

from math import ceil
from time import monotonic
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from forms_api.store.refusals import UnsafeDatabase

MIGRATION_LOCK = int.from_bytes(b"mingfa")  # of pg_advisory_lock: its numbers are free to choose
RESTED = 0.1  # seconds; no restart is quicker
_USED_AT = "used at"
SET_UP = """
SELECT set_config('TimeZone', 'UTC', false),
       set_config('lock_timeout', %(milliseconds)s, false),
       set_config('statement_timeout', %(milliseconds)s, false)
"""
PROMISES = "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('server_encoding')"


def open_engine(url: URL, *, patience: float, threads: int) -> Engine:
    """Make an engine by psycopg 3; `patience`: seconds to wait for a connection, a lock, a statement.

    Its connections raise UnsafeDatabase when they are opened.
    """
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        isolation_level="READ COMMITTED",  # said, for an operator may have set another one as the default
        pool_size=threads,
        max_overflow=threads,
        pool_timeout=patience,
        pool_use_lifo=True,
        connect_args={
            "application_name": "mingfa",
            "client_encoding": "utf8",
            "connect_timeout": ceil(patience),
            "tcp_user_timeout": ceil(patience * 1000),  # a server whose power is gone does not answer at all
        },
    )
    event.listen(engine, "connect", lambda connection, _: _set_up(connection, patience))
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", lambda connection, record, _: _ask_if_alive(engine, connection, record))
    return engine


def keep_others_out(connection: Connection) -> None:
    """Keep other first starts out until the transaction ends, and let a long step take its time."""
    connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
    connection.execute(text("SET LOCAL statement_timeout = 0"))


def _note_use(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info[_USED_AT] = monotonic()


def _ask_if_alive(engine: Engine, connection: Any, record: ConnectionPoolEntry) -> None:
    """Ask a connection that has rested, so that after a restart of PostgreSQL the service goes on by itself.

    The pool's own ping asks each time, and under load that is a fifth of the ways to the database and back.
    """
    used_at = record.info.get(_USED_AT)
    if used_at is None or monotonic() - used_at < RESTED:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error  # nor is any other that was made before


def _set_up(connection: Any, patience: float) -> None:
    connection.autocommit = True
    connection.execute(SET_UP, {"milliseconds": str(ceil(patience * 1000))})
    fsync, synchronous_commit, encoding = connection.execute(PROMISES).fetchone()
    connection.autocommit = False
    if "off" in (fsync, synchronous_commit):
        raise UnsafeDatabase(
            f"数据库存不牢（fsync={fsync}, synchronous_commit={synchronous_commit}），停电会丢失已收到的提交，"
            "因此没有使用。请在 PostgreSQL 中把这两项都设为 on。"
        )
    if encoding != "UTF8":
        raise UnsafeDatabase(f"数据库的编码是 {encoding}，存不下所有汉字，因此没有使用。请用 UTF8 编码新建一个数据库。")
