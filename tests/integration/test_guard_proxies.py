"""Whose line a request is counted on, behind none, one or two web servers of ours, whatever the sender forges.

A real waitress as `forms_api.server` makes it; the last proxy is this test, which adds to X-Forwarded-For what
nginx' `$proxy_add_x_forwarded_for` adds.
"""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from flask import Flask, request
from waitress import wasyncore  # type: ignore[import-untyped]  # ships no types

from forms_api.config import ConfigurationError, Settings
from forms_api.guard.address import client_network
from forms_api.server import listen, make_server

HERE, CITIZEN, OUTER = "127.0.0.1", "198.51.100.7", "192.0.2.1"
ADDED = {0: [], 1: [CITIZEN], 2: [CITIZEN, OUTER]}  # by our proxies, the outermost first
BUCKET = {0: HERE, 1: CITIZEN, 2: CITIZEN}
FORGED = [
    [],
    ["203.0.113.66"],
    ["203.0.113.66, 127.0.0.1"],
    ["203.0.113.66", "203.0.113.67"],  # two lines of the same header
    ["127.0.0.1, 127.0.0.1, 127.0.0.1"],
    ["2001:db8::1"],
    ["[2001:db8::1]:443"],
    ["unknown"],
    [","],
    ["' OR 1=1 --"],
    ["x" * 4000],
    ["", ""],
]


def echo() -> Flask:
    """Say on whose line a request is counted, and what is left of the headers."""
    app = Flask(__name__)

    @app.get("/")
    def said() -> str:
        left = [name for name in ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded") if name in request.headers]
        return "|".join([client_network(request.remote_addr or ""), request.scheme, *left])

    return app


@contextmanager
def serving(proxies: int, trusted_proxy: str = HERE) -> Iterator[int]:
    """Run the server on a port of its own."""
    server = make_server(echo(), listen(HERE, 0), trusted_proxy, proxies)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()
        assert not thread.is_alive()


@pytest.fixture(scope="module", params=[0, 1, 2])
def behind(request: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
    """How many proxies are declared and there, and the port."""
    with serving(request.param) as port:
        yield request.param, port


def ask(port: int, forwarded: list[str], **others: str) -> str:
    """Send a request with these lines of X-Forwarded-For."""
    connection = http.client.HTTPConnection(HERE, port, timeout=20)
    try:
        connection.putrequest("GET", "/")
        for line in forwarded:
            connection.putheader("X-Forwarded-For", line)
        for name, value in others.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status == 200, text
        return text
    finally:
        connection.close()


def through(proxies: int, forged: list[str]) -> list[str]:
    """Add what our proxies add to what the sender forged: each joins all lines and appends its peer."""
    added = ADDED[proxies]
    return [", ".join([*forged, *added])] if added else forged


@pytest.mark.parametrize("forged", FORGED, ids=lambda lines: ";".join(lines)[:30] or "nothing")
def test_forging_changes_nothing(behind: tuple[int, int], forged: list[str]) -> None:
    proxies, port = behind
    assert ask(port, through(proxies, forged)).split("|")[0] == BUCKET[proxies]


def test_other_headers_about_the_sender_are_never_believed(behind: tuple[int, int]) -> None:
    proxies, port = behind
    others = {
        "Forwarded": "for=203.0.113.66;proto=https",
        "X_Forwarded_Host": "evil.example",
        "X_Real_IP": "203.0.113.66",
    }
    bucket, scheme, *left = ask(port, through(proxies, []), **others).split("|")
    assert (bucket, scheme) == (BUCKET[proxies], "http")
    assert left == (["X-Forwarded-For"] if proxies else [])


def test_without_a_proxy_the_headers_are_gone_and_with_one_the_scheme_is_right() -> None:
    for proxies, scheme in ((0, "http"), (1, "https")):
        with serving(proxies) as port:
            assert ask(port, through(proxies, []), X_Forwarded_Proto="https").split("|")[1] == scheme


def test_who_is_not_the_declared_proxy_is_not_believed() -> None:
    with serving(1, trusted_proxy="192.0.2.9") as port:
        assert ask(port, [CITIZEN]) == f"{HERE}|http"


@pytest.mark.parametrize(
    ("declared", "there", "counted"),
    [
        (2, 1, "203.0.113.66"),  # one declared too many: the forged value counts
        (1, 2, OUTER),  # one too few: everybody is counted as the outer proxy
    ],
)
def test_a_wrong_number_of_proxies_is_seen(declared: int, there: int, counted: str) -> None:
    """The negative control of the matrix: it does tell addresses apart."""
    with serving(declared) as port:
        assert ask(port, through(there, ["203.0.113.66"])).split("|")[0] == counted


@pytest.mark.parametrize(("said", "number"), [({}, 0), ({"MINGFA_PROXIES": "0"}, 0), ({"MINGFA_PROXIES": "2"}, 2)])
def test_the_number_is_a_setting(said: dict[str, str], number: int) -> None:
    assert Settings.from_environment(said).proxies == number


@pytest.mark.parametrize("said", ["3", "-1", "", "一", "1.0", "²"])
def test_another_number_is_refused(said: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        Settings.from_environment({"MINGFA_PROXIES": said})
    assert str(told.value) == (
        "MINGFA_PROXIES 只能是 0、1 或 2，即本服务前面有几台自己的网页服务器（如 nginx）。请改好再启动。"
    )
