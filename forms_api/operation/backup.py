"""Backing up 备份 while citizens go on writing.

In: the store, a path. Out: one file with all tables, sealed as they are, without any key. Works from both databases.
The command `mingfa backup` imports this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from forms_api.clock import now_utc
from forms_api.operation import archive
from forms_api.operation.archive import Facts
from forms_api.store.journal import Head
from forms_api.store.snapshot import snapshot
from forms_api.store.store import Store
from forms_api.unfinished import sweep, written_beside


@dataclass(frozen=True)
class BackedUp:
    """What is in a backup; `head` is to be written down outside."""

    counts: Mapping[str, int]
    head: Head


def back_up(store: Store, out: Path) -> BackedUp:
    """Write a backup of this moment to `out`, mode 0600; every receipt given before is in it.

    Raises OSError, StoreUnavailable; then `out` is as it was before.
    """
    sweep(out.parent)
    with written_beside(out) as beside, snapshot(store.database) as taken:
        facts = Facts(
            made_at=now_utc().isoformat(timespec="seconds"),
            revision=taken.revision,
            secret_check=taken.secret_check,
            key_ids=tuple(taken.key_ids),
            head=taken.head,
        )
        counts = archive.write(beside, facts, taken)
    return BackedUp(counts, facts.head)
