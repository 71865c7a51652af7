"""A clock that is set: a day back, a day on, between a form's making and its sending. Nothing is lost or doubled.

The store's clock goes in through its seam; over HTTP `time-machine` sets the clock of the whole process.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from forms_api.clock import BEIJING
from forms_api.config import Settings
from forms_api.forms.form_token import new_key
from forms_api.guard.limits import Limits
from forms_api.portal import EXTENSION
from forms_api.store import receipts
from forms_api.store.journal import Broken
from forms_api.store.matter import Consultation
from forms_api.store.store import Store
from forms_api.store.submission import Happened, Terms
from tests.integration.conftest import Citizen, Kept, browser, portal_of, token_in
from tests.integration.databases import database_url, postgres, postgres_url
from tests.integration.office import Clock, behind_its_back, consult, opened

__all__ = ["database_url", "postgres", "postgres_url"]

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
JUMPS = (0.0, 1.0, -1.0, -1.0, 30.0, -60.0, 0.001)  # days


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def store(database_url: str, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with opened(Settings(data=tmp_path / "data", database_url=database_url), clock) as made:
        yield made


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def journal_of(store: Store) -> list[datetime]:
    """Read when things are said to have happened, in the order in which they did."""
    found = [str(at) for (at,) in rows(store, "SELECT happened_at FROM journal ORDER BY seq")]
    return [datetime.fromisoformat(at).replace(tzinfo=None) for at in found]


def test_receipts_stay_single_and_in_order_while_the_clock_jumps(store: Store, clock: Clock) -> None:
    given = []
    for days in JUMPS:
        clock.pass_(days)
        given.append(consult(store))
    assert len({one.receipt for one in given}) == len(JUMPS)
    kept = [receipt for (receipt,) in rows(store, "SELECT receipt FROM submission ORDER BY id")]
    assert kept == [one.receipt for one in given]
    assert all(store.follow.find(one.receipt, one.code) for one in given)


def test_the_journal_holds_while_the_clock_goes_back(store: Store, clock: Clock) -> None:
    for days in JUMPS:
        clock.pass_(days)
        consult(store)
    written = journal_of(store)
    assert written != sorted(written), "the clock did go back"
    head = store.upkeep.verify()
    assert not isinstance(head, Broken)
    with behind_its_back(store, append_only=False) as connection:  # what the chain is there for is still found out
        connection.execute(text("UPDATE journal SET what = 'taken' WHERE seq = 3"))
    assert isinstance(store.upkeep.verify(), Broken)


def test_the_same_form_again_after_a_jump_is_the_same_receipt(store: Store, clock: Clock) -> None:
    key, matter = new_key(), Consultation(name="张女士", phone="13800000000", content="被拖欠工资", topic="劳动工资")
    first = store.intake.submit(matter, key)
    for days in (1, -2):
        clock.pass_(days)
        again = store.intake.submit(matter, key)
        assert (again.receipt, again.code, again.repeated) == (first.receipt, first.code, True)
    assert store.intake.submit(matter, new_key()).receipt != first.receipt


@pytest.mark.parametrize(
    ("received_at", "day"),
    [
        (datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 16, 0, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_number_and_latest_day_go_by_the_day_in_beijing(
    store: Store, clock: Clock, received_at: datetime, day: date
) -> None:
    clock.now, asked = received_at, []

    def latest(received_on: date) -> date:
        asked.append(received_on)
        return received_on + timedelta(days=3)

    matter = Consultation(name="张女士", phone="13800000000", content="被拖欠工资", topic="劳动工资")
    given = store.intake.submit(matter, new_key(), Terms(latest=latest))
    assert asked == [day]
    assert given.due_on == day + timedelta(days=3)
    assert receipts.parse_number(given.receipt) == given.receipt
    assert given.receipt.split("-")[1] == f"{day:%Y%m%d}"
    assert received_at.astimezone(BEIJING).date() == day


def test_an_answer_before_its_question_by_the_clock_is_kept_and_closed_in_its_order(store: Store, clock: Clock) -> None:
    given = consult(store)
    clock.pass_(-1)
    store.desk.take(given.receipt, "王芳")
    store.desk.answer(given.receipt, "王芳", "可以。")
    case = store.follow.find(given.receipt, given.code)
    assert case
    assert [step.what for step in case.history] == [Happened.RECEIVED, Happened.TAKEN, Happened.ANSWERED]
    assert case.messages[0].text == "可以。"


# Over HTTP, with the clock of the whole process


@pytest.mark.parametrize(
    ("slip", "status"),
    [
        (timedelta(minutes=-4), 303),
        (timedelta(days=1), 303),
        (timedelta(minutes=-6), 200),
        (timedelta(days=-1), 200),
        (timedelta(days=3), 200),
    ],
)
def test_a_form_in_peoples_hands_survives_the_jump_or_comes_back_filled(
    client: Citizen, kept: Kept, slip: timedelta, status: int
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token = client.token()
        clock.shift(slip)
        answer = client.consult(token=token)
        assert answer.status_code == status
        assert len(kept.rows("submission")) == (status == 303)
        if status == 200:
            assert "您填的内容还在下面" in answer.text
            assert "老板拖欠工资三个月，怎么办？" in answer.text
            assert client.consult(token=token_in(answer.text)).status_code == 303
        assert client.receipt()


@pytest.mark.parametrize(
    ("slip", "shown"),
    [
        (timedelta(minutes=-6), True),
        (timedelta(days=-1), True),
        (timedelta(days=-4000), True),
        (timedelta(minutes=14), True),
        (timedelta(minutes=16), False),  # the negative control: its quarter of an hour is over
        (timedelta(days=1), False),
    ],
)
def test_a_clock_set_back_at_the_moment_of_receipt_does_not_hide_it(
    client: Citizen, kept: Kept, slip: timedelta, shown: bool
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert client.consult().status_code == 303
        clock.shift(slip)
        (row,) = kept.rows("submission")
        for page in ("", "/saved", "/slip"):
            assert (row["receipt"] in client.get(f"/forms/receipt{page}").text) is shown, page


def test_a_cookie_that_we_did_not_sign_shows_nothing_whatever_the_clock(client: Citizen, kept: Kept) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client.consult()
        cookie = client.get_cookie("receipt", path="/forms/receipt")
        assert cookie
        said, signed_at, signature = cookie.value.split(".")
        forged = signature.swapcase()  # not one sign at its end, of which some bits are padding
        client.set_cookie("receipt", f"{said}.{signed_at}.{forged}", path="/forms/receipt")
        clock.shift(timedelta(days=-1))
        (row,) = kept.rows("submission")
        assert row["receipt"] not in client.get("/forms/receipt").text


@pytest.mark.parametrize("days", [1, -1])
def test_a_jump_locks_nobody_out_and_lets_nobody_in(app: Flask, days: int) -> None:
    portal = portal_of(app)
    app.extensions[EXTENSION] = replace(portal, limits=Limits(key=portal.keys.limit))
    with time_machine.travel(NOON, tick=False) as clock:
        while (answer := browser(app).consult()).status_code == 303:
            pass
        assert answer.status_code == 429
        clock.shift(timedelta(days=days))
        assert abs(time.time() - NOON.timestamp()) > 86_000, "the negative control: it has jumped"
        assert browser(app).consult().status_code == 429, "a jump on is no way around the limit"
        elsewhere = browser(app)
        elsewhere.environ_base["REMOTE_ADDR"] = "198.51.100.7"
        assert elsewhere.consult(phone="13911112222").status_code == 303
