"""The time of day, in UTC for the database and in Beijing time for people.

In: moments and days. Out: moments and the words in which people read them.
Every module of the form service may import this; it imports the standard library only.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], datetime]


def now_utc() -> datetime:
    """Tell the present moment in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Tell the day in Beijing."""
    return now_utc().astimezone(BEIJING).date()


def beijing_day(day: date) -> str:
    """Write a day, such as 2026年11月21日."""
    return f"{day.year}年{day.month}月{day.day}日"


def beijing_minute(moment: datetime) -> str:
    """Write a moment to the minute, such as 2026年11月21日 20:47."""
    local = moment.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def beijing_span(since: date, until: date) -> tuple[datetime, datetime]:
    """Give the moments (first, one past the last) of the Beijing days `since` to `until`, both inclusive."""
    first = datetime.combine(since, time(), BEIJING)
    past = datetime.combine(until + timedelta(days=1), time(), BEIJING)
    return first.astimezone(UTC), past.astimezone(UTC)
