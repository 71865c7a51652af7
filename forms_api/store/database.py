"""The database as the store's parts use it: reading, and writing in batches that are acknowledged after the commit.

In: an engine, jobs. Out: what the jobs return, once the disk has it. Only the store imports this.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from forms_api.store import journal
from forms_api.store.refusals import UnsafeDatabase

Result = TypeVar("Result")
Job = Callable[[Connection], Result]
Waiting = tuple[Job[Any], "Future[Any]"]
Outcome = tuple[Any, Exception | None]

ATTEMPTS = 8  # two equal receipt numbers in one day are rare, eight in a row impossible
LARGEST_BATCH = 64
OF_ONE_JOB = (IntegrityError, DataError)
JOURNAL_LOCK = 0x6D696E67  # one writer at a time on PostgreSQL too: the journal is one chain


class StoreUnavailable(Exception):
    """Nothing was saved: the database is locked, full, read-only or out of reach."""


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
        for _ in range(ATTEMPTS):
            try:
                return self._once(job)
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

    def _once(self, job: Job[Result]) -> Result:
        done: Future[Result] = Future()
        self._waiting.append((job, done))
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
        while self._waiting and len(batch) < LARGEST_BATCH:
            job, done = self._waiting.popleft()
            if done.set_running_or_notify_cancel():
                batch.append((job, done))
        try:
            outcomes = self._commit(batch)
        except BaseException as error:
            for _job, done in batch:
                done.set_exception(error if isinstance(error, Exception) else StoreUnavailable("stopped"))
            if not isinstance(error, Exception):
                raise
        else:
            for (_job, done), (result, fault) in zip(batch, outcomes, strict=True):
                done.set_exception(fault) if fault else done.set_result(result)

    def _commit(self, batch: list[Waiting]) -> list[Outcome]:
        """Do the jobs of a batch in one transaction; if one fails, all again, each behind a savepoint of its own."""
        try:
            with self._writing() as connection:
                return [(job(connection), None) for job, _done in batch]
        except StoreUnavailable:
            raise
        except Exception:
            if len(batch) == 1:
                raise
        with self._writing() as connection:
            return [_outcome(connection, job) for job, _done in batch]

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


def _outcome(connection: Connection, job: Job[Any]) -> Outcome:
    """Do one job of a batch; its own fault undoes only itself, a fault of the database ends the batch."""
    savepoint = connection.begin_nested()
    try:
        result = job(connection)
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
