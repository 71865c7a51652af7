"""Wiping: what was deleted is taken off the disk, too.

In: an engine. Out: whether it was done. `Upkeep` imports this.
SQLite overwrites what it deletes (secure_delete), but the -wal file still has it until it is written back and emptied.
PostgreSQL leaves it in the pages and in its own WAL; a table that is written anew has it no more, the WAL is reused.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from forms_api.store import models


def wipe(engine: Engine) -> bool:
    """Wipe; False when readers or writers hold the database at the moment."""
    driver: Any = engine.dialect.dbapi
    try:
        pooled = engine.raw_connection()
    except (DBAPIError, PoolTimeout, driver.Error):
        return False
    try:
        connection: Any = pooled.driver_connection
        return _empty_wal(connection) if engine.dialect.name == "sqlite" else _write_anew(connection)
    except driver.Error:
        return False
    finally:
        pooled.invalidate()  # its settings were changed


def _empty_wal(connection: Any) -> bool:
    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _write_anew(connection: Any) -> bool:
    connection.autocommit = True
    connection.execute("SET statement_timeout = 0")  # the lock_timeout stays: citizens are not held up for long
    for table in models.metadata.sorted_tables:
        if table is not models.journal:  # nothing is ever deleted there
            connection.execute(f"VACUUM FULL {table.name}")
    if _may_checkpoint(connection):
        connection.execute("CHECKPOINT")
    return True


def _may_checkpoint(connection: Any) -> bool:
    """Say whether we may have PostgreSQL drop the old files at once; else it does so within minutes."""
    (allowed,) = connection.execute(
        "SELECT rolsuper OR pg_has_role('pg_checkpoint', 'USAGE') FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    return bool(allowed)
