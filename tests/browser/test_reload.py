"""The service is down when somebody sends a form: the page says what to do, and doing it sends the very same form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import absent
from tests.integration.echo import EchoServer
from tests.integration.nginx import WebServer, nginx_program, start_nginx

TYPED = "老板拖欠工资三个月，怎么办？"

if nginx_program() is None:
    absent("nginx is not here: apt-get install nginx-light")


@pytest.fixture
def echo() -> Iterator[EchoServer]:
    running = EchoServer()
    yield running
    running.stop()


@pytest.fixture
def front(echo: EchoServer, tmp_path: Path) -> Iterator[WebServer]:
    """The web server, without a site of its own, under the name by which the browser finds it here."""
    name = {"server_name sf.example.gov.cn;": "server_name 127.0.0.1;"}
    running = start_nginx(tmp_path / "nginx", tmp_path / "build", echo.port, name)
    yield running
    running.stop()


@pytest.fixture
def phone(browser: Browser, front: WebServer) -> Iterator[Page]:
    """A phone that trusts the certificate."""
    context = browser.new_context(base_url=f"https://127.0.0.1:{front.encrypted}", ignore_https_errors=True)
    yield context.new_page()
    context.close()


def send(page: Page) -> None:
    page.goto("/forms/x")
    page.locator("[name=content]").fill(TYPED)
    page.get_by_role("button", name="send").click()


def sent_to(echo: EchoServer) -> list[bytes]:
    """Give the forms that arrived; browsers ask for icons besides."""
    return [body for path, _, body in echo.seen if path == "/forms/x" and body]


def test_reloading_sends_the_same_form_again(phone: Page, echo: EchoServer) -> None:
    send(phone)
    expect(phone).to_have_title("12348")
    [first] = sent_to(echo)
    phone.goto("/forms/x")
    phone.locator("[name=content]").fill(TYPED)
    echo.stop()
    phone.get_by_role("button", name="send").click()
    expect(phone.get_by_role("heading", name="现在暂时打不开，请稍等")).to_be_visible()
    again = EchoServer(echo.port)
    try:
        phone.reload()
        expect(phone).to_have_title("12348")
        assert sent_to(again) == [first]
        assert b"token=once" in first
    finally:
        again.stop()


def test_the_page_keeps_the_policy_and_is_large(phone: Page, echo: EchoServer) -> None:
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    echo.stop()
    phone.goto("/forms/x")
    size = phone.locator("p").first.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert size >= 20
    assert [line for line in said if "502" not in line] == []
