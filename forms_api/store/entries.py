"""What leaves for tables: submissions and ratings of some days, streamed, opened one at a time.

In: a kind, a span of moments. Out: entries, oldest first. `Store` brings this; the exports read it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from forms_api.store import consents, models
from forms_api.store.database import Database
from forms_api.store.matter import Matter
from forms_api.store.ratings import read_rating
from forms_api.store.sealing import Seals
from forms_api.store.submission import RatingEntry, State, SubmissionKind

ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class SubmissionEntry:
    """A submission on its way out to a table; `matter` is None once the citizen had it deleted.

    `consents`: the names of those that were given.
    """

    kind: SubmissionKind
    receipt: str
    received_at: datetime
    due_on: date | None
    answered_at: datetime | None
    closed_at: datetime | None
    state: State
    officer: str
    held_for: str
    matter: Matter | None
    stars: int | None
    consents: frozenset[str]


class Entries:
    """Streams what the exports write."""

    def __init__(self, database: Database, seals: Seals) -> None:
        self._database = database
        self._seals = seals

    def submissions(self, kind: SubmissionKind, since: datetime, until: datetime) -> Iterator[SubmissionEntry]:
        """Stream the submissions of a kind received from `since` to before `until`."""
        table = models.submission
        query = (
            select(table, models.case_rating.c.stars)
            .outerjoin(models.case_rating)
            .where(table.c.kind == kind.value, table.c.received_at >= since, table.c.received_at < until)
            .order_by(table.c.received_at, table.c.id)
        )
        with self._database.reading() as connection:
            for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query):
                yield SubmissionEntry(
                    kind,
                    row.receipt,
                    row.received_at,
                    row.due_on,
                    row.answered_at,
                    row.closed_at,
                    State(row.state),
                    row.officer,
                    row.held_for,
                    self._seals.matter(row),
                    row.stars,
                    consents.given(row.consents),
                )

    def ratings(self, since: datetime, until: datetime) -> Iterator[RatingEntry]:
        """Stream the ratings given from `since` to before `until`."""
        table = models.rating
        query = (
            select(table)
            .where(table.c.rated_at >= since, table.c.rated_at < until)
            .order_by(table.c.rated_at, table.c.id)
        )
        with self._database.reading() as connection:
            for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query):
                yield RatingEntry(row.rated_at, read_rating(self._seals, row))

    def count(self, kind: SubmissionKind | None, since: datetime, until: datetime) -> int:
        """Count what `submissions` of a kind, or with None `ratings`, would stream."""
        column = models.submission.c.received_at if kind else models.rating.c.rated_at
        query = select(func.count()).where(column >= since, column < until)
        if kind:
            query = query.where(models.submission.c.kind == kind.value)
        with self._database.reading() as connection:
            return connection.scalar(query) or 0
