"""Backup and restore: hot, whole, from either database to either, or refused in one sentence with nothing written."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

import pytest

from forms_api.config import ConfigurationError, Settings
from forms_api.operation import archive
from forms_api.operation.archive import Damaged
from forms_api.operation.backup import back_up
from forms_api.operation.restore import NotRestored, restore
from forms_api.store import snapshot as snapshots
from forms_api.store.journal import Head
from forms_api.store.snapshot import Row
from forms_api.store.store import Store
from forms_api.store.submission import Acknowledged
from forms_api.vault.ring import add_key, retire_key
from forms_api.vault.suites import Suite
from tests.conftest import ROOT
from tests.integration.databases import database_url, new_database, postgres, postgres_url
from tests.integration.office import CANARIES, consult, fill, mingfa, opened

__all__ = ["database_url", "postgres", "postgres_url"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def backup(settings: Settings, tmp_path: Path) -> Path:
    """A backup of an office with something in every table."""
    with opened(settings) as store:
        fill(store)
        back_up(store, tmp_path / "x.backup")
    return tmp_path / "x.backup"


@pytest.fixture
def elsewhere(settings: Settings, backup: Path, tmp_path: Path) -> Settings:
    """An empty machine with the two keys."""
    empty = tmp_path / "elsewhere"
    empty.mkdir()
    for path in (settings.secret_path, settings.ring_path):
        shutil.copy2(path, empty)
    return Settings(data=empty)


def contents(backup: Path) -> dict[str, list[Row]]:
    with archive.opened(backup) as read:
        return {table.name: list(table.rows) for table in read.tables()}


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_a_backup_comes_back_in_either_database(
    database_url: str, to: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path / "data", database_url=database_url)
    with opened(settings) as store:
        receipts = fill(store)
        done = back_up(store, tmp_path / "x.backup")
    empty = tmp_path / "elsewhere"
    empty.mkdir()
    for path in (settings.secret_path, settings.ring_path):
        shutil.copy2(path, empty)
    url = f"sqlite:///{empty / 'mingfa.db'}"
    if to == "postgresql":
        made = new_database(request.getfixturevalue("postgres"))
        url = made.__enter__()
        request.addfinalizer(lambda: made.__exit__(None, None, None))
    elsewhere = Settings(data=empty, database_url=url)
    restored = restore(elsewhere, tmp_path / "x.backup")
    assert restored.counts == done.counts
    assert all(restored.counts.values()), "a table was left empty by this test"
    with opened(elsewhere) as store:
        back_up(store, tmp_path / "y.backup")
        assert contents(tmp_path / "y.backup") == contents(tmp_path / "x.backup")
        assert all(store.follow.find(given.receipt, given.code) for given in receipts)
        assert store.upkeep.verify(done.head) == done.head
        consult(store)
        assert store.upkeep.verify(done.head) == store.upkeep.verify()
        assert list(store.upkeep.faults()) == []


def test_a_number_of_the_journal_never_comes_again(settings: Settings, elsewhere: Settings, tmp_path: Path) -> None:
    with opened(settings) as store:
        last = consult(store)
        with store.engine.connect() as connection, connection.execution_options(writes=True).begin():
            connection.exec_driver_sql(f"DELETE FROM submission WHERE receipt = '{last.receipt}'")
        back_up(store, tmp_path / "again.backup")
        spoken_of = max(int(row[2] or 0) for row in contents(tmp_path / "again.backup")["journal"])
        assert spoken_of not in [row[0] for row in contents(tmp_path / "again.backup")["submission"]]
    restore(elsewhere, tmp_path / "again.backup")
    with opened(elsewhere) as store:
        again = consult(store)
        case = store.desk.case(again.receipt)
        assert case
        assert case.id == spoken_of + 1


class Writer:
    """Hands in without a pause; `acknowledged` grows."""

    def __init__(self, store: Store) -> None:
        self.acknowledged: list[Acknowledged] = []
        self.enough, self.over = Event(), Event()
        self._store = store
        self._thread = Thread(target=self._write)

    def __enter__(self) -> "Writer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._thread.join()

    def _write(self) -> None:
        while not self.over.is_set():
            self.acknowledged.append(consult(self._store))
            if len(self.acknowledged) == 30:
                self.enough.set()


def missing_after(database_url: str, tmp_path: Path, copy: Callable[[Store, Path], None]) -> int:
    """Copy under load, restore, and count the receipts given before the copy that are not there."""
    settings = Settings(data=tmp_path / "data", database_url=database_url)
    with opened(settings) as store, Writer(store) as writer:
        assert writer.enough.wait(30)
        before = list(writer.acknowledged)
        copy(store, tmp_path / "x.backup")
    return sum(
        given.receipt not in {row[2] for row in contents(tmp_path / "x.backup")["submission"]} for given in before
    )


def test_under_load_every_receipt_given_before_is_in_the_backup(database_url: str, tmp_path: Path) -> None:
    def copy(store: Store, out: Path) -> None:
        back_up(store, out)

    assert missing_after(database_url, tmp_path, copy) == 0


def test_what_comes_in_while_it_is_written_is_in_no_table(database_url: str, tmp_path: Path) -> None:
    with opened(Settings(data=tmp_path / "data", database_url=database_url)) as store:
        consult(store)
        counts = {}
        with snapshots.snapshot(store.database) as taken:
            for table in taken.tables():
                counts[table.name] = len(list(table.rows))
                consult(store)
        assert {counts[name] for name in ("submission", "journal", "outbox")} == {1}


def test_a_copied_file_lacks_what_is_not_yet_written_back(settings: Settings, tmp_path: Path) -> None:
    with opened(settings) as store:
        given = consult(store)
        shutil.copy2(settings.data / "mingfa.db", tmp_path / "copy.db")
    copied = sqlite3.connect(tmp_path / "copy.db")
    try:
        found = copied.execute("SELECT COUNT(*) FROM submission WHERE receipt = ?", (given.receipt,)).fetchone()
    except sqlite3.OperationalError:  # not even the table
        found = (0,)
    copied.close()
    assert found == (0,)


def test_a_backup_is_private_holds_no_key_and_no_word_of_a_citizen(settings: Settings, backup: Path) -> None:
    said = backup.read_bytes()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [canary for canary in CANARIES if canary.encode() in said] == []
    secret = settings.secret_path.read_bytes()
    assert secret not in said
    assert secret.hex().encode() not in said
    assert [file.name for file in backup.parent.iterdir() if file.name.endswith(".tmp")] == []


def damages(said: bytes) -> Iterator[bytes]:
    """One bit in every 97th byte and in the last hundred, a cut tail, a line too many, nothing at all."""
    for place in (*range(0, len(said), 97), *range(len(said) - 100, len(said))):
        yield said[:place] + bytes([said[place] ^ 1]) + said[place + 1 :]
    yield said[: len(said) // 2]
    yield said[:-1]
    yield said + b"\n"
    yield b""


def test_a_damaged_backup_is_refused_and_nothing_written(elsewhere: Settings, backup: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.backup"
    for said in damages(backup.read_bytes()):
        damaged.write_bytes(said)
        with pytest.raises(Damaged, match=r"损坏或不完整（校验不符），没有恢复，什么也没有写入。请换另一份备份"):
            restore(elsewhere, damaged)
    assert sorted(file.name for file in elsewhere.data.iterdir()) == ["field-keys.json", "secret.key"]
    restore(elsewhere, backup)


def test_a_file_of_another_kind_is_refused(elsewhere: Settings, tmp_path: Path) -> None:
    other = tmp_path / "other.backup"
    said = b'{"other":"program"}\n'
    other.write_bytes(said + archive._seal(sha256(said).hexdigest()))
    with pytest.raises(Damaged, match="不是明法的备份文件"):
        restore(elsewhere, other)


def lose_secret(elsewhere: Settings) -> tuple[str, Path]:
    elsewhere.secret_path.unlink()
    return f"找不到密钥文件 {elsewhere.secret_path}。", elsewhere.secret_path


def foreign_secret(elsewhere: Settings) -> tuple[str, Path]:
    elsewhere.secret_path.write_bytes(os.urandom(32))
    return f"密钥文件 {elsewhere.secret_path} 不是这份备份的。", elsewhere.secret_path


def lose_ring(elsewhere: Settings) -> tuple[str, Path]:
    elsewhere.ring_path.unlink()
    return f"找不到密钥环 {elsewhere.ring_path}。", elsewhere.ring_path


def retired(elsewhere: Settings) -> tuple[str, Path]:
    ring = elsewhere.ring_path
    (old, _) = add_key(ring, Suite.AES_256_GCM).keys
    retire_key(ring, old.id)
    return f"密钥环 {ring} 里没有备份要用的密钥 {old.id}，或者已经停用。", ring


@pytest.mark.parametrize("lose", [lose_secret, foreign_secret, lose_ring, retired])
def test_without_its_keys_nothing_is_restored(
    elsewhere: Settings, backup: Path, lose: Callable[[Settings], tuple[str, Path]]
) -> None:
    fault, file = lose(elsewhere)
    with pytest.raises(ConfigurationError) as refused:
        restore(elsewhere, backup)
    assert str(refused.value) == f"{fault}请先把与备份同时期的 {file.name} 放到 {file}，再运行一次。"
    assert not (elsewhere.data / "mingfa.db").exists()


def test_a_database_in_use_is_left_alone(settings: Settings, backup: Path) -> None:
    with opened(settings) as store:
        given = consult(store)
        with pytest.raises(NotRestored, match="数据库里已有内容，恢复只能恢复到空的数据库。"):
            restore(settings, backup)
        assert store.follow.find(given.receipt, given.code)


def test_rows_that_do_not_fit_the_journal_are_not_kept(
    elsewhere: Settings, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is whole, its author is not: what was changed before the SHA-256 was made."""
    genuine = archive.Archive.tables

    def changed(self: archive.Archive) -> Iterator[snapshots.TableRows]:
        for table in genuine(self):
            rows = ([*row[:4], "{ }", *row[5:]] if table.name == "journal" else row for row in table.rows)
            yield replace(table, rows=rows)

    with monkeypatch.context() as patch:
        patch.setattr(archive.Archive, "tables", changed)
        with pytest.raises(NotRestored, match="台账从第 1 条起不可信：内容被改动过。"):
            restore(elsewhere, backup)
    restore(elsewhere, backup)


def test_a_killed_restore_leaves_nothing_and_can_be_run_again(
    database_url: str, elsewhere: Settings, backup: Path
) -> None:
    if database_url.startswith("postgresql"):
        elsewhere = replace(elsewhere, database_url=database_url)
    killed = subprocess.run(
        [sys.executable, "-m", __name__, str(elsewhere.data), elsewhere.database_url, str(backup)],
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    done = mingfa(elsewhere, "restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert "加密内容全部打得开" in done.stdout
    assert mingfa(elsewhere, "verify").returncode == 0


def be_killed(data: str, url: str, backup: str) -> None:
    """Restore, and die when everything is written and nothing committed."""

    def die(*_: object) -> Head:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    snapshots._check = die  # type: ignore[assignment]
    restore(Settings(data=Path(data), database_url=url), Path(backup))


def test_the_commands_speak(settings: Settings, tmp_path: Path) -> None:
    nothing = mingfa(settings, "backup", str(tmp_path / "x.backup"))
    assert nothing.returncode == 1
    assert nothing.stderr == (
        f"没有备份：这里还没有数据库（数据文件夹 {settings.data}）。"
        "请在启动服务的那个文件夹里运行，或用 MINGFA_DATA、DATABASE_URL 指明数据在哪里。\n"
    )
    assert not settings.data.exists()
    with opened(settings) as store:
        consult(store)
    done = mingfa(settings, "backup", str(tmp_path / "x.backup"))
    assert done.returncode == 0
    first, warning, secret, ring, _, head = done.stdout.splitlines()
    assert first == f"已备份到 {tmp_path / 'x.backup'}：提交 1 件，评价 0 条。"
    assert "没有密钥打不开" in warning
    assert (secret.strip(), ring.strip()) == (str(settings.secret_path), str(settings.ring_path))
    assert mingfa(settings, *head.split()[1:]).returncode == 0
    nowhere = mingfa(settings, "backup", str(tmp_path / "no" / "x.backup"))
    assert (nowhere.returncode, nowhere.stderr.split("（")[0]) == (1, "没有备份：没有这个文件或文件夹")
    absent = mingfa(replace(settings, data=tmp_path / "new"), "restore", str(tmp_path / "y.backup"))
    assert (absent.returncode, absent.stderr.split("（")[0]) == (1, "没有恢复：没有这个文件或文件夹")


if __name__ == "__main__":
    be_killed(*sys.argv[1:])
