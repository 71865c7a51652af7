"""The store's file: its tables, and whether a file is one.

In: a folder. Out: a connection; raises NoStore or StoreUnusable with a sentence. The store's reader and writer use it.
"""

import sqlite3
from pathlib import Path

FILE = "laws.db"
APPLICATION_ID = 0x4D464C57  # "MFLW"
SCHEMA_VERSION = 1
TABLES = """
CREATE TABLE imports(number INTEGER PRIMARY KEY, imported_on TEXT NOT NULL, as_of TEXT, tree TEXT NOT NULL);
CREATE TABLE laws(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL, full_title TEXT NOT NULL, field TEXT NOT NULL);
CREATE TABLE versions(
    id INTEGER PRIMARY KEY, law INTEGER NOT NULL REFERENCES laws, dated TEXT NOT NULL,
    first_import INTEGER NOT NULL REFERENCES imports, UNIQUE(law, dated));
CREATE TABLE texts(
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL REFERENCES versions, brought INTEGER NOT NULL REFERENCES imports,
    replaced INTEGER REFERENCES imports, effective_on TEXT, history TEXT NOT NULL, excerpt INTEGER NOT NULL);
CREATE INDEX texts_of_version ON texts(version);
CREATE TABLE parts(
    text INTEGER NOT NULL REFERENCES texts, position INTEGER NOT NULL, kind TEXT NOT NULL, level INTEGER NOT NULL,
    main INTEGER NOT NULL, added INTEGER NOT NULL, line INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY(text, position)) WITHOUT ROWID;
CREATE TABLE repeals(
    text INTEGER NOT NULL REFERENCES texts, name TEXT NOT NULL, effective_on TEXT, article TEXT NOT NULL);
CREATE INDEX repeals_of_text ON repeals(text);
CREATE TABLE sources(
    tree TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, version INTEGER NOT NULL UNIQUE REFERENCES versions,
    PRIMARY KEY(tree, name));
"""
"""A text is what a version says from the import that brought it to the one that replaced it."""


class NoStore(LookupError):
    """There is no store yet."""


class StoreUnusable(RuntimeError):
    """The file is no store that we can read; its words say what to do."""


def create(path: Path) -> sqlite3.Connection:
    """Make a new store."""
    connection = sqlite3.connect(path)
    connection.executescript(
        f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};{TABLES}"
    )
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a store that is never changed in place: an import puts a new file in its stead."""
    if not path.is_file():
        raise NoStore(f"还没有法条库（{path}）。请先运行 mingfa laws import 文件夹 --as-of 日期。")
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        check(connection, path)
    except sqlite3.DatabaseError as error:
        raise unusable(path) from error
    return connection


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of another program, or of a newer Mingfa."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise unusable(path)
    if version > SCHEMA_VERSION:
        raise StoreUnusable(f"法条库 {path} 是更新版本的明法建的。请升级明法，或者移走这个文件后重新导入。")


def unusable(path: Path) -> StoreUnusable:
    """Say that a file is damaged or foreign."""
    return StoreUnusable(f"{path} 坏了，或者不是明法的法条库。请移走这个文件，再运行 mingfa laws import 重新导入。")
