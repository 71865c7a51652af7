"""The switch of scripts and languages: plain links, on static pages and on the service's, without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import faults

PAGES = [
    "/zh-hant/",
    "/zh-hant/services/falv-yuanzhu/",
    "/en/",
    "/en/stations/",
    "/search?q=工資&lang=zh-Hant",
    "/forms/?lang=en",
]


def switch_to(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Language").get_by_role("link", name=name).click()


def test_the_same_page_in_each_language_without_javascript(plain_phone: Page) -> None:
    page = plain_phone
    page.goto("/services/falv-yuanzhu/")
    switch_to(page, "繁體")
    expect(page.get_by_role("heading", level=1)).to_have_text("民事、行政法律援助申請")
    expect(page.locator(".mf-languages [aria-current]")).to_have_text("繁體")
    switch_to(page, "English")
    expect(page.get_by_role("heading", level=1)).to_have_text("How to get a free lawyer (legal aid)")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    switch_to(page, "简体")
    expect(page.get_by_role("heading", level=1)).to_have_text("民事、行政法律援助申请")


def test_traditional_from_the_home_page_to_the_receipt_without_javascript(plain_phone: Page) -> None:
    page = plain_phone
    page.goto("/")
    switch_to(page, "繁體")
    page.get_by_role("searchbox").fill("老闆拖欠工資")
    page.get_by_role("button", name="搜索").click()
    hit = page.locator(".mf-hit a").first
    expect(hit).to_have_text("被欠薪了怎麼辦")
    hit.click()
    expect(page).to_have_url(re.compile("/zh-hant/guides/bei-qianxin/"))
    page.goto("/zh-hant/")
    page.get_by_role("navigation", name="欄目").get_by_role("link", name="網上諮詢").click()
    page.get_by_label("想問什麼").fill("老闆拖欠工資三個月，怎麼辦？")
    page.get_by_label("諮詢類別").select_option(label="勞動工資")
    page.get_by_label("所在鄉鎮").select_option(label="青石鎮")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("稱呼").fill("于女士")
    page.get_by_label("聯繫電話").fill("138 0000 0000")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("同意為辦這件事使用我填的信息").check()
    page.get_by_role("button", name="確認提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到：法律諮詢")


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(phone: Page, address: str) -> None:
    phone.set_viewport_size({"width": 320, "height": 740})
    phone.goto(address)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults(phone) == []
    boxes = [link.bounding_box() for link in phone.locator(".mf-languages a").all()]
    assert [box["height"] for box in boxes if box and box["height"] < 43.5] == []
    assert len(boxes) == 3
