"""The first start makes everything; a folder that has lost its secrets or holds what is not ours is refused.

By the real command: one sentence with the cure, exit code 1, nothing changed.
"""

import os
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from forms_api.config import Settings
from tests.conftest import ROOT, free_port
from tests.integration.office import consult, mingfa, opened


@pytest.fixture
def settings(edition_build: tuple[Path, Path], tmp_path: Path) -> Settings:
    content, build = edition_build
    return Settings(content=content, build=build, data=tmp_path / "data")


def lose_secret(settings: Settings) -> str:
    settings.secret_path.unlink()
    return (
        f"找不到密钥文件 {settings.secret_path}，而数据库里已有内容："
        "没有它，市民手里的查询码全部失效。请从备份恢复这个文件。"
    )


def cut_secret(settings: Settings) -> str:
    settings.secret_path.write_bytes(b"short")
    return f"密钥文件 {settings.secret_path} 不足 32 字节。请从备份恢复；从未收过提交时可以删去它再启动。"


def foreign_secret(settings: Settings) -> str:
    settings.secret_path.write_bytes(os.urandom(32))
    return (
        f"密钥文件 {settings.secret_path} 不是这个数据库的，服务没有启动，数据没有改动。"
        "请放回与数据库同时备份的密钥文件。"
    )


def lose_ring(settings: Settings) -> str:
    settings.ring_path.unlink()
    return f"找不到密钥环 {settings.ring_path}，没有它就打不开已收到的个人信息。请从备份恢复这个文件。"


def open_ring(settings: Settings) -> str:
    settings.ring_path.chmod(0o644)
    ring = settings.ring_path
    return f"密钥环 {ring} 的权限是 0644，别的用户也能打开。请执行 chmod 600 {ring}。"


def foreign_schema(settings: Settings) -> str:
    with_database(settings, "DROP TABLE alembic_version")
    return "却没有明法的版本记录。服务没有启动，数据没有改动。请恢复明法自己的备份，或换一个专用的空数据库。"


def newer_schema(settings: Settings) -> str:
    with_database(settings, "UPDATE alembic_version SET version_num = '9999'")
    return "数据库的版本（9999）比程序新，服务没有启动，数据没有改动。请安装更新的程序，或恢复升级前的数据库备份。"


def no_database(settings: Settings) -> str:
    database = settings.data / "mingfa.db"
    database.write_bytes(b"not a database, though long enough to look at" * 100)
    for beside in ("-wal", "-shm"):
        database.with_name(database.name + beside).unlink(missing_ok=True)
    return "数据库文件不是数据库，或已经损坏；服务没有启动，文件没有改动。请恢复备份，或换一个数据文件夹。"


def with_database(settings: Settings, statement: str) -> None:
    database = sqlite3.connect(settings.data / "mingfa.db")
    database.execute(statement)
    database.commit()
    database.close()


HARMS = [lose_secret, cut_secret, foreign_secret, lose_ring, open_ring, foreign_schema, newer_schema, no_database]


def contents(folder: Path) -> dict[str, bytes]:
    passing = ("-wal", "-shm")  # SQLite makes and clears these when it looks
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.endswith(passing)}


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_folder_is_refused_in_one_sentence(settings: Settings, harm: Callable[[Settings], str]) -> None:
    with opened(settings) as store:
        consult(store)
    sentence = harm(settings)
    before = contents(settings.data)
    done = mingfa(settings, "serve", "--port", str(free_port()))
    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert said.startswith("没有启动：")
    assert said.endswith(sentence)
    assert contents(settings.data) == before


def test_an_empty_folder_gets_its_secrets_and_tables(settings: Settings) -> None:
    port = free_port()
    serving = subprocess.Popen(
        [sys.executable, "-u", str(ROOT / "mingfa.py"), "serve", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={
            **os.environ,
            "MINGFA_CONTENT": str(settings.content),
            "MINGFA_BUILD": str(settings.build),
            "MINGFA_DATA": str(settings.data),
        },
    )
    try:
        assert serving.stdout
        assert serving.stdout.readline() == f"明法已启动：http://127.0.0.1:{port}/\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=20) as answer:
            assert answer.status == 200
    finally:
        serving.terminate()
        serving.communicate(timeout=20)
    assert set(contents(settings.data)) == {"secret.key", "field-keys.json", "mingfa.db", "mingfa.db-turn"}
    assert {file.stat().st_mode & 0o777 for file in settings.data.iterdir()} == {0o600}
