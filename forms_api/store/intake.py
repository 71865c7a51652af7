"""Taking in: a submission is saved once, with its consents, place, notices and line in the journal, or not at all.

In: matters, idempotency keys, terms. Out: receipts, given only after the disk has them. `Store` brings this.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from forms_api.clock import BEIJING, Clock
from forms_api.keys import Keys
from forms_api.store import journal, models, outbox, receipts
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
_BY_KEY = select(models.submission).where(models.submission.c.key_hmac == bindparam("key"))


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
        return self._database.write(lambda connection: self._receive(connection, matter, key, terms))

    def acknowledged(self, key: str) -> Acknowledged | None:
        """Find the receipt of an idempotency key."""
        with self._database.reading() as connection:
            row = self._first(connection, key)
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

    def _receive(self, connection: Connection, matter: Matter, key: str, terms: Terms) -> Acknowledged:
        first = self._first(connection, key)
        if first is not None:
            return self._again(first, key, matter)
        _spend(connection, terms.spent_proof)
        at = self._clock()
        acknowledged = self._new(matter.kind, key, at, terms.latest)
        submission_id = self._insert(connection, acknowledged, matter, key, terms)
        if terms.consents:
            rows = [{"submission_id": submission_id, **vars(consent)} for consent in terms.consents]
            connection.execute(insert(models.consent), rows)
        if terms.place:
            _take_place(connection, submission_id, terms.place)
        journal.append(connection, at, Happened.RECEIVED, submission_id, {"kind": matter.kind.value})
        if terms.held_for:
            journal.append(connection, at, Happened.HELD, submission_id, {"for": ",".join(terms.held_for)})
        outbox.post(connection, at, submission_id, Happened.RECEIVED, matter)
        return acknowledged

    def _new(self, kind: SubmissionKind, key: str, at: datetime, latest: Callable[[date], date | None]) -> Acknowledged:
        number = receipts.new_number(kind, at)
        return Acknowledged(kind, number, self._code(key), at, latest(at.astimezone(BEIJING).date()))

    def _insert(
        self, connection: Connection, acknowledged: Acknowledged, matter: Matter, key: str, terms: Terms
    ) -> int:
        sealed, key_id = self._seals.seal(to_json(matter), "submission", acknowledged.receipt)
        row = {
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
        }
        inserted: Sequence[int] = connection.execute(insert(models.submission), row).inserted_primary_key or (0,)
        return int(inserted[0])

    def _first(self, connection: Connection, key: str) -> Row[tuple[object, ...]] | None:
        return connection.execute(_BY_KEY, {"key": self._key_hmac(key)}).one_or_none()

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


def _spend(connection: Connection, proof: tuple[str, datetime] | None) -> None:
    if proof is None:
        return
    name, forget_at = proof
    table = models.spent_proof
    connection.execute(delete(table).where(table.c.forget_at < forget_at.replace(hour=0, minute=0)))
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(id=name, forget_at=forget_at))
    except IntegrityError as error:
        raise ProofSpent from error
