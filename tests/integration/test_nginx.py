"""The shipped web server with a real service behind it: what it answers itself, what it passes on, and every header."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from forms_api.config import Settings
from forms_api.pages.page import SECURITY_HEADERS, WITH_WASM
from tests.conftest import absent
from tests.integration import served
from tests.integration.conftest import SHELL, publish
from tests.integration.echo import EchoServer
from tests.integration.nginx import (
    CONFIGURATION,
    HOST,
    MARK,
    Answer,
    WebServer,
    answer_of,
    nginx_program,
    operators_words,
    start_nginx,
)
from tests.samples import write_content

if nginx_program() is None:
    absent("nginx is not here: apt-get install nginx-light")

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
CLICK = urlencode({"page": "services/yuanzhu/", "helpful": "yes"}).encode()
# Whatever else may stand in an answer; a header in neither table fails the test.
HARMLESS = {"date", "content-type", "content-length", "content-disposition", "connection", "etag", "last-modified",
            "expires", "set-cookie", "vary", "accept-ranges"}  # fmt: skip
POLICY = {name.lower(): value for name, value in SECURITY_HEADERS.items()}
TLS_ONLY = {"strict-transport-security": "max-age=31536000"}
FRESH, SHORT, NEVER = "no-cache", "public, max-age=300", "no-store"


@pytest.fixture
def echo() -> Iterator[EchoServer]:
    running = EchoServer()
    yield running
    running.stop()


@pytest.fixture
def service(portal_settings: Settings) -> Iterator[served.Service]:
    with served.start(replace(portal_settings, proxies=1)) as running:
        yield running


@pytest.fixture
def front(service: served.Service, portal_settings: Settings, tmp_path: Path) -> Iterator[WebServer]:
    """The web server before the service."""
    running = start_nginx(tmp_path / "nginx", portal_settings.build, service.port)
    yield running
    running.stop()


@pytest.fixture
def mirror(echo: EchoServer, portal_settings: Settings, tmp_path: Path) -> Iterator[WebServer]:
    """The web server before the echo, less patient with it."""
    changes = {"proxy_read_timeout 30s;": "proxy_read_timeout 1s;"}
    running = start_nginx(tmp_path / "nginx", portal_settings.build, echo.port, changes)
    yield running
    running.stop()


def assert_headers(answer: Answer, *, server: str, **others: str) -> None:
    """Compare every header with the table; none may be missing, doubled, or nobody's."""
    wanted = {**POLICY, "server": server, **{name.replace("_", "-"): value for name, value in others.items()}}
    found = sorted((name, value) for name, value in answer.headers if name not in HARMLESS)
    assert found == sorted(wanted.items())
    for cookie in answer.all("set-cookie"):
        assert "; HttpOnly; " in cookie
        assert cookie.endswith("; SameSite=Lax")
        assert ("; Secure; " in cookie) == (server == "nginx")


def encrypted(cache: str, **others: str) -> dict[str, str]:
    """Give what stands in an answer of the encrypted site besides the policy."""
    return {"server": "nginx", "cache_control": cache, **TLS_ONLY, **others}


def ask_directly(
    server: served.Service, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Answer:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request("GET" if body is None else "POST", path, body, dict(headers or {}))
        return answer_of(connection.getresponse())
    finally:
        connection.close()


def ask_raw(server: WebServer, request: bytes, *, secret: bool = True) -> Answer:
    """Send what no client would."""
    connection = HTTPConnection(HOST)
    with server.line(encrypted=secret) as line:
        connection.sock = line
        line.sendall(request)
        response = connection.response_class(line, method="GET")
        response.begin()
        return answer_of(response)


# What is asked for; what is sent; the status; how long it may be kept; what else stands in the answer.
TABLE = [
    ("a page", "/services/yuanzhu/", None, 200, FRESH, {}),
    ("search in the browser", "/search/", None, 200, FRESH, {"content-security-policy": WITH_WASM}),
    ("the same by its file", "/search/index.html", None, 200, FRESH, {"content-security-policy": WITH_WASM}),
    ("an asset", "/assets/site.css", None, 200, SHORT, {}),
    ("a form", "/forms/consultation", None, 200, NEVER, {}),
    ("a search", "/search?q=1", None, 200, NEVER, {}),
    ("health", "/healthz", None, 200, NEVER, {}),
    ("no slash at the end", "/services/yuanzhu?x=1", None, 308, NEVER, {"location": "/services/yuanzhu/?x=1"}),
    ("a rating", "/forms/rating", CLICK, 303, NEVER, {"location": "/forms/rating/thanks"}),
    ("no such page", "/none/", None, 404, NEVER, {}),
    ("no such file", "/assets/none.css", None, 404, NEVER, {}),
    ("a wrong method for the service", "/search", CLICK, 405, NEVER, {"allow": "GET, HEAD, OPTIONS"}),
    ("a wrong method for a page", "/services/yuanzhu/", CLICK, 405, NEVER, {"allow": "GET, HEAD, OPTIONS"}),
    ("a wrong method for a file", "/assets/site.css", CLICK, 405, NEVER, {"allow": "GET, HEAD, OPTIONS"}),
    ("too much for the service", "/forms/consultation", b"content=" + b"x" * 300_000, 413, NEVER, {}),
]


def test_the_table_of_headers_through_the_web_server_and_without(front: WebServer, service: served.Service) -> None:
    for what, path, body, status, cache, others in TABLE:
        headers = FORM if body else {}
        through, direct = front.ask(path, body, headers=headers), ask_directly(service, path, body, headers)
        assert (what, through.status, direct.status) == (what, status, status)
        assert_headers(through, **encrypted(cache, **sorted_methods(through, others)))
        assert_headers(direct, server="mingfa", cache_control=direct_cache(cache), **sorted_methods(direct, others))
        assert through.all("content-type") == direct.all("content-type"), what
        assert status < 400 or through.body == direct.body, what


def direct_cache(cache: str) -> str:
    """The service alone says of a page the same in more words."""
    return "no-cache, max-age=0" if cache == FRESH else cache


def sorted_methods(answer: Answer, wanted: dict[str, str]) -> dict[str, str]:
    """Take the methods in the order in which they came: it says nothing."""
    if "allow" not in wanted:
        return wanted
    assert sorted(answer.all("allow")[0].split(", ")) == wanted["allow"].split(", ")
    return {**wanted, "allow": answer.all("allow")[0]}


def test_a_file_that_the_browser_has_is_not_sent_again(front: WebServer) -> None:
    for path, cache in (("/assets/site.css", SHORT), ("/services/yuanzhu/", FRESH)):
        tag = front.ask(path).all("etag")[0]
        again = front.ask(path, headers={"If-None-Match": tag})
        assert (again.status, again.body) == (304, b"")
        assert_headers(again, **encrypted(cache))


def test_a_part_of_a_file_is_answered_with_the_whole(front: WebServer) -> None:
    answer = front.ask("/assets/site.css", headers={"Range": "bytes=999-"})
    assert (answer.status, answer.text) == (200, "h1 { margin: 0 }")
    assert_headers(answer, **encrypted(SHORT))


def test_what_the_web_server_refuses_itself_is_said_in_chinese_with_all_headers(front: WebServer) -> None:
    refused = [
        (400, "无法识别", ask_raw(front, b"\x16\x03\x01\r\n\r\n")),
        (505, "无法识别", ask_raw(front, b"GET / HTTP/9.9\r\n\r\n")),
        (
            501,
            "无法识别",
            ask_raw(front, b"POST / HTTP/1.1\r\nHost: sf.example.gov.cn\r\nTransfer-Encoding: x\r\n\r\n"),
        ),
        (400, "无法识别", front.ask("/", headers={"X-Long": "x" * 9_000})),
        (400, "无法识别", front.ask("/%00")),
        (414, "无法识别", front.ask("/" + "a" * 9_000)),
        (413, "内容太长", front.ask("/forms/consultation", b"content=" + b"x" * 2**20, headers=FORM)),
        (413, "内容太长", front.ask("/services/yuanzhu/", b"content=" + b"x" * 2**20, headers=FORM)),
        (421, "无法识别", front.ask("/", headers={"Host": "evil.example"})),
    ]
    for status, words, answer in refused:
        assert answer.status == status
        assert words in answer.text
        assert 'href="tel:12348"' in answer.text
        assert_headers(answer, **encrypted(NEVER))


def test_a_service_that_is_down_leaves_the_pages_and_an_honest_answer(
    front: WebServer, service: served.Service
) -> None:
    service.kill()
    assert "法律援助申请" in front.ask("/services/yuanzhu/").text
    for path, body in (("/forms/consultation", None), ("/forms/rating", CLICK), ("/none", None)):
        answer = front.ask(path, body, headers=FORM if body else {})
        assert answer.status == 502
        assert "请不要关掉这一页" in answer.text
        assert "也只算一份" in answer.text
        assert_headers(answer, **encrypted(NEVER, retry_after="60"))


def test_a_service_that_is_down_leaves_the_search_to_the_browser(front: WebServer, service: served.Service) -> None:
    assert front.ask("/search?q=1").status == 200
    service.kill()
    answer = front.ask("/search?q=%E7%A6%BB%E5%A9%9A&lang=zh-Hant")
    assert answer.status == 302
    assert answer.all("location") == ["/search/?static&q=%E7%A6%BB%E5%A9%9A&lang=zh-Hant"]
    assert front.ask("/search/?static&q=1").status == 200
    assert front.ask("/search/none").status == 502


def test_a_service_that_does_not_answer_in_time(mirror: WebServer, echo: EchoServer) -> None:
    answer = mirror.ask("/forms/never", CLICK, headers=FORM)
    assert answer.status == 504
    assert "请不要关掉这一页" in answer.text
    assert_headers(answer, **encrypted(NEVER, retry_after="60"))
    assert len(echo.seen) == 1, "a submission is never sent to the service twice by us"


def test_before_the_first_build_the_service_answers(tmp_path: Path, portal_settings: Settings) -> None:
    unbuilt = tmp_path / "unbuilt"
    service = served.start(replace(portal_settings, proxies=1))
    front = start_nginx(tmp_path / "nginx", unbuilt, service.port)
    try:
        answer = front.ask("/services/yuanzhu/")
        assert answer.status == 200  # the service has an edition, the web server has none
        assert_headers(answer, **encrypted("no-cache, max-age=0"))
    finally:
        front.stop()
        service.kill()


def test_words_of_the_service_about_itself_win_and_stand_alone(mirror: WebServer) -> None:
    own = {"content_security_policy": "default-src 'self'", "cache_control": "private", "retry_after": "7"}
    for path, status in (("/forms/own", 200), ("/forms/full", 503)):
        answer = mirror.ask(path)
        assert answer.status == status
        assert "12348" in answer.text
        others = {**encrypted("private"), **own}
        kept = {name: value for name, value in POLICY.items() if name != "content-security-policy"}
        found = {name: value for name, value in answer.headers if name not in HARMLESS}
        assert found == {**kept, **{name.replace("_", "-"): value for name, value in others.items()}}
        assert len(answer.all("content-security-policy")) == 1


def test_without_encryption_everything_leads_to_the_encrypted_site(front: WebServer) -> None:
    answer = front.ask("/forms/consultation?x=1", headers={"Host": "evil.example"}, encrypted=False)
    location = f"https://{HOST}:{front.encrypted}/forms/consultation?x=1"
    assert answer.status == 301
    assert_headers(answer, server="nginx", cache_control=SHORT, location=location)
    spoken_to_the_wrong_port = ask_raw_plain_to_encrypted(front)
    assert spoken_to_the_wrong_port.status == 301
    assert spoken_to_the_wrong_port.all("location") == [f"https://{HOST}:{front.encrypted}/x"]


def ask_raw_plain_to_encrypted(front: WebServer) -> Answer:
    return ask_raw(
        replace(front, plain=front.encrypted), f"GET /x HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode(), secret=False
    )


def test_a_new_edition_is_served_without_a_word_to_the_web_server(tmp_path: Path, echo: EchoServer) -> None:
    content = write_content(tmp_path / "content")
    publish(content, tmp_path / "build", indexed=False)
    front = start_nginx(tmp_path / "nginx", tmp_path / "build", echo.port)
    try:
        master, worker, *_ = front.processes()
        assert "新站头" not in front.ask("/services/yuanzhu/").text
        publish(content, tmp_path / "build", SHELL.replace("站头", "新站头"), indexed=False)
        assert "新站头" in front.ask("/services/yuanzhu/").text
        assert front.processes()[:2] == [master, worker]
    finally:
        front.stop()


def test_nothing_outside_the_site_is_served(tmp_path: Path, echo: EchoServer) -> None:
    content = write_content(tmp_path / "content")
    edition = publish(content, tmp_path / "build", indexed=False)
    (edition.site / "link.json").symlink_to(edition.root / "pages.json")
    (edition.site / "way").symlink_to(edition.root)
    front = start_nginx(tmp_path / "nginx", tmp_path / "build", echo.port)
    try:
        for path in ("/link.json", "/way/pages.json", "/../pages.json", "/..%2fpages.json", "/%2e%2e/pages.json",
                     "//../pages.json", "/-/../nginx.conf", "/-/../README.md"):  # fmt: skip
            answer = front.ask(path)
            assert answer.status in (200, 400), path
            assert b"yuanzhu" not in answer.body, path
            assert b"12348" in answer.body, "the echo's answer or our own refusal"
        assert front.ask("/assets/site.css").text == "h1 { margin: 0 }"
    finally:
        front.stop()


def test_what_a_visitor_says_about_himself_is_overwritten(mirror: WebServer, echo: EchoServer) -> None:
    forged = {"X-Forwarded-For": "198.51.100.1, 198.51.100.2", "X-Forwarded-Proto": "http", "X-Real-IP": "198.51.100.3",
              "X-Forwarded-Host": "evil.example", "X-Forwarded-By": "evil", "X-Forwarded-Port": "1",
              "Forwarded": "for=198.51.100.4", "Proxy": "http://evil.example"}  # fmt: skip
    mirror.ask("/forms/x", headers=forged, source="127.0.0.9")
    _, headers, _ = echo.seen[0]
    said = {name.lower(): value for name, value in headers}
    assert said["x-forwarded-for"] == "127.0.0.9"
    assert said["x-forwarded-proto"] == "https"
    assert said["host"] == f"{HOST}:{mirror.encrypted}"
    assert not said.keys() & {
        "x-forwarded-host",
        "x-forwarded-port",
        "x-forwarded-by",
        "x-real-ip",
        "forwarded",
        "proxy",
    }
    assert "evil" not in str(headers)
    assert "198.51" not in str(headers)


def test_what_is_sent_is_compressed_where_no_secret_stands_in_it(mirror: WebServer) -> None:
    asked = {"Accept-Encoding": "gzip"}
    assert mirror.ask("/search?q=1", headers=asked).all("content-encoding") == ["gzip"]
    for path in ("/forms/receipt", "/forms/status", "/staff/", "/none"):
        assert mirror.ask(path, headers=asked).all("content-encoding") == [], path


def test_it_speaks_http_2_on_both_kinds_of_address(front: WebServer) -> None:
    if not Path("/proc/net/if_inet6").exists():
        absent("this machine has no IPv6")
    assert front.ask("/services/yuanzhu/", source="::1").status == 200
    front.context.set_alpn_protocols(["h2", "http/1.1"])
    for source in ("127.0.0.1", "::1"):
        with front.line(source=source) as line:
            assert getattr(line, "selected_alpn_protocol")() == "h2"  # noqa: B009  # line() hides that it is encrypted


def test_an_address_that_asks_too_much_is_told_so_and_no_other(
    echo: EchoServer, portal_settings: Settings, tmp_path: Path
) -> None:
    changes = {"rate=30r/s": "rate=1r/m", "burst=200": "burst=10"}
    front = start_nginx(tmp_path / "nginx", portal_settings.build, echo.port, changes)
    try:
        answers = [front.ask("/forms/x") for _ in range(15)]
        assert [answer.status for answer in answers] == [200] * 11 + [429] * 4
        assert "现在暂时打不开，请稍等" in answers[-1].text
        assert_headers(answers[-1], **encrypted(NEVER, retry_after="60"))
        assert front.ask("/services/yuanzhu/").status == 200
        assert front.ask("/forms/x", source="127.0.0.2").status == 200
    finally:
        front.stop()


def test_a_hall_full_of_people_behind_one_address_is_served(mirror: WebServer) -> None:
    assert {mirror.ask("/forms/x").status for _ in range(150)} == {200}


def test_only_marked_lines_differ_from_what_is_shipped(tmp_path: Path) -> None:
    lines = CONFIGURATION.read_text(encoding="utf-8").splitlines()
    words = [word for word in operators_words(tmp_path, tmp_path, 1, 2, 3) if not word.startswith("listen ")]
    for line in lines:
        changed = any(word in line for word in words)
        assert changed <= (MARK in line), line
        assert (MARK in line) <= (changed or "server_name" in line or line.startswith("#")), line
