"""Working days as the State Council arranged them, limits counted out, and a year that nobody arranged yet."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content_model.answer_limits import Limit
from forms_api.workdays import WorkingDays

DAYS = WorkingDays()
ONE_DAY = timedelta(days=1)
# 国务院办公厅关于2025年、2026年部分节假日安排的通知: days off on weekdays, days on at weekends.
OFF = ["2025-01-28", "2025-02-04", "2025-05-05", "2025-10-08", "2026-01-02", "2026-02-23", "2026-05-05"]
ON = ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]
ON += ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
moments = st.dates(date(2024, 1, 1), date(2028, 12, 31))
limits = st.builds(Limit, st.integers(1, 30), working=st.booleans())


def october(day: int) -> date:
    return date(2026, 10, day)


@pytest.mark.parametrize("day", OFF)
def test_a_weekday_off(day: str) -> None:
    assert not DAYS.is_working(date.fromisoformat(day))


@pytest.mark.parametrize("day", ON)
def test_a_weekend_day_on(day: str) -> None:
    assert date.fromisoformat(day).weekday() >= 5
    assert DAYS.is_working(date.fromisoformat(day))


def test_the_national_day_of_2026() -> None:
    working = [day for day in range(1, 13) if DAYS.is_working(october(day))]
    assert working == [8, 9, 10, 12]


def test_a_day_on_in_december_belongs_to_the_next_years_arrangement() -> None:
    assert DAYS.is_working(date(2011, 12, 31))  # a Saturday, for 2012-01-03


@pytest.mark.parametrize(
    ("received", "limit", "latest"),
    [
        (date(2026, 11, 16), Limit(3, working=True), date(2026, 11, 19)),  # Monday: no day off between
        (date(2026, 11, 20), Limit(3, working=True), date(2026, 11, 25)),  # Friday: a weekend between
        (date(2026, 11, 21), Limit(1, working=True), date(2026, 11, 23)),  # Saturday: Monday is day 1
        (date(2026, 9, 30), Limit(3, working=True), october(10)),  # 国庆, and the Saturday on that pays for it
        (date(2026, 9, 30), Limit(4, working=True), october(12)),
        (date(2025, 12, 31), Limit(2, working=True), date(2026, 1, 5)),  # Sunday 4 January is on
        (date(2026, 9, 30), Limit(7, working=False), october(7)),  # 法律援助法 art. 43: seven days, holiday or not
        (date(2026, 12, 28), Limit(7, working=False), date(2027, 1, 4)),
    ],
)
def test_the_latest_day_for_an_answer(received: date, limit: Limit, latest: date) -> None:
    assert DAYS.latest(received, limit) == latest


@pytest.mark.parametrize(
    ("today", "left"),
    [(20, 0), (19, 1), (16, 4), (13, 5), (21, -1), (22, -1), (23, -1), (24, -2), (30, -6)],
)
def test_how_many_working_days_are_left(today: int, left: int) -> None:
    assert DAYS.working_days_left(date(2026, 11, today), date(2026, 11, 20)) == left  # due on a Friday


def test_a_year_that_nobody_arranged_yet() -> None:
    assert [year for year in range(2024, 2028) if DAYS.arranged(year)] == [2024, 2025, 2026]
    assert not DAYS.is_working(date(2027, 10, 1))
    assert not DAYS.is_working(date(2027, 2, 8))
    assert not DAYS.is_working(date(2027, 2, 20))  # a Saturday: perhaps on, but who knows
    assert DAYS.is_working(date(2027, 2, 11))


def test_days_arranged_since_win_over_the_library() -> None:
    known = WorkingDays(extra_off=[date(2027, 2, 11)], extra_on=[date(2027, 2, 20), october(1)])
    assert not known.is_working(date(2027, 2, 11))
    assert known.is_working(date(2027, 2, 20))
    assert known.is_working(october(1))
    assert known.arranged(2027)
    assert not known.arranged(2028)
    assert known.latest(date(2027, 2, 10), Limit(1, working=True)) == date(2027, 2, 12)
    assert DAYS.latest(date(2027, 2, 10), Limit(1, working=True)) == date(2027, 2, 11)  # the negative control


@given(moments, limits)
@example(date(2026, 9, 30), Limit(3, working=True))
def test_what_came_later_or_may_take_longer_is_not_due_earlier(received: date, limit: Limit) -> None:
    latest = DAYS.latest(received, limit)
    assert latest >= received + limit.days * ONE_DAY
    assert DAYS.latest(received + ONE_DAY, limit) >= latest
    assert DAYS.latest(received, Limit(limit.days + 1, limit.working)) > latest
    assert not limit.working or DAYS.is_working(latest)


@given(moments, st.integers(1, 30))
def test_a_limit_in_working_days_leaves_just_as_many(received: date, count: int) -> None:
    assert DAYS.working_days_left(received, DAYS.latest(received, Limit(count, working=True))) == count


@given(moments, moments)
@example(date(2026, 11, 21), date(2026, 11, 20))
def test_the_days_left_never_grow_and_are_negative_when_it_is_late(today: date, due: date) -> None:
    left = DAYS.working_days_left(today, due)
    assert DAYS.working_days_left(today + ONE_DAY, due) <= left
    assert (left < 0) == (today > due)
