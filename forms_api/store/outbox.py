"""The outbox: notices that must leave the house, written in the same transaction as what they tell of.

In: what happened, and which latest days are near. Out: notices that are due, handed to one deliverer at a time.
The other parts of the store post; `forms_api.notices` delivers. No personal data: the telephone is read at delivery.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Update,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from forms_api.clock import BEIJING, Clock, beijing_span
from forms_api.store import models
from forms_api.store.database import Database
from forms_api.store.matter import Contacted, Matter
from forms_api.store.sealing import Seals
from forms_api.store.submission import OPEN_STATES, Happened, SubmissionKind


class About(StrEnum):
    """What a notice tells of: something that happened, or a latest day that is near or past."""

    RECEIVED = "received"
    ADDED = "added"
    ANSWERED = "answered"
    UNSOLVED = "unsolved"
    WITHDRAWN = "withdrawn"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"


FOR_STAFF = frozenset({Happened.RECEIVED, Happened.ADDED, Happened.UNSOLVED, Happened.WITHDRAWN})
FOR_CITIZENS = frozenset({Happened.RECEIVED, Happened.ANSWERED})
REMINDERS = (About.DUE_SOON, About.OVERDUE)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
LEASE = timedelta(minutes=5)
ONE_HAND_OVER = timedelta(minutes=1)  # what is left of a lease before another notice is begun
AT_ONCE = 10
_NOTICE = insert(models.outbox).returning(models.outbox.c.id)  # with it several rows are one statement


@dataclass(frozen=True)
class Notice:
    """One notice that this deliverer has until `ours_until`; nobody else hands it over before."""

    number: int
    about: About
    to_citizen: bool
    kind: SubmissionKind
    receipt: str
    due_on: date | None
    officer: str
    made_at: datetime
    attempts: int
    ours_until: datetime

    @property
    def id(self) -> str:
        """Name the notice for receivers: the same at every repetition, and never that of another.

        The number alone would not do: after a restored backup the database gives it again.
        """
        return f"{self.made_at.astimezone(BEIJING):%Y%m%d-%H%M%S-%f}-{self.number}"


class Outbox:
    """Gives out notices that are due, and notes how it went."""

    def __init__(self, database: Database, seals: Seals, clock: Clock) -> None:
        self._database = database
        self._seals = seals
        self._clock = clock

    def claim(self) -> list[Notice]:
        """Take some notices to deliver now, oldest first; a deliverer that dies loses them when the lease ends."""
        with self._database.reading() as connection:
            waits = connection.execute(_due(self._clock()).limit(1)).first()
        return self._database.write(self._claim) if waits else []

    def is_ours(self, notice: Notice) -> bool:
        """Say whether there is time to hand a claimed notice over before somebody else may."""
        return self._clock() < notice.ours_until - ONE_HAND_OVER

    def phone(self, notice: Notice) -> str:
        """Read the telephone of a citizen who allows text messages, else ""; raises CannotUnseal."""
        case = models.submission.c
        with self._database.reading() as connection:
            query = select(case.kind, case.receipt, case.sealed).where(case.receipt == notice.receipt)
            row = connection.execute(query).one_or_none()
        matter = self._seals.matter(row) if row else None
        return matter.phone if isinstance(matter, Contacted) and matter.may_text else ""

    def delivered(self, number: int) -> None:
        """Note that a notice has left."""
        self._note(number, delivered_at=self._clock(), next_try_at=None)

    def unwanted(self, number: int) -> None:
        """Note that a notice is for nobody, the citizen wants no text messages: it is done with like one that left."""
        self.delivered(number)

    def failed(self, number: int, attempts: int) -> None:
        """Note that it has not; the pauses double up to six hours, it is never given up."""
        pause = min(FIRST_PAUSE * 2 ** min(attempts, 20), LONGEST_PAUSE)
        self._note(number, attempts=attempts + 1, next_try_at=self._clock() + pause)

    def remind(self, today: date, soon_until: date) -> int:
        """Post reminders of what is open and due up to `soon_until`, or was due before `today`; give their number.

        Days are those of Beijing. Once for each latest day, however often and from wherever this is asked, as long as
        notices are kept: who is overdue when they are purged is reminded of again.
        """
        return self._database.write(lambda connection: self._remind(connection, today, soon_until))

    def waiting_since(self) -> datetime | None:
        """Tell when the oldest notice was made that should have left and has not yet."""
        box = models.outbox.c
        oldest = select(func.min(box.made_at)).join(models.submission).where(box.next_try_at.is_not(None), _may_leave())
        with self._database.reading() as connection:
            found: datetime | None = connection.scalar(oldest)
        return found

    def _claim(self, connection: Connection) -> list[Notice]:
        now = self._clock()
        rows = connection.execute(_due(now).limit(AT_ONCE)).all()
        numbers = [row.id for row in rows]
        lease = update(models.outbox).where(models.outbox.c.id.in_(numbers))
        connection.execute(lease.values(next_try_at=now + LEASE))
        return [_notice(row, now + LEASE) for row in rows]

    def _note(self, number: int, **values: object) -> None:
        table = models.outbox.c
        # A deliverer that was stopped for longer than its lease must not undo what another one did meanwhile.
        change = update(models.outbox).where(table.id == number, table.delivered_at.is_(None)).values(**values)
        self._database.write(lambda connection: connection.execute(change).rowcount)

    def _remind(self, connection: Connection, today: date, soon_until: date) -> int:
        case = models.submission.c
        connection.execute(_lapse(self._clock()))
        this_morning, _ = beijing_span(today, today)
        news = (case.received_at < this_morning, or_(_reopened().is_(None), _reopened() < this_morning))
        # Who received it today knows the latest day from that notice.
        soon = (case.due_on.between(today, soon_until), *news)
        made = 0
        for about, is_near in ((About.DUE_SOON, soon), (About.OVERDUE, (case.due_on < today,))):
            wanted = select(case.id).where(case.state.in_(OPEN_STATES), *is_near, ~_told(about)).order_by(case.id)
            for number in connection.scalars(wanted).all():
                connection.execute(_NOTICE, _row(self._clock(), number, about, to_citizen=False))
                made += 1
        return made


def post(connection: Connection, at: datetime, submission_id: int, what: Happened, matter: Matter | None) -> None:
    """Put the notices about something that happened into the outbox."""
    put(connection, notices_of(at, submission_id, what, matter))


def notices_of(at: datetime, submission_id: int, what: Happened, matter: Matter | None) -> list[dict[str, object]]:
    """Write the notices about something that happened; citizens get some who allowed text messages."""
    may_text = isinstance(matter, Contacted) and matter.may_text
    to = [False] * (what in FOR_STAFF) + [True] * (what in FOR_CITIZENS and may_text)
    return [_row(at, submission_id, About(what.value), to_citizen=to_citizen) for to_citizen in to]


def put(connection: Connection, notices: list[dict[str, object]]) -> None:
    """Put notices into the outbox."""
    if notices:
        connection.execute(_NOTICE, notices)


def _row(at: datetime, submission_id: int, about: About, *, to_citizen: bool) -> dict[str, object]:
    row = {"what": about.value, "to_citizen": to_citizen, "made_at": at, "next_try_at": at, "attempts": 0}
    return {"submission_id": submission_id, **row}


def _due(now: datetime) -> Select[Any]:
    box, case = models.outbox, models.submission
    return (
        select(box, case.c.kind, case.c.receipt, case.c.due_on, case.c.officer)
        .join(case)
        .where(box.c.next_try_at <= now, _may_leave())
        .order_by(box.c.id)
    )


def _may_leave() -> ColumnElement[bool]:
    """Hold text messages back while their submission is held: a stranger's telephone may have been typed in."""
    return or_(~models.outbox.c.to_citizen, models.submission.c.held_for == "")


def _notice(row: Row[Any], ours_until: datetime) -> Notice:
    return Notice(
        row.id,
        About(row.what),
        row.to_citizen,
        SubmissionKind(row.kind),
        row.receipt,
        row.due_on,
        row.officer,
        row.made_at,
        row.attempts,
        ours_until,
    )


def _reopened() -> ColumnElement[datetime]:
    """Give the moment since which the latest day holds, or NULL when it is the first one."""
    entry = models.journal.c
    last = select(func.max(entry.happened_at)).where(
        entry.submission_id == models.submission.c.id, entry.what == Happened.UNSOLVED.value
    )
    return last.correlate(models.submission).scalar_subquery()


def _told(about: About) -> ColumnElement[bool]:
    box = models.outbox.c
    reopened = _reopened()
    return (
        exists()
        .where(box.submission_id == models.submission.c.id, box.what == about.value)
        .where(or_(reopened.is_(None), box.made_at >= reopened))
        .correlate(models.submission)
    )


def _lapse(now: datetime) -> Update:
    """Be done with reminders that did not leave before the answer did."""
    box, case = models.outbox.c, models.submission.c
    closed = select(case.id).where(case.state.not_in(OPEN_STATES))
    old = update(models.outbox).where(box.what.in_(REMINDERS), box.next_try_at.is_not(None))
    return old.where(box.submission_id.in_(closed)).values(next_try_at=None, delivered_at=now)
