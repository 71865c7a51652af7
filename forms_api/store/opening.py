"""Opening a database that is in use, for commands: they neither make one nor bring its tables up to date.

In: `Settings`. Out: a `Store`. In the wrong folder a backup of a new, empty database would be worse than none.
The commands import this; the service opens with `db.open_store`.
"""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from forms_api.config import ConfigurationError, Settings
from forms_api.store.db import open_engine, open_store
from forms_api.store.inspection import newest
from forms_api.store.migration import revision
from forms_api.store.store import Store


def open_used(settings: Settings) -> Store:
    """Open; raises ConfigurationError when there is nothing yet or it is of an older program, and as `open_store`."""
    step = None if _lacks_file(settings) else _step(settings)
    if step is None:
        raise ConfigurationError(
            f"这里还没有数据库（数据文件夹 {settings.data}）。"
            "请在启动服务的那个文件夹里运行，或用 MINGFA_DATA、DATABASE_URL 指明数据在哪里。"
        )
    if step < (newest() or ""):
        raise ConfigurationError(
            f"数据库还是旧版本程序的（{step}）。"
            "请先停止旧的服务，用旧程序做好备份，再运行 mingfa serve，它会升级数据库。"
        )
    return open_store(settings)


def _lacks_file(settings: Settings) -> bool:
    """Say whether it is SQLite without its file; merely looking would make one."""
    try:
        url = make_url(settings.url)
    except ArgumentError:
        return False  # open_engine says so in its own words
    return url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()


def _step(settings: Settings) -> str | None:
    engine = open_engine(settings)
    try:
        return revision(engine)
    finally:
        engine.dispose()
