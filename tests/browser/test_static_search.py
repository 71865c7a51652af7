"""The site copied to a stick: a plain web server, no service, and search all the same."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from forms_api.pages.page import SECURITY_HEADERS
from tests.browser.conftest import DESK, PHONE, Portal
from tests.browser.looks import faults

ELDER = '{"mode": "elder"}'
KB = 1000


class Quiet(SimpleHTTPRequestHandler):
    """Python's own file server, without its log."""

    def log_message(self, *_: Any) -> None: ...


@contextmanager
def file_server(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def site(portal: Portal) -> Path:
    return Path(portal.environment["MINGFA_BUILD"]) / "current/site"


@pytest.fixture(scope="module")
def copy(site: Path) -> Iterator[str]:
    """The address of the copy."""
    with file_server(site) as address:
        yield address


@pytest.fixture(params=[PHONE, DESK], ids=["360", "1280"])
def page(request: pytest.FixtureRequest, browser: Browser, copy: str) -> Iterator[Page]:
    context = browser.new_context(base_url=copy, viewport=request.param, locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def search(page: Page, words: str, start: str = "/") -> None:
    page.goto(start)
    field = page.get_by_role("banner").get_by_role("combobox")
    field.fill(words)
    field.press("Enter")


def status(page: Page) -> Any:
    return page.locator("#mf-search-status")


def test_a_question_as_people_ask_it_is_answered_without_a_service(page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    search(page, "老板跑路了工资咋办")
    expect(status(page)).to_have_text(re.compile(r"^找到这些网页，共 \d+ 个，最合适的在前面：$"))
    expect(status(page)).to_have_attribute("role", "status")
    expect(page.locator("#q")).to_have_value("老板跑路了工资咋办")
    first = page.locator(".mf-hit").first
    expect(first).to_contain_text("以案释法")
    expect(first.locator("mark").first).to_be_visible()
    expect(page.locator("#mf-search-nothing")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert {request.url.split("/")[2] for request in asked} == {page.url.split("/")[2]}
    first.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("包工头跑路，工资该找谁要")


def test_a_law_is_found_at_its_article(page: Page) -> None:
    search(page, "从建筑物中抛掷物品造成他人损害")
    law = page.locator(".mf-hit", has=page.get_by_role("heading", name="中华人民共和国民法典", exact=True))
    expect(law).to_contain_text("法律法规 · 第一千二百五十四条")
    law.get_by_role("heading").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/laws/minfadian/#1254$"))


def test_hits_are_narrowed_as_with_the_service(page: Page) -> None:
    search(page, "法律援助")
    value = page.locator(".mf-facets").get_by_role("link", name=re.compile("^青石镇"))
    expect(page.locator(".mf-hit")).to_have_count(10)
    if page.locator(".mf-facets summary").is_visible():
        page.locator(".mf-facets summary").press("Enter")
    count = int(value.inner_text().split()[-1])
    value.click()
    expect(status(page)).to_have_text(f"找到这些网页，共 {count} 个，最合适的在前面：")
    expect(page.locator(".mf-hit")).to_have_count(count)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".mf-chips").get_by_role("link", name="乡镇 青石镇 去掉").click()
    expect(page.locator(".mf-chips")).to_have_count(0)
    expect(page.locator(".mf-hit")).to_have_count(10)


def test_names_lead_straight_to_articles_and_stations(page: Page) -> None:
    page.goto("/")
    search(page, "民法典一千二百五十四条")
    expect(page).to_have_url(re.compile(r"/laws/minfadian/#1254$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/$"))
    search(page, "青石司法所电话多少")
    expect(page).to_have_url(re.compile(r"/stations/qingshi-zhen/$"))
    search(page, "司法所")
    expect(page.locator("#mf-search-named a")).to_have_count(3)
    search(page, "受理编号：ＺＸ 20261121 7k3qxm")
    expect(page.get_by_role("link", name="查询进度")).to_be_visible()
    expect(page.locator(".mf-hit")).to_have_count(0)


def test_traditional_readers_find_and_stay_in_their_script(page: Page) -> None:
    search(page, "遺囑怎麼辦", "/zh-hant/")
    expect(status(page)).to_have_text(re.compile(r"^找到這些網頁，共 \d+ 個，最合適的在前面：$"))
    expect(page.locator("#mf-search-hits")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator(".mf-hit mark").first).to_have_text("遗嘱")
    expect(page.locator(".mf-facets a[href*='%E4%BB%A5%E6%A1%88%E9%87%8A%E6%B3%95']")).to_contain_text("以案釋法")
    page.locator(".mf-hit a").first.click()
    expect(page).to_have_url(re.compile(r"/zh-hant/\w+/"))


def test_english_readers_get_to_the_same_page(page: Page) -> None:
    search(page, "离婚", "/en/")
    expect(page.locator(".mf-hit").first).to_contain_text("离婚")


def test_nothing_found_is_a_beginning(page: Page) -> None:
    search(page, "zzzqqq")
    expect(status(page)).to_have_text("没有找到。换个说法试试，比如只写几个关键的词。")
    expect(page.locator(".mf-hit")).to_have_count(0)
    ways = page.locator("#mf-search-nothing")
    expect(ways.get_by_role("link", name="拨打 12348，免费问律师")).to_have_attribute("href", "tel:12348")
    ways.get_by_role("link", name="全部服务事项").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("服务事项")


def test_words_of_asking_are_dropped_and_any_other_word_will_do(page: Page) -> None:
    search(page, "请问离婚应该怎么办zzzqqq")
    expect(page.locator(".mf-hit mark").first).to_have_text("离婚")
    assert set(page.locator(".mf-hit mark").all_inner_texts()) == {"离婚"}


def test_words_of_asking_alone_are_looked_for_all_the_same(page: Page) -> None:
    search(page, "怎么办")
    expect(page.locator(".mf-hit").first).to_be_visible()


@pytest.mark.parametrize("words", ["</script><script>alert(1)</script>", "\u202e𠮷%00\"'(((*", "字" * 500])
def test_whatever_is_typed_is_answered(page: Page, words: str) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    search(page, words)
    expect(status(page)).to_have_text(re.compile("^(找到|没有找到)"))
    assert faults == []


def test_without_its_index_the_page_says_so_and_shows_other_ways(browser: Browser, site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("pagefind", "laws", "qr.svg"))
    with file_server(tmp_path / "site") as address:
        page = browser.new_page(base_url=address)
        page.goto("/search/?q=离婚")
        expect(status(page)).to_have_text("现在搜索不了。请从下面的栏目里找，或者打电话问。")
        expect(page.get_by_role("link", name="拨打 12348，免费问律师")).to_be_visible()
        page.close()


def test_a_cold_search_is_light_and_other_pages_carry_nothing_of_it(browser: Browser, copy: str) -> None:
    context = browser.new_context(base_url=copy)
    page = context.new_page()
    fetched: dict[str, int] = {}
    page.on("response", lambda answer: fetched.update({answer.url: int(answer.headers.get("content-length", 0))}))
    page.goto("/", wait_until="networkidle")
    assert not [url for url in fetched if "search" in url or "pagefind" in url]
    search(page, "老板跑路了工资咋办")
    expect(page.locator(".mf-hit").first).to_be_visible()
    assert 100 * KB < sum(size for url, size in fetched.items() if "search" in url or "pagefind" in url) < 500 * KB
    context.close()


@pytest.mark.parametrize("look", [None, ELDER], ids=["standard", "elder"])
@pytest.mark.parametrize("words", ["拖欠工资", "zzzqqq"])
def test_axe_finds_nothing_in_the_answer(page: Page, look: str | None, words: str) -> None:
    if look:
        page.goto("/")
        page.evaluate("look => localStorage.setItem('mf-look', look)", look)
    search(page, words)
    expect(status(page)).to_have_text(re.compile("^(找到|没有找到)"))
    assert (page.evaluate("document.documentElement.dataset.mfMode") == "elder") is bool(look)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_where_the_service_answers_it_is_asked(phone: Page) -> None:
    phone.goto("/search/?q=拖欠工资")
    expect(phone).to_have_url(re.compile(r"/search\?q="))
    expect(phone.get_by_role("link", name="把这个问题发给法律服务人员")).to_be_visible()


def test_where_the_service_cannot_search_the_browser_does_under_its_policy(phone: Page) -> None:
    phone.goto("/search/?static=&q=拖欠工资")
    expect(phone.locator(".mf-hit").first).to_be_visible()
    assert phone.url.endswith("static=&q=拖欠工资") or "static=&q=%" in phone.url


def test_the_policy_of_other_pages_would_stop_it(phone: Page) -> None:
    def with_usual_policy(route: Route) -> None:
        usual = SECURITY_HEADERS["Content-Security-Policy"]
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": usual})

    phone.route("**/search/?*", with_usual_policy)
    phone.goto("/search/?static=&q=拖欠工资")
    expect(status(phone)).to_have_text("现在搜索不了。请从下面的栏目里找，或者打电话问。")
