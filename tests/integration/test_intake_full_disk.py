"""A data folder on a real file system of six megabytes that fills up under the service, and gets room again.

What somebody left lying fills most of it, what citizens hand in fills the rest; SQLite meets the kernel's own refusal.
"""

import errno
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from forms_api.config import Settings
from tests.conftest import absent
from tests.integration.conftest import SAME_ORIGIN, Citizen, Kept, browser, open_app, portal_of, token_in
from tests.integration.databases import assert_no_halves

SIZE = 6 * 1024 * 1024
ROOM = 1024 * 1024  # bytes left for citizens
WORDS = "老板拖欠工资，" * 700
ENOUGH = 1000  # submissions that a megabyte cannot hold


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own for the data folder."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", str(folder)]
    try:
        made = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        absent("no mount: apt-get install mount")
    if made.returncode:
        absent(f"may not mount a small disk here (root may): {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # the store keeps the file of its turn open


@pytest.fixture
def app(disk: Path, portal_settings: Settings) -> Iterator[Flask]:
    assert portal_settings.data == disk
    made = open_app(portal_settings)
    yield made
    portal_of(made).store.engine.dispose()


@pytest.fixture
def litter(app: Flask, disk: Path) -> Path:
    """What somebody left lying on the disk, all but a megabyte of it."""
    file = disk / "litter"
    taken = sum(one.stat().st_blocks * 512 for one in disk.iterdir())
    file.write_bytes(bytes(SIZE - ROOM - taken))
    return file


def hand_in_until_refused(app: Flask) -> tuple[list[Citizen], Citizen]:
    """Hand in as one citizen after the other; give those who have a receipt, and the one who was refused."""
    served: list[Citizen] = []
    for _ in range(ENOUGH):
        citizen = browser(app)
        if citizen.consult(content=WORDS).status_code != 303:
            return served, citizen
        served.append(citizen)
    raise AssertionError("the disk was never full")


def no_room(disk: Path) -> bool:
    """Tell whether the kernel itself refuses to store what a submission needs."""
    probe = disk / "probe"
    try:
        probe.write_bytes(bytes(64 * 1024))
    except OSError as error:
        return error.errno == errno.ENOSPC
    finally:
        probe.unlink()
    return False


def integrity(disk: Path) -> str:
    with closing(sqlite3.connect(disk / "mingfa.db")) as database:
        return str(database.execute("PRAGMA integrity_check").fetchone()[0])


def test_a_full_disk_refuses_honestly_keeps_every_word_and_loses_nothing(
    app: Flask, kept: Kept, disk: Path, litter: Path, portal_settings: Settings
) -> None:
    served, refused = hand_in_until_refused(app)
    assert served, "with room it is saved"
    assert no_room(disk)
    answer = refused.consult(content=WORDS)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "这次没有提交成功" in answer.text
    assert WORDS in answer.text
    assert 'href="tel:12348"' in answer.text
    assert len(kept.rows("submission")) == len(kept.rows("outbox")) == len(served)
    assert_no_halves(portal_settings)
    assert integrity(disk) == "ok"


def test_on_a_full_disk_everything_can_be_read(app: Flask, litter: Path) -> None:
    served, stranger = hand_in_until_refused(app)
    for citizen in (served[0], served[-1]):
        number, code = citizen.receipt()
        found = stranger.post("/forms/status", data={"number": number, "code": code}, headers=SAME_ORIGIN)
        assert "已收到" in found.text
    for path in ("/", "/services/yuanzhu/", "/forms/consultation", "/search?q=工资", "/healthz"):
        assert stranger.get(path).status_code == 200, path


def test_with_room_again_the_same_form_is_saved_without_a_restart(
    app: Flask, kept: Kept, disk: Path, litter: Path
) -> None:
    served, refused = hand_in_until_refused(app)
    token = token_in(refused.consult(content=WORDS).text)
    assert refused.consult(content=WORDS, token=token).status_code == 503, "it heals by room and not by waiting"
    litter.unlink()
    assert refused.consult(content=WORDS, token=token).status_code == 303
    number, _code = refused.receipt()
    assert [row["receipt"] for row in kept.rows("submission")].count(number) == 1
    assert len(kept.rows("submission")) == len(served) + 1
    assert integrity(disk) == "ok"
