"""Brings a database up to the tables of this version, all or nothing.

In: an engine. Out: an up-to-date database, and beside a SQLite file a backup of what it was before.
`open_store` imports this; the steps themselves stand in migrations/versions.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from forms_api.store.store import StoreUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"


class DatabaseTooNew(Exception):
    """The database was made by a later version of the program; the message is a Chinese sentence."""


def upgrade(engine: Engine, versions: Sequence[Path] = (MIGRATIONS / "versions",)) -> None:
    """Apply every step that the database lacks, in one transaction; back an existing SQLite file up first.

    Raises DatabaseTooNew, and StoreUnavailable when the database cannot be reached or is locked.
    """
    config = configuration(versions)
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()
    try:
        current = _current(engine, script)
        if current == head:
            return
        if current and head and engine.dialect.name == "sqlite":
            _back_up(engine, head)
        with engine.connect() as connection, connection.execution_options(writes=True).begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        raise StoreUnavailable("migration") from error


def configuration(versions: Sequence[Path]) -> Config:
    """Give Alembic's configuration without any file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(path) for path in versions))
    return config


def _current(engine: Engine, script: ScriptDirectory) -> str | None:
    with engine.connect() as connection:
        current = _revision(connection)
    known = {revision.revision for revision in script.walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseTooNew(
            f"数据库的版本（{current}）比程序新，服务没有启动，数据没有改动。请安装更新的程序，或恢复升级前的数据库备份。"
        )
    return current


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _back_up(engine: Engine, head: str) -> None:
    """Copy the database to <file>.before-<head>: written beside, complete or absent."""
    database = Path(str(engine.url.database))
    backup = database.with_name(f"{database.name}.before-{head}")
    beside = backup.with_name(f".{backup.name}.tmp")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)  # VACUUM INTO accepts an empty file
    try:
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM INTO ?", (str(beside),))
        finally:
            raw.close()
        os.fsync(descriptor)
        os.replace(beside, backup)
    finally:
        os.close(descriptor)
        beside.unlink(missing_ok=True)
