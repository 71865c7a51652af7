"""Step 0003 carries each consent into its submission's row, on SQLite and PostgreSQL, all of them or none.

All steps of one upgrade stand or fall together: a kill in the next step takes this one back as well. The negative
control of the kills is the same run without one.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, event, inspect, text

from forms_api.config import Settings
from forms_api.store.db import open_engine
from forms_api.store.inspection import newest
from forms_api.store.migration import MIGRATIONS, configuration, revision, upgrade
from tests.conftest import ROOT
from tests.integration.databases import database_url, postgres, postgres_url

__all__ = ["database_url", "postgres", "postgres_url"]

TICKED = {
    "first": [("consent", True, "3-zh"), ("consent_sensitive", False, "3-zh")],
    "second": [],
    "third": [("consent_truth", True, "2-en"), ("consent", True, "2-en"), ("consent_forward", True, "2-en")],
}
CONSENT = "INSERT INTO consent (submission_id, name, given, wording) VALUES (:number, :name, :given, :wording)"


@pytest.fixture
def engine(tmp_path: Path, database_url: str) -> Iterator[Engine]:
    """A database of step 0002 with consents; the last number that was given is gone."""
    made = open_engine(Settings(data=tmp_path / "data", database_url=database_url, busy_timeout=10))
    config = configuration((MIGRATIONS / "versions",))
    with made.connect() as connection, connection.execution_options(writes=True).begin():
        config.attributes.update(connection=connection, seals=None)
        command.upgrade(config, "0002")
        numbers = {name: received(connection, name) for name in (*TICKED, "gone")}
        for submission, ticked in reversed(TICKED.items()):  # not in the order of the submissions
            for name, given, wording in ticked:
                values = {"number": numbers[submission], "name": name, "given": given, "wording": wording}
                connection.execute(text(CONSENT), values)
        connection.execute(text("DELETE FROM submission WHERE receipt = 'gone'"))
    yield made
    made.dispose()


def received(connection: Connection, name: str) -> int:
    """Put a submission in as step 0002 has it, and give its number."""
    insert = (
        "INSERT INTO submission"
        " (kind, receipt, code_hmac, key_hmac, received_at, state, held_for, topic, town, officer)"
        " VALUES ('ZX', :name, :name, :name, '2026-11-20 04:00:00', 'received', '', '', '', '') RETURNING id"
    )
    return int(connection.execute(text(insert), {"name": name}).scalar_one())


def kept(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Read the consents out of the submissions."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT receipt, consents FROM submission")).all()
    return {row.receipt: [tuple(consent.values()) for consent in json.loads(row.consents)] for row in rows}


def test_every_consent_stands_in_its_submission_in_its_order(engine: Engine) -> None:
    upgrade(engine)
    assert kept(engine) == TICKED
    assert not inspect(engine).has_table("consent")


def test_a_number_that_was_given_does_not_come_again(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection, connection.execution_options(writes=True).begin():
        last = connection.execute(text("SELECT max(id) FROM submission")).scalar_one()
        assert received(connection, "one more") == last + 2


@pytest.mark.parametrize("killed", ["DROP TABLE consent", "CREATE TABLE searched", ""])
def test_a_kill_before_the_end_leaves_everything_as_it_was(engine: Engine, killed: str) -> None:
    url = engine.url.render_as_string(hide_password=False)
    run = subprocess.run([sys.executable, "-m", __name__, url, killed], cwd=ROOT, timeout=60, check=False)
    assert run.returncode == (-signal.SIGKILL if killed else 0)
    assert revision(engine) == ("0002" if killed else newest())
    assert inspect(engine).has_table("consent") is bool(killed)
    assert inspect(engine).has_table("searched") is not bool(killed)
    columns = {column["name"] for column in inspect(engine).get_columns("submission")}
    assert ("consents" in columns) is not bool(killed)
    upgrade(engine)
    assert kept(engine) == TICKED


def step(url: str, killed: str) -> None:
    """Upgrade, and be killed at a statement, before anything is committed; at none where `killed` is empty."""
    engine = open_engine(Settings(database_url=url))

    def end(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if killed and killed in statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", end)
    upgrade(engine)


if __name__ == "__main__":
    step(*sys.argv[1:])
