"""The service on a real port: what waitress adds, and whom it believes."""

import sqlite3
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import replace

import pytest

from forms_api.config import Settings
from tests.integration import served


@pytest.fixture
def server(portal_settings: Settings) -> Iterator[served.Service]:
    with served.start(replace(portal_settings, proxies=1)) as running:
        yield running


def click(server: served.Service, forwarded_for: str) -> None:
    data = urllib.parse.urlencode({"page": "services/yuanzhu/", "helpful": "yes"}).encode()
    headers = {"Origin": server.url, "X-Forwarded-For": forwarded_for}
    request = urllib.request.Request(server.url + "/forms/rating", data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 200  # after the redirect


def test_behind_a_proxy_citizens_are_told_apart(server: served.Service, portal_settings: Settings) -> None:
    for address in ("198.51.100.1", "198.51.100.2", "198.51.100.3"):
        click(server, address)
    database = sqlite3.connect(portal_settings.data / "mingfa.db")
    assert database.execute("SELECT count(*) FROM rating").fetchone() == (3,)
    database.close()


def test_the_server_does_not_tell_its_version(server: served.Service) -> None:
    with urllib.request.urlopen(server.url + "/healthz", timeout=20) as answer:
        assert answer.headers["Server"] == "mingfa"


def test_it_prints_nothing(server: served.Service) -> None:
    with urllib.request.urlopen(server.url + "/forms/", timeout=20) as answer:
        assert answer.status == 200
    assert server.stop() == ""
