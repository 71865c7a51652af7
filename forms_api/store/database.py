"""The database as the store's parts use it: reading, and writing in batches that are acknowledged after the commit.

In: an engine, jobs. Out: what the jobs return, once the disk has it. Only the store imports this.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import groupby
from threading import Lock
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from forms_api.store import journal
from forms_api.store.refusals import UnsafeDatabase

Result = TypeVar("Result")
Item = TypeVar("Item")
Job = Callable[[Connection], Result]
Together = Callable[[Connection, list[Item]], list[Result]]
Outcome = tuple[Any, Exception | None]

ATTEMPTS = 8  # two equal receipt numbers in one day are rare, eight in a row impossible
LARGEST_BATCH = 64
OF_ONE_JOB = (IntegrityError, DataError)


class StoreUnavailable(Exception):
    """Nothing was saved: the database is locked, full, read-only or out of reach."""


class TheTurn:
    """What one who waits gets instead of an outcome: nobody writes now, so write a batch yourself."""


class Waiting(NamedTuple):
    """What waits to be written, who writes it together with others of its kind, and where its outcome goes."""

    together: Together[Any, Any]
    item: Any
    done: "Future[Outcome | TheTurn]"


class Database:
    """Reads at once; writes in a queue, many jobs to one commit.

    Who comes first leads: it commits its own job and all that wait behind it with one flush of the disk, passes the
    turn to who came next, and wakes the others: nobody whose job is done takes the turn once more to learn it. Without
    the queue, writers starve behind SQLite's busy handler, and each waits for a flush of its own.
    """

    def __init__(
        self, engine: Engine, *, patience: float = 5.0, turn: AbstractContextManager[None] | None = None
    ) -> None:
        """Open for an engine; `turn` lets one process at a time write where the database itself does not queue."""
        journal.hold_head(engine)
        self.engine = engine
        self._patience = patience
        self._waiting: deque[Waiting] = deque()
        self._turn = Lock()
        self._turn_of_processes = turn or nullcontext()

    def write(self, job: Job[Result]) -> Result:
        """Do a job in a transaction and give what it returns once that is durable; it may be tried again.

        Raises StoreUnavailable, and whatever else the job raises; then nothing of the job is saved.
        """
        return self.write_together(_one_by_one, lambda: job)

    def write_together(self, together: Together[Item, Result], make: Callable[[], Item]) -> Result:
        """Write an item by `together`, which gets all neighbours in the queue at once and gives a result for each.

        `make` makes the item, before it is its turn, and anew when it is tried again. Raises as `write`.
        """
        for _ in range(ATTEMPTS):
            try:
                return self._once(together, make())
            except DataError as error:
                raise StoreUnavailable("data") from error
            except IntegrityError as error:
                cause = error  # a number is taken, or another process was first: look again
        raise StoreUnavailable("conflict") from cause

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reading."""
        with reachable(), self.engine.connect() as connection:
            yield connection

    def _once(self, together: Together[Item, Result], item: Item) -> Result:
        mine = Waiting(together, item, Future())
        self._waiting.append(mine)
        if self._turn.acquire(blocking=False):
            self._pass_on()
        outcome = self._awaited(mine)
        result, fault = self._lead(mine) if isinstance(outcome, TheTurn) else outcome
        if fault:
            raise fault
        return cast(Result, result)

    def _awaited(self, mine: Waiting) -> Outcome | TheTurn:
        """Wait for what became of a job, or for the turn; raises StoreUnavailable when neither comes in time."""
        try:
            return mine.done.result(self._patience)
        except TimeoutError as error:
            if mine.done.cancel():
                raise StoreUnavailable("queue") from error
            return mine.done.result()  # somebody is writing it

    def _pass_on(self) -> None:
        """Hand the turn to who has waited longest, or lay it down when nobody waits."""
        while True:
            if one := next(self._next(1), None):
                one.done.set_result(TheTurn())
                return
            self._turn.release()
            # Who came meanwhile has either found the turn free, or is seen here.
            if not self._waiting or not self._turn.acquire(blocking=False):
                return

    def _lead(self, mine: Waiting) -> Outcome:
        """Write a batch that begins with one's own job, pass the turn on, and tell the others."""
        batch = [mine]
        try:
            outcomes = self._commit(batch)
        except Exception as error:
            outcomes = [(None, error)] * len(batch)
        except BaseException:
            self._tell(batch, [(None, StoreUnavailable("stopped"))] * len(batch))
            raise
        finally:
            self._pass_on()
        self._tell(batch, outcomes)
        return outcomes[0]

    @staticmethod
    def _tell(batch: list[Waiting], outcomes: list[Outcome]) -> None:
        for one, outcome in zip(batch[1:], outcomes[1:], strict=True):  # the first has led and knows
            one.done.set_result(outcome)

    def _next(self, at_most: int) -> Iterator[Waiting]:
        """Take what waits."""
        for _ in range(min(len(self._waiting), at_most)):
            one = self._waiting.popleft()
            if one.done.set_running_or_notify_cancel():
                yield one

    def _commit(self, batch: list[Waiting]) -> list[Outcome]:
        """Do the next batch in one transaction; if one of it fails, all again, each behind a savepoint of its own."""
        try:
            with self._writing() as connection:
                batch += self._next(LARGEST_BATCH - 1)  # only now: who came while this waited for its turn comes along
                return [(result, None) for result in _all(connection, batch)]
        except StoreUnavailable:
            raise
        except Exception:
            if len(batch) == 1:
                raise
        with self._writing() as connection:
            return [_outcome(connection, one) for one in batch]

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            reachable(),
            self._turn_of_processes,
            self.engine.connect() as connection,
            connection.execution_options(writes=True).begin(),
        ):
            journal.lock(connection)
            yield connection


def _all(connection: Connection, batch: list[Waiting]) -> Iterator[Any]:
    """Do a batch in its order, neighbours of a kind together."""
    for together, those in groupby(batch, key=lambda one: one.together):
        yield from together(connection, [one.item for one in those])


def _one_by_one(connection: Connection, jobs: list[Job[Result]]) -> list[Result]:
    return [job(connection) for job in jobs]


def _outcome(connection: Connection, one: Waiting) -> Outcome:
    """Do one of a batch; its own fault undoes only itself, a fault of the database ends the batch."""
    savepoint = connection.begin_nested()
    try:
        (result,) = one.together(connection, [one.item])
        savepoint.commit()
    except Exception as error:
        if isinstance(error, DBAPIError) and not isinstance(error, OF_ONE_JOB):
            raise
        savepoint.rollback()
        return None, error
    return result, None


@contextmanager
def reachable() -> Iterator[None]:
    """Turn every failure of the database into one honest word, except what one job has done wrong."""
    try:
        yield
    except OF_ONE_JOB:
        raise
    except (DBAPIError, PoolTimeout, UnsafeDatabase) as error:
        raise StoreUnavailable(type(error).__name__) from error
