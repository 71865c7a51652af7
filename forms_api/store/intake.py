"""Taking in: a submission is saved once, with its consents, place, notices and line in the journal, or not at all.

In: matters, idempotency keys, terms. Out: receipts, given only after the disk has them. `Store` brings this.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from forms_api.clock import BEIJING, Clock
from forms_api.keys import Keys
from forms_api.store import consents, journal, models, outbox, receipts
from forms_api.store.database import Database
from forms_api.store.matter import Matter, to_json
from forms_api.store.sealing import Seals
from forms_api.store.submission import (
    Acknowledged,
    Happened,
    Place,
    PlaceTaken,
    ProofSpent,
    State,
    SubmissionKind,
    Terms,
)

PLAIN = Terms()
_INSERTS: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_BY_KEY = select(models.submission).where(models.submission.c.key_hmac == bindparam("key"))


def _once(table: Table, name: str, *returned: str) -> dict[str, ReturningInsert[Any]]:
    """Write, for each database, an insert that gives `returned` of the new rows; who finds `name` taken stays out."""
    return {
        dialect: insert_into(table)
        .on_conflict_do_nothing(index_elements=[name])
        .returning(*(table.c[column] for column in returned))
        for dialect, insert_into in _INSERTS.items()
    }


_SUBMISSION = _once(models.submission, "key_hmac", "receipt", "id")
_SPENT_PROOF = _once(models.spent_proof, "id", "id")


@dataclass(frozen=True)
class Arrival:
    """A submission on its way in: all that can be made before the database is held for it."""

    matter: Matter
    key: str
    terms: Terms
    acknowledged: Acknowledged
    row: dict[str, object]


class Intake:
    """Saves submissions and finds their receipts again by the key of the form."""

    def __init__(self, database: Database, keys: Keys, seals: Seals, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._seals = seals
        self._clock = clock

    def submit(self, matter: Matter, key: str, terms: Terms = PLAIN) -> Acknowledged:
        """Save a matter once per idempotency key; give the first receipt whenever the key comes again.

        Raises StoreUnavailable, PlaceTaken, ProofSpent; then nothing is saved.
        """
        return self._database.write_together(self._take_in, lambda: self._arrival(matter, key, terms))

    def acknowledged(self, key: str) -> Acknowledged | None:
        """Find the receipt of an idempotency key."""
        with self._database.reading() as connection:
            row = connection.execute(*self._first(key)).one_or_none()
        return self._again(row, key) if row else None

    def taken(self, station: str, since: date, until: date) -> dict[tuple[date, str], int]:
        """Count the places taken at a station: (day, half) → number, for the days from `since` to `until`."""
        table = models.place.c
        query = (
            select(table.day, table.half, func.count())
            .where(table.station == station, table.day.between(since, until))
            .group_by(table.day, table.half)
        )
        with self._database.reading() as connection:
            return {(day, half): count for day, half, count in connection.execute(query)}

    def _take_in(self, connection: Connection, arrivals: list[Arrival]) -> list[Acknowledged]:
        """Save what arrives together, each with all that belongs to it; what has its key in the database stays out."""
        inserted = connection.execute(_SUBMISSION[connection.dialect.name], [arrival.row for arrival in arrivals])
        numbers = {row.receipt: row.id for row in inserted}
        new = [(arrival, numbers[arrival.acknowledged.receipt]) for arrival in arrivals if _is_in(numbers, arrival)]
        _spend(connection, [arrival.terms.spent_proof for arrival, _number in new if arrival.terms.spent_proof])
        for arrival, number in new:
            if arrival.terms.place:
                _take_place(connection, number, arrival.terms.place)
        journal.append_all(connection, [entry for one in new for entry in _entries(*one)])
        outbox.put(connection, [notice for one in new for notice in _notices(*one)])
        return [
            arrival.acknowledged if _is_in(numbers, arrival) else self._first_of(connection, arrival)
            for arrival in arrivals
        ]

    def _arrival(self, matter: Matter, key: str, terms: Terms) -> Arrival:
        acknowledged = self._new(matter.kind, key, self._clock(), terms.latest)
        sealed, key_id = self._seals.seal(to_json(matter), "submission", acknowledged.receipt)
        row: dict[str, object] = {
            "kind": matter.kind.value,
            "receipt": acknowledged.receipt,
            "code_hmac": receipts.seal_code(self._keys.pepper, acknowledged.receipt, acknowledged.code),
            "key_hmac": self._key_hmac(key),
            "phone_hmac": self._seals.phone_hmac(matter.phone),
            "received_at": acknowledged.received_at,
            "due_on": acknowledged.due_on,
            "state": State.RECEIVED.value,
            "held_for": ",".join(terms.held_for),
            "topic": matter.topic,
            "town": matter.town,
            "officer": "",
            "sealed": sealed,
            "key_id": key_id,
            "consents": consents.to_json(terms.consents),
        }
        return Arrival(matter, key, terms, acknowledged, row)

    def _new(self, kind: SubmissionKind, key: str, at: datetime, latest: Callable[[date], date | None]) -> Acknowledged:
        number = receipts.new_number(kind, at)
        return Acknowledged(kind, number, self._code(key), at, latest(at.astimezone(BEIJING).date()))

    def _first_of(self, connection: Connection, arrival: Arrival) -> Acknowledged:
        """Give the receipt that the key of an arrival had first."""
        return self._again(connection.execute(*self._first(arrival.key)).one(), arrival.key, arrival.matter)

    def _first(self, key: str) -> tuple[Select[Any], dict[str, str]]:
        return _BY_KEY, {"key": self._key_hmac(key)}

    def _again(self, row: Row[tuple[object, ...]], key: str, matter: Matter | None = None) -> Acknowledged:
        first = self._seals.matter(row) if matter else None
        changed = bool(matter and first and first.said != matter.said)
        kind = SubmissionKind(row.kind)
        return Acknowledged(kind, row.receipt, self._code(key), row.received_at, row.due_on, True, changed)

    def _code(self, key: str) -> str:
        return receipts.query_code(self._keys.code, key)

    def _key_hmac(self, key: str) -> str:
        return receipts.seal_key(self._keys.once, key)


def _take_place(connection: Connection, submission_id: int, place: Place) -> None:
    """Give the lowest free place; two who want the last one meet in the unique constraint, or in the write queue."""
    table = models.place.c
    same = (table.station == place.station, table.day == place.day, table.half == place.half)
    used = set(connection.scalars(select(table.number).where(*same)))
    free = next((number for number in range(1, place.capacity + 1) if number not in used), None)
    if free is None:
        raise PlaceTaken
    values = {"station": place.station, "day": place.day, "half": place.half, "number": free}
    connection.execute(insert(models.place), {"submission_id": submission_id, **values})


def _spend(connection: Connection, proofs: list[tuple[str, datetime]]) -> None:
    """Note proofs as used up; who finds one used before has the batch done again, each by itself."""
    rows = [{"id": name, "forget_at": forget_at} for name, forget_at in proofs]
    if rows and len(connection.execute(_SPENT_PROOF[connection.dialect.name], rows).all()) < len(rows):
        raise ProofSpent


def _is_in(numbers: Mapping[str, int], arrival: Arrival) -> bool:
    return arrival.acknowledged.receipt in numbers


def _entries(arrival: Arrival, number: int) -> Iterator[journal.Entry]:
    at, terms = arrival.acknowledged.received_at, arrival.terms
    yield journal.Entry(at, Happened.RECEIVED, number, {"kind": arrival.matter.kind.value})
    if terms.held_for:
        yield journal.Entry(at, Happened.HELD, number, {"for": ",".join(terms.held_for)})


def _notices(arrival: Arrival, number: int) -> list[dict[str, object]]:
    return outbox.notices_of(arrival.acknowledged.received_at, number, Happened.RECEIVED, arrival.matter)
