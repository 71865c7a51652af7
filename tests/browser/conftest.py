"""A real portal for real Chromium: the sample content built, served by `mingfa serve`, data in a folder of its own."""

import fcntl
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.conftest import ROOT, absent, free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# The same engine of the same release without windows: a context opens in a fraction of the time. What citizens do from
# beginning to end, and what outlives a closed browser, is done in the whole one.
WITHOUT_WINDOWS = shutil.which("chromium-headless-shell") or CHROMIUM
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Portal:
    """Where the portal answers, and the environment in which `mingfa` sees its data."""

    url: str
    environment: dict[str, str]

    def mingfa(self, *arguments: str) -> str:
        """Run the front door beside the running service."""
        command = [sys.executable, str(ROOT / "mingfa.py"), *arguments]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Build and serve the sample portal on a free port."""
    folder = tmp_path_factory.mktemp("portal")
    environment = {
        **os.environ,
        "MINGFA_CONTENT": str(ROOT / "content"),
        "MINGFA_BUILD": str(folder / "build"),
        "MINGFA_DATA": str(folder / "data"),
    }
    port = free_port()
    running = Portal(f"http://127.0.0.1:{port}", environment)
    _build_once(running, tmp_path_factory, folder / "build")
    command = [sys.executable, str(ROOT / "mingfa.py"), "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"{running.url}/healthz", server)
        yield running
    finally:
        server.terminate()
        server.wait(timeout=10)


def _build_once(running: Portal, folders: pytest.TempPathFactory, build: Path) -> None:
    """Build the sample portal, or take what another test process of this run has built: files are linked, not shared.

    A build never writes into files that stand, so who builds anew in one folder changes nothing in the others.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        running.mingfa("build")
        return
    built = folders.getbasetemp().parent / "built"
    with built.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if built.is_dir():
            shutil.copytree(built, build, symlinks=True, copy_function=os.link)
        else:
            running.mingfa("build")
            shutil.copytree(build, built, symlinks=True, copy_function=os.link)


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                assert answer.status == 200
                return
        except OSError:
            try:
                server.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
    pytest.fail("the server did not answer within 20 seconds")


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives the browsers of a process; there may be only one."""
    if not CHROMIUM:
        absent("BROWSER TESTS SKIPPED: no Chromium on this machine (apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """The distribution's Chromium, which asks nobody outside for anything."""
    running = driver.chromium.launch(executable_path=WITHOUT_WINDOWS, args=FLAGS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def whole_browser(driver: Playwright) -> Iterator[Browser]:
    """The same with all that it has on a desk."""
    running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def phone(browser: Browser, portal: Portal) -> Iterator[Page]:
    """A page of phone size with JavaScript."""
    yield from _page(browser.new_context(base_url=portal.url, viewport=PHONE, locale="zh-CN"))  # type: ignore[arg-type]


@pytest.fixture
def plain_phone(browser: Browser, portal: Portal) -> Iterator[Page]:
    """A page of phone size without JavaScript."""
    yield from _page(
        browser.new_context(base_url=portal.url, viewport=PHONE, locale="zh-CN", java_script_enabled=False)  # type: ignore[arg-type]
    )


@pytest.fixture
def desk(browser: Browser, portal: Portal) -> Iterator[Page]:
    """A page of desk size with JavaScript."""
    yield from _page(browser.new_context(base_url=portal.url, viewport=DESK, locale="zh-CN"))  # type: ignore[arg-type]


def _page(context: BrowserContext) -> Iterator[Page]:
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
