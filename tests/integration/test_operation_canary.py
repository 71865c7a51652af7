"""What a citizen typed stands nowhere in clear: not in the database, its WAL, a backup, a log, PostgreSQL's files."""

from datetime import date
from pathlib import Path

import pytest

from forms_api.config import Settings
from forms_api.exports.export import ExportFormat, export
from forms_api.operation.backup import back_up
from forms_api.store.submission import SubmissionKind
from tests.integration import served
from tests.integration.databases import own_cluster
from tests.integration.office import files_with, opened

NAME, PHONE, STORY = "独孤金丝雀", "13698765432", "邻居家的金丝雀把我告上了法庭"


@pytest.fixture
def settings(edition_build: tuple[Path, Path], tmp_path: Path) -> Settings:
    content, build = edition_build
    return Settings(content=content, build=build, data=tmp_path / "data")


def forms_of(text: str) -> list[bytes]:
    """Give how a text might stand on a disk: as UTF-8, UTF-16 or GBK, in an address, escaped in JSON."""
    escaped = text.encode("unicode_escape")
    percent = "".join(f"%{byte:02X}" for byte in text.encode()).encode()
    ways = {text.encode(), text.encode("utf-16-le"), text.encode("gbk"), escaped, percent, percent.lower()}
    return sorted(ways)


def found(folder: Path) -> list[str]:
    return sorted({name for text in (NAME, PHONE, STORY) for way in forms_of(text) for name in files_with(way, folder)})


def hand_in(settings: Settings) -> str:
    """Hand in over HTTP, answer, and give what the service printed."""
    with served.start(settings) as service:
        status, _ = served.submit(service.port, name=NAME, phone=PHONE, content=STORY)
        assert status == 303
        served.submit(service.port, name=NAME, phone="坏" + PHONE, content=STORY)  # refused, and not logged either
        return service.stop()


def assert_nothing_in_clear(settings: Settings, tmp_path: Path, *more: Path) -> None:
    printed = hand_in(settings)
    with opened(settings) as store:
        back_up(store, tmp_path / "x.backup")
        assert found(tmp_path) == []
        assert [place for folder in more for place in found(folder)] == []
        assert [text for text in (NAME, PHONE, STORY) if text in printed] == []
        out = tmp_path / "x.csv"
        export(store, SubmissionKind.CONSULTATION, date(2000, 1, 1), date(2100, 1, 1), ExportFormat.CSV, out)
        assert found(tmp_path) == ["x.csv"], "the search would have found it"


def test_nothing_in_clear_with_sqlite(settings: Settings, tmp_path: Path) -> None:
    assert_nothing_in_clear(settings, tmp_path)


def test_nothing_in_clear_with_postgresql(edition_build: tuple[Path, Path], tmp_path: Path) -> None:
    content, build = edition_build
    with own_cluster() as cluster:
        settings = Settings(content=content, build=build, data=tmp_path / "data", database_url=cluster.url())
        assert_nothing_in_clear(settings, tmp_path, cluster.folder)
