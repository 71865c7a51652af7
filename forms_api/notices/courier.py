"""The courier: a thread beside the service that delivers notices; whatever befalls it, the service goes on.

In: a delivery. Out: nothing but its work, and a line in the log when the work fails. `serve` imports this.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from content_model.site import Site
from forms_api.clock import now_utc
from forms_api.config import Settings
from forms_api.notices.channels import open_channels
from forms_api.notices.delivery import Delivery, remind
from forms_api.notices.wording import Wording
from forms_api.store.store import Store
from forms_api.workdays import WorkingDays

PAUSE = 15.0  # seconds between two rounds
A_ROUND = 60  # notices: in a rush the disk is for what citizens hand in
FAREWELL = 5.0  # seconds to end a round in; what was not noted by then is delivered again


class Courier:
    """Makes a round now and then, and at once when it is woken; `what` is what the log calls its load."""

    def __init__(self, rounds: Callable[[], object], pause: float = PAUSE, what: str = "notices") -> None:
        self._rounds = rounds
        self._pause = pause
        self._what = what
        self._woken = Event()
        self._over = Event()
        self._thread = Thread(target=self._work, name=f"courier of {what}", daemon=True)

    def start(self) -> None:
        """Begin with a first round."""
        self._thread.start()

    def wake(self) -> None:
        """Ask for a round now."""
        self._woken.set()

    def stop(self) -> None:
        """End after the round at hand, or without waiting for a gateway that takes long."""
        self._over.set()
        self._woken.set()
        self._thread.join(FAREWELL)

    def _work(self) -> None:
        while not self._over.is_set():
            try:
                self._rounds()
            except Exception as error:  # the database may be locked for a moment; the next round tries again
                logging.getLogger("mingfa").warning("no round of %s (%s)", self._what, type(error).__name__)
            self._woken.wait(self._pause)
            self._woken.clear()


@contextmanager
def at_work(settings: Settings, site: Site, store: Store) -> Iterator[Courier]:
    """Remind and deliver while the service runs; raises ConfigurationError before it starts."""
    delivery = Delivery(store, open_channels(settings), Wording(site))
    working_days = WorkingDays(site.days_off, site.days_on)
    courier = Courier(lambda: delivery.deliver(A_ROUND))

    def remind_and_wake() -> None:
        if remind(store, working_days, now_utc()):
            courier.wake()

    # Apart: it looks through all that is open, so it must not be done again for each that comes in.
    reminder = Courier(remind_and_wake, what="reminders")
    reminder.start()
    courier.start()
    try:
        yield courier
    finally:
        reminder.stop()
        courier.stop()
