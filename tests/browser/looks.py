"""Pages of any width, as an earlier visit left their look, and what a page must not show: axe's faults, a wide page.

In: Chromium and the portal. Out: pages, closed with their contexts. The browser tests import this.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Portal

Open = Callable[..., Page]
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}


@contextmanager
def pages(browser: Browser, portal: Portal) -> Iterator[Open]:
    """Give a maker of pages; `look` is what an earlier visit left in the browser."""
    contexts: list[BrowserContext] = []

    def open_page(width: int, height: int, look: dict[str, str] | None = None, **options: Any) -> Page:
        kept = [{"name": "mf-look", "value": json.dumps(look)}] if look else []
        context = browser.new_context(
            base_url=portal.url,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            storage_state={"origins": [{"origin": portal.url, "localStorage": kept}]},  # type: ignore[arg-type]
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]


def width_of(page: Page) -> int:
    """How wide the page is, sticking out or not."""
    return int(page.evaluate("document.documentElement.scrollWidth"))
