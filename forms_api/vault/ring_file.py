"""The file that the key ring lies in: private, whole at every moment, never changed by two at once.

In: its path and bytes. Out: its bytes; ConfigurationError in one sentence for all that can go wrong with a file.
Only the ring and the seal import this; it imports the standard library and ConfigurationError only.
"""

import fcntl
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from forms_api.config import ConfigurationError

RESTORE = "请从备份恢复这个文件。"


def read(path: Path) -> bytes:
    """Read the file; raises ConfigurationError when it is absent, unreadable or open to other users."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            text = file.read()
    except FileNotFoundError as error:
        raise ConfigurationError(f"找不到密钥环 {path}，没有它就打不开已收到的个人信息。{RESTORE}") from error
    except OSError as error:
        raise ConfigurationError(f"读不到密钥环 {path}：{error.strerror}。请检查这个文件的位置和权限。") from error
    if mode & 0o077:
        raise ConfigurationError(f"密钥环 {path} 的权限是 {mode:04o}，别的用户也能打开。请执行 chmod 600 {path}。")
    return text


def make(path: Path, first: Callable[[], bytes]) -> None:
    """Make the file with mode 0600 unless it is there; of two processes that make it at once, the first counts.

    Written beside and linked: nobody reads half of it. Raises ConfigurationError.
    """
    with _telling(path):
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # The other process may be so far ahead that it sweeps our file beside away.
        with suppress(FileExistsError, FileNotFoundError), _beside(path, first()) as beside:
            os.link(beside, path)
        _sync(path.parent)  # also when another process was first: it may not have come so far


def change(path: Path, change: Callable[[bytes], bytes]) -> bytes:
    """Replace the file by what `change` makes of it, and give that.

    After a kill the old file or the new one is there, whole. Whoever comes at the same time waits.
    Raises ConfigurationError; then the file is as it was.
    """
    read(path)  # says in its own words that the file is absent or unreadable
    with _telling(path):
        path = path.resolve()  # a link to the file stays a link
        with _held(path):
            text = change(read(path))
            for left in path.parent.glob(f".{escape(path.name)}.*.tmp"):  # of a killed process; it holds secrets
                left.unlink(missing_ok=True)
            with _beside(path, text, owner=path.stat()) as beside:
                os.replace(beside, path)
            _sync(path.parent)
    return text


def version_of(path: Path) -> tuple[int, int, int]:
    """Give what differs after each change of the file; zeros when it cannot be seen."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_mtime_ns, found.st_size


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Keep other changes out; who waited for a file that was replaced meanwhile waits for the new one."""
    while True:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                yield
                return


@contextmanager
def _beside(path: Path, text: bytes, owner: os.stat_result | None = None) -> Iterator[Path]:
    """Write to a file beside and to the disk; it is gone afterwards. `owner`: when root writes for the service."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if owner:
                os.fchown(descriptor, owner.st_uid, owner.st_gid)
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        yield beside
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigurationError(
            f"写不了密钥环 {path}：{error.strerror}。请检查它所在文件夹的权限和剩余空间。"
        ) from error


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
