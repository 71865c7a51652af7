"""Slow clients before the shipped web server: they are borne, they are cut off, and they never reach the service."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bench.crowd import BODY, HEADER, HELLO, running_crowd
from forms_api.config import Settings
from tests.conftest import absent
from tests.integration import served
from tests.integration.echo import EchoServer
from tests.integration.nginx import WebServer, nginx_program, start_nginx

if nginx_program() is None:
    absent("nginx is not here: apt-get install nginx-light")

PATIENT = 2.0  # seconds; generous: alone it is a hundredth of that
GOOD = 20
PATHS = ("/services/yuanzhu/", "/forms/consultation", "/search?q=1", "/healthz")
Start = Callable[[int, Mapping[str, str]], WebServer]


@pytest.fixture
def start(portal_settings: Settings, tmp_path: Path) -> Iterator[Start]:
    """Start web servers before a port, each in a folder of its own; end them."""
    running: list[WebServer] = []

    def start_one(port: int, changes: Mapping[str, str]) -> WebServer:
        running.append(start_nginx(tmp_path / f"nginx{len(running)}", portal_settings.build, port, changes))
        return running[-1]

    yield start_one
    for server in running:
        server.stop()


@pytest.fixture
def service(portal_settings: Settings) -> Iterator[served.Service]:
    with served.start(replace(portal_settings, proxies=1)) as running:
        yield running


@pytest.fixture
def echo() -> Iterator[EchoServer]:
    running = EchoServer()
    yield running
    running.stop()


def answered_in_time(server: WebServer, source: str = "127.0.0.1") -> int:
    """Count the good requests of 20 that are answered with 200 in time."""
    answered = 0
    for number in range(GOOD):
        with contextlib.suppress(OSError):
            answered += server.ask(PATHS[number % len(PATHS)], source=source, timeout=PATIENT).status == 200
    return answered


def besieged(server: WebServer) -> int:
    """Count the good requests that are answered while 200 slow headers and 200 slow bodies are held."""
    trusted = server.folder / "tls" / "fullchain.pem"
    with running_crowd(server.plain, server.encrypted, trusted, 400, header=200, body=200) as crowd:
        crowd.wait_until_complete()
        answered = answered_in_time(server)
        held, _ = crowd.count()
        assert held > 300
    return answered


def test_good_people_are_served_while_four_hundred_are_slow(start: Start, service: served.Service) -> None:
    assert besieged(start(service.port, {})) == GOOD


def test_a_web_server_with_few_connections_is_found_out(start: Start, service: served.Service) -> None:
    server = start(service.port, {"worker_processes auto;": "worker_processes 1;",
                                  "worker_connections 16384;": "worker_connections 64;"})  # fmt: skip
    refused = 0
    with contextlib.ExitStack() as lines:
        for _ in range(80):  # each is taken in before the next one comes: it has shaken hands
            try:
                lines.enter_context(server.line(timeout=PATIENT)).sendall(HEADER)
            except OSError:
                refused += 1
        assert refused > 0
        assert answered_in_time(server) < GOOD


def cut_off(server: WebServer, beginning: bytes, *, encrypted: bool) -> bool:
    """Begin something, then say nothing; tell whether the server hung up in good time."""
    with server.line(encrypted=encrypted, timeout=3) as line:
        line.sendall(beginning)
        try:
            return line.recv(1) == b""
        except TimeoutError:
            return False
        except OSError:
            return True


@pytest.mark.parametrize(("seconds", "expected"), [("1s", True), ("60s", False)])
def test_who_says_nothing_is_cut_off(start: Start, echo: EchoServer, seconds: str, expected: bool) -> None:
    timeouts = ("client_header_timeout 10s;", "client_body_timeout 10s;")
    server = start(echo.port, {line: line.replace("10s", seconds) for line in timeouts})
    assert cut_off(replace(server, plain=server.encrypted), HELLO, encrypted=False) is expected
    assert cut_off(server, HEADER, encrypted=False) is expected
    assert cut_off(server, BODY, encrypted=True) is expected


def test_a_slow_body_never_reaches_the_service(start: Start, echo: EchoServer) -> None:
    server = start(echo.port, {})
    with contextlib.ExitStack() as lines:
        for _ in range(5):
            lines.enter_context(server.line()).sendall(BODY)
        assert server.ask("/forms/x").status == 200
        assert echo.begun.get(timeout=PATIENT) == "/forms/x"
        assert echo.begun.empty()


def test_a_web_server_that_passes_slow_bodies_on_is_found_out(start: Start, echo: EchoServer) -> None:
    server = start(echo.port, {"proxy_request_buffering on;": "proxy_request_buffering off;"})
    with contextlib.ExitStack() as lines:
        for _ in range(5):
            lines.enter_context(server.line()).sendall(BODY)
        assert {echo.begun.get(timeout=PATIENT) for _ in range(5)} == {"/forms/consultation"}


def test_one_address_may_hold_so_many_bodies_and_no_more(start: Start, echo: EchoServer) -> None:
    server = start(echo.port, {"limit_conn connections 256;": "limit_conn connections 20;"})
    with contextlib.ExitStack() as lines:
        for _ in range(20):
            assert server.ask("/forms/x").status == 200
            lines.enter_context(server.line()).sendall(BODY)
        refused = server.ask("/forms/x")
        assert refused.status == 429
        assert "请不要关掉这一页" in refused.text
        assert server.ask("/forms/x", source="127.0.0.2").status == 200


def test_behind_another_proxy_the_last_address_counts_and_ipv6_by_its_network(start: Start, echo: EchoServer) -> None:
    operators = {"# set_real_ip_from 10.0.0.1;": "set_real_ip_from 127.0.0.1;",
                 "# real_ip_header X-Forwarded-For;": "real_ip_header X-Forwarded-For;"}  # fmt: skip
    server = start(echo.port, {**operators, "rate=30r/s": "rate=1r/m", "burst=200": "burst=3"})

    def ask_from(address: str) -> int:
        return server.ask("/forms/x", headers={"X-Forwarded-For": f"198.51.100.9, {address}"}).status

    assert [ask_from(f"2001:db8:1:2::{host}") for host in range(6)] == [200] * 4 + [429] * 2
    assert ask_from("2001:db8:1:3::1") == 200
    assert [ask_from(f"203.0.113.{host}") for host in range(6)] == [200] * 6
    said = [dict(headers)["X-Forwarded-For"] for _, headers, _ in echo.seen]
    assert said[0] == "2001:db8:1:2::"
    assert said[-1] == "203.0.113.5"
