"""The backup's file: JSON lines that any program can read in twenty years, closed by their SHA-256.

In: a head line and tables. Out: the file; or the same again, once every byte of it has proved to be as written.
Only `backup.py` and `restore.py` import this; it knows the snapshot's rows, no database.

Lines: what it is · for each table its name and columns, then its rows as lists · counts · {"sha256": of all before}.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from forms_api.store.journal import Head
from forms_api.store.snapshot import Row, Snapshot, TableRows

FORMAT = 1
NOTE = "明法备份。个人信息是加密的；密钥不在这里，恢复时还需要同时期的 secret.key 和 field-keys.json。"


class Damaged(Exception):
    """The file is not, or not any more, a backup as it was written; the message is Chinese."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a backup says of itself: when and at which step it was made, whose secret and which keys it needs."""

    made_at: str
    revision: str
    secret_check: str
    key_ids: tuple[str, ...]
    head: Head


def write(path: Path, facts: Facts, snapshot: Snapshot) -> dict[str, int]:
    """Write a backup; give the number of rows of each table. Raises OSError, StoreUnavailable."""
    digest = sha256()
    counts: dict[str, int] = {}
    with path.open("wb") as file:

        def put(said: object) -> None:
            line = _line(said)
            digest.update(line)
            file.write(line)

        put({"mingfa": "backup", "format": FORMAT, "note": NOTE, **asdict(facts)})
        for table in snapshot.tables():
            put({"table": table.name, "columns": dict(table.columns)})
            counts[table.name] = 0
            for row in table.rows:
                put(row)
                counts[table.name] += 1
        put({"counts": counts})
        file.write(_seal(digest.hexdigest()))
    return counts


@contextmanager
def opened(path: Path) -> Iterator["Archive"]:
    """Open a backup whose every byte was checked; raises Damaged, OSError."""
    with path.open("rb") as file:
        _check_whole(path, file)
        file.seek(0)
        yield Archive(path, file)


class Archive:
    """A checked backup."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path = path
        self._file = file
        said = self._next()
        if not isinstance(said, dict) or said.get("mingfa") != "backup":
            raise Damaged(f"{path} 不是明法的备份文件。请换一个文件。")
        if said["format"] != FORMAT:
            raise Damaged(f"备份 {path} 是更新版本的程序做的（格式 {said['format']}）。请安装更新的程序。")
        self.facts = Facts(
            made_at=said["made_at"],
            revision=said["revision"],
            secret_check=said["secret_check"],
            key_ids=tuple(said["key_ids"]),
            head=Head(**said["head"]),
        )
        self._said = self._next()

    def tables(self) -> Iterator[TableRows]:
        """Stream the tables; the rows of one must be read before the next one comes."""
        while "table" in self._said:
            yield TableRows(self._said["table"], self._said["columns"], self._rows())

    def _rows(self) -> Iterator[Row]:
        while isinstance(said := self._next(), list):
            yield said
        self._said = said

    def _next(self) -> Any:
        try:
            return json.loads(self._file.readline())
        except ValueError as error:
            raise Damaged(f"{self._path} 不是明法的备份文件。请换一个文件。") from error


def _check_whole(path: Path, file: IO[bytes]) -> None:
    """Compare the file with its last line; that line must be exactly what we would write."""
    digest = sha256()
    last = b""
    for line in file:
        digest.update(last)
        last = line
    if last != _seal(digest.hexdigest()):
        raise Damaged(
            f"备份文件 {path} 损坏或不完整（校验不符），没有恢复，什么也没有写入。请换另一份备份，或重新拷贝这一份。"
        )


def _seal(digest: str) -> bytes:
    return _line({"sha256": digest})


def _line(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
