"""Guided ways on a phone without JavaScript: large answers, nothing in the address that may not be there."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Portal
from tests.browser.looks import faults

WAYS = ["/ways/", "/ways/qian-de-shi/", "/ways/qian-de-shi/欠薪/", "/ways/shou-le-shang/", "/ways/jiali-de-shi/"]
TAPPED = ".mf-asking li a, .mf-asking summary, .mf-asking__leaves a, .mf-dial a, .mf-goals a, .mf-back, .mf-given a"


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('.mf-asking details').forEach(fold => { fold.open = true })")


def test_a_citizen_answers_two_questions_and_is_there(plain_phone: Page) -> None:
    plain_phone.goto("/ways/")
    for tap in ("钱的事", "干活的工资、工钱", "老板或包工头跑了", "包工头跑路，工资该找谁要"):
        plain_phone.locator("article").get_by_role("link", name=tap).click()
    expect(plain_phone).to_have_url(re.compile("/cases/tuoqian-gongzi/$"))


def test_who_took_a_wrong_turn_goes_back_one_question(plain_phone: Page) -> None:
    plain_phone.goto("/ways/qian-de-shi/欠薪/")
    given = plain_phone.get_by_role("navigation", name="您刚才选的")
    assert given.get_by_role("listitem").all_inner_texts() == [
        "是什么钱？ 干活的工资、工钱 改",
        "现在是哪种情况？ 干了活，拿不到钱 改",
    ]
    plain_phone.get_by_role("link", name="返回上一题").click()
    expect(plain_phone.get_by_role("heading", level=1)).to_have_text("现在是哪种情况？")


def test_what_a_beaten_person_taps_stands_in_no_address(browser: Browser, portal: Portal) -> None:
    context = browser.new_context(
        base_url=portal.url, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/ways/jiali-de-shi/")
    before, asked = page.url, list[str]()
    page.on("request", lambda request: asked.append(request.url))
    assert page.get_by_role("link", name="打 110 有危险，马上打").first.is_visible()
    page.locator("summary", has_text="有人打我").click()
    page.locator("summary", has_text="现在安全，怕他再动手").click()
    expect(page.get_by_text("挨打不是您的错。")).to_be_visible()
    expect(page.get_by_role("link", name="挨打了怎么办：人身安全保护令")).to_be_visible()
    assert page.url == before
    assert [url for url in asked if not url.endswith("/favicon.svg")] == []
    context.close()


@pytest.mark.parametrize("mode", ["", "?mode=elder"])
@pytest.mark.parametrize("address", WAYS)
def test_answers_are_large_and_fit(phone: Page, address: str, mode: str) -> None:
    for width in (320, 360, 768, 1280):
        phone.set_viewport_size({"width": width, "height": 800})
        phone.goto(address + mode)
        unfold(phone)
        assert phone.evaluate("document.documentElement.scrollWidth") <= width
        low = phone.locator(TAPPED).evaluate_all(
            "nodes => nodes.filter(n => n.getBoundingClientRect().height < 43.5).map(n => n.outerHTML)"
        )
        assert low == []


@pytest.mark.parametrize("address", WAYS)
def test_axe_finds_nothing_even_unfolded(phone: Page, address: str) -> None:
    phone.goto(address)
    unfold(phone)
    assert faults(phone) == []
