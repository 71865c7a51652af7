"""All tables as they are at one moment, row by row, in values that do not depend on the database's kind.

In: a database that others go on writing to; or an empty one and the rows again. Out: the rows; or the database full,
checked, or still empty. The backup and the restore import this. Sealed columns stay sealed.
"""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from alembic import command
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, LargeBinary, MetaData, func, insert, inspect, select, text

from forms_api.store import journal, models, postgres
from forms_api.store.database import Database, reachable
from forms_api.store.inspection import unreadable
from forms_api.store.journal import Broken, Head
from forms_api.store.migration import MIGRATIONS, configuration, revision
from forms_api.store.sealing import Seals

Plain = str | int | bool | None
Row = list[Plain]

ROWS_AT_ONCE = 500
SEALED_UNDER = "key_id"


@dataclass(frozen=True)
class TableRows:
    """A table on its way out: column → sort of its values, and the rows, to be read once."""

    name: str
    columns: Mapping[str, str]
    rows: Iterator[Row]


class Unfit(Exception):
    """The rows do not make a database that may be used; nothing was kept of them. The message is Chinese."""


class Snapshot:
    """The tables at one moment; what is written meanwhile is not in it, what was acknowledged before is."""

    def __init__(self, connection: Connection, step: str) -> None:
        self._connection = connection
        self.revision = step
        self.head = journal.head_of(connection)

    @property
    def secret_check(self) -> str:
        """What tells which secret the database belongs to."""
        table = models.installation.c
        return str(self._connection.scalar(select(table.value).where(table.name == "secret")))

    @property
    def key_ids(self) -> list[str]:
        """The keys under which something is sealed."""
        tables = [table for table in models.metadata.sorted_tables if SEALED_UNDER in table.c]
        found = {key for table in tables for key in self._connection.scalars(select(table.c[SEALED_UNDER]).distinct())}
        return sorted(key for key in found if key)

    def tables(self) -> Iterator[TableRows]:
        """Stream all tables, those first that others refer to."""
        for table in models.metadata.sorted_tables:
            sorts = {column.name: _sort(column.type) for column in table.columns}
            query = select(table).order_by(*table.primary_key.columns)
            with self._connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query) as rows:
                yield TableRows(table.name, sorts, ([_plain(value) for value in row] for row in rows))


@contextmanager
def snapshot(database: Database) -> Iterator[Snapshot]:
    """Open a snapshot; writers are not held up by it. Raises StoreUnavailable."""
    step = revision(database.engine)
    with reachable(), database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield Snapshot(connection, str(step))


def fill(engine: Engine, step: str, tables: Iterable[TableRows], seals: Seals, head: Head) -> dict[str, int]:
    """Make the tables of a step in an empty database and fill them; give the number of rows of each.

    All in one transaction, with all checks: counts, the journal up to `head`, every sealed column opened.
    Raises Unfit, StoreUnavailable; then, and after a kill, the database is as empty as before.
    """
    with reachable(), engine.connect() as connection, connection.execution_options(writes=True).begin():
        if connection.dialect.name == "postgresql":
            postgres.keep_others_out(connection)
        if inspect(connection).get_table_names():
            raise Unfit(
                "数据库里已有内容，恢复只能恢复到空的数据库。请换一个只放了两个密钥文件的数据文件夹，或换一个空数据库。"
            )
        _bring_to(connection, step, seals)
        made = MetaData()
        made.reflect(connection)
        counts = {rows.name: _fill_table(connection, made, rows) for rows in tables}
        _count_again(connection, made, counts)
        _set_counters(connection, made)
        _bring_to(connection, "head", seals)
        _check(connection, seals, head)
    return counts


def _bring_to(connection: Connection, step: str, seals: Seals) -> None:
    config = configuration((MIGRATIONS / "versions",))
    config.attributes.update(seals=seals, connection=connection)
    try:
        command.upgrade(config, step)
    except CommandError as error:
        raise Unfit(f"备份的版本（{step}）比程序新。请安装更新的程序。") from error


def _fill_table(connection: Connection, made: MetaData, source: TableRows) -> int:
    table = made.tables.get(source.name)
    if table is None or set(source.columns) != set(table.c.keys()):
        raise Unfit(f"备份里的表 {source.name} 与程序不一致。请用做备份时的程序版本恢复。")
    read = [_READ[sort] for sort in source.columns.values()]
    count = 0
    while batch := list(islice(source.rows, ROWS_AT_ONCE)):
        connection.execute(insert(table), [_values(source.columns, read, row) for row in batch])
        count += len(batch)
    return count


def _values(columns: Iterable[str], read: Sequence[Callable[[Any], Any]], row: Row) -> dict[str, Any]:
    pairs = zip(columns, read, row, strict=True)
    return {name: None if value is None else reader(value) for name, reader, value in pairs}


def _set_counters(connection: Connection, made: MetaData) -> None:
    """Let no number come again that was used once: the journal still speaks of what was purged."""
    spoken_of = connection.scalar(select(func.max(made.tables["journal"].c.submission_id))) or 0
    if connection.dialect.name == "sqlite":
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = 'submission'"))
        highest = max(connection.scalar(select(func.max(made.tables["submission"].c.id))) or 0, spoken_of)
        start = text("INSERT INTO sqlite_sequence (name, seq) VALUES ('submission', :highest)")
        connection.execute(start, {"highest": highest})
        return
    for table in made.sorted_tables:
        counter = connection.scalar(select(func.pg_get_serial_sequence(table.name, "id"))) if "id" in table.c else None
        if counter:
            least = spoken_of if table.name == "submission" else 0
            highest = max(connection.scalar(select(func.max(table.c.id))) or 0, least)
            connection.execute(select(func.setval(counter, max(highest, 1), highest > 0)))


def _count_again(connection: Connection, made: MetaData, counts: Mapping[str, int]) -> None:
    for name, count in counts.items():
        found = connection.scalar(select(func.count()).select_from(made.tables[name]))
        if found != count:
            raise Unfit(f"表 {name} 应有 {count} 行，实有 {found} 行。请换另一份备份。")


def _check(connection: Connection, seals: Seals, head: Head) -> None:
    verified = journal.verify(connection, head)
    if isinstance(verified, Broken):
        raise Unfit(f"备份的台账从第 {verified.seq} 条起不可信：{verified.why}。请换另一份备份。")
    fault = next(unreadable(connection, seals), None)
    if fault:
        raise Unfit(fault)


def _sort(type_: Any) -> str:
    """Name the sort of a column's values; the names stand in every backup and never change."""
    if isinstance(type_, (LargeBinary, models.UtcDateTime)):
        return "bytes" if isinstance(type_, LargeBinary) else "moment"
    return {int: "number", str: "text", bool: "yes-no", date: "day"}[type_.python_type]


def _plain(value: Any) -> Plain:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


_READ: dict[str, Callable[[Any], Any]] = {
    "number": int,
    "text": str,
    "yes-no": bool,
    "moment": datetime.fromisoformat,  # UTC without a zone, as the bare tables keep it
    "day": date.fromisoformat,
    "bytes": lambda value: base64.b64decode(value, validate=True),
}
