"""Nothing that a citizen typed, was given or came from stands in the web server's logs, whatever happens."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from forms_api.config import Settings
from tests.conftest import absent
from tests.integration.echo import EchoServer
from tests.integration.nginx import WebServer, nginx_program, start_nginx

if nginx_program() is None:
    absent("nginx is not here: apt-get install nginx-light")

NAME, PHONE, TEXT, CODE = "金丝雀先生", "13911112222", "CANARY的问题", "7K3QXMCN"
CANARIES = (NAME, quote(NAME), PHONE, "CANARY", quote(TEXT), CODE)
TYPED = {"name": NAME, "phone": PHONE, "content": TEXT, "code": CODE}
QUERY = "?" + urlencode(TYPED)
FROM = {"Referer": f"https://sf.example.gov.cn/x{QUERY}", "Cookie": f"receipt={CODE}", "User-Agent": f"CANARY/{PHONE}",
        "Authorization": "Basic Q0FOQVJZOkNBTkFSWQ==", "X-Forwarded-For": f"CANARY, {PHONE}"}  # fmt: skip


@pytest.fixture
def echo() -> Iterator[EchoServer]:
    running = EchoServer()
    yield running
    running.stop()


def logged(settings: Settings, folder: Path, echo: EchoServer, changes: Mapping[str, str]) -> str:
    """Drive every way through the web server with canaries, then with the service gone; give all that was written."""
    impatient = {"proxy_read_timeout 30s;": "proxy_read_timeout 1s;", "burst=200": "burst=40"}
    server = start_nginx(folder, settings.build, echo.port, {**impatient, **changes})
    try:
        seen = set(drive(server))
        echo.stop()
        seen |= set(drive(server)) | set(flood(server))
    finally:
        written = server.stop()
    assert seen == {200, 301, 302, 400, 413, 414, 421, 429, 501, 502, 504}
    return written


def drive(server: WebServer) -> Iterator[int]:
    body = urlencode(TYPED).encode()
    for path in ("/forms/consultation", "/forms/never", "/search", "/services/yuanzhu/", "/none", "/forms/" + PHONE,
                 "/" + quote(TEXT), "/forms/status;" + CODE, "/%00"):  # fmt: skip
        yield server.ask(path + QUERY, headers=FROM).status
        yield server.ask(path + QUERY, body, headers=FROM).status
    yield server.ask("/forms/x" + QUERY, body, headers=FROM, encrypted=False).status
    yield server.ask("/forms/consultation" + QUERY, body + b"x" * 2**20, headers=FROM).status
    yield server.ask("/forms/consultation" + QUERY, body + b"x" * 2**19, headers=FROM).status
    yield server.ask("/" + QUERY + "x" * 9_000, headers=FROM).status
    yield server.ask("/" + QUERY, headers={**FROM, "Host": "CANARY.example"}).status
    yield server.ask("/" + QUERY, method="CANARY", headers=FROM).status


def flood(server: WebServer) -> Iterator[int]:
    """Ask until it is too much; only now, because every way above must be answered before the limit closes it."""
    for path in ("/search", "/forms/consultation"):
        asked = (server.ask(path + QUERY, headers=FROM).status for _ in range(1_000))
        yield next(status for status in asked if status == 429)


def test_nothing_personal_is_logged(portal_settings: Settings, tmp_path: Path, echo: EchoServer) -> None:
    written = logged(portal_settings, tmp_path / "nginx", echo, {})
    for line in ('"path":"/forms/consultation"', '"path":"/services/yuanzhu/"', '"path":"(digits)"',
                 '"path":"(other)"', '"method":"POST"', '"client":"127.0.0.1"', '"status":"502"',
                 '"limits":"PASSED REJECTED"'):  # fmt: skip
        assert line in written
    assert [canary for canary in CANARIES if canary in written] == []
    assert "?" not in written


@pytest.mark.parametrize(
    "careless",
    [
        {"mingfa.error.log alert;": "mingfa.error.log error;"},
        {'"path":"$logged_path"': '"path":"$request_uri"'},
        {'"scheme":"$scheme"': '"scheme":"$http_referer"'},
        {'"method":"$logged_method"': '"method":"$request_method"'},
    ],
)
def test_a_careless_log_is_found_out(
    portal_settings: Settings, tmp_path: Path, echo: EchoServer, careless: Mapping[str, str]
) -> None:
    written = logged(portal_settings, tmp_path / "nginx", echo, careless)
    assert any(canary in written for canary in CANARIES)
