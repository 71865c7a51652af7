"""Whoever changes the database behind the service's back is found out, and the first bad entry is named."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from forms_api.config import Settings
from forms_api.store.journal import Broken, Head
from forms_api.store.store import Store
from tests.integration.databases import database_url, postgres, postgres_url
from tests.integration.office import behind_its_back, consult, fill, mingfa, opened

__all__ = ["database_url", "postgres", "postgres_url"]

CHANGES = {
    "seq": "UPDATE journal SET seq = 1000 WHERE seq = 3",
    "happened_at": "UPDATE journal SET happened_at = '2026-11-20 04:00:00.000001' WHERE seq = 3",
    "submission_id": "UPDATE journal SET submission_id = submission_id + 1 WHERE seq = 3",
    "submission_id gone": "UPDATE journal SET submission_id = NULL WHERE seq = 3",
    "what": "UPDATE journal SET what = 'solved' WHERE seq = 3",
    "detail": 'UPDATE journal SET detail = \'{"kind":"TS"}\' WHERE seq = 3',
    "previous": "UPDATE journal SET previous = REPLACE(previous, SUBSTR(previous, 1, 1), 'x') WHERE seq = 3",
    "digest": "UPDATE journal SET digest = REPLACE(digest, SUBSTR(digest, 1, 1), 'x') WHERE seq = 3",
    "deleted": "DELETE FROM journal WHERE seq = 3",
}


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", database_url=database_url)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with opened(settings) as made:
        fill(made)
        yield made


def first_bad(store: Store, anchor: Head | None = None) -> int | None:
    found = store.upkeep.verify(anchor)
    return found.seq if isinstance(found, Broken) else None


def head_of(store: Store) -> Head:
    found = store.upkeep.verify()
    assert isinstance(found, Head)
    return found


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_entry_is_named(store: Store, change: str) -> None:
    assert first_bad(store) is None
    with behind_its_back(store, append_only=False) as connection:
        connection.execute(text(CHANGES[change].replace(":", "\\:")))
    assert first_bad(store) == 3


def test_any_flipped_bit_of_the_text_of_an_entry_is_found(tmp_path: Path) -> None:
    """On SQLite, which takes anything: bytes that are no text, no moment, no number."""
    with opened(Settings(data=tmp_path / "data")) as store:
        fill(store)
        with behind_its_back(store, append_only=False):
            pass
        database = sqlite3.connect(tmp_path / "data/mingfa.db", isolation_level=None)
        for column in ("happened_at", "what", "detail", "previous", "digest"):
            (kept,) = database.execute(f"SELECT CAST({column} AS BLOB) FROM journal WHERE seq = 3").fetchone()
            for place in range(len(kept)):
                for flip in (1, 0x80):
                    bad = kept[:place] + bytes([kept[place] ^ flip]) + kept[place + 1 :]
                    database.execute(f"UPDATE journal SET {column} = CAST(? AS TEXT) WHERE seq = 3", (bad,))
                    assert first_bad(store) == 3, (column, place, flip)
            database.execute(f"UPDATE journal SET {column} = CAST(? AS TEXT) WHERE seq = 3", (kept,))
            assert first_bad(store) is None
        database.execute("UPDATE journal SET submission_id = x'01' WHERE seq = 3")
        assert first_bad(store) == 3
        database.close()


def test_a_cut_tail_is_found_by_the_head_that_was_written_down(store: Store) -> None:
    before = head_of(store)
    with behind_its_back(store, append_only=False) as connection:
        connection.execute(text("DELETE FROM journal WHERE seq > :last"), {"last": before.seq - 2})
    assert first_bad(store) is None, "the chain alone cannot know"
    assert first_bad(store, before) == before.seq - 1


def test_a_tail_written_anew_is_found_by_the_head_that_was_written_down(store: Store) -> None:
    before = head_of(store)
    with behind_its_back(store, append_only=False) as connection:
        connection.execute(text("DELETE FROM journal WHERE seq = :last"), {"last": before.seq})
    consult(store)
    assert first_bad(store) is None
    assert first_bad(store, before) == before.seq


def test_exchanged_entries_are_found(store: Store) -> None:
    with behind_its_back(store, append_only=False) as connection:
        for old, new in ((3, 1000), (4, 3), (1000, 4)):
            connection.execute(text("UPDATE journal SET seq = :new WHERE seq = :old"), {"new": new, "old": old})
    assert first_bad(store) == 3


@pytest.mark.parametrize("seq", [-1, 0, 1000])
def test_an_entry_that_was_put_in_is_found(store: Store, seq: int) -> None:
    last = head_of(store).seq
    with behind_its_back(store) as connection:  # the triggers let an entry in
        put = (
            "INSERT INTO journal SELECT :seq, happened_at, submission_id, what, detail, 'x', digest"
            " FROM journal WHERE seq = 3"
        )
        connection.execute(text(put), {"seq": seq})
    assert first_bad(store) == (last + 1 if seq > 0 else 1)


def test_sixteen_writers_make_one_chain(settings: Settings) -> None:
    with opened(settings) as one, opened(settings) as other, ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda number: consult((one, other)[number % 2]), range(64)))
        assert head_of(one).seq == 64


def first_id(connection: Connection, table: str) -> int:
    return int(connection.scalar(text(f"SELECT MIN(id) FROM {table}")) or 0)


def flip_sealed(connection: Connection) -> str:
    """Change the last byte of a sealed message."""
    number = first_id(connection, "message")
    sealed = bytes(connection.scalar(text("SELECT sealed FROM message WHERE id = :id"), {"id": number}) or b"")
    bad = sealed[:-1] + bytes([sealed[-1] ^ 1])
    connection.execute(text("UPDATE message SET sealed = :bad WHERE id = :id"), {"bad": bad, "id": number})
    return f"留言（第 {number} 行）打不开。"


def move_sealed(connection: Connection) -> str:
    """Give one citizen's words to another."""
    number = first_id(connection, "submission")
    words = "(SELECT other.sealed FROM submission other WHERE other.id = :id)"
    connection.execute(text(f"UPDATE submission SET sealed = {words} WHERE id = :id + 1"), {"id": number})
    return f"提交（第 {number + 1} 行）打不开。"


def rename_key(connection: Connection) -> str:
    connection.execute(text("UPDATE rating SET key_id = '00000000'"))
    return f"对网页的评价（第 {first_id(connection, 'rating')} 行）记的密钥编号不对。"


def lose_a_submission(connection: Connection) -> str:
    number = first_id(connection, "submission") + 1
    connection.execute(text("DELETE FROM submission WHERE id = :id"), {"id": number})
    return f"台账里有第 {number} 件提交，数据库里没有"


def smuggle_in(connection: Connection) -> str:
    connection.execute(
        text(
            "INSERT INTO submission (id, kind, receipt, code_hmac, key_hmac, received_at, state, held_for, topic, town,"
            " officer) SELECT 99, kind, 'ZX-SMUGGLED', 'other', 'other', received_at, state, held_for, topic, town,"
            " officer FROM submission WHERE id = :id"
        ),
        {"id": first_id(connection, "submission")},
    )
    return "数据库里的 ZX-SMUGGLED 在台账里没有收到的记录"


@pytest.mark.parametrize("harm", [flip_sealed, move_sealed, rename_key, lose_a_submission, smuggle_in])
def test_other_harm_is_told(store: Store, harm: Callable[[Connection], str]) -> None:
    assert list(store.upkeep.faults()) == []
    with behind_its_back(store) as connection:
        said = harm(connection)
    (fault,) = store.upkeep.faults()
    assert fault.startswith(said)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    with opened(settings) as store:
        fill(store)
        store.upkeep.wipe()
        with store.engine.connect() as connection:
            page = connection.exec_driver_sql(
                "SELECT rootpage FROM sqlite_master WHERE name = 'ix_submission_received_at'"
            ).scalar_one()
            size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    with (settings.data / "mingfa.db").open("rb+") as file:
        file.seek(page * size - 20)  # the end of the page, where its first entry lies
        file.write(os.urandom(16))
    with opened(settings) as store:
        assert next(store.upkeep.faults()).startswith("数据库文件损坏：")
    done = mingfa(settings, "verify")
    assert done.returncode == 1
    assert "请停止服务，恢复最近的备份。" in done.stderr


def test_the_command_speaks(settings: Settings, store: Store) -> None:
    head = head_of(store)
    well = mingfa(settings, "verify", "--head", f"{head.seq}:{head.digest}")
    assert (well.returncode, well.stderr) == (0, "")
    assert well.stdout == (
        f"没有问题：台账 {head.seq} 条全部接得上，加密内容全部打得开。\n请抄下校验值：{head.seq}:{head.digest}\n"
    )
    other = mingfa(settings, "verify", "--head", f"{head.seq}:{'0' * 64}")
    assert other.returncode == 1
    assert other.stderr == (
        f"台账从第 {head.seq} 条起不可信：与当时抄下的校验值不一致。请停止服务，保留现场，与最近的备份核对。\n"
    )
    wrong = mingfa(settings, "verify", "--head", "12")
    assert wrong.returncode == 2
    assert "请照备份时抄下的写，如 1520:9f86d0…（冒号后面 64 位）。" in wrong.stderr
    with behind_its_back(store) as connection:
        lose_a_submission(connection)
    assert mingfa(settings, "verify").returncode == 1
