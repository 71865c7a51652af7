"""Limits that processes share on a real Redis: one count for all, no personal data, no wall when it fails."""

import logging
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis
from throttled import RedisStore, Throttled

from forms_api.guard import allowance
from forms_api.guard.alarm import REST, SILENCE
from forms_api.guard.limits import OPEN, Limits, Verdict
from tests.conftest import absent, free_port

HALL, PHONE, RECEIPT = "203.0.113.7", "phone-index", "ZX-2026-1"
KEY = b"limits"
DAY = 86400


@dataclass
class RedisServer:
    """A Redis of this test's own, which may be killed."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, and wait until it says that it listens."""
        where = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        self._process = subprocess.Popen(
            ["redis-server", *where, "--save", "", "--appendonly", "no"], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        assert any("Ready to accept connections" in line for line in self._process.stdout)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.communicate(timeout=10)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    if not shutil.which("redis-server"):
        absent("SHARED LIMITS NOT TESTED: no Redis on this machine (apt-get install redis-server)")
    server = RedisServer(tmp_path, free_port())
    server.start()
    yield server
    server.kill()


@pytest.fixture
def redis(redis_server: RedisServer) -> Iterator[Redis]:
    with Redis.from_url(redis_server.url, decode_responses=True) as client:
        yield client


def ask(limits: Limits) -> Verdict:
    return limits.submission(HALL, None, proven=True)


def passed(ask: Callable[[], Verdict], times: int) -> int:
    return sum(ask().allowed for _ in range(times))


def test_two_processes_share_one_count(redis_server: RedisServer) -> None:
    one, two, stranger = (Limits(redis_server.url, key=key) for key in (KEY, KEY, b"another installation"))
    assert passed(lambda: ask(one), 40) + passed(lambda: ask(two), 40) == 60
    refused = ask(one)
    assert not refused.allowed
    assert 1 <= refused.retry_after <= 15
    assert ask(stranger) == OPEN


def test_what_comes_all_at_once_is_counted_one_by_one(redis_server: RedisServer) -> None:
    both = [Limits(redis_server.url, key=KEY) for _ in range(2)]
    with ThreadPoolExecutor(8) as crowd:
        verdicts = list(crowd.map(lambda number: ask(both[number % 2]), range(120)))
    assert sum(verdict.allowed for verdict in verdicts) in (60, 61)  # 61: one came back while they came


def test_wrong_tries_at_a_receipt_are_shared_too(redis_server: RedisServer) -> None:
    one, two = (Limits(redis_server.url, key=KEY) for _ in range(2))
    for _ in range(5):
        assert two.lookup(HALL, RECEIPT) == OPEN
        one.miss(HALL, RECEIPT)
    refused = two.lookup("198.51.100.1", RECEIPT)
    assert not refused.allowed
    assert 170 <= refused.retry_after <= 180


def test_redis_holds_no_address_and_forgets_by_itself(redis_server: RedisServer, redis: Redis) -> None:
    limits = Limits(redis_server.url, key=KEY, prefix="county")
    limits.submission(HALL, PHONE, proven=True)
    limits.submission(HALL, PHONE, proven=False)
    limits.miss(HALL, RECEIPT)
    limits.rating(HALL)
    keys = list(redis.scan_iter())
    assert {key.split(":")[1] for key in keys} == {one.name for one in allowance.ALL} - {allowance.HELD.name}
    assert all(key.startswith("county:") for key in keys)
    kept = " ".join([*keys, *(str(redis.get(key)) for key in keys)])
    assert not [said for said in (HALL, PHONE, RECEIPT) if said in kept]
    assert all(0 < redis.ttl(key) <= DAY for key in keys)


def alarms(logged: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in logged.records if record.name == "mingfa"]


def test_when_redis_dies_nobody_is_refused_and_one_line_a_minute_says_so(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    now = [0.0]
    limits = Limits(redis_server.url, key=KEY, monotonic=lambda: now[0])
    assert passed(lambda: ask(limits), 70) == 60  # the negative control: it does refuse
    assert alarms(caplog) == []
    redis_server.kill()
    for _ in range(11):  # the last of them after a minute
        assert passed(lambda: ask(limits), 10) == 10
        assert limits.submission(HALL, PHONE, proven=False) == OPEN
        assert limits.lookup(HALL, RECEIPT) == OPEN
        assert limits.rating(HALL) == OPEN
        limits.miss(HALL, RECEIPT)
        assert not limits.pressure()
        now[0] += SILENCE / 10
    assert alarms(caplog) == ["limiter unavailable (ConnectionError): nobody is refused"] * 2
    redis_server.start()
    assert passed(lambda: ask(limits), 70) == 60  # more than its rest ago: it is asked again


def test_a_redis_that_was_down_at_the_start_is_used_when_it_comes(redis_server: RedisServer) -> None:
    redis_server.kill()
    now = [0.0]
    limits = Limits(redis_server.url, key=KEY, monotonic=lambda: now[0])
    assert passed(lambda: ask(limits), 70) == 70
    redis_server.start()
    assert passed(lambda: ask(limits), 70) == 70  # it rests a moment longer
    now[0] += REST
    assert passed(lambda: ask(limits), 70) == 60


def test_a_redis_that_never_answers_is_asked_once_and_then_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        silent.setblocking(False)
        limits = Limits(f"redis://127.0.0.1:{silent.getsockname()[1]}/0", key=KEY)
        assert passed(lambda: ask(limits), 70) == 70
        silent.accept()[0].close()
        with pytest.raises(BlockingIOError):
            silent.accept()
    assert alarms(caplog) == ["limiter unavailable (TimeoutError): nobody is refused"]


def test_a_redis_whose_clock_was_set_back_a_day_locks_nobody_out(redis_server: RedisServer, redis: Redis) -> None:
    limits = Limits(redis_server.url, key=KEY)
    assert passed(lambda: ask(limits), 70) == 60
    bucket = limits._buckets[allowance.PROVEN]
    mark = limits._hidden(allowance.PROVEN, HALL)
    (key,) = redis.scan_iter(f"*{mark}")
    redis.set(key, float(str(redis.get(key))) + DAY, ex=DAY)  # as it looks to a clock that is a day behind
    raw = Throttled(
        using="gcra", quota=allowance.PROVEN.quota, store=RedisStore(redis_server.url), key_prefix=bucket._namespace
    )
    assert raw.limit(mark).limited  # the negative control: left alone it would refuse for a day
    assert passed(lambda: ask(limits), 70) == 60
    verdict = ask(limits)
    assert not verdict.allowed
    assert verdict.retry_after <= 15


def test_ten_thousand_guesses_at_receipts_are_refused_all_but_a_few() -> None:
    limits = Limits(key=KEY)
    guessed = 0
    for number in range(10_000):
        if limits.lookup(HALL, f"ZX-{number}").allowed:
            limits.miss(HALL, f"ZX-{number}")
            guessed += 1
    assert 30 <= guessed <= 31  # 31: half a minute may have passed
