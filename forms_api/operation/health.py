"""Health: whether each part of the service does its work; one word each, nothing personal, no numbers.

In: what the portal consists of, the moment. Out: part → whether it is well. The page /health imports this.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from forms_api.clock import BEIJING
from forms_api.store.store import Store, StoreUnavailable
from forms_api.workdays import WorkingDays

FREE_BYTES = 500 * 1024 * 1024  # a county's year of submissions is a tenth of it
UNDELIVERED_FOR = timedelta(hours=1)
AHEAD = timedelta(days=30)  # the longest limits reach so far


@dataclass(frozen=True)
class Part:
    """A part of the service; without a `vital` one nothing can be taken in or shown."""

    name: str
    well: bool
    vital: bool


@dataclass(frozen=True)
class Premises:
    """What is looked at: the store, the calendar, and whether an edition and its index are published."""

    store: Store
    working_days: WorkingDays
    edition: bool
    index: bool
    free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free


def look(at: Premises, now: datetime) -> tuple[Part, ...]:
    """Look at every part."""
    today = now.astimezone(BEIJING).date()
    upkeep = at.store.upkeep
    vital: Mapping[str, Callable[[], bool]] = {
        "database": at.store.answers,
        "schema": upkeep.schema_is_ours,
        "edition": lambda: at.edition,
        "disk": lambda: upkeep.folder is None or at.free_bytes(upkeep.folder) > FREE_BYTES,
    }
    other: Mapping[str, Callable[[], bool]] = {
        "index": lambda: at.index,
        "notices": lambda: (at.store.outbox.waiting_since() or now) >= now - UNDELIVERED_FOR,
        "answers": lambda: not upkeep.overdue(today),
        "calendar": lambda: at.working_days.arranged((today + AHEAD).year),
    }
    return (
        *(Part(name, _well(asked), vital=True) for name, asked in vital.items()),
        *(Part(name, _well(asked), vital=False) for name, asked in other.items()),
    )


def _well(asked: Callable[[], bool]) -> bool:
    try:
        return asked()
    except (StoreUnavailable, OSError):
        return False
