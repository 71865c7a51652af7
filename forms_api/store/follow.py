"""What the citizen does afterwards: look up, add, say whether it was solved, rate, withdraw, delete.

In: number and query code, or number and telephone. Out: what stands there; every change with its line in the journal.
`Store` brings this. A wrong number, a wrong code and a wrong telephone cost the same work and give the same answer.
Whatever is sent twice happens once: what has happened already is no fault, and the same words twice in a row are one.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from forms_api.clock import Clock
from forms_api.keys import Keys
from forms_api.store import consents, journal, models, outbox, receipts
from forms_api.store.database import Database
from forms_api.store.matter import Matter
from forms_api.store.sealing import Seals
from forms_api.store.submission import Author, Happened, Message, State, Step, SubmissionKind

NOTHING = "0" * 64


@dataclass(frozen=True)
class Case:
    """A submission as its citizen sees it; `matter` is None once deleted, `messages` oldest first."""

    id: int
    kind: SubmissionKind
    receipt: str
    received_at: datetime
    due_on: date | None
    state: State
    officer: str
    matter: Matter | None
    messages: tuple[Message, ...]
    history: tuple[Step, ...]
    stars: int | None
    consents: frozenset[str]


class NotAllowed(Exception):
    """What was asked for does not fit the state: an answer that does not exist cannot be rated."""


class Follow:
    """Finds a submission for who proves to be its citizen, and changes it on their word."""

    def __init__(self, database: Database, keys: Keys, seals: Seals, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._seals = seals
        self._clock = clock

    def find(self, receipt: str, code: str) -> Case | None:
        """Find by number and query code.

        Both are in the one HMAC that is asked for: a number that does not exist and a wrong code are the same question
        with the same answer. Without our key nobody can choose what the index compares.
        """
        sealed = receipts.seal_code(self._keys.pepper, receipt, code)
        with self._database.reading() as connection:
            return self._read(connection, models.submission.c.code_hmac == sealed)

    def find_by_phone(self, receipt: str, phone: str) -> Case | None:
        """Find by number and telephone; callers show progress only, never what was written."""
        index, table = self._seals.phone_hmac(phone) or NOTHING, models.submission.c
        # The aggregate gives one row in any case: to know that a number exists takes no longer than that it does not.
        kept = select(func.max(table.phone_hmac)).where(table.receipt == receipt)
        with self._database.reading() as connection:
            proved = hmac.compare_digest(index, connection.scalar(kept) or "-" * 64)
            return self._read(connection, table.receipt == receipt) if proved else None

    def again(self, receipt: str) -> Case | None:
        """Read what the citizen found a moment ago; callers hold that in a signed cookie."""
        with self._database.reading() as connection:
            return self._read(connection, models.submission.c.receipt == receipt)

    def add(self, case: Case, text: str) -> None:
        """Add to what was said; only while somebody works on it, for after the answer nobody might look."""

        def job(connection: Connection) -> None:
            self._add(connection, _require(connection, case, _open), text)

        self._database.write(job)

    def unsolved(self, case: Case, text: str, due_on: date | None) -> None:
        """Say that the answer has not solved it: reopened, with the same officer and a new latest day."""

        def job(connection: Connection) -> None:
            row = _require(connection, case, _was_answered)
            if not State(row.state).is_open:
                values = {"state": State.REOPENED.value, "closed_at": None, "due_on": due_on}
                self._change(connection, row, Happened.UNSOLVED, text, values)
            elif text:  # a second tap finds it reopened; whatever more was written is kept
                self._add(connection, row, text)

        self._database.write(job)

    def solved(self, case: Case) -> None:
        """Say that the answer has solved it: closed."""
        self._close(case, Happened.SOLVED, State.CLOSED, lambda row: State(row.state) is State.ANSWERED)

    def withdraw(self, case: Case) -> None:
        """Withdraw: nobody works on it any more, a place is free again."""
        self._close(case, Happened.WITHDRAWN, State.WITHDRAWN, _open_or_answered)

    def rate(self, case: Case, stars: int, reason: str) -> None:
        """Rate an answer, once; a second rating replaces the first."""

        def job(connection: Connection) -> None:
            row = _require(connection, case, lambda row: row.answered_at is not None)
            table = models.case_rating
            before = connection.execute(select(table).where(table.c.submission_id == row.id)).one_or_none()
            if before and before.stars == stars and self._reason(row, before) == reason:
                return
            sealed, key_id = self._seals.seal(reason, "case_rating", case.receipt)
            connection.execute(delete(table).where(table.c.submission_id == row.id))
            values = {"rated_at": self._clock(), "stars": stars, "sealed": sealed, "key_id": key_id}
            connection.execute(insert(table).values(submission_id=row.id, **values))
            journal.append(connection, self._clock(), Happened.RATED, row.id, {"stars": stars})

        self._database.write(job)

    def delete(self, case: Case) -> None:
        """Delete one's own data (个人信息保护法 art. 47); number, dates and kind stay for the count, nobody's."""

        def job(connection: Connection) -> None:
            row = _row(connection, case)
            if row.sealed is None:
                return
            at = self._clock()
            if State(row.state).is_open:
                release_place(connection, row.id)
                journal.append(connection, at, Happened.WITHDRAWN, row.id)
            empty(connection, row, at)
            journal.append(connection, at, Happened.DELETED, row.id)

        self._database.write(job)

    def _read(self, connection: Connection, which: ColumnElement[bool]) -> Case | None:
        row = connection.execute(select(models.submission).where(which)).one_or_none()
        return read_case(connection, self._seals, row) if row else None

    def _add(self, connection: Connection, row: Row[Any], text: str) -> None:
        said = _messages(connection, self._seals, row)
        if not said or (said[-1].author, said[-1].text) != (Author.CITIZEN, text):
            self._change(connection, row, Happened.ADDED, text)

    def _close(self, case: Case, what: Happened, state: State, allowed: Callable[[Row[Any]], bool]) -> None:
        def job(connection: Connection) -> None:
            row = _row(connection, case)
            if State(row.state) is state:
                return
            row = _require(connection, case, allowed)
            self._change(connection, row, what, values={"state": state.value, "closed_at": self._clock()})

        self._database.write(job)

    def _change(
        self,
        connection: Connection,
        row: Row[Any],
        what: Happened,
        text: str = "",
        values: dict[str, Any] | None = None,
    ) -> None:
        at = self._clock()
        if text:
            write_message(connection, self._seals, row, at, Author.CITIZEN, text)
        if values:
            connection.execute(update(models.submission).where(models.submission.c.id == row.id).values(**values))
        if what is Happened.WITHDRAWN:
            release_place(connection, row.id)
        journal.append(connection, at, what, row.id)
        outbox.post(connection, at, row.id, what, None)  # what citizens do needs no text message to them

    def _reason(self, row: Row[Any], rated: Row[Any]) -> str:
        return self._seals.unseal(rated.sealed, "case_rating", row.receipt)


def read_case(connection: Connection, seals: Seals, row: Row[Any]) -> Case:
    """Read a submission's row whole, opened."""
    kind = SubmissionKind(row.kind)
    matter = seals.matter(row)
    stars = select(models.case_rating.c.stars).where(models.case_rating.c.submission_id == row.id)
    return Case(
        row.id,
        kind,
        row.receipt,
        row.received_at,
        row.due_on,
        State(row.state),
        row.officer,
        matter,
        _messages(connection, seals, row),
        journal.history(connection, row.id),
        connection.scalar(stars),
        consents.given(row.consents),
    )


def write_message(
    connection: Connection,
    seals: Seals,
    row: Row[Any],
    at: datetime,
    author: Author,
    text: str,
    officer: str = "",
) -> None:
    """Write the next message of a submission."""
    table = models.message
    number = (connection.scalar(select(func.max(table.c.number)).where(table.c.submission_id == row.id)) or 0) + 1
    sealed, key_id = seals.seal(text, "message", f"{row.receipt}/{number}")
    values = {"number": number, "written_at": at, "author": author.value, "officer": officer, "sealed": sealed}
    connection.execute(insert(table).values(submission_id=row.id, key_id=key_id, **values))


def empty(connection: Connection, row: Row[Any], at: datetime) -> None:
    """Take everything personal out of a submission and close it."""
    table = models.submission
    closed = {"closed_at": row.closed_at or at, "state": row.state if row.closed_at else State.WITHDRAWN.value}
    gone = {"sealed": None, "key_id": None, "phone_hmac": None, "town": "", "topic": "", "consents": consents.NONE}
    connection.execute(update(table).where(table.c.id == row.id).values(**gone, **closed))
    for around in (models.message, models.case_rating, models.outbox):
        connection.execute(delete(around).where(around.c.submission_id == row.id))


def _messages(connection: Connection, seals: Seals, row: Row[Any]) -> tuple[Message, ...]:
    table = models.message
    query = select(table).where(table.c.submission_id == row.id).order_by(table.c.number)
    return tuple(
        Message(
            said.written_at,
            Author(said.author),
            seals.unseal(said.sealed, "message", f"{row.receipt}/{said.number}"),
            said.officer,
        )
        for said in connection.execute(query)
    )


def _row(connection: Connection, case: Case) -> Row[Any]:
    row = connection.execute(select(models.submission).where(models.submission.c.id == case.id)).one_or_none()
    if row is None:
        raise NotAllowed
    return row


def _require(connection: Connection, case: Case, allowed: Callable[[Row[Any]], bool]) -> Row[Any]:
    """Give the row, if its data is still there and its state fits."""
    row = _row(connection, case)
    if row.sealed is None or not allowed(row):
        raise NotAllowed
    return row


def release_place(connection: Connection, submission_id: int) -> None:
    """Give the place of an appointment free again, if there is one."""
    connection.execute(delete(models.place).where(models.place.c.submission_id == submission_id))


def _open(row: Row[Any]) -> bool:
    return State(row.state).is_open


def _was_answered(row: Row[Any]) -> bool:
    return row.answered_at is not None and State(row.state) is not State.WITHDRAWN


def _open_or_answered(row: Row[Any]) -> bool:
    return _open(row) or State(row.state) is State.ANSWERED
