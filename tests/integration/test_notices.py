"""Notices leave at least once, whatever is killed or down in between (D11), and tell nobody's name.

The deliverer that notes first and hands over afterwards loses one; the same test must find it out.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from forms_api.config import Settings
from forms_api.notices import courier
from forms_api.notices.channels import Channel, Channels, FileChannel, Letter, NotDelivered
from forms_api.notices.delivery import Delivered, Delivery, deliver_now, remind
from forms_api.notices.wording import Wording
from forms_api.store import outbox as outbox_module
from forms_api.store.db import open_store
from forms_api.store.follow import Case
from forms_api.store.matter import Consultation
from forms_api.store.outbox import LEASE, LONGEST_PAUSE, Outbox
from forms_api.store.store import Store, StoreUnavailable
from forms_api.store.submission import Terms
from forms_api.vault.seal import Tampered
from forms_api.workdays import WorkingDays
from tests.integration.databases import database_url as database_url
from tests.samples import SITE

ROOT = Path(__file__).parent.parent.parent
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # a Friday in Beijing
CANARY = Consultation(name="金丝雀先生", phone="13911112222", content="金丝雀的问题CANARY", topic="婚姻家庭")
TEXTED = Consultation(name="金丝雀先生", phone="13911112222", content="金丝雀的问题CANARY", may_text=True)


@dataclass
class Now:
    """A clock that tests set."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def later(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Kept:
    """A channel that keeps what it is handed, unless it is down."""

    letters: list[Letter] = field(default_factory=list)
    down: bool = False

    def hand_over(self, letter: Letter) -> None:
        if self.down:
            raise NotDelivered("gateway")
        self.letters.append(letter)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yml").write_text(SITE, encoding="utf-8")
    return Settings(content=tmp_path / "content", data=tmp_path / "data", database_url=database_url)


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def opened(settings: Settings, now: Now) -> Iterator[Callable[[], Store]]:
    """Open the store, as often as there are processes."""
    engines = []

    def opened() -> Store:
        found = open_store(settings)
        engines.append(found.engine)
        return Store(found.engine, found.seals.keys, found.seals, clock=now)

    yield opened
    for engine in engines:
        engine.dispose()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()


def delivery(store: Store, settings: Settings, staff: Channel, citizens: Channel | None = None) -> Delivery:
    return Delivery(store, Channels(staff, citizens or staff), Wording(settings.site()))


def submit(store: Store, matter: Consultation = CANARY, key: str = "k", due_on: date | None = None) -> Case:
    terms = Terms(latest=lambda _: due_on)
    case = store.desk.case(store.intake.submit(matter, key, terms).receipt)
    assert case
    return case


def notices_in(settings: Settings) -> list[dict[str, str]]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(settings.notices_folder.glob("*.json"))]


def test_what_happens_reaches_staff_and_citizen(store: Store, settings: Settings) -> None:
    staff, citizens = Kept(), Kept()
    case = submit(store, TEXTED, due_on=date(2026, 11, 25))
    store.desk.take(case.receipt, "王某")
    store.follow.add(case, "还有一张欠条")
    store.desk.answer(case.receipt, "王某", "可以申请劳动仲裁")
    store.follow.unsolved(case, "不行", date(2026, 11, 30))
    assert delivery(store, settings, staff, citizens).deliver() == Delivered(left=5)
    assert [letter.text.partition("】")[2] for letter in staff.letters] == [
        f"新的法律咨询，受理编号 {case.receipt}，最迟 11月30日 答复。",
        f"法律咨询 {case.receipt}：市民补充了情况，承办人 王某。",
        f"法律咨询 {case.receipt}：市民说没有解决，已重新办理，承办人 王某，最迟 11月30日 答复。",
    ]
    assert [letter.phone for letter in citizens.letters] == [TEXTED.phone] * 2
    assert [letter.phone for letter in staff.letters] == [""] * 3
    assert delivery(store, settings, staff, citizens).deliver() == Delivered()


def test_no_text_message_without_consent_and_none_while_held(store: Store, settings: Settings) -> None:
    staff, citizens = Kept(), Kept()
    submit(store, CANARY, "k1")
    held = store.intake.submit(TEXTED, "k2", Terms(held_for=("fast",)))
    assert delivery(store, settings, staff, citizens).deliver() == Delivered(left=2)
    assert citizens.letters == []
    assert store.outbox.waiting_since() is None
    store.desk.release(held.receipt)
    assert delivery(store, settings, staff, citizens).deliver() == Delivered(left=1)
    assert [letter.receipt for letter in citizens.letters] == [held.receipt]


def test_a_citizen_who_deletes_everything_meanwhile_gets_no_text(store: Store, settings: Settings) -> None:
    given = store.intake.submit(TEXTED, "k1")

    class Deleting(Kept):
        def hand_over(self, letter: Letter) -> None:
            case = store.follow.find(given.receipt, given.code)
            assert case
            store.follow.delete(case)

    citizens = Kept()
    assert delivery(store, settings, Deleting(), citizens).deliver() == Delivered(left=1, unwanted=1)
    assert citizens.letters == []


def test_two_deliverers_never_hold_the_same_notice(opened: Callable[[], Store], now: Now) -> None:
    one, other = opened(), opened()
    for number in range(25):
        submit(one, key=f"k{number}")
    first, second = one.outbox.claim(), other.outbox.claim()
    assert [len(first), len(second)] == [outbox_module.AT_ONCE] * 2
    assert not {notice.number for notice in first} & {notice.number for notice in second}
    now.later(seconds=(LEASE - outbox_module.ONE_HAND_OVER).total_seconds())
    assert not any(one.outbox.is_ours(notice) for notice in first)
    now.later(seconds=LEASE.total_seconds())  # the control: a lease that is over binds nobody
    assert {notice.number for notice in first} <= {n.number for _ in range(5) for n in other.outbox.claim()}


def test_a_deliverer_that_was_stopped_undoes_nothing(store: Store, now: Now) -> None:
    submit(store)
    (staff,) = store.outbox.claim()
    now.later(minutes=6)
    store.outbox.delivered(staff.number)  # by the other one
    store.outbox.failed(staff.number, staff.attempts)
    now.later(days=30)
    assert staff.number not in [notice.number for notice in store.outbox.claim()]


def test_a_slow_gateway_uses_up_the_lease_and_nobody_gets_a_notice_twice(
    opened: Callable[[], Store], settings: Settings, now: Now
) -> None:
    class Slow(Kept):
        def hand_over(self, letter: Letter) -> None:
            now.later(minutes=2)
            super().hand_over(letter)

    one, other, slow, quick = opened(), opened(), Slow(), Kept()
    for number in range(5):
        submit(one, TEXTED, f"k{number}")
    assert delivery(one, settings, slow).deliver() == Delivered(left=2)
    assert delivery(other, settings, quick).deliver() == Delivered(), "the lease holds to its end"
    now.later(minutes=1)
    assert delivery(other, settings, quick).deliver() == Delivered(left=8)
    assert len({letter.id for letter in slow.letters + quick.letters}) == 10


def test_a_round_has_an_end_in_a_rush(store: Store, settings: Settings) -> None:
    staff = Kept()
    for number in range(15):
        submit(store, TEXTED, f"k{number}")
    assert delivery(store, settings, staff).deliver(at_most=11) == Delivered(left=20)
    assert delivery(store, settings, staff).deliver(at_most=11) == Delivered(left=10)


def test_a_gateway_that_is_down_is_tried_at_growing_pauses_and_nothing_is_lost(
    store: Store, settings: Settings, now: Now
) -> None:
    gateway = Kept(down=True)
    deliverer = delivery(store, settings, gateway)
    case = submit(store)
    pauses = []
    assert deliverer.deliver() == Delivered(failed=1)
    for _ in range(11):
        since = now.at
        while deliverer.deliver() == Delivered():
            now.later(minutes=1)
        pauses.append((now.at - since) // timedelta(minutes=1))
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert store.outbox.waiting_since() == NOON
    gateway.down = False
    now.at += LONGEST_PAUSE
    assert deliverer.deliver() == Delivered(left=1)
    assert [letter.receipt for letter in gateway.letters] == [case.receipt]
    assert store.outbox.waiting_since() is None


def test_one_bad_row_keeps_no_other_back_and_no_secret_reaches_the_log(
    store: Store, settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tampered(self: Outbox, notice: object) -> str:
        raise Tampered("13911112222")

    monkeypatch.setattr(Outbox, "phone", tampered)
    staff = Kept()
    submit(store, TEXTED, "k1")
    submit(store, TEXTED, "k2")
    assert delivery(store, settings, staff).deliver() == Delivered(left=2, failed=2)
    (first, _) = caplog.records
    assert first.getMessage() == "notice 20261120-120000-000000-2 not delivered, attempt 1 (Tampered): it comes again"
    assert "13911112222" not in caplog.text


@pytest.mark.parametrize("work", ["phone", "delivered"])
def test_when_the_database_is_away_the_round_ends(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    def away(self: Outbox, which: object) -> None:
        raise StoreUnavailable("away")

    submit(store, TEXTED)
    monkeypatch.setattr(Outbox, work, away)
    with pytest.raises(StoreUnavailable):
        delivery(store, settings, Kept()).deliver()


# Reminders


def days_of(store: Store) -> Callable[[Now], int]:
    return lambda now: remind(store, WorkingDays(), now.at)


def told(store: Store, settings: Settings) -> list[str]:
    staff = Kept()
    delivery(store, settings, staff).deliver()
    return [letter.text.partition("】")[2] for letter in staff.letters]


def test_staff_are_reminded_once_before_and_once_after_the_latest_day(
    store: Store, settings: Settings, now: Now
) -> None:
    reminded = days_of(store)
    case = submit(store, due_on=date(2026, 11, 24))  # received on Friday, due on Tuesday
    told(store, settings)
    assert reminded(now) == 0
    now.later(days=1)
    assert reminded(now) == 0, "on Saturday nobody works"
    now.later(days=2, hours=-4.5)
    assert reminded(now) == 0, "at 7:30 nobody works"
    now.later(hours=4.5)
    assert [reminded(now) for _ in range(3)] == [1, 0, 0]
    assert told(store, settings) == [f"法律咨询 {case.receipt}：快到期了，最迟 11月24日 答复，还没有人承办。"]
    now.later(days=1)
    assert reminded(now) == 0
    now.later(days=1)
    store.desk.take(case.receipt, "王某")
    assert [reminded(now) for _ in range(3)] == [1, 0, 0]
    assert told(store, settings) == [
        f"法律咨询 {case.receipt}：已经超期，最迟 11月24日 答复，承办人 王某。请尽快答复。"
    ]


def test_what_was_received_today_is_not_reminded_of_today(store: Store, now: Now) -> None:
    submit(store, due_on=date(2026, 11, 23))
    assert days_of(store)(now) == 0
    now.at = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert days_of(store)(now) == 1


def test_a_reopened_submission_has_reminders_of_its_own(store: Store, settings: Settings, now: Now) -> None:
    reminded = days_of(store)
    case = submit(store, due_on=date(2026, 11, 23))
    now.later(days=4)
    assert reminded(now) == 1
    store.desk.answer(case.receipt, "王某", "答复")
    now.later(days=7)
    assert reminded(now) == 0, "nobody owes an answer"
    store.follow.unsolved(case, "没有", date(2026, 12, 2))
    assert reminded(now) == 0
    now.later(days=1)
    assert [reminded(now), reminded(now)] == [1, 0]
    now.later(days=1)
    assert [reminded(now), reminded(now)] == [1, 0]


def test_a_reminder_that_the_answer_overtook_does_not_leave(store: Store, settings: Settings, now: Now) -> None:
    case = submit(store, due_on=date(2026, 11, 23))
    told(store, settings)
    now.later(days=3)
    assert days_of(store)(now) == 1
    store.desk.answer(case.receipt, "王某", "答复")
    assert store.outbox.waiting_since() == now.at
    assert days_of(store)(now) == 0
    assert told(store, settings) == []
    assert store.outbox.waiting_since() is None


def test_two_processes_remind_once(opened: Callable[[], Store], now: Now) -> None:
    one, other = opened(), opened()
    submit(one, due_on=date(2026, 11, 23))
    now.later(days=3)
    assert [days_of(one)(now), days_of(other)(now)] == [1, 0]


# D11: kill -9


def killed(settings: Settings, where: str, staff: str = "") -> None:
    """Run this file until it says that it is there, and kill it."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, where, str(writing), str(settings.content), str(settings.data), staff],
        cwd=ROOT,
        pass_fds=[writing],
        env={**os.environ, "DATABASE_URL": settings.database_url},
    )
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        there = pipe.read(1)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    assert there == b"!"


def restarted(settings: Settings, staff: Channel | None = None, **later: float) -> Delivered:
    """Deliver in a new process's place, some time after the kill."""
    found = open_store(settings)
    moment = datetime.now(UTC) + timedelta(**later)
    store = Store(found.engine, found.seals.keys, found.seals, clock=lambda: moment)
    try:
        return delivery(store, settings, staff or FileChannel(settings.notices_folder)).deliver()
    finally:
        found.engine.dispose()


def test_killed_between_commit_and_delivery(settings: Settings) -> None:
    killed(settings, "committed")
    assert notices_in(settings) == []
    assert restarted(settings) == Delivered(left=1)
    assert len(notices_in(settings)) == 1


def test_killed_between_hand_over_and_note(settings: Settings) -> None:
    killed(settings, "handed-over")
    assert len(notices_in(settings)) == 1
    assert restarted(settings) == Delivered(), "the lease of the dead one runs"
    assert restarted(settings, minutes=6) == Delivered(left=1)
    assert len(notices_in(settings)) == 1, "the same file again"
    assert restarted(settings, minutes=20) == Delivered()


def test_a_deliverer_that_notes_first_is_found_out(settings: Settings) -> None:
    killed(settings, "noted-first")
    assert restarted(settings, minutes=6) == Delivered()
    assert notices_in(settings) == [], "lost"


# The courier


def test_the_courier_goes_on_after_a_failure_and_is_woken(caplog: pytest.LogCaptureFixture) -> None:
    began = [Event(), Event(), Event()]
    rounds = iter(began)

    def make_a_round() -> None:
        next(rounds).set()
        raise StoreUnavailable("13911112222")

    worker = courier.Courier(make_a_round, pause=3600)
    worker.start()
    assert began[0].wait(10)
    worker.wake()
    assert began[1].wait(10)
    worker.stop()
    assert not worker._thread.is_alive()
    assert not began[2].is_set()
    assert caplog.messages == ["no round of notices (StoreUnavailable)"] * 2


def test_the_command_delivers_once(settings: Settings, store: Store) -> None:
    submit(store, TEXTED)
    found = open_store(settings)
    assert deliver_now(settings, found) == Delivered(left=2)
    found.engine.dispose()
    assert [notice["发给"] for notice in notices_in(settings)] == ["工作人员", "市民"]
    for file in settings.notices_folder.iterdir():
        assert not any(secret in file.read_text(encoding="utf-8") for secret in ("金丝雀", "CANARY", "13911112222"))


class SaysAndWaits:
    """A channel that hands over, says so through a pipe, and waits for the kill."""

    def __init__(self, channel: Channel | None, pipe: int) -> None:
        self._channel = channel
        self._pipe = pipe

    def hand_over(self, letter: Letter) -> None:
        if self._channel:
            self._channel.hand_over(letter)
        say_and_wait(self._pipe)


def say_and_wait(pipe: int) -> None:
    os.write(pipe, b"!")
    while True:
        signal.pause()


def main(where: str, pipe: str, content: str, data: str, staff: str) -> None:
    """Come as far as `where` and wait there."""
    from forms_api.notices.channels import open_channels

    settings = Settings(
        content=Path(content), data=Path(data), database_url=os.environ["DATABASE_URL"], notices_staff=staff
    )
    store = open_store(settings)
    submit(store)
    if where == "committed":
        say_and_wait(int(pipe))
    channel = open_channels(settings).staff
    if where == "noted-first":
        notice = store.outbox.claim()[0]
        store.outbox.delivered(notice.number)
        channel = SaysAndWaits(None, int(pipe))
        channel.hand_over(Letter(notice.id, "", notice.receipt, notice.made_at))
    delivery(store, settings, SaysAndWaits(channel, int(pipe))).deliver()


if __name__ == "__main__":
    main(*sys.argv[1:])
