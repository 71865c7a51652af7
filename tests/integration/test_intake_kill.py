"""kill -9 of the service under load: every receipt that a citizen was given is in the database, be it which it may.

The second service acknowledges before it saves; the same test must find it out.
"""

import sys
import time
from queue import Queue
from threading import Thread

from forms_api.clock import now_utc
from forms_api.config import Settings
from forms_api.store.intake import PLAIN, Intake
from forms_api.store.matter import Matter
from forms_api.store.store import Store
from forms_api.store.submission import Acknowledged, Terms
from tests.integration import served
from tests.integration.databases import assert_no_halves, database_url, postgres, postgres_url

__all__ = ["database_url", "postgres", "postgres_url"]

ENOUGH = 60  # receipts before the kill


def lost_after_a_kill(settings: Settings, kind: str) -> int:
    """Kill a service under load, start an honest one again, and count the receipts that it does not know."""
    service = served.start(settings, __name__, kind)
    with served.Crowd(service.port) as crowd:
        cookies = crowd.wait_for(ENOUGH)
        service.kill()
    with served.start(settings) as again:
        lost = served.missing(again, cookies + crowd.rest())
        assert served.submit(again.port)[0] == 303
    assert_no_halves(settings)
    return lost


def test_no_acknowledged_submission_is_lost(portal_settings: Settings) -> None:
    for _ in range(2):
        assert lost_after_a_kill(portal_settings, "honest") == 0


def test_a_server_that_acknowledges_too_early_is_found_out(portal_settings: Settings) -> None:
    assert lost_after_a_kill(portal_settings, "early") > 0


class EarlyIntake(Intake):
    """For the negative control only: gives receipts first and saves them later, all half a second's worth at once."""

    def __init__(self, honest: Intake) -> None:
        vars(self).update(vars(honest))
        self._waiting: Queue[tuple[Matter, str, Terms]] = Queue()
        Thread(target=self._save_later, daemon=True).start()

    def submit(self, matter: Matter, key: str, terms: Terms = PLAIN) -> Acknowledged:
        """Promise."""
        self._waiting.put((matter, key, terms))
        return self._new(matter.kind, key, now_utc(), terms.latest)

    def _save_later(self) -> None:
        while True:
            time.sleep(0.5)
            for _ in range(self._waiting.qsize()):
                super().submit(*self._waiting.get())


def make_early(store: Store) -> None:
    """Change the store for the negative control."""
    store.intake = EarlyIntake(store.intake)


if __name__ == "__main__":
    served.run({"honest": None, "early": make_early}[sys.argv[1]], *sys.argv[2:])
