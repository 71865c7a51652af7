"""A power cut, simulated: SQLite writes through a file system that forgets what was not synced (power_cut.py).

The real store runs on it: its connections, tables, statements and batches, only the driver is APSW. Then it is opened
again by the driver that we ship. In the negative controls SQLite waits for the disk less, and nothing else differs.
"""

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.exc import DatabaseError

from forms_api.config import Settings
from forms_api.forms.form_token import new_key
from forms_api.store import sqlite
from forms_api.store.db import open_store
from forms_api.store.matter import Consultation
from forms_api.store.refusals import DatabaseRefused
from forms_api.store.store import StoreUnavailable
from tests.integration.apsw_driver import Driver
from tests.integration.power_cut import SECTOR, Deletion, Disk, Event, Promise, Sync, Write

ASKED = Consultation(name="张女士", phone="13800000000", town="城关镇", topic="劳动工资", content="老板拖欠工资")
SUBMISSIONS = 40
CUTS = 40  # at each kind of moment
LUCK = (0.0, 0.5, 0.9)  # how likely a sector arrives that nobody waited for
OFTEN = 40  # pages until the -wal file is written back: many times in this test instead of once
# The last: a row whose sector never arrived holds zeros where a moment should stand.
DAMAGED = (sqlite3.DatabaseError, DatabaseError, DatabaseRefused, StoreUnavailable, ValueError)
Cut = Callable[..., "Remains"]


@dataclass
class Remains:
    """What all the cuts left: promises that were broken, databases that were damaged, halves of submissions."""

    promised: int = 0
    broken: int = 0
    damaged: int = 0
    halves: int = 0


@pytest.fixture
def cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cut:
    """Run the store as it is, or with another `synchronous`, and cut its power often; each cut is of another copy."""

    def run(synchronous: str = "") -> Remains:
        disk, settings = recorded(tmp_path / "running", synchronous, monkeypatch)
        dice, remains = Random(20261128), Remains()
        for number, moment in enumerate(moments_of(disk, dice)):
            folder = tmp_path / f"cut{number}"
            shutil.copytree(settings.data, folder, ignore=shutil.ignore_patterns("mingfa.db*"))
            for name, content in disk.files_after(moment, dice, LUCK[number % len(LUCK)]).items():
                (folder / name).write_bytes(content)
            look(folder, [one.key for one in disk.events[:moment] if isinstance(one, Promise)], remains)
        return remains

    return run


def moments_of(disk: Disk, dice: Random) -> list[int]:
    """Choose when the power goes: after a promise, while the -wal file is written back, and at any other moment."""
    numbered = list(enumerate(disk.events, start=1))
    promised = [at for at, happened in numbered if isinstance(happened, Promise)]
    written_back = [at for at, happened in numbered if isinstance(happened, Write) and happened.file == "mingfa.db"]
    assert len(written_back) > CUTS
    return [
        moment for some in (promised, written_back, range(len(numbered) + 1)) for moment in dice.choices(some, k=CUTS)
    ]


def recorded(folder: Path, synchronous: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Disk, Settings]:
    """Start the store for the first time, hand in with four hands at once, and give all that happened."""
    disk, settings = Disk(), Settings(data=folder)
    system = disk.register("power-cut")
    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "create_engine", partial(create_engine, module=Driver("power-cut")))
        patched.setattr(sqlite, "CHECKPOINT_PAGES", OFTEN)
        store = open_store(settings)
        if synchronous:
            command = f"PRAGMA synchronous = {synchronous}"
            event.listen(store.engine, "checkout", lambda connection, *_: connection.execute(command))

        def hand_in(key: str) -> None:
            store.intake.submit(ASKED, key)
            disk.events.append(Promise(key))

        with ThreadPoolExecutor(4) as citizens:
            list(citizens.map(hand_in, [new_key() for _ in range(SUBMISSIONS)]))
        happened = Disk(list(disk.events))  # closing it would still write everything back
        store.engine.dispose()
    system.unregister()
    return happened, settings


def look(folder: Path, promised: list[str], remains: Remains) -> None:
    """Start again on what a cut has left, as the service does."""
    remains.promised += len(promised)
    try:
        store = open_store(Settings(data=folder))
        try:
            remains.broken += sum(store.intake.acknowledged(key) is None for key in promised)
            with store.engine.connect() as connection:
                remains.damaged += connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok"
                counts = [f"SELECT count(*) FROM {table}" for table in ("submission", "journal", "outbox")]
                remains.halves += len({connection.exec_driver_sql(query).scalar() for query in counts}) > 1
        finally:
            store.engine.dispose()
    except DAMAGED:
        remains.damaged += 1


def test_whatever_the_power_cut_leaves_every_receipt_is_there(cut: Cut) -> None:
    remains = cut()
    assert remains.promised > CUTS * SUBMISSIONS / 2
    assert (remains.broken, remains.damaged, remains.halves) == (0, 0, 0)


def test_a_store_that_does_not_wait_for_each_submission_loses_receipts(cut: Cut) -> None:
    """The negative control: SQLite promises no more than a sound file then."""
    remains = cut("NORMAL")
    assert remains.broken > 0
    assert (remains.damaged, remains.halves) == (0, 0)


def test_a_store_that_never_waits_is_damaged(cut: Cut) -> None:
    """The other negative control: what is damaged is seen."""
    remains = cut("OFF")
    assert remains.broken > 0
    assert remains.damaged > 0


@pytest.mark.parametrize(
    ("events", "luck", "left"),
    [
        ([Write("a", 0, b"12"), Sync("a")], 0.0, {"a": b"12"}),
        ([Write("a", 0, b"12")], 0.0, {}),
        ([Write("a", 0, b"12")], 1.0, {"a": b"12"}),
        ([Write("a", 0, b"12"), Sync("b")], 0.0, {"b": b""}),
        ([Write("a", 0, b"12"), Sync("a"), Write("a", 1, b"34")], 0.0, {"a": b"12"}),
        ([Write("a", 0, b"12"), Sync("a"), Write("a", 1, b"34")], 1.0, {"a": b"134"}),
        ([Write("a", 2, b"12"), Sync("a")], 0.0, {"a": b"\0\x0012"}),
        ([Write("a", 0, b"1234"), Sync("a"), Write("a", 1, None)], 0.0, {"a": b"1234"}),
        ([Write("a", 0, b"1234"), Sync("a"), Write("a", 1, None)], 1.0, {"a": b"1"}),
        ([Write("a", 0, b"12"), Sync("a"), Deletion("a")], 0.0, {}),
        ([Write("a", 0, b"12"), Sync("a"), Deletion("a"), Write("a", 0, b"3"), Sync("a")], 0.0, {"a": b"3"}),
    ],
)
def test_the_disk_keeps_what_was_synced(events: list[Event], luck: float, left: dict[str, bytes]) -> None:
    assert Disk(events).files_after(len(events), Random(1), luck) == left


def test_a_write_that_nobody_waited_for_arrives_in_parts() -> None:
    disk = Disk([Write("a", 0, bytes(4 * SECTOR)), Sync("a"), Write("a", 100, b"x" * 3 * SECTOR)])
    left = disk.files_after(3, Random(1), 0.5)["a"]
    parts = [len(left[at : at + SECTOR].strip(b"\0")) for at in range(0, len(left), SECTOR)]
    whole = [SECTOR - 100, SECTOR, SECTOR, 100]
    assert all(part in (0, full) for part, full in zip(parts, whole, strict=True))
    assert 0 < sum(parts) < sum(whole)
    assert disk.files_after(2, Random(1), 0.5) == {"a": bytes(4 * SECTOR)}, "the cut came before it"
