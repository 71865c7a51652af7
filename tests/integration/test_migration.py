"""The steps of the database on SQLite and PostgreSQL alike: all or nothing, one at a time, only on our own tables.

The negative controls of the kill run the same step as Alembic does by default on SQLite, whose driver begins and ends
transactions on its own, and with each statement in a transaction of its own on PostgreSQL.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect
from sqlalchemy.exc import OperationalError

from forms_api.config import Settings
from forms_api.forms.form_token import new_key
from forms_api.store import postgres as postgres_language
from forms_api.store.db import open_engine, open_store
from forms_api.store.matter import Consultation
from forms_api.store.migration import MIGRATIONS, DatabaseForeign, DatabaseTooNew, configuration, upgrade
from forms_api.store.models import metadata
from forms_api.store.store import StoreUnavailable
from tests.conftest import ROOT
from tests.integration.databases import database_url, postgres, postgres_url

__all__ = ["database_url", "postgres", "postgres_url"]

ASKED = Consultation(name="张女士", phone="13800000000", town="城关镇", topic="劳动工资", content="老板拖欠工资")
VERSIONS = MIGRATIONS / "versions"
HEAD = ScriptDirectory.from_config(configuration([VERSIONS])).get_current_head()
STEP = f'''"""A step that is killed halfway while a file says so."""

import os
import signal
from pathlib import Path

from alembic import op

revision = "extra"
down_revision = "{HEAD}"


def upgrade() -> None:
    op.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY)")
    op.execute("ALTER TABLE rating ADD COLUMN extra TEXT")
    if (Path(__file__).parent / "kill").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    if (Path(__file__).parent / "slow").exists():
        op.execute("SELECT pg_sleep(0.4)")
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
FOREIGN = "服务没有启动，数据没有改动。请恢复明法自己的备份，或换一个专用的空数据库。"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(data=tmp_path / "data", database_url=database_url, busy_timeout=10)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    made = open_engine(settings)
    yield made
    made.dispose()


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """A folder with one more step."""
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "extra.py").write_text(STEP, encoding="utf-8")
    return folder


def change(engine: Engine, *statements: str) -> None:
    with engine.connect() as connection, connection.execution_options(writes=True).begin():
        for statement in statements:
            connection.exec_driver_sql(statement)


def state(engine: Engine) -> tuple[bool, set[str], str | None]:
    """Tell whether the new table is there, which new columns, and which step the database believes to be at."""
    with engine.connect() as connection:
        found = inspect(connection)
        columns = {str(column["name"]) for column in found.get_columns("rating")}
        step = MigrationContext.configure(connection).get_current_revision()
        return found.has_table("extra"), columns & {"extra", "more"}, step


def killed(engine: Engine, kind: str, versions: Path) -> None:
    """Run the step in a process of its own that is killed halfway."""
    (versions / "kill").touch()
    url = engine.url.render_as_string(hide_password=False)
    process = subprocess.run(
        [sys.executable, "-m", __name__, kind, url, str(versions)], cwd=ROOT, timeout=60, check=False
    )
    assert process.returncode == -signal.SIGKILL
    (versions / "kill").unlink()


def ours(url: str, versions: Path) -> None:
    """Upgrade as the service does."""
    upgrade(open_engine(Settings(database_url=url)), (VERSIONS, versions))


def by_statements(url: str, versions: Path) -> None:
    """Upgrade with each statement in a transaction of its own."""
    config = configuration((VERSIONS, versions))
    with open_engine(Settings(database_url=url)).connect() as connection:
        config.attributes["connection"] = connection.execution_options(isolation_level="AUTOCOMMIT")
        command.upgrade(config, "head")


def alembics(url: str, versions: Path) -> None:
    """Upgrade as Alembic's template does: no BEGIN IMMEDIATE, no transactional_ddl."""
    config = configuration((VERSIONS, versions))
    (versions / "template").mkdir(exist_ok=True)
    (versions / "template" / "env.py").write_text(DEFAULT_ENV, encoding="utf-8")
    config.set_main_option("script_location", str(versions / "template"))
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def test_a_killed_step_leaves_the_old_tables_and_can_be_run_again(engine: Engine, versions: Path) -> None:
    upgrade(engine)
    killed(engine, "ours", versions)
    assert state(engine) == (False, set(), HEAD)
    upgrade(engine, (VERSIONS, versions))
    assert state(engine) == (True, {"extra", "more"}, "extra")


def test_without_a_transaction_the_step_is_left_halfway(postgres_url: str, tmp_path: Path, versions: Path) -> None:
    engine = open_engine(Settings(data=tmp_path, database_url=postgres_url))
    upgrade(engine)
    killed(engine, "by_statements", versions)
    assert state(engine) == (True, {"extra"}, HEAD)
    with pytest.raises(StoreUnavailable):
        upgrade(engine, (VERSIONS, versions))
    engine.dispose()


def test_as_alembic_does_it_the_step_is_left_halfway(tmp_path: Path, versions: Path) -> None:
    engine = open_engine(Settings(data=tmp_path))
    upgrade(engine)
    killed(engine, "alembics", versions)
    assert state(engine) == (True, {"extra"}, HEAD)
    with pytest.raises(OperationalError, match="already exists"):
        alembics(str(engine.url), versions)
    engine.dispose()


def test_the_steps_make_the_tables_that_the_code_knows(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        compared = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(compared, metadata) == []
    change(engine, "CREATE INDEX ix_unknown ON rating (helpful)")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) != []


def test_eight_first_starts_at_once_make_one_database(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        for store in pool.map(lambda _: open_store(settings), range(8)):
            store.intake.submit(ASKED, new_key())
            store.engine.dispose()
    store = open_store(settings)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM submission").scalar() == 8
    store.engine.dispose()


def test_a_start_that_finds_another_one_done_is_content(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other start makes its tables between our first look and our lock."""
    settings = Settings(data=tmp_path, database_url=postgres_url)
    ours, others = open_engine(settings), open_engine(settings)
    honest = postgres_language.keep_others_out
    waited = []

    def overtaken(connection: Connection) -> None:
        monkeypatch.setattr(postgres_language, "keep_others_out", honest)
        upgrade(others)
        waited.append(connection)
        honest(connection)

    monkeypatch.setattr(postgres_language, "keep_others_out", overtaken)
    upgrade(ours)
    assert waited
    assert state(ours)[2] == HEAD
    ours.dispose()
    others.dispose()


def test_a_start_waits_behind_another_one_and_not_without_end(postgres_url: str, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url=postgres_url, busy_timeout=0.2)
    ours, others = open_engine(settings), open_engine(settings)
    with others.connect() as other:
        postgres_language.keep_others_out(other)
        with pytest.raises(StoreUnavailable):
            upgrade(ours)
    upgrade(ours)
    ours.dispose()
    others.dispose()


def test_a_long_step_may_take_longer_than_a_submission(postgres_url: str, tmp_path: Path, versions: Path) -> None:
    engine = open_engine(Settings(data=tmp_path, database_url=postgres_url, busy_timeout=0.2))
    upgrade(engine)
    (versions / "slow").touch()
    upgrade(engine, (VERSIONS, versions))
    assert state(engine) == (True, {"extra", "more"}, "extra")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "200ms"
    engine.dispose()


def test_tables_in_use_are_not_waited_for_without_end(postgres_url: str, tmp_path: Path, versions: Path) -> None:
    engine = open_engine(Settings(data=tmp_path, database_url=postgres_url, busy_timeout=0.2))
    upgrade(engine)
    with engine.connect() as reader:
        reader.exec_driver_sql("SELECT * FROM rating")
        with pytest.raises(StoreUnavailable):
            upgrade(engine, (VERSIONS, versions))
    assert state(engine) == (False, set(), HEAD)
    engine.dispose()


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (["CREATE TABLE orders (id INTEGER)"], "数据库里已有表（orders），却没有明法的版本记录。"),
        (
            ["CREATE TABLE rating (id INTEGER)", "CREATE TABLE submission (id INTEGER)"],
            "数据库里已有表（rating 等 2 项），却没有明法的版本记录。",
        ),
        (
            [
                "CREATE TABLE orders (id INTEGER)",
                "CREATE TABLE alembic_version (version_num VARCHAR(32))",
                "INSERT INTO alembic_version VALUES ('0001')",
            ],
            "数据库的版本记录（0001）不是明法的，明法的表一个也没有。",
        ),
    ],
)
def test_somebody_elses_database_is_refused_and_left_alone(
    engine: Engine, statements: list[str], sentence: str
) -> None:
    change(engine, *statements)
    before = inspect(engine).get_multi_columns()
    with pytest.raises(DatabaseForeign) as caught:
        upgrade(engine)
    assert str(caught.value) == sentence + FOREIGN
    assert inspect(engine).get_multi_columns().keys() == before.keys()


def test_a_database_that_lacks_a_column_is_refused(engine: Engine) -> None:
    upgrade(engine)
    change(engine, "ALTER TABLE rating DROP COLUMN page_title")
    with pytest.raises(DatabaseForeign) as caught:
        upgrade(engine)
    assert str(caught.value) == "数据库的表与程序不一致，缺少 rating.page_title。" + FOREIGN


def test_a_step_that_forgets_a_column_is_taken_back(engine: Engine, versions: Path) -> None:
    upgrade(engine)
    (versions / "extra.py").write_text(STEP + '    op.execute("ALTER TABLE rating DROP COLUMN page_title")\n', "utf-8")
    with pytest.raises(DatabaseForeign, match=r"缺少 rating\.page_title"):
        upgrade(engine, (VERSIONS, versions))
    assert state(engine) == (False, set(), HEAD)


def test_a_column_too_many_does_no_harm(engine: Engine) -> None:
    """The negative control: an operator's own column or table is no reason to stay closed."""
    upgrade(engine)
    change(engine, "ALTER TABLE rating ADD COLUMN note TEXT", "CREATE TABLE notes (id INTEGER)")
    upgrade(engine)
    assert inspect(engine).has_table("notes")
    assert state(engine) == (False, set(), HEAD)


def test_a_database_from_the_future_is_refused(engine: Engine, versions: Path) -> None:
    upgrade(engine, (VERSIONS, versions))
    with pytest.raises(DatabaseTooNew, match=r"数据库的版本（extra）比程序新，服务没有启动，数据没有改动。"):
        upgrade(engine)
    assert state(engine) == (True, {"extra", "more"}, "extra")


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "mingfa.db"
    file.write_bytes(b"a letter, and not a database " * 100)
    engine = open_engine(Settings(data=tmp_path))
    with pytest.raises(DatabaseForeign, match="数据库文件不是数据库，或已经损坏；"):
        upgrade(engine)
    assert file.read_bytes() == b"a letter, and not a database " * 100
    engine.dispose()


if __name__ == "__main__":
    {"ours": ours, "by_statements": by_statements, "alembics": alembics}[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
