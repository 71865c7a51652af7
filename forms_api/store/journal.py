"""The journal 台账: what happened, each entry bound to the one before by a hash, in the same transaction as the change.

In: a connection inside a write. Out: entries; for `mingfa verify` the first entry that does not fit. Nothing of a
citizen enters it, so that deletion never breaks the chain; which officer opened a submission does. Only the store
imports this.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, Row, String, event, insert, select, type_coerce
from sqlalchemy.exc import DBAPIError

from forms_api.store import models
from forms_api.store.submission import Happened, Step

FIRST = "0" * 64
ROWS_AT_ONCE = 1000
_HELD = "head of the journal"
# The lock's number is free to choose: b"ming".
_LOCK_AND_HEAD = """\
SELECT pg_advisory_xact_lock(1835626087);
SELECT seq, digest FROM journal ORDER BY seq DESC LIMIT 1"""
_ENTRY = insert(models.journal).returning(models.journal.c.seq)  # with it several rows are one statement
_LAST = select(models.journal.c.seq, models.journal.c.digest).order_by(models.journal.c.seq.desc()).limit(1)


@dataclass(frozen=True)
class Head:
    """The end of the chain: what to write down outside, so that a cut tail is seen."""

    seq: int
    digest: str


@dataclass(frozen=True)
class Broken:
    """The first place where the chain does not hold."""

    seq: int
    why: str


@dataclass(frozen=True)
class Entry:
    """What is to be noted; nothing of a citizen in it."""

    at: datetime
    what: Happened
    submission_id: int | None
    detail: Mapping[str, str | int] | None = None


def lock(connection: Connection) -> None:
    """Let nobody else write until the transaction ends: the journal is one chain.

    SQLite's transaction has the lock from its beginning. PostgreSQL is asked for the lock and for the head in one
    message; as two statements, for one would see the journal as it was before it waited.
    """
    if connection.dialect.name == "postgresql":
        with closing(connection.exec_driver_sql(_LOCK_AND_HEAD)) as message:
            cursor: Any = message.cursor
            cursor.nextset()
            connection.info[_HELD] = _head(cursor.fetchone())


def append(
    connection: Connection,
    at: datetime,
    what: Happened,
    submission_id: int | None,
    detail: Mapping[str, str | int] | None = None,
) -> None:
    """Append one entry, as `append_all`."""
    append_all(connection, [Entry(at, what, submission_id, detail)])


def append_all(connection: Connection, entries: Sequence[Entry]) -> None:
    """Append entries; the caller holds the write lock (SQLite: BEGIN IMMEDIATE; PostgreSQL: the journal's lock)."""
    if not entries:
        return
    head = connection.info.get(_HELD) or head_of(connection)
    rows = []
    for entry in entries:
        head, row = _following(head, entry)
        rows.append(row)
    connection.execute(_ENTRY, rows)
    connection.info[_HELD] = head


def _following(head: Head, entry: Entry) -> tuple[Head, dict[str, object]]:
    """Give the row that notes an entry behind `head`, and the head after it."""
    detail = json.dumps(entry.detail or {}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    seq, number, what = head.seq + 1, entry.submission_id, entry.what.value
    digest = digest_of(head.digest, seq, entry.at, number, what, detail)
    row = {"seq": seq, "happened_at": entry.at, "submission_id": number, "what": what, "detail": detail}
    return Head(seq, digest), {**row, "previous": head.digest, "digest": digest}


def hold_head(engine: Engine) -> None:
    """Let `append` read the head once in a transaction: who has the lock is the only one who moves it.

    What is held is forgotten when a transaction begins, and when some of it is undone.
    """
    event.listen(engine, "begin", _forget_head)
    event.listen(engine, "rollback_savepoint", _forget_head)


def _forget_head(connection: Connection, *_: object) -> None:
    connection.info.pop(_HELD, None)


def head_of(connection: Connection) -> Head:
    """Give the last entry's number and digest."""
    return _head(connection.execute(_LAST).one_or_none())


def _head(last: Sequence[Any] | None) -> Head:
    return Head(*last) if last else Head(0, FIRST)


def digest_of(previous: str, seq: int, at: datetime, submission_id: int | None, what: str, detail: str) -> str:
    """Give SHA-256(previous ‖ canonical JSON of the entry)."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    entry = json.dumps([seq, moment, submission_id, what, detail], ensure_ascii=False, separators=(",", ":"))
    return sha256(f"{previous}{entry}".encode()).hexdigest()


def verify(connection: Connection, anchor: Head | None = None) -> Head | Broken:
    """Follow the chain from its start; `anchor` is a head that was written down before and must still be in it."""
    head = Head(0, FIRST)
    try:
        while rows := _rows_after(connection, head.seq):
            for row in rows:
                why = _fault(row, head)
                if why:
                    return Broken(head.seq + 1, why)
                head = Head(row.seq, row.digest)
                if anchor and anchor.seq == head.seq and anchor.digest != head.digest:
                    return Broken(head.seq, "与当时抄下的校验值不一致")
    except _Unreadable:
        return Broken(head.seq + 1, "内容被改动过，读不出来")
    if anchor and anchor.seq > head.seq:
        return Broken(head.seq + 1, "末尾的记录被删去了")
    return head


class _Unreadable(Exception):
    pass


def _rows_after(connection: Connection, seq: int, many: int = ROWS_AT_ONCE) -> Sequence[Row[Any]]:
    """Read the next entries; one by one where some entry cannot be read at all, to find out which."""
    table = models.journal
    kept = type_coerce(table.c.happened_at, String).label("kept")  # SQLite keeps a text that may be changed unseen
    query = select(table, kept).order_by(table.c.seq).limit(many)
    if seq:
        query = query.where(table.c.seq > seq)
    try:
        return connection.execute(query).all()
    except (ValueError, TypeError, DBAPIError) as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        if many > 1:
            return _rows_after(connection, seq, 1)
        raise _Unreadable from error


def _fault(row: Row[Any], head: Head) -> str:
    """Say what is wrong with the entry behind `head`; "" when it fits."""
    if row.seq != head.seq + 1:
        return "缺少这一条记录"
    if row.previous != head.digest:
        return "与前一条记录接不上"
    try:
        digest = digest_of(head.digest, row.seq, row.happened_at, row.submission_id, row.what, row.detail)
    except (AttributeError, TypeError, ValueError):
        return "内容被改动过"
    written = isinstance(row.kept, str) and row.kept != f"{row.happened_at:%Y-%m-%d %H:%M:%S.%f}"
    return "内容被改动过" if row.digest != digest or written else ""


def history(connection: Connection, submission_id: int) -> tuple[Step, ...]:
    """Give what happened to a submission, oldest first."""
    table = models.journal.c
    query = select(table.happened_at, table.what).where(table.submission_id == submission_id).order_by(table.seq)
    return tuple(Step(row.happened_at, Happened(row.what)) for row in connection.execute(query))
