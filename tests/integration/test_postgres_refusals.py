"""Whatever PostgreSQL refuses with, in the middle of a submission: an honest 503, the text kept, nothing half-saved.

A trigger raises PostgreSQL's own errors by their numbers: a full disk cannot be had without one's own disk.
"""

import pytest
from flask import Flask

from tests.integration.conftest import Kept, browser, token_in
from tests.integration.databases import postgres, postgres_url, tell

__all__ = ["postgres", "postgres_url"]

WORDS = "楼上漏水，物业不管，怎么办？"
REFUSALS = {
    "disk full": "53100",
    "out of memory": "53200",
    "too many connections": "53300",
    "administrator's shutdown": "57P01",
    "serialization failure": "40001",
    "deadlock": "40P01",
    "statement took too long": "57014",
    "read-only": "25006",
    "broken index": "XX002",
}


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


@pytest.mark.parametrize("code", REFUSALS.values(), ids=REFUSALS.keys())
def test_whatever_is_refused_nothing_is_saved_and_nothing_lost(
    app: Flask, kept: Kept, database_url: str, code: str
) -> None:
    citizen = browser(app)
    refuse = f"RAISE EXCEPTION 'no' USING ERRCODE = '{code}'"
    tell(
        database_url,
        f"CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$",
        "CREATE TRIGGER fail BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION fail()",
    )
    answer = citizen.consult(content=WORDS)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert WORDS in answer.text
    assert 'href="tel:12348"' in answer.text
    assert [kept.rows(table) for table in ("submission", "outbox", "journal")] == [[], [], []]
    tell(database_url, "DROP FUNCTION fail() CASCADE")
    assert citizen.consult(content=WORDS, token=token_in(answer.text)).status_code == 303, "and heals by itself"
    assert len(kept.rows("submission")) == 1
