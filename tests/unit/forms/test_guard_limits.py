"""The limits by a clock in the test's hand: how much at once, when again, and what must not count."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import throttled.utils

from forms_api.config import ConfigurationError
from forms_api.guard.limits import OPEN, Limits, Verdict

HALL = "203.0.113.7"
HOUR, DAY = 3600, 86400


@dataclass
class HandClock:
    """A monotonic clock that somebody moves; two looks at it are never the same."""

    now: float = 1000.0

    def __call__(self) -> float:
        self.now += 1e-6
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    """The clock by which throttled-py's memory store goes."""
    moved = HandClock()
    monkeypatch.setattr(throttled.utils, "now_mono_f", moved)
    return moved


@pytest.fixture
def limits() -> Limits:
    return Limits(key=b"limits")


def refused(seconds: int) -> Verdict:
    return Verdict(allowed=False, retry_after=seconds)


def passed(ask: Callable[[], Verdict], times: int) -> int:
    return sum(ask().allowed for _ in range(times))


@pytest.mark.parametrize(
    ("steps", "interval"),
    [
        # burst 60, then one in 15 s: (seconds later, tries, of these passed, seconds to wait after them)
        ([(0, 61, 60, 15), (14, 1, 0, 1), (1, 1, 1, 15), (150, 11, 10, 15), (900, 70, 60, 15)], 15),
        ([(0, 30, 30, 0), (450, 60, 60, 0), (0, 1, 0, 15)], 15),  # 30 came back meanwhile, no more than 60 ever
    ],
)
def test_the_proven_allowance_follows_gcra(
    clock: HandClock, limits: Limits, steps: list[tuple[float, int, int, int]], interval: int
) -> None:
    for later, tries, good, wait in steps:
        clock.now += later
        assert passed(lambda: limits.submission(HALL, None, proven=True), tries) == good
        if wait:
            verdict = limits.submission(HALL, None, proven=True)
            assert verdict == refused(wait)
            assert verdict.retry_after <= interval


def test_without_proof_one_is_held_before_one_is_refused(clock: HandClock, limits: Limits) -> None:
    verdicts = [limits.submission(HALL, None, proven=False) for _ in range(41)]
    assert verdicts[:10] == [OPEN] * 10
    assert verdicts[10:40] == [Verdict(allowed=True, over_unproven=True)] * 30
    assert verdicts[40] == refused(60)
    clock.now += 180  # one in 180 s passes like any other
    assert limits.submission(HALL, None, proven=False) == OPEN
    assert limits.submission(HALL, None, proven=False) == Verdict(allowed=True, over_unproven=True)


def test_who_has_proof_is_not_hindered_by_who_has_none(clock: HandClock, limits: Limits) -> None:
    assert passed(lambda: limits.submission(HALL, None, proven=False), 100) == 40
    assert passed(lambda: limits.submission(HALL, None, proven=True), 61) == 60


def test_another_line_has_its_own_allowance(clock: HandClock, limits: Limits) -> None:
    assert passed(lambda: limits.submission(HALL, None, proven=True), 61) == 60
    assert limits.submission("203.0.113.8", None, proven=True) == OPEN


def test_a_telephone_may_ask_five_times_then_ten_a_day(clock: HandClock, limits: Limits) -> None:
    def ask(phone: str = "phone", line: str = HALL) -> Verdict:
        return limits.submission(line, phone, proven=True)

    assert passed(ask, 6) == 5
    assert ask(line="198.51.100.1") == refused(DAY // 10)
    assert ask("another") == OPEN
    clock.now += DAY // 10
    assert passed(ask, 2) == 1
    clock.now += DAY
    assert passed(ask, 6) == 5


def test_the_county_has_a_limit_too(clock: HandClock, limits: Limits) -> None:
    lines = (f"198.51.{number // 50}.{number % 50}" for number in range(1000))
    assert passed(lambda: limits.submission(next(lines), None, proven=True), 310) == 300
    assert limits.submission("203.0.113.1", None, proven=True) == refused(2)
    clock.now += HOUR / 3000 * 3
    assert passed(lambda: limits.submission(next(lines), None, proven=True), 5) == 3


def test_a_refused_try_uses_up_nothing_elsewhere(clock: HandClock, limits: Limits) -> None:
    """One loud line must not shut everybody out, nor a busy county use up a telephone's five."""
    assert passed(lambda: limits.submission(HALL, None, proven=True), 500) == 60
    lines = (f"198.51.100.{number}" for number in range(256))
    assert passed(lambda: limits.submission(next(lines), None, proven=True), 256) == 240
    assert passed(lambda: limits.submission("203.0.113.9", "phone", proven=True), 20) == 0
    clock.now += HOUR
    assert passed(lambda: limits.submission("203.0.113.9", "phone", proven=True), 6) == 5


@pytest.mark.parametrize(("used", "flood"), [(0, False), (149, False), (152, True)])
def test_half_the_countys_allowance_gone_is_a_flood(clock: HandClock, limits: Limits, used: int, flood: bool) -> None:
    for number in range(used):
        limits.submission(f"198.51.{number // 50}.{number % 50}", None, proven=True)
    assert limits.pressure() is flood


def test_only_wrong_tries_at_a_receipt_count(clock: HandClock, limits: Limits) -> None:
    assert passed(lambda: limits.lookup(HALL, "A-1"), 1000) == 1000
    for _ in range(5):
        assert limits.lookup(HALL, "A-1") == OPEN
        limits.miss(HALL, "A-1")
    assert limits.lookup(HALL, "A-1") == refused(180)
    assert limits.lookup("198.51.100.1", "A-1") == refused(180)  # from elsewhere it is the same receipt
    assert limits.lookup(HALL, "A-2") == OPEN
    clock.now += 170
    assert limits.lookup(HALL, "A-1") == refused(10)
    clock.now += 10
    assert limits.lookup(HALL, "A-1") == OPEN


def test_a_busy_hall_gets_wider_limits_but_a_receipt_is_no_easier_to_guess(clock: HandClock) -> None:
    wider = Limits(key=b"limits", factor=3)
    assert passed(lambda: wider.submission(HALL, None, proven=True), 200) == 180
    assert wider.submission(HALL, None, proven=True) == refused(5)
    for _ in range(5):
        wider.miss(HALL, "A-1")
    assert wider.lookup(HALL, "A-1") == refused(180)


def test_ratings_have_an_allowance_of_their_own(clock: HandClock, limits: Limits) -> None:
    assert passed(lambda: limits.rating(HALL), 40) == 30
    assert limits.rating(HALL) == refused(30)
    assert limits.submission(HALL, None, proven=True) == OPEN


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_a_jump_of_the_wall_clock_locks_nobody_out(
    jump: float, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limits go by the monotonic clock, which nobody sets."""
    real = time.time
    assert passed(lambda: limits.submission(HALL, None, proven=True), 61) == 60
    before = limits.submission(HALL, None, proven=True)
    monkeypatch.setattr(time, "time", lambda: real() + jump)
    assert abs(time.time() - real()) > DAY / 2  # the negative control: it has jumped
    after = limits.submission(HALL, None, proven=True)
    assert before == after == refused(15)
    assert limits.submission("198.51.100.1", None, proven=True) == OPEN


def test_the_store_keeps_no_address_and_no_telephone(clock: HandClock, limits: Limits) -> None:
    limits.submission(HALL, "phone-index", proven=True)
    limits.miss(HALL, "A-1")
    kept = str([bucket._store._backend.get_client() for bucket in limits._buckets.values()])  # type: ignore[attr-defined]
    assert kept.count("mingfa:") > 3
    assert not [said for said in (HALL, "phone-index", "A-1") if said in kept]


def test_two_installations_keep_different_marks(clock: HandClock) -> None:
    ours, theirs = Limits(key=b"ours"), Limits(key=b"theirs")
    assert ours._hidden is not theirs._hidden
    marks = {one._hidden(next(iter(one._buckets)), HALL) for one in (ours, theirs)}
    assert len(marks) == 2


@pytest.mark.parametrize(
    "url", ["localhost:6379", "http://127.0.0.1/0", "redis://127.0.0.1:99999/0", "redis://u:geheim@h:x/0"]
)
def test_a_bad_url_is_refused_in_a_sentence_without_its_password(url: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        Limits(url, key=b"limits")
    assert str(told.value) == "MINGFA_REDIS_URL 写得不对。请写成 redis://127.0.0.1:6379/0 这样，或去掉这项设置。"
