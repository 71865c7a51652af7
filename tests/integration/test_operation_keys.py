"""Changing the keys: killed at any row all is readable, run again it is finished; no key goes that is still needed."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from forms_api.config import Settings
from forms_api.operation.rotation import StillUsed, retire, rotate
from forms_api.store import upkeep
from forms_api.store.sealing import Seals
from forms_api.store.store import Store
from forms_api.vault.ring import read_ring
from tests.conftest import ROOT
from tests.integration.databases import database_url, postgres, postgres_url
from tests.integration.office import consult, fill, mingfa, opened

__all__ = ["database_url", "postgres", "postgres_url"]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", database_url=database_url)


def key_ids(settings: Settings) -> list[str]:
    return [key.id for key in read_ring(settings.ring_path).keys]


def uses(store: Store, settings: Settings) -> list[int]:
    return [store.upkeep.uses(key_id) for key_id in key_ids(settings)]


def test_a_rotation_seals_everything_anew_and_the_old_key_may_go(settings: Settings) -> None:
    with opened(settings) as store:
        receipts = fill(store)
        (old,) = key_ids(settings)
        sealed = store.upkeep.uses(old)
        done = rotate(store, settings)
        assert (done.sealed_anew, done.resumed) == (sealed, False)
        assert uses(store, settings) == [0, sealed]
        retire(store, settings, old)
        assert list(store.upkeep.faults()) == []
        assert all(store.follow.find(given.receipt, given.code) for given in receipts)
        consult(store)
        assert uses(store, settings)[1] == sealed + 1
    with opened(settings) as store:
        assert list(store.upkeep.faults()) == []


def test_a_killed_rotation_leaves_all_readable_and_is_finished_by_the_next(settings: Settings) -> None:
    with opened(settings) as store:
        receipts = [consult(store) for _ in range(9)]
        killed = subprocess.run(
            [sys.executable, "-m", __name__, str(settings.data), settings.database_url],
            cwd=ROOT,
            timeout=60,
            check=False,
        )
        assert killed.returncode == -signal.SIGKILL
        old, new = key_ids(settings)
        assert uses(store, settings) == [5, 4], "two batches of two were done, the third was not"
        assert list(store.upkeep.faults()) == []
        assert all(store.follow.find(given.receipt, given.code) for given in receipts)
        with pytest.raises(StillUsed, match=f"还有 5 项内容用密钥 {old} 加密，不能停用。请先运行 mingfa keys rotate。"):
            retire(store, settings, old)
        done = rotate(store, settings)
        assert (done.key_id, done.sealed_anew, done.resumed) == (new, 5, True)
        retire(store, settings, old)
        assert uses(store, settings) == [0, 9]


def be_killed(data: str, url: str) -> None:
    """Rotate in batches of two rows, and die within the third."""
    upkeep.BATCH = 2
    genuine, sealed = Seals.seal, []

    def seal(self: Seals, text: str, table: str, row: str) -> tuple[bytes, str]:
        sealed.append(row)
        if len(sealed) == 6:
            os.kill(os.getpid(), signal.SIGKILL)
        return genuine(self, text, table, row)

    setattr(Seals, "seal", seal)  # noqa: B010  # a method of a frozen class
    settings = Settings(data=Path(data), database_url=url)
    with opened(settings) as store:
        rotate(store, settings)


def test_the_commands_speak(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    with opened(settings) as store:
        fill(store)
    (old,) = key_ids(settings)
    current = mingfa(settings, "keys", "retire", old, "--yes")
    assert (current.returncode, current.stderr) == (
        1,
        f"没有停用：密钥 {old} 正在使用，不能停用。请先换上新的密钥。\n",
    )
    done = mingfa(settings, "keys", "rotate")
    assert done.returncode == 0
    assert "请马上另存密钥环，并做一次新的备份：" in done.stdout
    listed = mingfa(settings, "keys", "list").stdout.splitlines()
    assert [("旧密钥" in line, "正在使用" in line) for line in listed] == [(True, False), (False, True)]
    warned = mingfa(settings, "keys", "retire", old)
    assert warned.returncode == 1
    assert f"用密钥 {old} 加密的旧备份再也打不开" in warned.stderr
    assert mingfa(settings, "keys", "retire", old, "--yes").returncode == 0
    assert mingfa(settings, "keys", "retire", old, "--yes").returncode == 0, "done twice it is done"
    unknown = mingfa(settings, "keys", "retire", "00000000", "--yes")
    assert unknown.returncode == 1
    assert "里没有密钥 00000000。请核对编号。" in unknown.stderr
    assert mingfa(settings, "verify").returncode == 0
    lost = replace(settings, data=tmp_path / "none")
    assert mingfa(lost, "keys", "rotate").returncode == 1


if __name__ == "__main__":
    be_killed(*sys.argv[1:])
