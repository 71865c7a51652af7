"""The tally of searches: kept in memory for some seconds, written in one go by a thread beside the service.

In: words that may be counted, numbers of hits, clicks. Out: nothing to wait for: a search never waits for its count,
and works as before while the database is locked or full. What a killed process had not yet written is lost.
`portal.py` makes it, the search page notes, `serve` lets it work.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from threading import Lock

from forms_api.notices.courier import Courier
from forms_api.store.searches import Asked, Count
from forms_api.store.store import StoreUnavailable

WAITING = 2_000  # different searches; more are not counted until the next writing
PAUSE = 20.0  # seconds between two writings

Add = Callable[[Mapping[Asked, Count]], None]


class Tally:
    """Counts in memory what `add` writes later."""

    def __init__(self, add: Add, day: Callable[[], date]) -> None:
        self._add = add
        self._day = day
        self._lock = Lock()
        self._counts: dict[Asked, Count] = {}

    def searched(self, query: str, found: int) -> None:
        """Note a search with the number of its hits."""
        self._note({(self._day(), query): Count(times=1, found=found)})

    def clicked(self, query: str) -> None:
        """Note that a hit of a search was opened."""
        self._note({(self._day(), query): Count(clicked=1)})

    def write(self) -> None:
        """Write what was noted; what cannot be written now waits. Raises StoreUnavailable."""
        with self._lock:
            counts, self._counts = self._counts, {}
        if not counts:
            return
        try:
            self._add(counts)
        except StoreUnavailable:
            self._note(counts)
            raise

    def _note(self, counts: Mapping[Asked, Count]) -> None:
        with self._lock:
            for asked, count in counts.items():
                held = self._counts.get(asked)
                if held is None and len(self._counts) >= WAITING:
                    continue
                self._counts[asked] = _sum(held or Count(), count)


def _sum(one: Count, other: Count) -> Count:
    found = other.found if other.times else one.found
    return Count(one.times + other.times, found, one.clicked + other.clicked)


@contextmanager
def counting(tally: Tally) -> Iterator[None]:
    """Write the tally now and then while the service runs, and once more at its end."""
    worker = Courier(tally.write, PAUSE, "searches")
    worker.start()
    try:
        yield
    finally:
        worker.stop()
        with suppress(StoreUnavailable):
            tally.write()
