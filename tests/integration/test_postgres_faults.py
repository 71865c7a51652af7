"""Faults that a real database has, on SQLite and PostgreSQL alike: a stuck writer, a part that cannot be saved.

Everything is seen from outside, over HTTP, and in the tables, whichever those are.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest
from flask import Flask
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import OperationalError

from forms_api.config import Settings
from forms_api.store.db import open_engine
from forms_api.store.models import metadata
from tests.conftest import ROOT
from tests.integration.conftest import Citizen, browser, open_app, portal_of, token_in
from tests.integration.databases import database_url, postgres, postgres_url

__all__ = ["database_url", "postgres", "postgres_url"]

PATIENCE = 0.3
BROKEN = {
    "sqlite": (["CREATE TRIGGER fail BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"],
               ["DROP TRIGGER fail"]),
    "postgresql": (
        ["CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$",
         "CREATE TRIGGER fail BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION fail()"],
        ["DROP FUNCTION fail() CASCADE"]),
}  # fmt: skip


@pytest.fixture
def settings(portal_settings: Settings, database_url: str) -> Settings:
    return replace(portal_settings, database_url=database_url, busy_timeout=PATIENCE)


@pytest.fixture
def service(settings: Settings) -> Iterator[Flask]:
    made = open_app(settings)
    yield made
    portal_of(made).store.engine.dispose()


@pytest.fixture
def citizen(service: Flask) -> Citizen:
    return browser(service)


@pytest.fixture
def engine(service: Flask) -> Engine:
    return portal_of(service).store.engine


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in metadata.tables
        }  # fmt: skip


def change(engine: Engine, *statements: str) -> None:
    with engine.connect() as connection, connection.execution_options(writes=True).begin():
        for statement in statements:
            connection.exec_driver_sql(statement)


@contextmanager
def stuck_writer(settings: Settings) -> Iterator[None]:
    """Let another process take the lock of all writers and stop, as one that swaps or is looked at by a debugger."""
    engine = open_engine(settings)
    url = engine.url.render_as_string(hide_password=False)
    engine.dispose()
    process = subprocess.Popen([sys.executable, "-m", __name__, url], cwd=ROOT)
    try:
        stopped = os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        assert stopped
        assert stopped.si_status == signal.SIGSTOP, "it did not take the lock"
        yield
    finally:
        process.kill()
        process.wait(timeout=10)


def test_behind_a_stuck_writer_the_answer_is_honest_and_reading_goes_on(
    settings: Settings, citizen: Citizen, engine: Engine
) -> None:
    citizen.consult()
    first = citizen.receipt()
    token = citizen.token()
    before = counts(engine)
    with stuck_writer(settings):
        start = perf_counter()
        answer = citizen.consult(token=token, content="楼上漏水，物业不管，怎么办？")
        assert PATIENCE * 0.7 < perf_counter() - start < 10
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "楼上漏水，物业不管，怎么办？" in answer.text
        assert 'href="tel:12348"' in answer.text
        assert citizen.receipt() == first
        assert counts(engine) == before
    assert citizen.consult(token=token_in(answer.text), content="楼上漏水，物业不管，怎么办？").status_code == 303
    assert citizen.receipt() != first


def test_when_one_part_cannot_be_saved_nothing_is(citizen: Citizen, engine: Engine) -> None:
    """Whatever tables a submission fills, each in turn refuses its row; the good ones are the negative control."""
    empty = counts(engine)
    assert citizen.consult().status_code == 303
    before = counts(engine)
    parts = [table for table in before if before[table] > empty[table]]
    assert len(parts) > 1
    refuse, allow = BROKEN[engine.dialect.name]
    for number, table in enumerate(parts):
        token, content = citizen.token(), f"第 {number} 个问题：老板拖欠工资，怎么办？"
        change(engine, *(statement.format(table=table) for statement in refuse))
        assert citizen.consult(token=token, content=content).status_code == 503, table
        assert counts(engine) == before, table
        change(engine, *allow)
        assert citizen.consult(token=token, content=content).status_code == 303, table
        after = counts(engine)
        assert all(after[part] > before[part] for part in parts), table
        before = after


@pytest.mark.parametrize("writes", [True, False])
def test_on_sqlite_a_reader_that_turns_writer_took_the_lock_at_once(tmp_path: Path, writes: bool) -> None:
    """A reader that another writer overtook gets SQLITE_BUSY_SNAPSHOT; without `writes` that is what happens."""
    engine, other = (open_engine(Settings(data=tmp_path, busy_timeout=PATIENCE)) for _ in range(2))
    change(engine, "CREATE TABLE probe (id INTEGER)")
    with engine.connect() as connection, connection.execution_options(writes=writes).begin():
        connection.exec_driver_sql("SELECT * FROM probe").all()
        if writes:
            with pytest.raises(OperationalError, match="locked"):
                change(other, "INSERT INTO probe VALUES (1)")
            connection.exec_driver_sql("INSERT INTO probe VALUES (2)")
        else:
            change(other, "INSERT INTO probe VALUES (1)")
            with pytest.raises(OperationalError, match="locked"):
                connection.exec_driver_sql("INSERT INTO probe VALUES (2)")
    engine.dispose()
    other.dispose()


@pytest.mark.parametrize("forgetful", [True, False])
def test_what_is_deleted_on_sqlite_is_overwritten(tmp_path: Path, forgetful: bool) -> None:
    words, file = "金丝雀在此", tmp_path / "mingfa.db"
    engine = open_engine(Settings(data=tmp_path))
    change(engine, "CREATE TABLE probe (words TEXT)", f"INSERT INTO probe VALUES ('{words}')")
    engine.dispose()  # the last connection writes the journal back into the file
    assert words.encode() in file.read_bytes()
    if forgetful:
        change(engine, "DELETE FROM probe")
    else:
        change(engine, "PRAGMA secure_delete = OFF", "DELETE FROM probe")
    engine.dispose()
    assert (words.encode() in file.read_bytes()) is not forgetful


def test_the_journal_of_sqlite_stays_small(tmp_path: Path) -> None:
    engine = open_engine(Settings(data=tmp_path))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_size_limit").scalar() == 16 * 1024 * 1024
        assert connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar() == 1000
    engine.dispose()


def hold(url: str) -> None:
    """Take the lock of all writers and stop."""
    with open_engine(Settings(database_url=url)).connect() as connection:
        connection.execution_options(writes=True).begin()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE submission IN EXCLUSIVE MODE")
        assert inspect(connection).has_table("submission")
        os.kill(os.getpid(), signal.SIGSTOP)


if __name__ == "__main__":
    hold(sys.argv[1])
