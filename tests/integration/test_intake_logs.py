"""No name, number, question, query or code in what the service prints, whatever happens."""

import re
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.parse import quote, urlencode

import pytest

from forms_api.config import Settings
from tests.integration import served
from tests.integration.conftest import CONSULTATION, RECEIPT, token_in

SECRET = {"name": "金丝雀先生", "phone": "13911112222", "content": "金丝雀的问题CANARY"}


class Visitor:
    """A browser with cookies against a real server."""

    def __init__(self, server: served.Service) -> None:
        self._server = server
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def call(self, path: str, typed: dict[str, str] | None = None, origin: str | None = None) -> tuple[int, str]:
        """Send a request, follow redirects, give status and page."""
        data = urlencode(typed).encode() if typed is not None else None
        headers = {"Origin": origin or self._server.url}
        request = urllib.request.Request(self._server.url + path, data=data, headers=headers)
        try:
            with self._opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


@pytest.fixture
def server(portal_settings: Settings) -> Iterator[served.Service]:
    with served.start(portal_settings) as running:
        yield running


def test_nothing_personal_is_printed(server: served.Service, portal_settings: Settings) -> None:
    visitor = Visitor(server)
    seen = set()
    typed = {**CONSULTATION, **SECRET}
    seen.add(visitor.call("/forms/consultation?content=" + quote(SECRET["content"]))[0])
    seen.add(visitor.call("/search?q=" + quote(SECRET["content"]))[0])
    seen.add(visitor.call("/CANARY/" + quote(SECRET["content"]))[0])
    token = token_in(visitor.call("/forms/consultation")[1])
    seen.add(visitor.call("/forms/consultation", {**typed, "token": token, "phone": "13911112222CANARY"})[0])
    seen.add(visitor.call("/forms/consultation", {**typed, "token": token}, "https://evil.example")[0])
    status, page = visitor.call("/forms/consultation", {**typed, "token": token})
    found = RECEIPT.search(page)
    assert status == 200
    assert found
    number, code = found.groups()
    seen.add(visitor.call("/forms/status", {"number": number, "code": code})[0])
    seen.add(visitor.call("/forms/consultation", {**typed, "content": "CANARY" * 50_000})[0])
    seen.add(visitor.call("/search", typed)[0])
    with sqlite3.connect(portal_settings.data / "mingfa.db") as spoiler:  # now everything fails
        spoiler.execute("ALTER TABLE submission RENAME TO gone")
    spoiler.close()
    token = token_in(visitor.call("/forms/consultation")[1])
    seen.add(visitor.call("/forms/consultation", {**typed, "token": token})[0])
    assert seen == {200, 403, 404, 405, 413, 422, 503}
    printed = server.stop()
    for secret in (*SECRET.values(), "CANARY", number, code, quote(SECRET["content"]), token):
        assert secret not in printed
    assert not re.search(r"\?\w+=", printed)
