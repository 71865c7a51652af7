"""Searches are counted without persons, later and elsewhere: no search waits for its count or fails with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from flask import Flask
from sqlalchemy import select

from forms_api.clock import today
from forms_api.config import Settings
from forms_api.operation.purge import purge
from forms_api.operation.tally import WAITING, Tally, counting
from forms_api.store import models, searches
from forms_api.store.searches import Asked, Count, Searched
from forms_api.store.store import Store, StoreUnavailable
from tests.integration.conftest import CROSS_SITE, SAME_ORIGIN, Citizen, portal_of
from tests.integration.databases import database_url, postgres, postgres_url
from tests.integration.office import NOON, Clock, opened

__all__ = ["database_url", "postgres", "postgres_url"]

DAY = date(2026, 11, 20)
ASKED = "老板跑路了工资咋办"


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    with opened(Settings(data=tmp_path / "data", database_url=database_url), Clock()) as made:
        yield made


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Let nobody else write."""
    with store.engine.connect() as connection, connection.execution_options(writes=True).begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE searched")
        yield


def counted(app: Flask) -> dict[str, Count]:
    """Write the tally as the service does now and then, and read what stands."""
    portal_of(app).tally.write()
    found = portal_of(app).store.searches.between(date(2000, 1, 1), today(), 1)
    return {one.query: one.count for one in found}


def test_counts_add_up_over_writings_and_days(store: Store) -> None:
    store.searches.add({(DAY, ASKED): Count(2, 3, 1), (DAY, "离婚"): Count(1, 4)})
    store.searches.add({(DAY, ASKED): Count(1, 5)})
    store.searches.add({(DAY + timedelta(days=1), ASKED): Count(1, 0, 1)})
    assert store.searches.between(DAY, DAY, 1) == [Searched(ASKED, Count(3, 5, 1)), Searched("离婚", Count(1, 4))]
    assert store.searches.between(DAY, DAY + timedelta(days=1), 2) == [Searched(ASKED, Count(4, 0, 2))]
    assert store.searches.between(DAY + timedelta(days=2), DAY + timedelta(days=9), 1) == []
    assert store.searches.before(DAY) == []
    assert set(store.searches.before(DAY + timedelta(days=1))) == {ASKED, "离婚"}


def test_a_click_alone_begins_no_count_and_keeps_the_hits(store: Store) -> None:
    store.searches.add({(DAY, ASKED): Count(clicked=5)})
    assert store.searches.between(DAY, DAY, 0) == []
    store.searches.add({(DAY, ASKED): Count(1, 3)})
    store.searches.add({(DAY, ASKED): Count(clicked=1)})
    assert store.searches.between(DAY, DAY, 1) == [Searched(ASKED, Count(1, 3, 1))]


def test_a_flood_of_invented_words_ends_on_its_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "QUERIES_A_DAY", 3)
    store.searches.add({(DAY, f"词{number}"): Count(1) for number in range(10)})
    store.searches.add({(DAY, "词0"): Count(1), (DAY, "新词"): Count(1), (DAY + timedelta(days=1), "新词"): Count(1)})
    assert {one.query: one.count.times for one in store.searches.between(DAY, DAY, 1)} == {"词0": 2, "词1": 1, "词2": 1}
    assert len(store.searches.before(DAY + timedelta(days=2))) == 4


def test_counts_go_after_two_years(store: Store, tmp_path: Path) -> None:
    for day in (DAY, DAY + timedelta(days=1)):
        store.searches.add({(day, ASKED): Count(1)})
    later = NOON.replace(year=NOON.year + 2)
    assert purge(store, tmp_path, tmp_path / "notices", later).purged.searches == 0
    assert purge(store, tmp_path, tmp_path / "notices", later + timedelta(days=1)).purged.searches == 1
    assert store.searches.before(DAY + timedelta(days=9)) == [ASKED]


def test_a_search_and_its_click_are_counted_with_nothing_else(app: Flask, client: Citizen) -> None:
    html = client.get("/search?q=高空抛物").text
    told = "/search/opened?q=%E9%AB%98%E7%A9%BA%E6%8A%9B%E7%89%A9"
    assert f'ping="http://localhost{told}"' in html
    assert client.post(told, data="PING", content_type="text/ping", headers=SAME_ORIGIN).status_code == 204
    client.get("/search?q=zzzz")
    found = counted(app)
    assert found["zzzz"] == Count(1, 0, 0)
    assert (found["高空抛物"].times, found["高空抛物"].clicked) == (1, 1)
    assert found["高空抛物"].found > 0
    with portal_of(app).store.engine.connect() as connection:
        rows = connection.execute(select(models.searched)).all()
    assert {row.day for row in rows} == {today()}


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/search?q=13800000000", {}),
        ("/search?q=我叫张三被打了", {}),
        ("/search?q=高空抛物&quiet=1", {}),
        ("/search?q=高空抛物", {"Referer": "http://localhost/forms/mediation"}),
        ("/search?q=高空抛物", {"Sec-Purpose": "prefetch"}),
        ("/search?q=", {}),
    ],
)
def test_what_may_tell_of_somebody_leaves_no_trace(
    app: Flask, client: Citizen, address: str, headers: dict[str, str]
) -> None:
    html = client.get(address, headers=headers).text
    assert " ping=" not in html
    assert counted(app) == {}


def test_another_site_counts_no_click(app: Flask, client: Citizen) -> None:
    client.get("/search?q=高空抛物")
    for headers in (CROSS_SITE, {"Origin": "https://evil.example"}):
        assert client.post("/search/opened?q=高空抛物", headers=headers).status_code == 204
    assert counted(app)["高空抛物"].clicked == 0


def test_a_quiet_search_stays_quiet_when_asked_again(client: Citizen) -> None:
    assert '<input type="hidden" name="quiet" value="1">' in client.get("/search?q=离婚&quiet=1").text
    assert 'name="quiet"' not in client.get("/search?q=离婚").text


def test_a_locked_database_stops_no_search_and_loses_no_count(app: Flask, client: Citizen) -> None:
    client.get("/search?q=法律")  # the dictionary is loaded once
    with held(portal_of(app).store):
        start = perf_counter()
        assert client.get("/search?q=高空抛物").status_code == 200
        assert perf_counter() - start < 1
        with pytest.raises(StoreUnavailable):
            portal_of(app).tally.write()
        client.get("/search?q=高空抛物")
    assert counted(app)["高空抛物"].times == 2


def test_what_waits_is_bounded() -> None:
    written: list[int] = []
    tally = Tally(lambda counts: written.append(len(counts)), lambda: DAY)
    for number in range(WAITING + 50):
        tally.searched(f"词{number}", 0)
    tally.searched("词0", 0)
    tally.write()
    tally.write()
    assert written == [WAITING]


def test_the_end_of_the_service_writes_what_waits() -> None:
    written: list[dict[Asked, Count]] = []
    tally = Tally(lambda counts: written.append(dict(counts)), lambda: DAY)
    with counting(tally):
        tally.searched(ASKED, 2)
    assert written == [{(DAY, ASKED): Count(1, 2)}]
