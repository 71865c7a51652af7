"""Brings a database up to the tables of this version, all or nothing.

In: an engine. Out: an up-to-date database, and beside a SQLite file a backup of what it was before.
A database that is not the program's own is left alone. `open_store` imports this; steps: migrations/versions.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError

from forms_api.store import postgres
from forms_api.store.models import metadata
from forms_api.store.refusals import DatabaseForeign, DatabaseTooNew
from forms_api.store.sealing import Seals
from forms_api.store.store import StoreUnavailable

__all__ = ["MIGRATIONS", "DatabaseForeign", "DatabaseTooNew", "configuration", "upgrade"]

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
CURE = "服务没有启动，数据没有改动。请恢复明法自己的备份，或换一个专用的空数据库。"


def upgrade(
    engine: Engine, versions: Sequence[Path] = (MIGRATIONS / "versions",), *, seals: Seals | None = None
) -> None:
    """Apply every step that the database lacks, in one transaction; back an existing SQLite file up first.

    Raises DatabaseTooNew, DatabaseForeign, and StoreUnavailable when the database cannot be reached or is locked.
    """
    config = configuration(versions)
    config.attributes["seals"] = seals
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()
    try:
        with engine.connect() as connection:
            current = _revision(connection)
            if current is not None:
                _check_ours(connection, current, script)
        if current == head:
            return
        if current and head and engine.dialect.name == "sqlite":
            _back_up(engine, head)
        with engine.connect() as connection, connection.execution_options(writes=True).begin():
            _apply(connection, config, script)
    except DBAPIError as error:
        raise StoreUnavailable("migration") from error


def revision(engine: Engine) -> str | None:
    """Tell the step that the database is at; None for an empty one. Raises StoreUnavailable."""
    try:
        with engine.connect() as connection:
            return _revision(connection)
    except DBAPIError as error:
        raise StoreUnavailable("migration") from error


def configuration(versions: Sequence[Path]) -> Config:
    """Give Alembic's configuration without any file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(path) for path in versions))
    return config


def _apply(connection: Connection, config: Config, script: ScriptDirectory) -> None:
    """Look again behind the lock, for another first start may have been quicker, and apply what is still lacking."""
    if connection.dialect.name == "postgresql":
        postgres.keep_others_out(connection)  # on SQLite BEGIN IMMEDIATE does
    _check_ours(connection, _revision(connection), script)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    _check_ours(connection, _revision(connection), script)


def _check_ours(connection: Connection, current: str | None, script: ScriptDirectory) -> None:
    """Refuse tables without a version, a version without our tables, a later version, and missing columns."""
    found = _columns(connection)
    if current is None and found:
        raise DatabaseForeign(f"数据库里已有表（{_some(found)}），却没有明法的版本记录。{CURE}")
    if current is not None and not found.keys() & metadata.tables.keys():
        raise DatabaseForeign(f"数据库的版本记录（{current}）不是明法的，明法的表一个也没有。{CURE}")
    if current is not None and current not in {revision.revision for revision in script.walk_revisions()}:
        raise DatabaseTooNew(
            f"数据库的版本（{current}）比程序新，服务没有启动，数据没有改动。请安装更新的程序，或恢复升级前的数据库备份。"
        )
    if current == script.get_current_head():
        wanted = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns}
        missing = wanted - {f"{table}.{column}" for table, columns in found.items() for column in columns}
        if missing:
            raise DatabaseForeign(f"数据库的表与程序不一致，缺少 {_some(missing)}。{CURE}")


def _columns(connection: Connection) -> dict[str, set[str]]:
    """Give the columns of every table but Alembic's."""
    tables = inspect(connection).get_multi_columns()
    return {
        name: {column["name"] for column in columns} for (_, name), columns in tables.items() if name != VERSION_TABLE
    }


def _some(names: Iterable[str]) -> str:
    first, *rest = sorted(names)
    return f"{first} 等 {len(rest) + 1} 项" if rest else first


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
