"""What the desk 科室 does with submissions: see what waits, take it, let go what was held, answer.

In: receipt numbers, an officer's name, a text. Out: the queue and the cases; every change with its line in the journal.
`Store` brings this; the operator's commands use it, and the staff's pages will.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from forms_api.clock import Clock
from forms_api.store import journal, models, outbox
from forms_api.store.database import Database
from forms_api.store.follow import Case, NotAllowed, read_case, release_place, write_message
from forms_api.store.sealing import Seals
from forms_api.store.submission import OPEN_STATES, Author, Happened, State, SubmissionKind


@dataclass(frozen=True)
class Waiting:
    """One line of the queue; nothing personal."""

    receipt: str
    kind: SubmissionKind
    state: State
    received_at: datetime
    due_on: date | None
    officer: str
    held_for: tuple[str, ...]


class Desk:
    """Works on submissions."""

    def __init__(self, database: Database, seals: Seals, clock: Clock) -> None:
        self._database = database
        self._seals = seals
        self._clock = clock

    def queue(self) -> list[Waiting]:
        """List what is open, the earliest latest day first."""
        table = models.submission.c
        query = select(models.submission).where(table.state.in_(OPEN_STATES)).order_by(table.due_on, table.received_at)
        with self._database.reading() as connection:
            return [_waiting(row) for row in connection.execute(query)]

    def case(self, receipt: str) -> Case | None:
        """Read one submission whole."""
        with self._database.reading() as connection:
            row = connection.execute(_by_receipt(receipt)).one_or_none()
            return read_case(connection, self._seals, row) if row else None

    def read(self, receipt: str, officer: str) -> Case | None:
        """Open one submission for an officer by a command; the journal keeps who did."""

        def job(connection: Connection) -> Case | None:
            row = connection.execute(_by_receipt(receipt)).one_or_none()
            if row is None:
                return None
            journal.append(connection, self._clock(), Happened.READ, row.id, {"officer": officer})
            return read_case(connection, self._seals, row)

        return self._database.write(job)

    def take(self, receipt: str, officer: str) -> None:
        """Take a submission over: from now on this officer answers for it."""
        self._change(receipt, Happened.TAKEN, state=State.HANDLING.value, officer=officer)

    def release(self, receipt: str) -> None:
        """Let go what was held: a person has looked, it is a real one."""
        self._change(receipt, Happened.RELEASED, held_for="")

    def answer(self, receipt: str, officer: str, text: str) -> None:
        """Answer; raises NotAllowed when there is nothing open under that number."""
        at = self._clock()
        values = {"state": State.ANSWERED.value, "officer": officer, "answered_at": at, "held_for": ""}
        self._change(receipt, Happened.ANSWERED, text=text, **values)

    def close(self, receipt: str, officer: str, text: str) -> None:
        """Close without an answer, saying why; a place is free again."""
        values = {"state": State.CLOSED.value, "officer": officer, "closed_at": self._clock(), "held_for": ""}
        self._change(receipt, Happened.CLOSED, text=text, **values)

    def _change(self, receipt: str, what: Happened, text: str = "", **values: object) -> None:
        def job(connection: Connection) -> None:
            row = connection.execute(_by_receipt(receipt)).one_or_none()
            if row is None or not State(row.state).is_open:
                raise NotAllowed
            at = self._clock()
            if text:
                officer = str(values["officer"])
                write_message(connection, self._seals, row, at, Author.STAFF, text, officer)
            connection.execute(update(models.submission).where(models.submission.c.id == row.id).values(**values))
            if what is Happened.CLOSED:
                release_place(connection, row.id)
            journal.append(connection, at, what, row.id)
            outbox.post(connection, at, row.id, what, self._seals.matter(row))

        self._database.write(job)


def _by_receipt(receipt: str) -> Select[Any]:
    return select(models.submission).where(models.submission.c.receipt == receipt)


def _waiting(row: Row[tuple[object, ...]]) -> Waiting:
    held_for = tuple(reason for reason in row.held_for.split(",") if reason)
    return Waiting(
        row.receipt, SubmissionKind(row.kind), State(row.state), row.received_at, row.due_on, row.officer, held_for
    )
