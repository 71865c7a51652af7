"""The database as the store's parts use it: reading, and writing in batches that are acknowledged after the commit.

In: an engine, jobs. Out: what the jobs return, once the disk has it. Only the store imports this.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import groupby
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, text
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
JOURNAL_LOCK = 0x6D696E67  # one writer at a time on PostgreSQL too: the journal is one chain


class StoreUnavailable(Exception):
    """Nothing was saved: the database is locked, full, read-only or out of reach."""


class Waiting(NamedTuple):
    """What waits to be written, who writes it together with others of its kind, and where its result goes."""

    together: Together[Any, Any]
    item: Any
    done: "Future[Any]"


class Database:
    """Reads at once; writes in a queue, many jobs to one commit.

    Who comes first leads: it commits its own job and all that wait behind it with one flush of the disk, and wakes the
    others. Without the queue, writers starve behind SQLite's busy handler, and each waits for a flush of its own.
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
        done: Future[Result] = Future()
        self._waiting.append(Waiting(together, item, done))
        if self._turn.acquire(timeout=self._patience):
            try:
                while not done.done():  # more may wait before this one than fit into a batch
                    self._lead()
            finally:
                self._turn.release()
        elif done.cancel():
            raise StoreUnavailable("queue")
        return done.result()

    def _lead(self) -> None:
        batch: list[Waiting] = []
        try:
            outcomes = self._commit(batch)
        except BaseException as error:
            for one in batch or self._next():
                one.done.set_exception(error if isinstance(error, Exception) else StoreUnavailable("stopped"))
            if not isinstance(error, Exception):
                raise
        else:
            for one, (result, fault) in zip(batch, outcomes, strict=True):
                one.done.set_exception(fault) if fault else one.done.set_result(result)

    def _next(self) -> Iterator[Waiting]:
        """Take what waits, a batch of it."""
        for _ in range(min(len(self._waiting), LARGEST_BATCH)):
            one = self._waiting.popleft()
            if one.done.set_running_or_notify_cancel():
                yield one

    def _commit(self, batch: list[Waiting]) -> list[Outcome]:
        """Do the next batch in one transaction; if one of it fails, all again, each behind a savepoint of its own."""
        try:
            with self._writing() as connection:
                batch += self._next()  # only now: who came while this waited for its turn comes along
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
            if self.engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": JOURNAL_LOCK})
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
