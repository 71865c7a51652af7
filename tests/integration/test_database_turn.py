"""Who writes when many wait: one turn, passed on, never lost, and never given to somebody who has gone away."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import Connection, Engine, create_engine

from forms_api.store.database import LARGEST_BATCH, Database, Job, StoreUnavailable, TheTurn, Waiting, _one_by_one


@pytest.fixture
def engine() -> Iterator[Engine]:
    """A database in memory: these jobs only give something back."""
    engine = create_engine("sqlite://")
    yield engine
    engine.dispose()


@pytest.fixture
def database(engine: Engine) -> Database:
    return Database(engine, patience=30)


def waiting(database: Database, said: str) -> Waiting:
    """Let somebody wait for the turn."""
    one = Waiting(lambda _, items: [f"{item} written" for item in items], said, Future())
    database._waiting.append(one)
    return one


def stop(_: Connection) -> str:
    raise KeyboardInterrupt


def fail(_: Connection) -> str:
    raise ValueError("a job's own fault")


def is_free(database: Database) -> bool:
    """Say whether nobody holds the turn, by writing."""
    return database.write(lambda _: "yes") == "yes" and not database._turn.locked()


def test_who_finds_nobody_writes_and_lays_the_turn_down(database: Database) -> None:
    assert database.write(lambda _: 7) == 7
    assert not database._turn.locked()


def test_the_turn_goes_to_who_has_waited_longest(database: Database) -> None:
    database._turn.acquire()
    first, second = waiting(database, "a"), waiting(database, "b")
    database._pass_on()
    assert isinstance(first.done.result(0), TheTurn)
    assert not second.done.done()
    assert database._lead(first) == ("a written", None)
    assert second.done.result(0) == ("b written", None)
    assert is_free(database)


def test_who_has_gone_away_gets_no_turn_and_is_not_written(database: Database) -> None:
    database._turn.acquire()
    gone, stays = waiting(database, "a"), waiting(database, "b")
    gone.done.cancel()
    database._pass_on()
    assert isinstance(stays.done.result(0), TheTurn), "had the turn gone to who left, all would wait for ever"
    database._lead(stays)
    assert is_free(database)


def test_whose_time_is_up_is_told_so_and_nothing_is_written(engine: Engine) -> None:
    database = Database(engine, patience=0.001)
    written: list[str] = []
    database._turn.acquire()
    with pytest.raises(StoreUnavailable, match="queue"):
        database.write(lambda _: written.append("too late"))
    database._pass_on()
    assert is_free(database)
    assert not written


def test_more_than_fit_into_a_batch_are_written_by_who_comes_next(database: Database) -> None:
    database._turn.acquire()
    first = waiting(database, "0")
    rest = [waiting(database, str(number)) for number in range(1, LARGEST_BATCH + 1)]
    database._pass_on()
    database._lead(first)
    told = [one.done.result(0) for one in rest]
    assert told[:-1] == [(f"{number} written", None) for number in range(1, LARGEST_BATCH)]
    assert isinstance(told[-1], TheTurn)
    database._lead(rest[-1])
    assert is_free(database)


@pytest.mark.parametrize(("job", "raised"), [(fail, ValueError), (stop, KeyboardInterrupt)])
def test_the_turn_survives_a_job_that_fails(database: Database, job: Job[str], raised: type[BaseException]) -> None:
    with pytest.raises(raised):
        database.write(job)
    assert is_free(database)


def test_who_waits_with_a_job_that_stops_the_program_hears_of_it(database: Database) -> None:
    database._turn.acquire()
    first = Waiting(_one_by_one, stop, Future())
    other = waiting(database, "b")
    with pytest.raises(KeyboardInterrupt):
        database._lead(first)
    result, fault = other.done.result(0)  # type: ignore[misc]  # an outcome, as who is told of a turn would fail here
    assert result is None
    assert isinstance(fault, StoreUnavailable)


def test_many_at_once_each_get_their_own_answer(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every hand-over of a crowd; a lost turn would leave somebody waiting until their patience ends."""
    engine = create_engine(f"sqlite:///{tmp_path_factory.mktemp('turn') / 'crowd.db'}")
    database = Database(engine, patience=30)
    start = Event()

    def echo(number: int) -> int:
        return database.write(lambda _: number)

    def write(number: int) -> list[int]:
        start.wait()
        return [echo(number * 100 + again) for again in range(50)]

    with ThreadPoolExecutor(16) as pool:
        crowd = [pool.submit(write, number) for number in range(16)]
        start.set()
        answers = [one.result() for one in crowd]
    assert answers == [[number * 100 + again for again in range(50)] for number in range(16)]
    assert is_free(database)
    engine.dispose()
