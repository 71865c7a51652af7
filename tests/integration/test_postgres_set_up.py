"""PostgreSQL as the service opens it: durable, in UTC, patient for so long and no longer; or refused with the cure."""

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from forms_api.config import ConfigurationError, Settings
from forms_api.store import journal
from forms_api.store import postgres as postgres_setting
from forms_api.store.db import THREADS, UnsafeDatabase, open_engine, open_store
from forms_api.store.store import StoreUnavailable
from forms_api.store.submission import Happened
from tests.integration.databases import new_database, own_cluster, postgres, postgres_url, tell

__all__ = ["postgres", "postgres_url"]

PROMISES = ("TimeZone", "lock_timeout", "statement_timeout", "synchronous_commit", "transaction_isolation")


@pytest.fixture
def settings(tmp_path: Path, postgres_url: str) -> Settings:
    return Settings(data=tmp_path / "data", database_url=postgres_url)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    made = open_engine(settings)
    yield made
    made.dispose()


def shown(engine: Engine, name: str) -> str:
    with engine.connect() as connection:
        return str(connection.exec_driver_sql(f"SHOW {name}").scalar())


def test_every_pooled_connection_keeps_its_promises(engine: Engine) -> None:
    with ExitStack() as stack:
        for _ in range(THREADS):
            connection = stack.enter_context(engine.connect())
            found = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in PROMISES]
            assert found == ["UTC", "5s", "5s", "on", "read committed"]
            connection.rollback()
            assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "5s"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"])
def test_the_driver_is_psycopg_3_however_the_address_is_written(settings: Settings, scheme: str) -> None:
    rest = settings.database_url.partition(":")[2]
    engine = open_engine(replace(settings, database_url=f"{scheme}:{rest}"))
    assert engine.dialect.driver == "psycopg"
    assert shown(engine, "application_name") == "mingfa"
    engine.dispose()


def test_an_operators_wish_for_another_isolation_is_not_followed(engine: Engine, settings: Settings) -> None:
    name = settings.database_url.partition("?")[0].rpartition("/")[2]
    tell(settings.database_url, f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")
    assert shown(engine, "transaction_isolation") == "read committed"


def test_a_database_that_does_not_wait_for_the_disk_is_refused(settings: Settings) -> None:
    name = settings.database_url.partition("?")[0].rpartition("/")[2]
    tell(settings.database_url, f"ALTER DATABASE {name} SET synchronous_commit = off")
    with pytest.raises(UnsafeDatabase) as caught:
        open_store(settings)
    assert str(caught.value) == (
        "数据库存不牢（fsync=on, synchronous_commit=off），停电会丢失已收到的提交，"
        "因此没有使用。请在 PostgreSQL 中把这两项都设为 on。"
    )
    tell(settings.database_url, f"ALTER DATABASE {name} SET synchronous_commit = local")
    open_store(settings).engine.dispose()


def test_a_server_without_fsync_is_refused(tmp_path: Path) -> None:
    with own_cluster(fsync="off") as cluster:
        settings = Settings(data=tmp_path, database_url=cluster.url())
        with pytest.raises(UnsafeDatabase, match="fsync=off, synchronous_commit=on"), open_engine(settings).connect():
            pass


def test_a_database_that_cannot_hold_every_character_is_refused(settings: Settings, postgres: str) -> None:
    with (
        new_database(postgres, encoding="SQL_ASCII") as url,
        pytest.raises(UnsafeDatabase, match="数据库的编码是 SQL_ASCII，存不下所有汉字"),
        open_engine(replace(settings, database_url=url)).connect(),
    ):
        pass


def test_a_refused_connection_is_closed(settings: Settings, postgres: str) -> None:
    """Else an unwelcome setting would use up the connections of the server while the service tries again."""
    name = settings.database_url.partition("?")[0].rpartition("/")[2]
    tell(settings.database_url, f"ALTER DATABASE {name} SET synchronous_commit = off")
    engine = open_engine(settings)
    with pytest.raises(UnsafeDatabase) as caught, engine.connect():
        pass
    tell(postgres, f"DROP DATABASE {name}", f"CREATE DATABASE {name}")  # without FORCE: fails if one is connected
    assert caught.value.__traceback__, "as long as the fault is looked at, nothing is closed by itself"


@pytest.mark.parametrize("statement", ["SELECT pg_sleep(60)", "LOCK TABLE probe"])
def test_nothing_is_waited_for_without_end(settings: Settings, statement: str) -> None:
    tell(settings.database_url, "CREATE TABLE probe (id int)")
    engine = open_engine(replace(settings, busy_timeout=0.2))
    with engine.connect() as holder, engine.connect() as other:
        holder.exec_driver_sql("LOCK TABLE probe")
        with pytest.raises(OperationalError, match="timeout"):
            other.exec_driver_sql(statement)
    engine.dispose()


def test_a_server_that_is_not_there_is_said_honestly(settings: Settings) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        away = f"postgresql://postgres:geheim@127.0.0.1:{closed.getsockname()[1]}/x"
        with pytest.raises(StoreUnavailable):
            open_store(replace(settings, database_url=away))


def test_a_restart_of_postgresql_is_survived(tmp_path: Path) -> None:
    with own_cluster() as cluster:
        store = open_store(Settings(data=tmp_path / "data", database_url=cluster.url()))
        assert store.answers()
        cluster.kill()
        cluster.start()
        assert store.answers(), "the first one after the restart is not to suffer"
        cluster.kill()
        assert not store.answers()
        cluster.start()
        assert store.answers()
        store.engine.dispose()


def waiting_for_the_lock(engine: Engine) -> int:
    with engine.connect() as connection:
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        return int(connection.exec_driver_sql(waiting).scalar_one())


def test_who_waited_for_the_lock_stands_on_what_was_written_meanwhile(settings: Settings) -> None:
    store = open_store(settings)
    heads: list[journal.Head] = []

    def wait_and_look() -> None:
        with store.engine.connect() as connection, connection.begin():
            journal.lock(connection)
            heads.append(connection.info[journal._HELD])

    waiting = Thread(target=wait_and_look)
    with store.engine.connect() as connection, connection.begin():
        journal.lock(connection)
        waiting.start()
        while not waiting_for_the_lock(store.engine):
            pass
        journal.append(connection, datetime(2026, 11, 28, tzinfo=UTC), Happened.READ, None)
    waiting.join()
    with store.engine.connect() as connection:
        assert heads == [journal.head_of(connection)]
    assert heads[0].seq == 1
    store.engine.dispose()


@pytest.mark.parametrize(("rested", "asked"), [(60.0, 0), (0.0, 2)])
def test_only_a_connection_that_has_rested_is_asked_whether_it_lives(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, rested: float, asked: int
) -> None:
    monkeypatch.setattr(postgres_setting, "RESTED", rested)
    pings: list[object] = []
    monkeypatch.setattr(engine.dialect, "do_ping", pings.append)
    for _ in range(3):
        with engine.connect():
            pass
    assert len(pings) == asked


def test_the_parameters_of_a_failed_statement_are_hidden(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.exec_driver_sql("SELECT %(phone)s FROM nowhere", {"phone": "13800000000"})
    assert "13800000000" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://root:geheim@127.0.0.1/x", "DATABASE_URL 中的数据库 mysql 不能用。请用 PostgreSQL（postgresql://…）"),
        ("root:geheim@127.0.0.1", "DATABASE_URL 无法识别。请写成 postgresql://用户名:密码@主机/数据库"),
    ],
)
def test_an_unreadable_address_is_explained_and_not_quoted(tmp_path: Path, url: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        open_engine(Settings(data=tmp_path, database_url=url))
    assert str(caught.value).startswith(sentence)
    assert "geheim" not in str(caught.value)


def test_a_missing_driver_is_explained(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigurationError, match="使用 PostgreSQL 需要驱动 psycopg，这里没有安装。"):
        open_engine(settings)
