"""Files that appear only once they are complete and on the disk; what a killed process left of one is swept away.

In: where a file shall stand. Out: a private place to write it, beside. Exports, backups and the purge import this;
it imports the standard library only.
"""

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_UNFINISHED = re.compile(r"\..+\.[0-9a-f]{16}\.unfinished\.tmp", re.DOTALL)


@contextmanager
def written_beside(out: Path) -> Iterator[Path]:
    """Give a private file beside `out`; put it in the place of `out` once it is complete and on the disk.

    Raises OSError; then, and after a kill, `out` is as it was before.
    """
    beside, held = _make_beside(out)
    try:
        yield beside
        os.fsync(held)
        os.replace(beside, out)
        _sync(out.parent)
    finally:
        beside.unlink(missing_ok=True)
        os.close(held)


def sweep(folder: Path) -> int:
    """Delete what killed processes left unfinished in a folder; give the number. What is being written stays."""
    left = [place for place in folder.iterdir() if _UNFINISHED.fullmatch(place.name)] if folder.is_dir() else []
    return sum(_sweep(place) for place in left)


def _make_beside(out: Path) -> tuple[Path, int]:
    """Make the file and lock it: the lock ends with the process, however it ends, and so tells `sweep`."""
    while True:
        beside = out.with_name(f".{out.name}.{secrets.token_hex(8)}.unfinished.tmp")
        held = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        fcntl.flock(held, fcntl.LOCK_EX)
        if beside.exists():
            return beside, held
        os.close(held)  # somebody swept between the two lines above


def _sweep(place: Path) -> bool:
    try:
        held = os.open(place, os.O_WRONLY)
    except OSError:
        return False
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for work in place.parent.iterdir():  # XLSX has working files in a folder of that name and some letters more
            if work.is_dir() and work.name.startswith(f"{place.name}."):
                shutil.rmtree(work)
        place.unlink(missing_ok=True)
    except BlockingIOError:
        return False
    finally:
        os.close(held)
    return True


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
