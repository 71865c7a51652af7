"""Working days 工作日: which days they are, and the last day on which an answer is in time.

In: days in Beijing, limits, and days that the bureau arranged otherwise. Out: days and counts of days.
Whoever takes in, answers or shows submissions may import it; the calendar is the `holidays` package's.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import lru_cache

import holidays

from content_model.answer_limits import Limit

ONE_DAY = timedelta(days=1)


class WorkingDays:
    """The calendar of mainland China with 调休: holidays on weekdays, work on weekends.

    For a year whose arrangement the library does not know yet (`arranged`), statutory holidays and weekends count;
    `extra_off` and `extra_on` are days off and days on that were announced since, and win over the library.
    """

    def __init__(self, extra_off: Collection[date] = (), extra_on: Collection[date] = ()) -> None:
        self._off, self._on = frozenset(extra_off), frozenset(extra_on)

    def is_working(self, day: date) -> bool:
        """Say whether offices work on `day`; a day given as both on and off is a working day."""
        if day in self._on or day in self._off:
            return day in self._on
        return _calendar(day.year).is_working_day(day)

    def latest(self, received: date, limit: Limit) -> date:
        """Give the last day for an answer to what came in on `received`; the next day is day 1 (民法典 art. 201)."""
        if not limit.working:
            # Strictly the last day, also on a holiday: 法律援助法 art. 43 gives seven days, and to move the end as
            # 民法典 art. 203 allows would let a citizen wait through a whole 国庆 for a decision that is due.
            return received + limit.days * ONE_DAY
        day = received
        for _ in range(limit.days):
            day = next(self._working_after(day))
        return day

    def working_days_left(self, today: date, due: date) -> int:
        """Count the working days after `today` up to `due`: 0 on the due day itself, negative once it is past."""
        if today <= due:
            return self._count(today, due)
        return -max(1, self._count(due, today))  # a weekend after the due day is late too

    def arranged(self, year: int) -> bool:
        """Say whether the State Council's 调休 of `year` is known: the library's, or one given as extra days on."""
        days_on = _calendar(year).weekend_workdays | self._on
        return any(day.year == year for day in days_on)

    def _working_after(self, day: date) -> Iterator[date]:
        while True:
            day += ONE_DAY
            if self.is_working(day):
                yield day

    def _count(self, after: date, until: date) -> int:
        return sum(self.is_working(after + number * ONE_DAY) for number in range(1, (until - after).days + 1))


@lru_cache(maxsize=8)
def _calendar(year: int) -> holidays.HolidayBase:
    """Give the calendar for asking about one year; it does not expand by itself, for threads share it."""
    return holidays.country_holidays("CN", years=year, expand=False)
