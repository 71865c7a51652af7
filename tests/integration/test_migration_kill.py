"""kill -9 in the middle of a step: the old tables stand, and the step succeeds when it is run again.

The negative control runs the same step as Alembic does by default, and must be left halfway.
"""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from forms_api.config import Settings
from forms_api.store.db import open_engine, open_store
from forms_api.store.migration import MIGRATIONS, configuration, upgrade

ROOT = Path(__file__).parent.parent.parent
VERSIONS = MIGRATIONS / "versions"
STEP = '''"""A step that is killed halfway while a file says so."""

import os
import signal
from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY)")
    op.execute("ALTER TABLE rating ADD COLUMN extra TEXT")
    if (Path(__file__).parent / "kill").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    op.execute("ALTER TABLE rating ADD COLUMN more TEXT")
'''
DEFAULT_ENV = '''"""Alembic's own template, in short."""

from alembic import context

from forms_api.store.models import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database at the last step, and one more that will be killed."""
    open_store(Settings(data=tmp_path / "data")).engine.dispose()
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "v0004_extra.py").write_text(STEP, encoding="utf-8")
    (tmp_path / "versions" / "kill").touch()
    (tmp_path / "env.py").write_text(DEFAULT_ENV, encoding="utf-8")
    return tmp_path


def run_and_be_killed(folder: Path, kind: str) -> None:
    process = subprocess.run([sys.executable, "-m", __name__, kind, str(folder)], cwd=ROOT, timeout=60, check=False)
    assert process.returncode == -signal.SIGKILL
    (folder / "versions" / "kill").unlink()


def tables_and_columns(folder: Path) -> tuple[bool, set[str], str]:
    """Tell whether the new table is there, which new columns, and which step the database believes to be at."""
    database = sqlite3.connect(folder / "data" / "mingfa.db")
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    columns = {row[1] for row in database.execute("PRAGMA table_info(rating)")} & {"extra", "more"}
    (step,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    database.close()
    return "extra" in tables, columns, step


def ours(folder: Path) -> None:
    engine = open_engine(Settings(data=folder / "data"))
    upgrade(engine, (VERSIONS, folder / "versions"))
    engine.dispose()


def alembics(folder: Path) -> None:
    """Upgrade as Alembic's template does: no BEGIN IMMEDIATE, no transactional_ddl."""
    config: Config = configuration((VERSIONS, folder / "versions"))
    config.set_main_option("script_location", str(folder))
    engine = create_engine(f"sqlite:///{folder / 'data' / 'mingfa.db'}")
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def test_a_killed_step_leaves_the_old_tables_and_can_be_run_again(folder: Path) -> None:
    run_and_be_killed(folder, "ours")
    assert tables_and_columns(folder) == (False, set(), "0003")
    ours(folder)
    assert tables_and_columns(folder) == (True, {"extra", "more"}, "0004")


def test_as_alembic_does_it_the_step_is_left_halfway(folder: Path) -> None:
    run_and_be_killed(folder, "alembics")
    made, columns, step = tables_and_columns(folder)
    assert made
    assert columns == {"extra"}
    assert step == "0003"
    with pytest.raises(OperationalError, match="already exists"):
        alembics(folder)


if __name__ == "__main__":
    {"ours": ours, "alembics": alembics}[sys.argv[1]](Path(sys.argv[2]))
