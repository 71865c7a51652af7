"""What the service's tests share: a small published edition, settings, and a citizen with a browser.

Every test has its own data folder; the edition is built once and only read.
The citizen's browser parses every page strictly: a parse error fails the test.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from content_model.edition import Edition, new_edition
from content_model.library import load
from forms_api.application import create_app
from forms_api.config import Settings
from forms_api.portal import EXTENSION, Portal
from forms_api.store.matter import Matter, from_json
from forms_api.store.store import Store
from forms_api.store.submission import Rating, SubmissionKind
from law_library.importing import import_tree
from law_library.library import LawLibrary
from law_library.opening import open_laws
from search_index import build_index
from site_gen.answers import published_answers
from tests.conftest import ROOT, absent
from tests.integration.databases import first_start_on_postgres as first_start_on_postgres
from tests.integration.databases import first_start_on_sqlite as first_start_on_sqlite
from tests.integration.databases import postgres as postgres
from tests.integration.databases import postgres_url as postgres_url
from tests.integration.databases import sqlite_url as sqlite_url
from tests.samples import write_content

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
CROSS_SITE = {"Sec-Fetch-Site": "cross-site"}
SHELL = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>没有这个网页 - 试验县</title>
<link rel="stylesheet" href="/assets/site.css">
</head>
<body>
<header>站头<!-- languages --><!-- /languages --></header>
<main><!-- slot --><h1>没有这个网页</h1><!-- /slot --></main>
</body>
</html>
"""
COMPILED = ROOT / "build" / "test-templates"
RECEIPT = re.compile(r'<dd id="receipt-number">(.*?)</dd>\s*<dt>[^<]*</dt>\s*<dd id="query-code">(.*?)</dd>')
TOKEN = re.compile(r'name="token" value="([^"]*)"')


class Citizen(FlaskClient):
    """A browser that reads HTML strictly."""

    def open(self, *args: Any, **how: Any) -> TestResponse:
        """Send a request; parse the page that comes back."""
        response = super().open(*args, **{"buffered": True, **how})  # buffered: a file that was sent is closed
        if response.mimetype == "text/html" and response.text:
            html5lib.HTMLParser(strict=True).parse(response.text)
        return response

    def token(self, path: str = "/forms/consultation") -> str:
        """Open a form and take its token."""
        return token_in(self.get(path).text)

    def consult(self, headers: dict[str, str] | None = None, **typed: str) -> TestResponse:
        """Hand in a consultation, by default a good one from our own page."""
        typed.setdefault("token", self.token())
        return self.post(
            "/forms/consultation", data={**CONSULTATION, **typed}, headers=SAME_ORIGIN if headers is None else headers
        )

    def receipt(self) -> tuple[str, str]:
        """Read number and code from the receipt page."""
        found = RECEIPT.search(self.get("/forms/receipt").text)
        assert found, "no receipt"
        return found[1], found[2]


@dataclass(frozen=True)
class Kept:
    """What the tests look up behind the store's back."""

    store: Store

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Read a whole table."""
        with self.store.engine.connect() as connection:
            return [dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}").mappings()]

    def consents(self) -> list[dict[str, Any]]:
        """Read what was asked and ticked, in all submissions."""
        return [consent for row in self.rows("submission") for consent in json.loads(row["consents"])]

    def ratings(self) -> list[Rating]:
        """Open the ratings of pages, oldest first."""
        return [entry.rating for entry in self.store.entries.ratings(datetime(2000, 1, 1), datetime(2100, 1, 1))]  # noqa: DTZ001

    def matters(self) -> list[Matter]:
        """Open what was handed in, oldest first; what was deleted is left out."""
        rows = sorted(self.rows("submission"), key=lambda row: int(row["id"]))
        unseal = self.store.seals.unseal
        return [
            from_json(SubmissionKind(row["kind"]), unseal(row["sealed"], "submission", row["receipt"]))
            for row in rows
            if row["sealed"]
        ]


CONSULTATION = {
    "name": "张女士",
    "phone": "138 0000-0000",
    "town": "城关镇",
    "topic": "劳动工资",
    "content": "老板拖欠工资三个月，怎么办？",
    "consent": "y",
}


def moment(kept: str | datetime) -> datetime:
    """Read a moment as SQLite (text) or PostgreSQL gives it."""
    read = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    return read.replace(tzinfo=UTC)


def token_in(html: str) -> str:
    """Take the token from a form."""
    found = TOKEN.search(html)
    assert found, "no token"
    return unescape(found[1])


def publish(content: Path, build: Path, shell: str = SHELL, *, indexed: bool = True) -> Edition:
    """Publish a small edition by hand: a shell, three pages, a style sheet, the list of pages, the index."""
    edition = new_edition(build)
    for path, text in {
        "404.html": shell,
        "index.html": shell.replace("没有这个网页", "首页"),
        "services/yuanzhu/index.html": shell.replace("没有这个网页", "法律援助申请"),
        "search/index.html": shell.replace("没有这个网页", "搜索"),
        "assets/site.css": "h1 { margin: 0 }",
    }.items():
        file = edition.site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    library = load(content)
    edition.write_pages(library.pages)
    edition.write_answers(published_answers(library))
    if indexed:
        build_index(library, edition.index)
    edition.publish()
    return edition


@pytest.fixture(scope="session")
def edition_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The content folder and the build folder, read by all tests and changed by none."""
    folder = tmp_path_factory.mktemp("edition")
    content, build = write_content(folder / "content"), folder / "build"
    publish(content, build)
    return content, build


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite in the data folder; a module that imports this fixture from `databases` runs on both databases."""
    return sqlite_url


@pytest.fixture
def portal_settings(edition_build: tuple[Path, Path], tmp_path: Path, database_url: str) -> Settings:
    """Settings of a portal with an edition, an empty data folder, and limits wide enough for a test."""
    content, build = edition_build
    return Settings(content=content, build=build, data=tmp_path / "data", database_url=database_url, limit_factor=100)


@pytest.fixture
def app(portal_settings: Settings) -> Iterator[Flask]:
    """The service."""
    made = open_app(portal_settings)
    yield made
    portal_of(made).store.engine.dispose()


@pytest.fixture
def client(app: Flask) -> Citizen:
    """A citizen's browser."""
    return browser(app)


@pytest.fixture
def kept(app: Flask) -> Kept:
    """The database of the service."""
    return Kept(portal_of(app).store)


def open_app(settings: Settings) -> Flask:
    """Make the service for tests; its templates are compiled once for all of them."""
    app = create_app(settings)
    COMPILED.mkdir(parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(COMPILED))
    app.test_client_class = Citizen
    return app


def portal_of(app: Flask) -> Portal:
    """Find the portal of an application."""
    found: Portal = app.extensions[EXTENSION]
    return found


def browser(app: Flask) -> Citizen:
    """Open another browser."""
    made = app.test_client()
    assert isinstance(made, Citizen)
    return made


@pytest.fixture(scope="session")
def all_laws(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> LawLibrary:
    """All real law texts, imported once for each test process."""
    if not (shared / "laws").is_dir():
        absent(f"the law texts are not here: {shared / 'laws'}")
    folder = tmp_path_factory.mktemp("all-laws")
    import_tree(folder, shared / "laws", date(2025, 4, 30), date(2026, 11, 28))
    return open_laws(folder, today=date(2026, 11, 28))
