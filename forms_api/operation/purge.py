"""Purging 清理: what was kept long enough goes, from the tables, from the disk, and from beside the database.

In: the store, the present moment. Out: counts. The command `mingfa purge` imports this; it runs every night.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from forms_api.notices.channels import FileChannel
from forms_api.operation.retention import NOTICE_DAYS, purge_before
from forms_api.store.store import Store
from forms_api.store.upkeep import Purged
from forms_api.unfinished import sweep


@dataclass(frozen=True)
class Cleaned:
    """What was purged.

    `notice_files`: notices written as files; `leftovers`: unfinished files of killed exports; `wiped`: it is gone from
    the disk, too.
    """

    purged: Purged
    notice_files: int
    leftovers: int
    wiped: bool


def purge(store: Store, data: Path, notices: Path, now: datetime) -> Cleaned:
    """Purge; may be killed and run again. Raises StoreUnavailable, OSError."""
    purged = store.upkeep.purge(purge_before(now))
    files = FileChannel(notices).forget(now - NOTICE_DAYS)
    return Cleaned(purged, files, sweep(data), store.upkeep.wipe())


def would_purge(store: Store, now: datetime) -> Purged:
    """Count what `purge` would do now."""
    return store.upkeep.would_purge(purge_before(now))
