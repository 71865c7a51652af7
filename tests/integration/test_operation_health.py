"""/health: each part in one word; each word was seen to change, and nothing else is told."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from forms_api.config import Settings
from forms_api.operation.health import Premises, look
from forms_api.workdays import WorkingDays
from tests.integration.conftest import Citizen, open_app, portal_of
from tests.integration.databases import database_url, postgres, postgres_url
from tests.integration.office import CANARIES, NOON, Clock, behind_its_back, consult, opened

__all__ = ["database_url", "postgres", "postgres_url"]

PARTS = {"database", "schema", "edition", "disk", "index", "notices", "answers", "calendar"}


def weak(premises: Premises, now: datetime = NOON) -> set[str]:
    return {part.name for part in look(premises, now) if not part.well}


def vital(premises: Premises) -> set[str]:
    return {part.name for part in look(premises, NOON) if part.vital}


def no_edition(at: Premises) -> Premises:
    return replace(at, edition=False)


def no_index(at: Premises) -> Premises:
    return replace(at, index=False)


def full_disk(at: Premises) -> Premises:
    return replace(at, free_bytes=lambda folder: 499 * 1024 * 1024)


def newer(at: Premises) -> Premises:
    with behind_its_back(at.store) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    return at


def overdue(at: Premises) -> Premises:
    given = consult(at.store)  # due on the 23rd
    with behind_its_back(at.store) as connection:
        late = {"day": date(2026, 11, 19), "receipt": given.receipt}
        connection.execute(text("UPDATE submission SET due_on = :day WHERE receipt = :receipt"), late)
    return at


def undelivered(at: Premises) -> Premises:
    consult(at.store)
    with behind_its_back(at.store) as connection:
        connection.execute(text("UPDATE outbox SET made_at = '2026-11-20 02:59:59.000000'"))
    return at


def no_tables(at: Premises) -> Premises:
    with behind_its_back(at.store) as connection:
        connection.execute(text("ALTER TABLE submission RENAME TO away"))
    return at


HARMS = {
    "edition": no_edition,
    "index": no_index,
    "schema": newer,
    "answers": overdue,
    "notices": undelivered,
}


@pytest.fixture
def premises(database_url: str, tmp_path: Path) -> Iterator[Premises]:
    with opened(Settings(data=tmp_path / "data", database_url=database_url), Clock()) as store:
        yield Premises(store=store, working_days=WorkingDays(), edition=True, index=True)


@pytest.mark.parametrize("part", HARMS)
def test_each_part_is_seen_to_fail_alone(premises: Premises, part: str) -> None:
    consult(premises.store)
    assert weak(premises) == set()
    harm: Callable[[Premises], Premises] = HARMS[part]
    assert weak(harm(premises)) == {part}


def test_a_disk_that_fills_up_is_told(tmp_path: Path) -> None:
    with opened(Settings(data=tmp_path / "data"), Clock()) as store:
        premises = Premises(store=store, working_days=WorkingDays(), edition=True, index=True)
        assert weak(premises) == set()
        assert weak(full_disk(premises)) == {"disk"}


def test_a_database_that_does_not_answer_is_told(premises: Premises) -> None:
    assert "database" in weak(no_tables(premises))
    assert vital(premises) == {"database", "schema", "edition", "disk"}


def test_a_year_without_its_holidays_is_told_a_month_before(premises: Premises) -> None:
    assert weak(premises, datetime(2035, 12, 1, tzinfo=UTC)) == {"calendar"}


def test_the_page_says_words_only(client: Citizen, app: Flask) -> None:
    client.consult()
    answer = client.get("/health")
    assert answer.status_code == 200
    said = json.loads(answer.text)
    assert set(said) == {"status", *PARTS}
    assert set(said.values()) <= {"ok", "degraded"}
    assert [canary for canary in CANARIES if canary in answer.text] == []
    assert answer.headers["Cache-Control"] == "no-store"
    with behind_its_back(portal_of(app).store) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    broken = client.get("/health")
    assert broken.status_code == 503
    assert (broken.json or {})["schema"] == (broken.json or {})["status"] == "degraded"


def test_without_an_edition_the_page_asks_for_help(portal_settings: Settings, tmp_path: Path) -> None:
    app = open_app(replace(portal_settings, build=tmp_path / "no-build"))
    try:
        answer = app.test_client().get("/health")
        assert (answer.status_code, (answer.json or {})["edition"]) == (503, "degraded")
    finally:
        portal_of(app).store.engine.dispose()
