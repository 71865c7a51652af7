"""Purging: on its day and not before, from the tables and from the disk; and no personal column is forgotten."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from forms_api.config import Settings
from forms_api.exports.export import ExportFormat, export
from forms_api.forms.catalogue import FORMS
from forms_api.operation.purge import Cleaned, purge, would_purge
from forms_api.operation.retention import YEARS, kept_for
from forms_api.store import models
from forms_api.store.inspection import SEALED
from forms_api.store.store import Store
from forms_api.store.submission import Happened, State, SubmissionKind
from tests.conftest import ROOT
from tests.integration.conftest import Citizen
from tests.integration.databases import database_url, own_cluster, postgres, postgres_url
from tests.integration.office import NOON, Clock, behind_its_back, consult, files_with, fill, mingfa, opened

__all__ = ["database_url", "postgres", "postgres_url"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", database_url=database_url)


@pytest.fixture
def store(settings: Settings, clock: Clock) -> Iterator[Store]:
    with opened(settings, clock) as made:
        yield made


def clean(store: Store, clock: Clock, data: Path) -> Cleaned:
    return purge(store, data, data / "notices", clock.now)


def count(store: Store, table: str) -> int:
    with store.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(models.metadata.tables[table])) or 0


def journal(store: Store) -> list[str]:
    with store.engine.connect() as connection:
        return list(connection.scalars(select(models.journal.c.what).order_by(models.journal.c.seq)))


def test_a_closed_consultation_goes_three_years_later_to_the_day(store: Store, clock: Clock, tmp_path: Path) -> None:
    given = consult(store)
    store.desk.answer(given.receipt, "王芳", "可以。")
    case = store.follow.find(given.receipt, given.code)
    assert case
    store.follow.solved(case)
    clock.now = NOON.replace(year=NOON.year + 3)
    assert clean(store, clock, tmp_path).purged.submissions[SubmissionKind.CONSULTATION] == 0
    assert store.follow.find(given.receipt, given.code)
    clock.pass_(1)
    assert would_purge(store, clock.now).submissions[SubmissionKind.CONSULTATION] == 1
    assert store.follow.find(given.receipt, given.code), "looking deletes nothing"
    assert clean(store, clock, tmp_path).purged.submissions[SubmissionKind.CONSULTATION] == 1
    assert store.follow.find(given.receipt, given.code) is None
    assert journal(store)[-1] == "purged"
    assert list(store.upkeep.faults()) == []


def test_what_waits_for_an_answer_is_never_purged(store: Store, clock: Clock, tmp_path: Path) -> None:
    given = consult(store)
    clock.pass_(365 * 30)
    clean(store, clock, tmp_path)
    assert store.follow.find(given.receipt, given.code)


def test_an_answer_of_which_nobody_speaks_closes_after_ninety_days(store: Store, clock: Clock, tmp_path: Path) -> None:
    quiet, again, unsolved = consult(store), consult(store), consult(store)
    for given in (quiet, again, unsolved):
        store.desk.answer(given.receipt, "王芳", "可以。")
    clock.pass_(60)
    for given in (again, unsolved):
        case = store.follow.find(given.receipt, given.code)
        assert case
        store.follow.unsolved(case, "没有", None)
    store.desk.answer(again.receipt, "王芳", "还可以这样。")
    clock.pass_(29)
    assert clean(store, clock, tmp_path).purged.lapsed == 0
    clock.pass_(2)
    assert would_purge(store, clock.now).lapsed == 1
    assert clean(store, clock, tmp_path).purged.lapsed == 1
    states = [store.follow.find(given.receipt, given.code) for given in (quiet, again, unsolved)]
    assert [case.state for case in states if case] == [State.CLOSED, State.ANSWERED, State.REOPENED]
    assert journal(store)[-1] == Happened.LAPSED.value
    clock.now = clock.now.replace(year=clock.now.year + 3)
    clock.pass_(1)
    assert clean(store, clock, tmp_path).purged.submissions[SubmissionKind.CONSULTATION] == 1


def test_ratings_notices_and_proofs_go_too(store: Store, clock: Clock, tmp_path: Path) -> None:
    fill(store)
    delivered = count(store, "outbox")
    with behind_its_back(store) as connection:
        connection.execute(models.outbox.update().values(delivered_at=clock.now))
        connection.execute(models.spent_proof.insert().values(id="old", forget_at=datetime(2026, 1, 1, tzinfo=UTC)))
    clock.pass_(29)
    done = clean(store, clock, tmp_path).purged
    assert (done.ratings, done.notices, done.proofs) == (0, 0, 1)
    clock.pass_(2)
    assert clean(store, clock, tmp_path).purged.notices == delivered > 0
    clock.pass_(365 * 3)
    assert clean(store, clock, tmp_path).purged.ratings == 1
    assert (count(store, "rating"), count(store, "outbox"), count(store, "spent_proof")) == (0, 0, 1)


def test_a_leap_day_has_its_third_anniversary(store: Store, clock: Clock, tmp_path: Path) -> None:
    clock.now = datetime(2028, 2, 29, 4, 0, tzinfo=UTC)
    assert clean(store, clock, tmp_path).purged.lapsed == 0


@dataclass(frozen=True)
class Traces:
    """What a submission leaves: what is sealed, its number, its codes and indexes."""

    marks: tuple[bytes, ...]

    def left_in(self, folder: Path) -> set[str]:
        return {name for mark in self.marks for name in files_with(mark, folder)}


def traces(store: Store) -> Traces:
    """Read what stands about everybody, to look for it on the disk."""
    marks: list[bytes] = []
    with store.engine.connect() as connection:
        for table in SEALED:
            marks += [bytes(sealed)[8:] for sealed in connection.scalars(select(table.c.sealed)) if sealed]
        for column in ("receipt", "code_hmac", "key_hmac", "phone_hmac"):
            found = connection.scalars(select(models.submission.c[column]))
            marks += [str(mark).encode() for mark in found if mark]
    return Traces(tuple(marks))


def grow_old(store: Store, clock: Clock) -> None:
    """Close everything and let the time of keeping pass."""
    for given in fill(store)[:2]:
        case = store.follow.find(given.receipt, given.code)
        assert case
        store.follow.withdraw(case)
    with behind_its_back(store) as connection:
        connection.execute(text("UPDATE submission SET closed_at = received_at"))
    clock.pass_(365 * 4)


def test_what_is_purged_is_gone_from_the_file_and_its_wal(tmp_path: Path, clock: Clock) -> None:
    settings = Settings(data=tmp_path / "data")
    with opened(settings, clock) as store, opened(settings) as service:  # whose connections keep the -wal file alive
        grow_old(store, clock)
        assert service.answers()
        marks = traces(store)
        assert marks.left_in(settings.data) == {"mingfa.db-wal"}
        done = clean(store, clock, settings.data)
        assert (count(store, "submission"), count(store, "rating"), done.wiped) == (0, 0, True)
        assert marks.left_in(settings.data) == set()


def test_without_wiping_it_would_still_be_there(tmp_path: Path, clock: Clock) -> None:
    settings = Settings(data=tmp_path / "data")
    with opened(settings, clock) as store:
        grow_old(store, clock)
        marks = traces(store)
        store.upkeep.wipe = lambda: False  # type: ignore[method-assign]
        clean(store, clock, settings.data)
        assert marks.left_in(settings.data) == {"mingfa.db-wal"}


def test_a_reader_is_not_waited_for_and_the_next_purge_wipes(tmp_path: Path, clock: Clock) -> None:
    settings = Settings(data=tmp_path / "data", busy_timeout=0.1)
    with opened(settings, clock) as store:
        grow_old(store, clock)
        with store.engine.connect() as reader:
            reader.execute(select(models.submission.c.id)).first()
            assert not clean(store, clock, settings.data).wiped
        assert clean(store, clock, settings.data).wiped


def test_what_is_purged_is_gone_from_postgresqls_tables(tmp_path: Path, clock: Clock) -> None:
    with own_cluster() as cluster:
        settings = Settings(data=tmp_path / "data", database_url=cluster.url())
        with opened(settings, clock) as store:
            grow_old(store, clock)
            with behind_its_back(store) as connection:
                pass
            with store.engine.connect() as connection:
                connection.exec_driver_sql("CHECKPOINT")
            marks, tables = traces(store), cluster.folder / "data/base"
            assert marks.left_in(tables) != set()
            assert clean(store, clock, settings.data).wiped
            assert marks.left_in(tables) == set()


def personal(table: str) -> set[str]:
    """Name a table's columns that say something of a person: what is sealed, indexes of it, clear words beside it."""
    marked = {"sealed", "key_id", "phone_hmac", "town", "topic"}
    return marked & set(models.metadata.tables[table].columns.keys())


# What each column of each table is; a new column is entered here by who adds it, after thinking about purge and delete.
HARMLESS = {
    "submission": "id kind receipt code_hmac key_hmac received_at due_on state held_for officer answered_at closed_at"
    " consents",
    "message": "id submission_id number written_at author officer",
    "place": "id submission_id station day half number",
    "case_rating": "id submission_id rated_at stars",
    "rating": "id key_hmac rated_at page page_title helpful stars",
    "journal": "seq happened_at submission_id what detail previous digest",
    "installation": "name value",
    "spent_proof": "id forget_at",
    "searched": "day query times found clicked",
    "outbox": "id submission_id what to_citizen made_at next_try_at attempts delivered_at",
}


def test_every_column_is_known_to_be_personal_or_not() -> None:
    columns = {table.name: set(table.columns.keys()) for table in models.metadata.sorted_tables}
    assert {name: set(words.split()) | personal(name) for name, words in HARMLESS.items()} == columns
    sealed = {table.name for table in models.metadata.sorted_tables if "sealed" in table.columns}
    assert sealed == {table.name for table in SEALED}, "rotation, verify and this test must know every sealed table"


def test_no_personal_column_survives_the_purge(store: Store, clock: Clock, tmp_path: Path) -> None:
    grow_old(store, clock)
    assert all(count(store, name) for name in HARMLESS), "every table has something to purge"
    clean(store, clock, tmp_path)
    assert {name for name in HARMLESS if personal(name) and count(store, name)} == set()
    assert {name for name in HARMLESS if count(store, name)} == {"journal", "installation", "spent_proof"}


def test_no_personal_column_survives_a_citizens_deletion(store: Store) -> None:
    given = fill(store)[0]
    case = store.follow.find(given.receipt, given.code)
    assert case
    store.follow.delete(case)
    with store.engine.connect() as connection:
        row = connection.execute(select(models.submission).where(models.submission.c.id == case.id)).one()
        assert [row._mapping[name] for name in sorted(personal("submission"))] == [None, None, None, "", ""]
        assert row.consents == "[]"
        for table in models.metadata.sorted_tables:
            if "submission_id" in table.columns and table is not models.journal:
                left = select(func.count()).where(table.c.submission_id == case.id)
                assert connection.scalar(left) == 0, table.name


@pytest.mark.parametrize("name", FORMS)
def test_the_notice_promises_what_the_purge_does(client: Citizen, name: str) -> None:
    assert f"办结后保存 {kept_for(FORMS[name].kind())} 年" in client.get(f"/forms/{name}").text


def test_every_kind_has_its_time_of_keeping() -> None:
    assert set(YEARS) == set(SubmissionKind)


def killed_export(settings: Settings, out: Path, rows: int) -> None:
    """Export in a process that dies when so many rows are written."""
    killed = subprocess.run(
        [sys.executable, "-m", __name__, str(settings.data), str(out), str(rows)], cwd=ROOT, timeout=60, check=False
    )
    assert killed.returncode == -signal.SIGKILL


def unfinished(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if ".unfinished." in file.name)


def sweep_by_purge(store: Store, clock: Clock, folder: Path) -> None:
    assert clean(store, clock, folder).leftovers == 1


def sweep_by_export(store: Store, clock: Clock, folder: Path) -> None:
    export(store, SubmissionKind.CONSULTATION, NOON.date(), NOON.date(), ExportFormat.CSV, folder / "other.csv")


@pytest.mark.parametrize(
    ("ending", "rows", "sweep"),
    [
        ("csv", 0, sweep_by_purge),
        ("csv", 3, sweep_by_export),
        ("xlsx", 0, sweep_by_export),
        ("xlsx", 3, sweep_by_purge),
        ("jsonl", 3, sweep_by_purge),
    ],
)
def test_a_killed_export_shows_no_file_and_is_swept_away(
    tmp_path: Path, clock: Clock, ending: str, rows: int, sweep: Callable[[Store, Clock, Path], None]
) -> None:
    settings = Settings(data=tmp_path / "data")
    with opened(settings, clock) as store:
        for _ in range(5):
            consult(store)
        out = settings.data / f"咨询.{ending}"
        killed_export(settings, out, rows)
        assert not out.exists()
        assert unfinished(settings.data) != []
        sweep(store, clock, settings.data)
        assert unfinished(settings.data) == []


def be_killed(data: str, out: str, rows: str) -> None:
    with opened(Settings(data=Path(data))) as store:
        genuine = store.entries.submissions

        def some(*asked: object) -> Iterator[object]:
            for number, entry in enumerate(genuine(*asked)):  # type: ignore[arg-type]
                if number == int(rows):
                    os.kill(os.getpid(), signal.SIGKILL)
                yield entry

        store.entries.submissions = some  # type: ignore[assignment,method-assign]
        kind = SubmissionKind.CONSULTATION
        export(store, kind, NOON.date(), NOON.date(), ExportFormat(out.rpartition(".")[2]), Path(out))


def test_an_export_under_way_is_not_swept(tmp_path: Path, clock: Clock) -> None:
    with opened(Settings(data=tmp_path / "data"), clock) as store:
        consult(store)
        genuine = store.entries.submissions

        def meanwhile(*asked: object) -> Iterator[object]:
            assert clean(store, clock, tmp_path).leftovers == 0
            yield from genuine(*asked)  # type: ignore[arg-type]

        store.entries.submissions = meanwhile  # type: ignore[assignment,method-assign]
        out = tmp_path / "x.csv"
        assert export(store, SubmissionKind.CONSULTATION, NOON.date(), NOON.date(), ExportFormat.CSV, out) == 1
        assert out.exists()


def test_the_command_speaks(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    with opened(settings, Clock(datetime(2020, 1, 1, tzinfo=UTC))) as store:
        given = consult(store)
        case = store.follow.find(given.receipt, given.code)
        assert case
        store.follow.withdraw(case)
    looked = mingfa(settings, "purge", "--dry-run")
    assert (looked.returncode, looked.stdout) == (
        0,
        "会删除过期的法律咨询 1 件。\n这次只是查看，数据没有改动。\n",
    )
    assert mingfa(settings, "purge").stdout == "已删除过期的法律咨询 1 件。\n"
    assert mingfa(settings, "purge").stdout == "没有到期的内容。\n"


if __name__ == "__main__":
    be_killed(*sys.argv[1:])
