"""Inspecting: whether the file is sound, every sealed column opens, and no submission is there or gone without a word.

In: a connection. Out: Chinese sentences, one for each fault, without personal data.
`Upkeep`, the restore and the page /health import this.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Row, Select, Table, select, text

from forms_api.store import models
from forms_api.store.sealing import Seals
from forms_api.store.submission import Happened
from forms_api.vault.seal import CannotUnseal

ROWS_AT_ONCE = 500
SEALED: tuple[Table, ...] = (models.submission, models.message, models.case_rating, models.rating)
IN_WORDS = {"submission": "提交", "message": "留言", "case_rating": "对答复的评价", "rating": "对网页的评价"}


def is_newest(connection: Connection) -> bool:
    """Say whether the database is at the program's last step."""
    return MigrationContext.configure(connection).get_current_revision() == newest()


@cache
def newest() -> str | None:
    """Tell the program's last step."""
    return ScriptDirectory(str(Path(__file__).parent / "migrations")).get_current_head()


def damage(connection: Connection) -> Iterator[str]:
    """Say what SQLite finds wrong in its own file; PostgreSQL keeps its own watch."""
    if connection.dialect.name != "sqlite":
        return
    for (found,) in connection.execute(text("PRAGMA integrity_check(3)")):
        if found != "ok":
            yield f"数据库文件损坏：{found}。请停止服务，恢复最近的备份。"


def unreadable(connection: Connection, seals: Seals) -> Iterator[str]:
    """Open every sealed column, and say which do not open."""
    for table in SEALED:
        query = with_names(table).where(table.c.sealed.is_not(None)).order_by(table.c.id)
        with connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query) as rows:
            for row in rows:
                fault = _fault(table, row, seals)
                if fault:
                    yield f"{IN_WORDS[table.name]}（第 {row.id} 行）{fault}"


def _fault(table: Table, row: Row[Any], seals: Seals) -> str:
    try:
        seals.unseal(row.sealed, table.name, row_name(table, row))
    except CannotUnseal as fault:
        return f"打不开。{fault}"
    return "" if seals.sealer.key_id_of(row.sealed) == row.key_id else "记的密钥编号不对。请从备份恢复。"


def unaccounted(connection: Connection) -> Iterator[str]:
    """Compare the submissions with the journal: each was received, none is gone unless it was purged."""
    entries = models.journal.c
    query = select(models.submission.c.id, models.submission.c.receipt)
    there = {row.id: row.receipt for row in connection.execute(query)}
    told = {
        what: set(connection.scalars(select(entries.submission_id).where(entries.what == what.value)))
        for what in (Happened.RECEIVED, Happened.PURGED)
    }
    for number in sorted(told[Happened.RECEIVED] - told[Happened.PURGED] - there.keys()):
        yield f"台账里有第 {number} 件提交，数据库里没有，也没有清理的记录。请与最近的备份核对。"
    for number in sorted(there.keys() - told[Happened.RECEIVED]):
        yield f"数据库里的 {there[number]} 在台账里没有收到的记录，不是从本系统收进来的。"


def with_names(table: Table) -> Select[Any]:
    """Select a sealed table's rows with what `row_name` needs."""
    if "submission_id" not in table.c:
        return select(table)
    return select(table, models.submission.c.receipt).join(models.submission)


def row_name(table: Table, row: Row[Any]) -> str:
    """Name a row as `Seals` wants it; the parts of the store that seal name it in the same way."""
    if table is models.rating:
        return str(row.key_hmac)
    return f"{row.receipt}/{row.number}" if table is models.message else str(row.receipt)
