"""Proof of work in a real browser, under the service's own policy: solved beside the typing, in nobody's way without.

A small page of this test's own, with the site's own script and the service's own policy.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from forms_api.guard.proof import ProofResult, Proofs
from forms_api.pages.page import SECURITY_HEADERS
from site_gen.assets import asset_names, write_assets

PROOFS = Proofs(b"proof" * 8)
POLICY = "Content-Security-Policy"
HEADERS = {POLICY: SECURITY_HEADERS[POLICY]}  # of the others Chromium complains on a page without TLS
RECEIVED = '<!doctype html><title>收到</title><link rel="icon" href="data:,"><h1>收到了</h1>'
UNSAFE = "http://mingfa.example"  # a name that is not this machine, without TLS: no secure context
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.effectiveDirective));
"""


@dataclass
class FormPage:
    """A form with a challenge, or without, and what the server got."""

    assets: Path
    challenge: str | None = None
    headers: dict[str, str] = field(default_factory=lambda: dict(HEADERS))
    url: str = ""
    asked: list[str] = field(default_factory=list)
    handed_in: list[str] = field(default_factory=list)

    def html(self) -> str:
        """The page, as the service's template writes the field."""
        challenge = f' data-challenge="{escape(self.challenge)}"' if self.challenge is not None else ""
        return (
            '<!doctype html><html lang="zh-CN"><title>咨询</title><link rel="icon" href="data:,">'
            '<form method="post" action="/forms/consultation"><input name="content" aria-label="问题">'
            f'<input type="hidden" name="proof" value="" autocomplete="off"{challenge}><button>提交</button></form>'
            f'<script src="/{asset_names()[1]}" defer></script>'
        )

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Give status, kind and content of an address."""
        self.asked.append(path)
        file = self.assets / path.lstrip("/")
        if path == "/forms/consultation":
            return 200, "text/html; charset=utf-8", self.html().encode()
        if path.startswith("/assets/") and file.is_file():
            return 200, "text/javascript; charset=utf-8", file.read_bytes()
        return 404, "text/plain", b""


def handler_of(served: FormPage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give(*served.answer(urlsplit(self.path).path))

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
            served.handed_in.append(sent["proof"][0])
            self._give(200, "text/html; charset=utf-8", RECEIVED.encode())

        def _give(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            for name, value in {**served.headers, "Content-Type": kind, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    return Handler


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assets")
    write_assets(folder)
    return folder


@pytest.fixture
def served(assets: Path) -> Iterator[FormPage]:
    served = FormPage(assets, PROOFS.challenge())
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(served))
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield served
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@dataclass
class Visit:
    """An open page, and what it complained about."""

    page: Page
    complaints: list[str]

    def open(self, url: str) -> None:
        self.page.goto(f"{url}/forms/consultation")

    def solved(self) -> str:
        """Wait for the proof and read it."""
        field = self.page.locator("[name=proof]")
        expect(field).not_to_have_value("", timeout=60_000)
        return field.input_value()

    def hand_in(self) -> None:
        self.page.get_by_role("button", name="提交").click()
        self.page.get_by_role("heading", name="收到了").wait_for()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    context = browser.new_context(locale="zh-CN")
    context.add_init_script(WATCH)
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Visit(page, complaints)
    context.close()


def worker_of(assets: Path) -> str:
    (worker,) = (assets / "assets").glob("proof-*.js")
    return f"/assets/{worker.name}"


def test_chromium_solves_a_real_challenge_under_the_strict_policy(served: FormPage, visit: Visit, assets: Path) -> None:
    assert "unsafe" not in served.headers[POLICY]
    visit.open(served.url)
    proof = visit.solved()
    assert PROOFS.verify(proof) is ProofResult.PROVEN
    assert visit.complaints == []
    assert visit.page.evaluate("window.refused") == []
    assert served.asked == ["/forms/consultation", f"/{asset_names()[1]}", worker_of(assets)]
    visit.hand_in()
    assert served.handed_in == [proof]


def test_it_solves_one_that_was_made_under_pressure(served: FormPage, visit: Visit) -> None:
    served.challenge = PROOFS.challenge(pressure=True)
    visit.open(served.url)
    assert PROOFS.verify(visit.solved()) is ProofResult.PROVEN


def test_who_presses_before_it_is_solved_does_not_wait(served: FormPage, visit: Visit, assets: Path) -> None:
    held: list[Route] = []
    visit.page.route(f"**{worker_of(assets)}", lambda route: held.append(route))  # the worker never arrives
    visit.open(served.url)
    visit.hand_in()
    assert served.handed_in == [""]
    assert PROOFS.verify(served.handed_in[0]) is ProofResult.ABSENT
    assert len(held) == 1


def test_a_page_without_a_challenge_loads_no_solver(served: FormPage, visit: Visit) -> None:
    served.challenge = None
    visit.open(served.url)
    visit.hand_in()
    assert served.asked == ["/forms/consultation", f"/{asset_names()[1]}"]
    assert visit.complaints == []


@pytest.mark.parametrize(
    "challenge", ["", "{}", "[]", "null", "kein JSON", '{"parameters":{"algorithm":"SHA-1"}}', '{"parameters":null}']
)
def test_a_broken_challenge_hinders_nobody(served: FormPage, visit: Visit, challenge: str) -> None:
    served.challenge = challenge
    visit.open(served.url)
    visit.hand_in()
    assert served.handed_in == [""]
    assert visit.complaints == []


def test_a_worker_that_is_gone_hinders_nobody(served: FormPage, visit: Visit, assets: Path) -> None:
    with visit.page.expect_response(f"**{worker_of(assets)}") as answer:
        visit.page.route(f"**{worker_of(assets)}", lambda route: route.fulfill(status=404))
        visit.open(served.url)
    assert answer.value.status == 404
    visit.hand_in()
    assert served.handed_in == [""]
    assert [text for text in visit.complaints if "404" not in text] == []


def test_without_a_secure_context_the_form_goes_as_it_is(served: FormPage, visit: Visit, assets: Path) -> None:
    def fulfil(route: Route) -> None:
        if route.request.method == "POST":
            served.handed_in.append(parse_qs(route.request.post_data, keep_blank_values=True)["proof"][0])
            route.fulfill(body=RECEIVED, content_type="text/html; charset=utf-8")
            return
        status, kind, content = served.answer(urlsplit(route.request.url).path)
        route.fulfill(status=status, content_type=kind, body=content, headers=served.headers)

    visit.page.route(f"{UNSAFE}/**", fulfil)
    visit.open(UNSAFE)
    assert visit.page.evaluate("window.isSecureContext") is False
    visit.hand_in()
    assert served.handed_in == [""]
    assert worker_of(assets) not in served.asked
    assert visit.complaints == []


def test_a_policy_that_forbids_it_is_seen_and_hinders_nobody(served: FormPage, visit: Visit) -> None:
    """The negative control of the first test: a violation would be seen."""
    policy = "; ".join(part for part in served.headers[POLICY].split("; ") if not part.startswith("worker-src"))
    served.headers[POLICY] = f"{policy}; worker-src 'none'"
    with visit.page.expect_console_message(lambda message: "worker-src" in message.text):
        visit.open(served.url)
    assert visit.page.evaluate("window.refused") == ["worker-src"]
    visit.hand_in()
    assert served.handed_in == [""]


def test_the_licence_travels_with_the_solver_and_the_page_stays_light(assets: Path) -> None:
    text = (assets / worker_of(assets).lstrip("/")).read_text(encoding="utf-8")
    assert "Copyright (c) 2023-2026 Daniel Regeci, BAU Software s.r.o." in text
    assert "Permission is hereby granted, free of charge" in text
    assert "proof-worker.js" not in (assets / asset_names()[1]).read_text(encoding="utf-8")
    assert json.loads(PROOFS.challenge())["parameters"]["algorithm"] == "PBKDF2/SHA-256"  # what this worker can do
