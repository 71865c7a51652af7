"""The store: the only door to the database.

In: consultations, ratings, idempotency keys. Out: receipts, given only after the disk has them.
`db.open_store` makes it; pages and exports use it; no SQL leaves this module.
"""

import hmac
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from sqlalchemy import Connection, Engine, Row, Table, func, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from forms_api.clock import Clock, now_utc
from forms_api.keys import Keys
from forms_api.store import models, receipts
from forms_api.store.submission import (
    Acknowledged,
    Consultation,
    ConsultationEntry,
    Rating,
    RatingEntry,
    Received,
    State,
    SubmissionKind,
)

ATTEMPTS = 8  # two equal receipt numbers in one day are rare, eight in a row impossible
ROWS_AT_ONCE = 1000
NO_CODE = "0" * 64


class StoreUnavailable(Exception):
    """Nothing was saved: the database is locked, full, read-only or out of reach."""


class Store:
    """Saves and finds; writers queue in the process, so that none starves behind SQLite's busy handler."""

    def __init__(self, engine: Engine, keys: Keys, *, clock: Clock = now_utc, patience: float = 5.0) -> None:
        self.engine = engine
        self._keys = keys
        self._clock = clock
        self._patience = patience
        self._writers = Lock()

    def submit(self, consultation: Consultation, key: str) -> Acknowledged:
        """Save a consultation once per idempotency key; give the first receipt whenever the key comes again."""
        for _ in range(ATTEMPTS):
            try:
                with self._writing() as connection:
                    return self._receive(connection, consultation, key)
            except IntegrityError as error:
                cause = error  # the number is taken, or on PostgreSQL the same key won elsewhere: look again
        raise StoreUnavailable("conflict") from cause

    def acknowledged(self, key: str) -> Acknowledged | None:
        """Find the receipt of an idempotency key."""
        with self._reading() as connection:
            receipt = connection.scalar(
                select(models.submission.c.receipt).where(models.submission.c.key_hmac == self._once(key))
            )
        return Acknowledged(receipt, self._code(key), repeated=True) if receipt else None

    def find(self, receipt: str, code: str) -> Received | None:
        """Find a submission by number and code, with the same work for an unknown number and a wrong code."""
        query = (
            select(models.submission, models.consultation)
            .join(models.consultation)
            .where(models.submission.c.receipt == receipt)
        )
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        sealed = receipts.seal_code(self._keys.pepper, receipt, code)
        fits = hmac.compare_digest(sealed, row.code_hmac if row else NO_CODE)
        return _received(row) if row and fits else None

    def rate(self, rating: Rating, keys: Sequence[str]) -> str:
        """Save a rating under the first key unless one of the keys was used before; give the key it has."""
        for _ in range(ATTEMPTS):
            try:
                with self._writing() as connection:
                    return self._rate(connection, rating, keys)
            except IntegrityError as error:
                cause = error
        raise StoreUnavailable("conflict") from cause

    def add_stars(self, key: str, stars: int | None, reason: str) -> bool:
        """Add stars and a reason to the rating of a key; say whether there is one."""
        change = update(models.rating).where(models.rating.c.key_hmac == self._once(key))
        with self._writing() as connection:
            return connection.execute(change.values(stars=stars, reason=reason)).rowcount == 1

    def find_rating(self, key: str) -> Rating | None:
        """Find the rating of a key."""
        with self._reading() as connection:
            query = select(models.rating).where(models.rating.c.key_hmac == self._once(key))
            row = connection.execute(query).one_or_none()
        return _rating(row) if row else None

    def answers(self) -> bool:
        """Say whether the database answers."""
        try:
            with self._reading() as connection:
                connection.execute(select(models.submission.c.id).limit(1))
        except StoreUnavailable:
            return False
        return True

    def consultations(self, since: datetime, until: datetime) -> Iterator[ConsultationEntry]:
        """Stream the consultations received from `since` to before `until`, oldest first."""
        table = models.submission
        query = (
            select(table, models.consultation)
            .join(models.consultation)
            .where(table.c.received_at >= since, table.c.received_at < until)
            .order_by(table.c.received_at, table.c.id)
        )
        with self._reading() as connection:
            for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query):
                yield ConsultationEntry(row.receipt, row.received_at, State(row.state), _consultation(row))

    def ratings(self, since: datetime, until: datetime) -> Iterator[RatingEntry]:
        """Stream the ratings given from `since` to before `until`, oldest first."""
        table = models.rating
        query = (
            select(table)
            .where(table.c.rated_at >= since, table.c.rated_at < until)
            .order_by(table.c.rated_at, table.c.id)
        )
        with self._reading() as connection:
            for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query):
                yield RatingEntry(row.rated_at, _rating(row))

    def count(self, kind: type[ConsultationEntry] | type[RatingEntry], since: datetime, until: datetime) -> int:
        """Count what `consultations` or `ratings` would stream."""
        column = models.rating.c.rated_at if kind is RatingEntry else models.submission.c.received_at
        with self._reading() as connection:
            return connection.scalar(select(func.count()).where(column >= since, column < until)) or 0

    def _receive(self, connection: Connection, consultation: Consultation, key: str) -> Acknowledged:
        code = self._code(key)
        first = _first(connection, self._once(key))
        if first is not None:
            changed = first[1].said != consultation.said
            return Acknowledged(first[0], code, repeated=True, changed=changed)
        received_at = self._clock()
        receipt = receipts.new_number(SubmissionKind.CONSULTATION, received_at)
        submission_id = _insert(
            connection,
            models.submission,
            kind=SubmissionKind.CONSULTATION.value,
            receipt=receipt,
            code_hmac=receipts.seal_code(self._keys.pepper, receipt, code),
            key_hmac=self._once(key),
            received_at=received_at,
            state=State.RECEIVED.value,
        )
        _insert(connection, models.consultation, submission_id=submission_id, **vars(consultation))
        _insert(connection, models.event, submission_id=submission_id, happened_at=received_at, what="received")
        return Acknowledged(receipt, code)

    def _rate(self, connection: Connection, rating: Rating, keys: Sequence[str]) -> str:
        for key in keys:
            used = select(models.rating.c.id).where(models.rating.c.key_hmac == self._once(key))
            if connection.scalar(used) is not None:
                return key
        _insert(connection, models.rating, key_hmac=self._once(keys[0]), rated_at=self._clock(), **vars(rating))
        return keys[0]

    def _code(self, key: str) -> str:
        return receipts.query_code(self._keys.code, key)

    def _once(self, key: str) -> str:
        return receipts.seal_key(self._keys.once, key)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Give a connection inside a write transaction; leaving the block means that the commit is on the disk."""
        if not self._writers.acquire(timeout=self._patience):
            raise StoreUnavailable("queue")
        try:
            with _reachable(), self.engine.connect() as connection, connection.execution_options(writes=True).begin():
                yield connection
        finally:
            self._writers.release()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _reachable(), self.engine.connect() as connection:
            yield connection


@contextmanager
def _reachable() -> Iterator[None]:
    """Turn every failure of the database into one honest word, except a broken rule, which the caller mends."""
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, PoolTimeout) as error:
        raise StoreUnavailable(type(error).__name__) from error


def _insert(connection: Connection, table: Table, **values: object) -> int:
    key = connection.execute(insert(table).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def _first(connection: Connection, key_hmac: str) -> tuple[str, Consultation] | None:
    query = (
        select(models.submission.c.receipt, models.consultation)
        .join(models.consultation)
        .where(models.submission.c.key_hmac == key_hmac)
    )
    row = connection.execute(query).one_or_none()
    return (row.receipt, _consultation(row)) if row else None


def _consultation(row: Row[tuple[object, ...]]) -> Consultation:
    return Consultation(
        name=row.name,
        phone=row.phone,
        town=row.town,
        topic=row.topic,
        content=row.content,
        consent_version=row.consent_version,
        source_page=row.source_page,
    )


def _rating(row: Row[tuple[object, ...]]) -> Rating:
    return Rating(page=row.page, page_title=row.page_title, helpful=row.helpful, stars=row.stars, reason=row.reason)


def _received(row: Row[tuple[object, ...]]) -> Received:
    return Received(SubmissionKind(row.kind), row.received_at, State(row.state), row.topic, row.town, row.content)
