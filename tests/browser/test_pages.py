"""Every kind of page, as a browser sees it: nothing from elsewhere, nothing cut off, nothing in anybody's way."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, Portal
from tests.browser.looks import faults

NARROWEST = {"width": 320, "height": 740}
PAGES = [
    "/",
    "/services/",
    "/services/falv-yuanzhu/",
    "/products/",
    "/products/chuangkou-zixun/",
    "/cases/",
    "/cases/caili/",
    "/cases/topics/labour/",
    "/guides/lihun-fuyang/",
    "/notices/lvshi-zhiban-2026-12/",
    "/stations/",
    "/sitemap/",
    "/stations/xian-zhongxin/",
    "/people/",
    "/people/for/legal-aid/",
    "/people/sun-huijia/",
    "/forms/",
    "/forms/consultation",
    "/forms/consultation?lang=en",
    "/forms/status",
    "/forms/rating?page=services/falv-zixun/",
    "/search?q=老板拖欠工资怎么办",
    "/search?q=量子力学",
    "/search/",
    "/search/?static=&q=拖欠工资",
    "/nowhere",
]


@dataclass(frozen=True)
class Visit:
    """A page that was opened on a phone: what the server said, what the browser asked for and complained of."""

    address: str
    page: Page
    status: int
    asked: list[str]
    complaints: list[str]


@pytest.fixture(scope="module", params=PAGES)
def visit(request: pytest.FixtureRequest, browser: Browser, portal: Portal) -> Iterator[Visit]:
    """Open each page once; the tests look at it and change nothing but the width."""
    context = browser.new_context(base_url=portal.url, viewport=NARROWEST, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(request.param)
    assert answer
    yield Visit(request.param, page, answer.status, asked, complaints)
    context.close()


def test_a_page_asks_nobody_else(visit: Visit, portal: Portal) -> None:
    assert visit.status == (404 if visit.address == "/nowhere" else 200)
    assert [url for url in visit.asked if not url.startswith((portal.url, "data:"))] == []
    assert [text for text in visit.complaints if "404" not in text] == []
    assert visit.page.locator("h1").count() == 1


def test_a_page_fits_the_screen(visit: Visit) -> None:
    for width in (320, 360, 768, 1280):
        visit.page.set_viewport_size({"width": width, "height": 800})
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    visit.page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def test_axe_finds_nothing(visit: Visit) -> None:
    assert faults(visit.page) == []


def test_text_is_large_and_what_is_tapped_is_large(visit: Visit) -> None:
    small = visit.page.evaluate(
        """() => [...document.querySelectorAll("main p, main li, main dd, main td")]
            .filter(node => node.offsetParent && parseFloat(getComputedStyle(node).fontSize) < 15)
            .map(node => node.textContent)"""
    )
    assert small == []
    low = visit.page.evaluate(
        """names => [...document.querySelectorAll(names)]
            .filter(node => node.offsetParent && node.getBoundingClientRect().height < 43.5)
            .map(node => node.outerHTML)""",
        "button, select, input[type=text], input[type=tel], input[type=search], .mf-columns a, .mf-button",
    )
    assert low == []


def test_a_first_visit_asks_for_no_more_than_is_shown(phone: Page) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto("/services/falv-yuanzhu/", wait_until="networkidle")
    assert len(asked) <= 5
    assert not any("qr.svg" in url for url in asked)
    phone.get_by_text("手机看这一页").click()  # the negative control: opened, it is fetched
    phone.wait_for_function(
        "() => [...document.images].some(picture => picture.src.includes('qr.svg') && picture.naturalWidth)"
    )
    assert any("qr.svg" in url for url in asked)
