"""The engines, by name: Whoosh, embedded and the default; tantivy, for a large library and heavy traffic.

In: a name, a folder. Out: a `Writer` or an open `Engine`. Build and query use this.
"""

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from search_index.engines.engine import Document, Engine, Unusable, Writer

MODULES = {"whoosh": "search_index.engines.whoosh_engine", "tantivy": "search_index.engines.tantivy_engine"}
SETTING = "MINGFA_SEARCH_ENGINE"


class EngineModule(Protocol):
    """What the module of an engine has."""

    def open_index(self, folder: Path) -> Engine:
        """Open the index in a folder; raises Unusable."""

    def write_index(self, folder: Path, *, new: bool) -> Writer:
        """Begin to write, into an empty folder or into an index."""


class NoEngine(Exception):
    """The engine that was asked for is unknown or not installed; the words say what to do."""


def engine_named(name: str) -> EngineModule:
    """Find an engine; raises NoEngine."""
    if name not in MODULES:
        raise NoEngine(f"{SETTING}={name}：没有这个搜索引擎。请写 {' 或 '.join(MODULES)}。")
    try:
        return cast(EngineModule, import_module(MODULES[name]))
    except ModuleNotFoundError as error:
        raise NoEngine(f"没有安装搜索引擎 {name}。请运行 pip install 'mingfa[{name}]'，或去掉 {SETTING}。") from error


__all__ = ["SETTING", "Document", "Engine", "NoEngine", "Unusable", "Writer", "engine_named"]
