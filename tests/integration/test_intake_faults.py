"""The store under stress: locks, full disks, broken rules, many hands at once."""

import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from flask import Flask
from sqlalchemy import event

from forms_api.config import Settings
from forms_api.forms.form_token import new_key
from forms_api.store import receipts
from forms_api.store.db import THREADS, UnsafeDatabase, open_engine
from forms_api.store.matter import Consultation, Matter
from forms_api.store.store import Store, StoreUnavailable
from forms_api.store.submission import Acknowledged, Terms
from tests.integration.conftest import SAME_ORIGIN, Citizen, Kept, browser, open_app, portal_of, token_in

ASKED = Consultation(name="张女士", phone="13800000000", town="城关镇", topic="劳动工资", content="老板拖欠工资")

OTHER = "楼上漏水，物业不管，怎么办？"


@pytest.fixture
def store(app: Flask) -> Store:
    return portal_of(app).store


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Hold the write lock from another connection, as a stuck process would."""
    holder = sqlite3.connect(settings.data / "mingfa.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.close()


@contextmanager
def full(store: Store) -> Iterator[None]:
    """Let the database grow by one page at most: SQLite says SQLITE_FULL as on a full disk."""

    def limit(connection: sqlite3.Connection, *rest: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")

    with store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("VACUUM")  # no page is left from the migrations
    event.listen(store.engine, "checkout", limit)
    try:
        yield
    finally:
        event.remove(store.engine, "checkout", limit)
        store.engine.dispose()


def test_every_pooled_connection_is_durable(store: Store) -> None:
    with ExitStack() as stack:
        for _ in range(THREADS):
            connection = stack.enter_context(store.engine.connect())
            found = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            ]
            assert found == ["wal", 2, 1, 5000]


def test_a_connection_that_is_not_durable_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(UnsafeDatabase, match="journal_mode=memory"),
        open_engine(Settings(data=tmp_path, database_url="sqlite:///:memory:")).connect(),
    ):
        pass


def test_database_and_data_folder_are_private(app: Flask, client: Citizen, portal_settings: Settings) -> None:
    client.consult()
    assert stat.S_IMODE(portal_settings.data.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in portal_settings.data.iterdir()}
    assert modes == dict.fromkeys(
        ("mingfa.db", "mingfa.db-wal", "mingfa.db-shm", "mingfa.db-turn", "secret.key", "field-keys.json"), 0o600
    )


@pytest.fixture
def impatient(portal_settings: Settings) -> Iterator[Flask]:
    """A service that waits 0.3 seconds for a lock instead of 5."""
    app = open_app(replace(portal_settings, busy_timeout=0.3))
    yield app
    portal_of(app).store.engine.dispose()


def test_a_locked_database_is_said_honestly_and_reading_goes_on(impatient: Flask, portal_settings: Settings) -> None:
    client, kept = browser(impatient), Kept(portal_of(impatient).store)
    client.consult()
    number, code = client.receipt()
    token = client.token()
    with locked(portal_settings):
        start = perf_counter()
        response = client.consult(token=token, content=OTHER)
        assert 0.2 < perf_counter() - start < 10
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "60"
        assert "这次没有提交成功" in response.text
        assert OTHER in response.text
        assert 'href="tel:12348"' in response.text
        found = client.post("/forms/status", data={"number": number, "code": code}, headers=SAME_ORIGIN)
        assert "已收到" in found.text
        assert client.get("/healthz").status_code == 200
        rated = client.post("/forms/rating", data={"page": "services/yuanzhu/", "helpful": "yes"}, headers=SAME_ORIGIN)
        assert rated.status_code == 503
    assert client.consult(token=token_in(response.text), content=OTHER).status_code == 303
    assert len(kept.rows("submission")) == 2


def test_a_full_disk_is_said_honestly_and_heals_by_itself(client: Citizen, store: Store, kept: Kept) -> None:
    token = client.token()
    words = "字" * 5000
    with full(store):
        response = client.consult(token=token, content=words)
        assert response.status_code == 503
        assert words in response.text
        assert client.get("/healthz").status_code == 200
    for table in ("submission", "journal", "outbox"):
        assert kept.rows(table) == []
    assert client.consult(token=token, content=words).status_code == 303


def test_a_full_disk_keeps_its_name(store: Store) -> None:
    """SQLite rolls back on its own; a second rollback must not hide what happened."""
    with full(store), pytest.raises(StoreUnavailable) as caught:
        store.intake.submit(Consultation(**{**vars(ASKED), "content": "字" * 5000}), new_key())
    assert "full" in str(caught.value.__cause__)


def test_a_read_only_database_is_unavailable(store: Store) -> None:
    def forbid(connection: sqlite3.Connection, *rest: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    event.listen(store.engine, "checkout", forbid)
    with pytest.raises(StoreUnavailable):
        store.intake.submit(ASKED, new_key())
    event.remove(store.engine, "checkout", forbid)
    store.engine.dispose()


@pytest.mark.parametrize("table", ["submission", "journal", "outbox"])
def test_when_one_part_cannot_be_saved_nothing_is(client: Citizen, store: Store, kept: Kept, table: str) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE TRIGGER fail BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END")
        connection.commit()
    assert client.consult().status_code == 503
    for other in ("submission", "journal", "outbox"):
        assert kept.rows(other) == []


def test_a_receipt_number_that_is_taken_is_made_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = store.intake.submit(ASKED, new_key())
    numbers = iter([first.receipt, first.receipt, "ZX-20261121-000000"])
    monkeypatch.setattr(receipts, "new_number", lambda *_: next(numbers))
    assert store.intake.submit(ASKED, new_key()).receipt == "ZX-20261121-000000"


def test_numbers_that_are_always_taken_end_in_an_honest_no(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = store.intake.submit(ASKED, new_key())
    monkeypatch.setattr(receipts, "new_number", lambda *_: first.receipt)
    with pytest.raises(StoreUnavailable):
        store.intake.submit(ASKED, new_key())


def test_twenty_posts_with_one_key_are_one_submission(app: Flask, client: Citizen, kept: Kept) -> None:
    token = client.token()

    def hand_in(_: int) -> tuple[str, str]:
        citizen = browser(app)
        assert citizen.consult(token=token).status_code == 303
        return citizen.receipt()

    with ThreadPoolExecutor(20) as pool:
        seen = set(pool.map(hand_in, range(20)))
    assert len(seen) == 1
    assert [row["receipt"] for row in kept.rows("submission")] == [seen.pop()[0]]


def test_twenty_posts_with_twenty_keys_are_twenty_submissions(store: Store, kept: Kept) -> None:
    with ThreadPoolExecutor(20) as pool:
        seen = set(pool.map(lambda _: store.intake.submit(ASKED, new_key()).receipt, range(20)))
    assert len(seen) == len(kept.rows("submission")) == len(kept.rows("journal")) == 20


def test_moments_come_back_with_their_zone(store: Store) -> None:
    acknowledged = store.intake.submit(ASKED, new_key())
    found = store.follow.find(acknowledged.receipt, acknowledged.code)
    assert found
    assert found.received_at.tzinfo is UTC
    assert abs(datetime.now(UTC) - found.received_at) < timedelta(minutes=1)


def test_whoever_leads_a_batch_needs_no_request_of_the_citizens(
    client: Citizen, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The courier may commit what a citizen handed in; it has neither their request nor their application at hand."""
    kept: list[Terms] = []
    submit = store.intake.submit

    def keep(matter: Matter, key: str, terms: Terms) -> Acknowledged:
        kept.append(terms)
        return submit(matter, key, terms)

    monkeypatch.setattr(store.intake, "submit", keep)
    assert client.consult().status_code == 303
    assert kept[0].latest(date(2026, 11, 20)) == date(2026, 11, 25)  # three working days after a Friday
