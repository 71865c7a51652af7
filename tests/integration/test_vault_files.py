"""The ring file among processes: made once, changed whole, killed at any step, followed by a running service.

Run as a program, this file does one thing to a ring: as its test says, or as it must not be done.
"""

import errno
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
import time_machine

from forms_api.config import ConfigurationError
from forms_api.vault import ring_file
from forms_api.vault.ring import add_key, make_ring, read_ring, retire_key
from forms_api.vault.seal import LiveSealer, Sealer, UnknownKey
from forms_api.vault.suites import Suite

ROOT = Path(__file__).parent.parent.parent
PLACE = {"table": "consultation", "row": "17", "column": "name"}
NAME = "张秀英"
AES = Suite.AES_256_GCM
TOGETHER = 6
EACH = 8


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "ring.json"


def run(task: str, path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", __name__, task, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run_and_be_killed(task: str, path: Path) -> None:
    process = run(task, path)
    process.communicate("go\n", timeout=60)
    assert process.returncode == -signal.SIGKILL


def run_together(task: str, path: Path) -> list[str]:
    """Start several processes, let them go at once, give what each printed."""
    processes = [run(task, path) for _ in range(TOGETHER)]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0] * TOGETHER
    return said


def left_beside(path: Path) -> list[str]:
    return [file.name for file in path.parent.iterdir() if file.name != path.name]


def test_a_ring_is_made_once_and_private(path: Path) -> None:
    ring = make_ring(path, AES)
    assert (len(ring.keys), ring.current.suite, len(ring.current.secret)) == (1, AES, 32)
    assert make_ring(path, Suite.SM4_GCM) == ring == read_ring(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert left_beside(path) == []


def test_a_ring_of_sm4_has_keys_of_sm4(path: Path) -> None:
    ring = make_ring(path, Suite.SM4_GCM)
    assert (ring.current.suite, len(ring.current.secret)) == (Suite.SM4_GCM, 16)


def test_first_starts_at_once_agree(path: Path) -> None:
    said = run_together("make", path)
    assert said == [read_ring(path).current.id] * TOGETHER
    assert left_beside(path) == []


def test_first_starts_that_replace_each_other_do_not_agree(path: Path) -> None:
    assert len(set(run_together("make-carelessly", path))) > 1


def test_changes_at_once_lose_no_key(path: Path) -> None:
    make_ring(path, AES)
    given = {key_id for said in run_together("add", path) for key_id in said.split()}
    assert len(given) == TOGETHER * EACH
    assert given < {key.id for key in read_ring(path).keys}


def test_changes_at_once_without_waiting_lose_keys(path: Path) -> None:
    make_ring(path, AES)
    given = {key_id for said in run_together("add-carelessly", path) for key_id in said.split()}
    assert not given < {key.id for key in read_ring(path).keys}


def test_rotation_in_three_steps(path: Path) -> None:
    old = make_ring(path, AES)
    sealed = Sealer(old).seal(NAME, **PLACE)
    both = add_key(path, Suite.SM4_GCM)
    assert both == read_ring(path)
    assert (both.keys[0], both.current) == (old.current, both.keys[1])
    sealer = Sealer(both)
    assert sealer.unseal(sealed, **PLACE) == NAME
    again = sealer.seal(sealer.unseal(sealed, **PLACE), **PLACE)
    assert sealer.key_id_of(again) == both.current.id != old.current.id
    retired = retire_key(path, old.current.id)
    assert retired == read_ring(path)
    assert Sealer(retired).unseal(again, **PLACE) == NAME
    with pytest.raises(UnknownKey, match=old.current.id):
        Sealer(retired).unseal(sealed, **PLACE)
    entry = json.loads(path.read_bytes())["keys"][0]
    assert (entry["id"], entry["retired"], entry["secret"]) == (old.current.id, True, "")
    assert retire_key(path, old.current.id) == retired
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert left_beside(path) == []


def test_the_current_key_and_a_stranger_cannot_be_retired(path: Path) -> None:
    current = make_ring(path, AES).current
    with pytest.raises(ConfigurationError) as fault:
        retire_key(path, current.id)
    assert str(fault.value) == f"密钥 {current.id} 正在使用，不能停用。请先换上新的密钥。"
    with pytest.raises(ConfigurationError) as fault:
        retire_key(path, "key")
    assert str(fault.value) == f"密钥环 {path} 里没有密钥 key。请核对编号。"
    assert read_ring(path).current == current


def test_the_new_key_seals_also_when_the_clock_was_put_back(path: Path) -> None:
    with time_machine.travel("2030-01-01T00:00:00Z"):
        first = make_ring(path, AES).current
    with time_machine.travel("2026-11-21T00:00:00Z"):
        ring = add_key(path, AES)
    assert ring.current.id != first.id
    assert ring.current.made_at > first.made_at


def test_a_kill_before_the_rename_leaves_the_old_ring(path: Path) -> None:
    ring = make_ring(path, AES)
    run_and_be_killed("killed-before", path)
    assert read_ring(path) == ring
    assert len(left_beside(path)) == 1
    assert len(add_key(path, AES).keys) == 2
    assert left_beside(path) == [], "what a killed change leaves holds secrets"


def test_a_kill_after_the_rename_leaves_the_new_ring(path: Path) -> None:
    ring = make_ring(path, AES)
    run_and_be_killed("killed-after", path)
    assert read_ring(path).keys[0] == ring.current
    assert len(read_ring(path).keys) == 2


def test_a_writer_in_place_that_is_killed_leaves_half_a_ring(path: Path) -> None:
    make_ring(path, AES)
    run_and_be_killed("killed-in-place", path)
    with pytest.raises(ConfigurationError, match="残缺不全"):
        read_ring(path)


def test_a_first_start_that_is_killed_can_be_repeated(path: Path) -> None:
    run_and_be_killed("killed-first", path)
    assert not path.exists()
    assert len(left_beside(path)) == 1
    assert make_ring(path, AES) == read_ring(path)
    add_key(path, AES)
    assert left_beside(path) == []


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_leaves_the_ring_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch, fault: int) -> None:
    ring = make_ring(path, AES)

    def full(_: int) -> None:
        raise OSError(fault, os.strerror(fault))

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(ConfigurationError) as said:
            add_key(path, AES)
        with pytest.raises(ConfigurationError, match="写不了密钥环"):
            make_ring(path.with_name("other.json"), AES)
    assert str(said.value) == (f"写不了密钥环 {path}：{os.strerror(fault)}。请检查它所在文件夹的权限和剩余空间。")
    assert read_ring(path) == ring
    assert left_beside(path) == []
    assert len(add_key(path, AES).keys) == 2


def test_a_change_reaches_the_disk_before_it_takes_the_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    real_sync, real_link, real_replace = os.fsync, os.link, os.replace

    def sync(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        real_sync(descriptor)

    def link(beside: Path, target: Path) -> None:
        steps.append("link")
        real_link(beside, target)

    def replace(beside: Path, target: Path) -> None:
        steps.append("replace")
        real_replace(beside, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "link", link)
    monkeypatch.setattr(os, "replace", replace)
    make_ring(path, AES)
    add_key(path, AES)
    assert steps == ["file", "link", "folder", "file", "replace", "folder"]


def test_root_leaves_the_file_to_whom_it_belongs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_ring(path, AES)
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "fchown", lambda _, user, group: given.append((user, group)))
    add_key(path, AES)
    assert given == [(path.stat().st_uid, path.stat().st_gid)]


def test_a_link_to_the_ring_stays_a_link(path: Path, tmp_path: Path) -> None:
    make_ring(path, AES)
    link = tmp_path / "link.json"
    link.symlink_to(path)
    add_key(link, AES)
    assert link.is_symlink()
    assert len(read_ring(path).keys) == 2


def test_a_change_of_a_ring_that_is_not_there_says_so(path: Path) -> None:
    with pytest.raises(ConfigurationError, match="找不到密钥环"):
        add_key(path, AES)
    assert not path.exists()


def test_a_running_service_takes_up_a_new_key_at_once(path: Path) -> None:
    first = make_ring(path, AES)
    live, fixed = LiveSealer(path), Sealer(first)
    sealed = live.seal(NAME, **PLACE)
    new = add_key(path, Suite.SM4_GCM).current
    assert live.key_id_of(live.seal(NAME, **PLACE)) == new.id
    assert fixed.key_id_of(fixed.seal(NAME, **PLACE)) == first.current.id
    assert live.unseal(sealed, **PLACE) == NAME
    retire_key(path, first.current.id)
    with pytest.raises(UnknownKey):
        live.unseal(sealed, **PLACE)


def test_a_running_service_goes_on_when_the_ring_is_lost(path: Path) -> None:
    ring = make_ring(path, AES)
    live = LiveSealer(path)
    path.write_text("{")
    assert live.unseal(live.seal(NAME, **PLACE), **PLACE) == NAME
    path.unlink()
    assert live.ring == ring
    with pytest.raises(ConfigurationError):
        LiveSealer(path)


def wait_for_the_others() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


def make(path: Path) -> None:
    wait_for_the_others()
    print(make_ring(path, AES).current.id)


def make_carelessly(path: Path) -> None:
    """Look, then write over what came meanwhile."""
    missing = not path.exists()
    wait_for_the_others()
    mine = path.with_name(f"{os.getpid()}.json")
    if missing:
        print(make_ring(mine, AES).current.id)
        mine.replace(path)


def add(path: Path) -> None:
    wait_for_the_others()
    print(*(add_key(path, AES).current.id for _ in range(EACH)))


def add_carelessly(path: Path) -> None:
    """Change a copy of what was read before the others changed it."""
    mine = path.with_name(f"{os.getpid()}.json")
    shutil.copy(path, mine)
    wait_for_the_others()
    print(*(add_key(mine, AES).current.id for _ in range(EACH)))
    mine.replace(path)


def kill(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_before(path: Path) -> None:
    with patch.object(os, "replace", kill):
        add_key(path, AES)


def killed_after(path: Path) -> None:
    with patch.object(ring_file, "_sync", kill):
        add_key(path, AES)


def killed_first(path: Path) -> None:
    with patch.object(os, "link", kill):
        make_ring(path, AES)


def killed_in_place(path: Path) -> None:
    whole = path.read_bytes()
    with path.open("wb", buffering=0) as file:
        file.write(whole[: len(whole) // 2])
        kill()


if __name__ == "__main__":
    globals()[sys.argv[1].replace("-", "_")](Path(sys.argv[2]))
