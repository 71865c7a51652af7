"""Searches counted by day and words: what was asked, how often, what it found, whether a hit was followed.

In: counts without persons. Out: the same, added up over days. `Store` brings this; what may be counted at all is
decided in `forms_api.guard.anonymous`, before anything comes here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from forms_api.store import models
from forms_api.store.database import Database

QUERIES_A_DAY = 5_000  # different ones; a flood of invented words does not fill the disk

Asked = tuple[date, str]


@dataclass(frozen=True)
class Count:
    """How often something was asked, how many pages it found the last time, how often one of them was opened."""

    times: int = 0
    found: int = 0
    clicked: int = 0


@dataclass(frozen=True)
class Searched:
    """A query with its count over some days."""

    query: str
    count: Count


class Searches:
    """Adds counts up and gives them back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, counts: Mapping[Asked, Count]) -> None:
        """Add counts in one transaction; a click counts only for what was searched. Raises StoreUnavailable."""
        self._database.write(lambda connection: _add(connection, counts))

    def between(self, since: date, until: date, least: int) -> Sequence[Searched]:
        """Give what was searched at least so often from `since` to `until`, both inclusive; most frequent first."""
        table = models.searched.c
        times = func.sum(table.times)
        query = (
            select(table.query, times, func.max(table.day), func.sum(table.clicked))
            .where(table.day.between(since, until))
            .group_by(table.query)
            .having(times >= least)
            .order_by(times.desc(), table.query)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            found = _found_last(connection, since, until)
        return [
            Searched(query, Count(int(times), found[query, day], int(clicked))) for query, times, day, clicked in rows
        ]

    def before(self, day: date) -> Sequence[str]:
        """Give what was searched before a day, once each."""
        table = models.searched.c
        with self._database.reading() as connection:
            return connection.scalars(select(table.query).where(table.day < day).distinct()).all()


def _found_last(connection: Connection, since: date, until: date) -> dict[tuple[str, date], int]:
    table = models.searched.c
    rows = connection.execute(select(table.query, table.day, table.found).where(table.day.between(since, until)))
    return {(row.query, row.day): row.found for row in rows}


def _add(connection: Connection, counts: Mapping[Asked, Count]) -> None:
    """Add each; writers come one after the other, so that nobody puts a row in between."""
    table = models.searched
    room = {day: QUERIES_A_DAY - _held(connection, day) for day in {day for day, _query in counts}}
    for (day, query), count in counts.items():
        clicked = table.c.clicked + count.clicked
        times = table.c.times + count.times
        values = {"times": times, "clicked": clicked} | ({"found": count.found} if count.times else {})
        known = update(table).where(table.c.day == day, table.c.query == query).values(**values)
        if connection.execute(known).rowcount or not count.times or room[day] <= 0:
            continue
        room[day] -= 1
        connection.execute(insert(table).values(day=day, query=query, **vars(count)))


def _held(connection: Connection, day: date) -> int:
    table = models.searched
    return connection.scalar(select(func.count()).select_from(table).where(table.c.day == day)) or 0
