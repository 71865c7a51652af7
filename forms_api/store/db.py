"""The database: opened so that what it acknowledges survives a power cut.

In: `Settings`. Out: an engine, or a migrated `Store`. Which database it is, is decided here and by one setting.
`create_app`, the exports' callers and the tests import this.
"""

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError

from forms_api.clock import Clock, now_utc
from forms_api.config import ConfigurationError, Settings
from forms_api.keys import Keys, read_secret
from forms_api.store import postgres, sqlite
from forms_api.store.migration import revision, upgrade
from forms_api.store.refusals import UnsafeDatabase
from forms_api.store.sealing import Seals
from forms_api.store.store import Store
from forms_api.vault.ring import make_ring
from forms_api.vault.seal import LiveSealer
from forms_api.vault.suites import Suite

__all__ = ["THREADS", "UnsafeDatabase", "open_engine", "open_store"]

THREADS = 16
BEFORE_SEALING = (None, "0001")
ENGINES = {"sqlite": sqlite.open_engine, "postgresql": postgres.open_engine, "postgres": postgres.open_engine}


def open_store(settings: Settings, clock: Clock = now_utc) -> Store:
    """Open the database, bring its tables up to date, and give the store.

    An empty database gets its secrets made; one that is in use and has lost them is refused.
    Raises ConfigurationError (secrets, DATABASE_URL), DatabaseRefused, StoreUnavailable.
    """
    engine = open_engine(settings)
    try:
        found = revision(engine)
        keys = Keys.derive(read_secret(settings.secret_path, make=found is None))
        if found in BEFORE_SEALING:
            make_ring(settings.ring_path, Suite(settings.cipher))
        seals = Seals(LiveSealer(settings.ring_path), keys)
        upgrade(engine, seals=seals)
        store = Store(engine, keys, seals, clock=clock, patience=settings.busy_timeout)
        _check_secret(store, keys, settings)
    except BaseException:
        engine.dispose()
        raise
    return store


def _check_secret(store: Store, keys: Keys, settings: Settings) -> None:
    if not store.upkeep.belongs_to(keys.check.hex()):
        raise ConfigurationError(
            f"密钥文件 {settings.secret_path} 不是这个数据库的，服务没有启动，数据没有改动。"
            "请放回与数据库同时备份的密钥文件。"
        )


def open_engine(settings: Settings) -> Engine:
    """Make an engine whose errors carry no personal data (`hide_parameters`); raises ConfigurationError."""
    url = _address(settings)
    try:
        return ENGINES[url.get_backend_name()](url, patience=settings.busy_timeout, threads=THREADS)
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "使用 PostgreSQL 需要驱动 psycopg，这里没有安装。请运行 pip install 'mingfa[postgres]'。"
        ) from error


def _address(settings: Settings) -> URL:
    """Read the address; the message never quotes it, a password may stand in it."""
    try:
        url = make_url(settings.url)
    except ArgumentError as error:
        raise ConfigurationError(
            "DATABASE_URL 无法识别。请写成 postgresql://用户名:密码@主机/数据库，或不设置，用数据文件夹里的 SQLite。"
        ) from error
    if url.get_backend_name() not in ENGINES:
        raise ConfigurationError(
            f"DATABASE_URL 中的数据库 {url.get_backend_name()} 不能用。"
            "请用 PostgreSQL（postgresql://…），或不设置，用数据文件夹里的 SQLite。"
        )
    return url
