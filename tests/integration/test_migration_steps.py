"""The steps of the database: complete, repeatable, backed up, and refused when they would go back."""

import shutil
import sqlite3
import stat
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from forms_api.config import Settings
from forms_api.store.db import open_store
from forms_api.store.matter import Consultation
from forms_api.store.migration import MIGRATIONS, upgrade
from forms_api.store.models import metadata
from forms_api.store.store import StoreUnavailable

VERSIONS = MIGRATIONS / "versions"
SECOND = '''"""One more step, for tests."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("ALTER TABLE rating ADD COLUMN extra TEXT")
    op.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY)")
'''
ASKED = Consultation(name="张女士", phone="13800000000", town="城关镇", topic="劳动工资", content="老板拖欠工资")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", busy_timeout=0.3)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A folder with one more step."""
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "v0005_extra.py").write_text(SECOND, encoding="utf-8")
    return folder


def test_the_tables_can_be_made_on_postgresql() -> None:
    for table in metadata.sorted_tables:
        statement = str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it bare
        assert statement.startswith("\nCREATE TABLE")
        assert "BLOB" not in statement


def test_upgrading_again_changes_nothing_and_needs_no_lock(settings: Settings) -> None:
    open_store(settings).engine.dispose()
    holder = sqlite3.connect(settings.data / "mingfa.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    open_store(settings).engine.dispose()
    holder.close()
    assert sorted(file.name for file in settings.data.iterdir() if "before" in file.name) == []


def test_a_step_keeps_the_data_and_backs_the_file_up_first(settings: Settings, second: Path) -> None:
    store = open_store(settings)
    acknowledged = store.intake.submit(ASKED, "key")
    upgrade(store.engine, (VERSIONS, second))
    assert store.intake.acknowledged("key") is not None
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "0005"
    store.engine.dispose()
    backup = settings.data / "mingfa.db.before-0005"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    before = sqlite3.connect(backup)
    assert before.execute("SELECT receipt FROM submission").fetchall() == [(acknowledged.receipt,)]
    assert before.execute("SELECT version_num FROM alembic_version").fetchall() == [("0004",)]
    assert before.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    before.close()
    assert not [file for file in settings.data.iterdir() if file.name.endswith(".tmp")]


def test_a_new_database_needs_no_backup(settings: Settings) -> None:
    open_store(settings).engine.dispose()
    assert not [file for file in settings.data.iterdir() if "before" in file.name]


def test_a_start_waits_for_another_first_start(settings: Settings) -> None:
    """SQLite itself does not wait for this lock: the other process writes and has not yet switched to WAL."""
    settings.data.mkdir()
    other = sqlite3.connect(settings.data / "mingfa.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = Timer(0.1, other.close)
    release.start()
    store = open_store(Settings(data=settings.data, busy_timeout=10))
    release.join()
    assert store.intake.submit(ASKED, "key").receipt
    store.engine.dispose()


def test_a_locked_database_is_not_upgraded(settings: Settings, second: Path) -> None:
    store = open_store(settings)
    holder = sqlite3.connect(settings.data / "mingfa.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        upgrade(store.engine, (VERSIONS, second))
    holder.close()
    store.engine.dispose()


def test_a_backup_restores_the_service(settings: Settings, second: Path) -> None:
    store = open_store(settings)
    acknowledged = store.intake.submit(ASKED, "key")
    upgrade(store.engine, (VERSIONS, second))
    store.engine.dispose()
    for left in ("mingfa.db-wal", "mingfa.db-shm"):
        (settings.data / left).unlink(missing_ok=True)
    shutil.copy(settings.data / "mingfa.db.before-0005", settings.data / "mingfa.db")
    restored = open_store(settings)
    assert restored.follow.find(acknowledged.receipt, acknowledged.code) is not None
    restored.engine.dispose()
