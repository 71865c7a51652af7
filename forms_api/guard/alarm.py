"""What is done when the limits' store fails: one line a minute for the operator, and a short rest from asking it.

In: faults. Out: lines in the log "mingfa", without an address, a telephone or the store's own address in them.
`limits.py` imports this; it imports the standard library only.
"""

import logging
from collections.abc import Callable
from threading import Lock

REST = 5.0  # seconds in which a store that failed is not asked, so that citizens do not wait for it one by one
SILENCE = 60.0  # seconds between two lines


class Alarm:
    """Remembers when the store failed, by a clock that nobody sets."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._rests_until = self._silent_until = float("-inf")
        self._lock = Lock()

    @property
    def resting(self) -> bool:
        """Tell whether the store failed a moment ago."""
        return self._monotonic() < self._rests_until

    def ring(self, fault: Exception) -> None:
        """Note a fault and log its kind, unless that was done within the minute."""
        with self._lock:
            now = self._monotonic()
            self._rests_until = now + REST
            if now < self._silent_until:
                return
            self._silent_until = now + SILENCE
        logging.getLogger("mingfa").error(
            "limiter unavailable (%s): nobody is refused", type(fault.__cause__ or fault).__name__
        )
