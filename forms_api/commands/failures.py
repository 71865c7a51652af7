"""What went wrong, told in one Chinese sentence with exit code 1.

In: what was to be done. Out: the process ends. The commands and the front door import this.
"""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from forms_api.config import ConfigurationError, Settings
from forms_api.exports.export import ExportTooLarge
from forms_api.operation.archive import Damaged
from forms_api.operation.restore import NotRestored
from forms_api.operation.rotation import StillUsed
from forms_api.store.opening import open_used
from forms_api.store.refusals import DatabaseRefused
from forms_api.store.store import Store, StoreUnavailable
from forms_api.vault.seal import CannotUnseal

TOLD = (ConfigurationError, DatabaseRefused, ExportTooLarge, Damaged, NotRestored, StillUsed, CannotUnseal)
IN_CHINESE = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过了磁盘配额",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EIO: "磁盘读写出错",
}


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn what cannot be done into one sentence that begins with `what`."""
    try:
        yield
    except StoreUnavailable:
        fail(f"{what}：数据库打不开，可能正被占用、磁盘已满或没有权限。请检查后再试。")
    except TOLD as reason:
        fail(f"{what}：{reason}")
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            fail(f"{what}：端口已被别的程序占用。请用 --port 换一个，如 --port 8080。")
        why = IN_CHINESE.get(error.errno or 0, error.strerror or "读写出错")
        fail(f"{what}：{why}（{error.filename or '没有说是哪个文件'}）。请检查位置、权限和剩余空间，再试一次。")


@contextmanager
def store_in_use(what: str) -> Iterator[tuple[Store, Settings]]:
    """Open the store that the environment names, and tell what goes wrong with it."""
    with told(what):
        settings = Settings.from_environment()
        store = open_used(settings)
        with closing_engine(store):
            yield store, settings


@contextmanager
def closing_engine(store: Store) -> Iterator[None]:
    """Close the database's connections at the end."""
    try:
        yield
    finally:
        store.engine.dispose()


def fail(sentence: str) -> NoReturn:
    """End with a sentence and exit code 1."""
    click.echo(sentence, err=True)
    sys.exit(1)
