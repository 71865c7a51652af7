"""What one submission costs the database, counted in statements, so that nobody makes it dearer unseen.

On PostgreSQL each statement is a way there and back, while all other writers wait (decision 0014).
"""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event

from forms_api.config import Settings
from forms_api.forms.form_token import new_key
from forms_api.store import journal
from forms_api.store.database import Waiting
from forms_api.store.journal import Broken
from forms_api.store.matter import Consultation
from forms_api.store.store import Store
from forms_api.store.submission import Consent, Terms
from tests.integration.conftest import Citizen, browser, portal_of
from tests.integration.databases import database_url, postgres, postgres_url
from tests.integration.office import opened

__all__ = ["database_url", "postgres", "postgres_url"]

MATTER = Consultation(name="张女士", phone="13800000000", content="老板拖欠工资三个月，怎么办？", topic="劳动工资")
TERMS = Terms(consents=tuple(Consent(f"consent {number}", True, "1-zh") for number in range(4)))
OPENING = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock"}
HEAD = {"sqlite": ["SELECT journal.seq"], "postgresql": []}  # there it comes with the lock, in one message
SUBMISSION = "INSERT INTO submission"
REST = ["INSERT INTO journal", "INSERT INTO outbox"]


@pytest.fixture
def store(app: Flask) -> Store:
    """A store whose connection is open already."""
    store = portal_of(app).store
    store.intake.submit(MATTER, new_key(), TERMS)
    return store


@contextmanager
def told(engine: Engine) -> Iterator[list[str]]:
    """Note every statement."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def begins(statements: list[str], words: list[str]) -> bool:
    """Say whether these are all the statements, by the words that each begins with."""
    return len(statements) == len(words) and all(map(str.startswith, statements, words))


def one_batch(store: Store) -> list[str]:
    """Give the words that the statements of a batch begin with."""
    name = store.engine.dialect.name
    return [OPENING[name], SUBMISSION, *HEAD[name], *REST]


def in_one_batch(store: Store, number: int) -> None:
    """Take several submissions in that wait for the database together."""
    intake, database = store.intake, store.database
    first, *others = [
        Waiting(intake._take_in, intake._arrival(MATTER, new_key(), TERMS), Future()) for _ in range(number)
    ]
    database._turn.acquire()
    database._waiting.extend(others)
    assert database._lead(first)[1] is None


def take_in(store: Store, connection: Connection) -> None:
    """Take one in inside somebody's transaction."""
    store.intake._take_in(connection, [store.intake._arrival(MATTER, new_key(), TERMS)])


def six_one_by_one(store: Store) -> None:
    def job(connection: Connection) -> None:
        for _ in range(6):
            take_in(store, connection)

    store.database.write(job)


def test_a_submission_alone_costs_four_ways_to_the_database_or_five(store: Store) -> None:
    with told(store.engine) as statements:
        store.intake.submit(MATTER, new_key(), TERMS)
    assert begins(statements, one_batch(store)), statements


def test_the_page_around_it_costs_none(app: Flask, store: Store) -> None:
    citizen: Citizen = browser(app)
    token = citizen.token()
    with told(store.engine) as statements:
        assert citizen.consult(token=token).status_code == 303
    assert begins(statements, one_batch(store)), statements


def test_a_batch_costs_no_more_than_one(store: Store) -> None:
    with told(store.engine) as statements:
        in_one_batch(store, 6)
    assert begins(statements, one_batch(store)), statements
    head = store.upkeep.verify()
    assert not isinstance(head, Broken)
    assert head.seq == 7, "that of the fixture and six more"


def test_one_by_one_in_a_batch_would_be_counted(store: Store) -> None:
    """The negative control; the head is read once all the same."""
    with told(store.engine) as statements:
        six_one_by_one(store)
    assert begins(statements, [*one_batch(store), *([SUBMISSION, *REST] * 5)])


def test_a_head_read_anew_for_every_line_would_be_counted(store: Store) -> None:
    """The negative control."""
    event.listen(store.engine, "before_cursor_execute", lambda connection, *_: journal._forget_head(connection))
    with told(store.engine) as statements:
        six_one_by_one(store)
    assert len(statements) == 1 + 6 * 4, "the one that came with the lock is forgotten, too"


def test_the_same_form_again_costs_one_look_more_than_nothing(store: Store) -> None:
    key = new_key()
    first = store.intake.submit(MATTER, key, TERMS)
    with told(store.engine) as statements:
        again = store.intake.submit(MATTER, key, TERMS)
    assert (again.receipt, again.repeated) == (first.receipt, True)
    assert begins(statements, [OPENING[store.engine.dialect.name], SUBMISSION, "SELECT submission.id"]), statements


def test_the_head_in_hand_is_not_that_of_a_job_that_was_undone(store: Store) -> None:
    """One of a batch fails after its line: the next one's line must follow the line before."""

    def job(connection: Connection) -> None:
        take_in(store, connection)
        undone = connection.begin_nested()
        take_in(store, connection)
        undone.rollback()
        take_in(store, connection)

    store.database.write(job)
    head = store.upkeep.verify()
    assert not isinstance(head, Broken)
    assert head.seq == 3, "that of the fixture and two more"


def test_the_head_in_hand_is_not_that_of_another_process(store: Store, tmp_path: Path) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    with opened(Settings(data=tmp_path / "data", database_url=url)) as other:
        for _ in range(3):
            store.intake.submit(MATTER, new_key(), TERMS)
            with told(other.engine) as statements:
                other.intake.submit(MATTER, new_key(), TERMS)
            assert len(statements) == len(one_batch(store)), "not tried again for a head that was another's"
    assert not isinstance(store.upkeep.verify(), Broken)
