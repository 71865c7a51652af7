"""When the service looks for notices, and when for what is late."""

from datetime import datetime
from threading import Semaphore

import pytest

from forms_api.config import Settings
from forms_api.notices import courier as courier_module
from forms_api.notices.courier import at_work
from forms_api.notices.delivery import Delivery
from forms_api.store.db import open_store


def test_who_is_late_is_looked_for_now_and_then_not_for_each_that_comes_in(
    portal_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks through all that is open, so in a rush it would take the time of those who hand something in."""
    looked: list[datetime] = []
    delivered = Semaphore(0)

    def remind(_store: object, _days: object, now: datetime) -> int:
        looked.append(now)
        return 0

    monkeypatch.setattr(courier_module, "remind", remind)
    monkeypatch.setattr(Delivery, "deliver", lambda _self, _at_most: delivered.release())
    store = open_store(portal_settings)
    with at_work(portal_settings, portal_settings.site(), store) as courier:
        for _ in range(5):
            assert delivered.acquire(timeout=20)
            courier.wake()
    store.engine.dispose()
    assert len(looked) == 1


def test_who_is_late_is_told_of_at_once(portal_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    delivered = Semaphore(0)
    monkeypatch.setattr(courier_module, "remind", lambda _store, _days, _now: delivered.acquire(timeout=20) and 1)
    monkeypatch.setattr(Delivery, "deliver", lambda _self, _at_most: delivered.release())
    store = open_store(portal_settings)
    with at_work(portal_settings, portal_settings.site(), store):
        assert delivered.acquire(timeout=20), "the reminder came after the first round and asked for another"
    store.engine.dispose()
