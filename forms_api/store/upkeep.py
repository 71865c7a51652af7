"""What time and the operator ask for: purging after the time of keeping, sealing anew under a new key, checking.

In: days, key ids, a head of the journal. Out: counts, or the first thing that is wrong. `Store` brings this.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from forms_api.clock import Clock
from forms_api.store import journal, models
from forms_api.store.database import Database
from forms_api.store.inspection import SEALED, damage, is_newest, row_name, unaccounted, unreadable, with_names
from forms_api.store.journal import Broken, Head
from forms_api.store.sealing import Seals
from forms_api.store.submission import OPEN_STATES, Happened, State, SubmissionKind
from forms_api.store.wiping import wipe

BATCH = 200


@dataclass(frozen=True, kw_only=True)
class Before:
    """Up to which moments things are purged.

    `closed`: submissions of each kind that were closed before. `answered`: those that are closed because nothing more
    was said since. `rated`: ratings of pages. `delivered`: notices that have left.
    `searched`: counts of searches.
    """

    closed: Mapping[SubmissionKind, datetime]
    answered: datetime
    rated: datetime
    delivered: datetime
    searched: date


@dataclass(frozen=True)
class Purged:
    """How many of each were purged, or would be."""

    submissions: Mapping[SubmissionKind, int]
    lapsed: int
    ratings: int
    notices: int
    proofs: int
    searches: int


class Upkeep:
    """Keeps the database as it must be."""

    def __init__(self, database: Database, seals: Seals, clock: Clock) -> None:
        self._database = database
        self._seals = seals
        self._clock = clock

    @property
    def folder(self) -> Path | None:
        """The folder of the database's file; None when it is on a server."""
        url = self._database.engine.url
        return Path(str(url.database)).parent if url.get_backend_name() == "sqlite" else None

    def schema_is_ours(self) -> bool:
        """Say whether the tables are those of this program; a newer program may have changed them meanwhile."""
        with self._database.reading() as connection:
            return is_newest(connection)

    def overdue(self, today: date) -> bool:
        """Say whether somebody waits for an answer that was due before today."""
        table = models.submission.c
        late = select(table.id).where(table.state.in_(OPEN_STATES), table.due_on < today).limit(1)
        with self._database.reading() as connection:
            return connection.scalar(late) is not None

    def purge(self, before: Before) -> Purged:
        """Delete what was kept long enough, close what nobody came back to; may be killed and run again."""
        lapsed = self._in_batches(partial(self._lapse, before=before.answered))
        gone = {
            kind: self._in_batches(partial(self._purge, kind=kind, before=moment))
            for kind, moment in before.closed.items()
        }
        rest = [self._database.write(partial(_delete, table=table, old=old)) for table, old in self._plain(before)]
        return Purged(gone, lapsed, *rest)

    def would_purge(self, before: Before) -> Purged:
        """Count what `purge` would delete and close now."""
        with self._database.reading() as connection:
            gone = {kind: _count(connection, models.submission, _old(kind, at)) for kind, at in before.closed.items()}
            lapsed = _count(connection, models.submission, _answered(before.answered))
            rest = [_count(connection, table, old) for table, old in self._plain(before)]
        return Purged(gone, lapsed, *rest)

    def wipe(self) -> bool:
        """Take what was deleted off the disk; False when somebody holds the database, the next time will do."""
        return wipe(self._database.engine)

    def seal_anew(self) -> int:
        """Seal what an older key sealed with the current one, batch by batch; may be killed and run again."""
        return sum(self._in_batches(partial(self._seal_anew, table=table)) for table in SEALED)

    def uses(self, key_id: str) -> int:
        """Count the sealed columns under a key."""
        with self._database.reading() as connection:
            return _uses(connection, key_id)

    def destroy(self, key_id: str, destroy: Callable[[], object]) -> int:
        """Call `destroy` unless something is sealed under the key, and give how much is; nobody writes meanwhile."""

        def job(connection: Connection) -> int:
            used = _uses(connection, key_id)
            if not used:
                destroy()
            return used

        return self._database.write(job)

    def belongs_to(self, secret_check: str) -> bool:
        """Say whether the database was made under this secret; the first one that asks is it."""

        def job(connection: Connection) -> str:
            kept = connection.scalar(select(table.c.value).where(table.c.name == "secret"))
            if kept is None:
                connection.execute(insert(table).values(name="secret", value=secret_check))
            return kept or secret_check

        table = models.installation
        with self._database.reading() as connection:
            kept = connection.scalar(select(table.c.value).where(table.c.name == "secret"))
        return (kept or self._database.write(job)) == secret_check

    def verify(self, anchor: Head | None = None) -> Head | Broken:
        """Check the journal's chain."""
        with self._database.reading() as connection:
            return journal.verify(connection, anchor)

    def faults(self) -> Iterator[str]:
        """Say what else is wrong: with the file, with sealed columns, with submissions that nobody received."""
        with self._database.reading() as connection:
            yield from damage(connection)
            yield from unreadable(connection, self._seals)
            yield from unaccounted(connection)

    def _in_batches(self, job: Callable[[Connection], int]) -> int:
        done = 0
        while count := self._database.write(job):
            done += count
        return done

    def _purge(self, connection: Connection, kind: SubmissionKind, before: datetime) -> int:
        table = models.submission.c
        numbers = list(connection.scalars(select(table.id).where(_old(kind, before)).limit(BATCH)))
        for number in numbers:
            connection.execute(delete(models.submission).where(table.id == number))
            journal.append(connection, self._clock(), Happened.PURGED, number)
        return len(numbers)

    def _lapse(self, connection: Connection, before: datetime) -> int:
        table = models.submission
        numbers = list(connection.scalars(select(table.c.id).where(_answered(before)).limit(BATCH)))
        for number in numbers:
            closed = update(table).where(table.c.id == number)
            connection.execute(closed.values(state=State.CLOSED.value, closed_at=self._clock()))
            journal.append(connection, self._clock(), Happened.LAPSED, number)
        return len(numbers)

    def _plain(self, before: Before) -> list[tuple[Table, ColumnElement[bool]]]:
        """Give what is deleted without a line in the journal."""
        rating, outbox, proof = models.rating, models.outbox, models.spent_proof
        searched = models.searched
        return [
            (rating, rating.c.rated_at < before.rated),
            (outbox, outbox.c.delivered_at < before.delivered),
            (proof, proof.c.forget_at < self._clock()),
            (searched, searched.c.day < before.searched),
        ]

    def _seal_anew(self, connection: Connection, table: Table) -> int:
        current = self._seals.sealer.ring.current.id
        rows = connection.execute(with_names(table).where(table.c.key_id != current).limit(BATCH)).all()
        for row in rows:
            name = row_name(table, row)
            sealed, key_id = self._seals.seal(self._seals.unseal(row.sealed, table.name, name), table.name, name)
            connection.execute(update(table).where(table.c.id == row.id).values(sealed=sealed, key_id=key_id))
        if rows:
            journal.append(connection, self._clock(), Happened.SEALED_ANEW, None, {table.name: len(rows)})
        return len(rows)


def _old(kind: SubmissionKind, before: datetime) -> ColumnElement[bool]:
    return (models.submission.c.kind == kind.value) & (models.submission.c.closed_at < before)


def _answered(before: datetime) -> ColumnElement[bool]:
    return (models.submission.c.state == State.ANSWERED.value) & (models.submission.c.answered_at < before)


def _delete(connection: Connection, table: Table, old: ColumnElement[bool]) -> int:
    return connection.execute(delete(table).where(old)).rowcount


def _count(connection: Connection, table: Table, which: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(which)) or 0


def _uses(connection: Connection, key_id: str) -> int:
    counts = (select(func.count()).where(table.c.key_id == key_id) for table in SEALED)
    return sum(connection.scalar(count) or 0 for count in counts)
