"""Drafts: they survive a closed browser, on this device only, and are gone when they are sent, cleared or old."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from tests.browser.conftest import CHROMIUM, PHONE, Portal
from tests.browser.form_walk import STEP, fill_consultation, fill_needed, onward, send, watched
from tests.browser.looks import faults
from tests.browser.test_forms import elsewhere

NEED = "mf-draft-need"
CONSULTATION = "mf-draft-consultation"
ASKED = "在这台设备上保留草稿"
WISH = "希望村里每月来一次律师。"
Revisit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, portal: Portal) -> Iterator[Revisit]:
    """Open the browser anew: with what an earlier page left on the device, and nothing else of it."""
    contexts: list[BrowserContext] = []

    def open_page(earlier: Page | None = None, **options: Any) -> Page:
        left: Any = earlier.context.storage_state() if earlier else None
        if left:
            left["cookies"] = []
            contexts.remove(earlier.context)  # type: ignore[union-attr]  # there is one
            earlier.context.close()  # type: ignore[union-attr]
        context = browser.new_context(
            base_url=portal.url,
            viewport=PHONE,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            storage_state=left,
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def kept(page: Page, key: str = NEED) -> dict[str, Any] | None:
    """Read the draft that is on the device."""
    found = page.evaluate("key => localStorage.getItem(key)", key)
    return dict(json.loads(found)) if found else None


def wait_for_draft(page: Page, words: str, key: str = NEED) -> None:
    """Wait until the device holds a draft with these words."""
    page.wait_for_function("([key, words]) => (localStorage.getItem(key) || '').includes(words)", arg=[key, words])


def begin(page: Page) -> None:
    """Fill in the first page of the form on needs, and go on."""
    page.goto("/forms/need")
    fill_needed(page)
    onward(page)


def offer(page: Page) -> Any:
    return page.get_by_role("region", name="这台设备上有您上次没填完的内容")


def test_a_draft_outlives_a_closed_browser_and_ends_with_sending(
    portal: Portal, tmp_path: Path, browser: Browser
) -> None:
    def start(chromium: BrowserType) -> BrowserContext:
        return chromium.launch_persistent_context(
            tmp_path / "device",
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu"],
            base_url=portal.url,
            viewport=PHONE,  # type: ignore[arg-type]
            locale="zh-CN",
        )

    first = start(browser.browser_type)
    page = first.new_page()
    begin(page)
    page.locator("main textarea").first.fill(WISH)
    wait_for_draft(page, WISH)
    first.close()

    again = start(browser.browser_type)
    page = again.new_page()
    complaints = watched(page)
    page.goto("/forms/need")
    expect(page.locator("main textarea, main [type=checkbox]:checked")).to_have_count(0)  # not filled in by itself
    expect(offer(page)).to_be_visible()
    page.get_by_role("button", name="接着填").click()
    expect(page.locator("main textarea").first).to_have_value(WISH)
    expect(page.locator(STEP)).to_be_focused()
    fill_needed(page)
    onward(page)
    send(page)
    assert kept(page) is None
    page.goto("/forms/need")
    expect(offer(page)).to_be_hidden()
    assert complaints == []
    again.close()


def test_the_offer_says_when_and_is_read_well(visit: Revisit) -> None:
    page = visit()
    page.clock.install(time="2026-11-21T12:47:00Z")
    begin(page)
    assert kept(page)
    page = visit(page, reduced_motion="reduce")
    page.clock.install(time="2026-11-22T02:00:00Z")
    page.goto("/forms/need")
    expect(offer(page)).to_contain_text("11月21日 20:47")
    assert faults(page) == []
    page.goto("/forms/need?lang=en")
    expect(page.locator("[data-mf-draft-time]")).to_have_text("November 21 at 20:47")


@pytest.mark.parametrize(("days", "offered"), [(6.9, True), (7.1, False), (-6.9, True), (-7.1, False)])
def test_a_draft_is_offered_for_seven_days(visit: Revisit, days: float, offered: bool) -> None:
    page = visit()
    begin(page)
    page.evaluate(
        """([key, days]) => {
            const draft = JSON.parse(localStorage[key]);
            draft.saved -= days * 24 * 60 * 60 * 1000;
            localStorage[key] = JSON.stringify(draft);
        }""",
        [NEED, days],
    )
    page = visit(page)
    page.goto("/services/")  # any page of the site throws old drafts away
    assert (kept(page) is not None) is offered
    page.goto("/forms/need")
    expect(offer(page)).to_be_visible(visible=offered)


def test_a_draft_holds_neither_token_nor_consent(visit: Revisit) -> None:
    page = visit()
    page.goto("/forms/need?page=services/falv-zixun/")
    for _ in range(2):
        fill_needed(page)
        onward(page)
    page.evaluate("key => localStorage.removeItem(key)", NEED)
    page.evaluate("document.querySelector('[name=proof]').value = 'x'")
    for box in page.locator("main form [type=checkbox]").all():
        box.check()
    wait_for_draft(page, '"at":"confirm"')
    draft = kept(page)
    assert draft
    names = {name for name, _ in draft["fields"]}
    assert {name for name in names if name.startswith("consent")} == set()
    assert names & {"token", "proof", "website", "go", "at"} == set()
    assert "page" in names
    assert len(names) > 1
    page = visit(page)
    page.goto("/forms/need")
    page.get_by_role("button", name="接着填").click()
    expect(page.locator(STEP)).to_contain_text("请核对后提交")
    expect(page.locator("main form [type=checkbox]:checked")).to_have_count(0)


def test_one_tap_clears_and_nothing_more_is_kept(visit: Revisit) -> None:
    page = visit()
    begin(page)
    assert kept(page)
    page.get_by_role("button", name="清除这台设备上的草稿").click()
    said = page.get_by_text("草稿已经清除")
    expect(said).to_be_visible()
    expect(said).to_be_focused()
    assert kept(page) is None
    fill_needed(page)
    onward(page)
    assert kept(page) is None
    page.goto("/services/")
    assert kept(page) is None


def test_the_button_that_clears_is_on_every_step(visit: Revisit) -> None:
    page = visit()
    page.goto("/forms/need")
    clear = page.get_by_role("button", name="清除这台设备上的草稿")
    expect(clear).to_be_visible()
    while page.get_by_role("button", name="下一步").count():
        fill_needed(page)
        onward(page)
        expect(clear).to_be_visible()


def test_who_does_not_want_it_drops_the_draft(visit: Revisit) -> None:
    page = visit()
    begin(page)
    page = visit(page)
    page.goto("/forms/need")
    page.get_by_role("button", name="删掉").click()
    expect(offer(page)).to_be_hidden()
    assert kept(page) is None


def test_who_types_without_deciding_loses_the_old_draft_only_by_going_on(visit: Revisit) -> None:
    page = visit()
    begin(page)
    page.locator("main textarea").first.fill(WISH)
    wait_for_draft(page, WISH)
    page = visit(page)
    page.goto("/forms/need")
    fill_needed(page)
    page.goto("/services/")
    assert WISH in json.dumps(kept(page), ensure_ascii=False)
    begin(page)
    wait_for_draft(page, '"at"')
    assert WISH not in json.dumps(kept(page), ensure_ascii=False)


@pytest.mark.parametrize("form", ["consultation", "legal-aid", "mediation"])
def test_forms_on_what_may_happen_at_home_keep_nothing_unasked(visit: Revisit, form: str) -> None:
    page = visit()
    page.goto(f"/forms/{form}")
    expect(page.get_by_label(ASKED)).not_to_be_checked()
    fill_needed(page)
    onward(page)
    page.goto("/services/")
    assert [key for key in page.evaluate("Object.keys(localStorage)") if key.startswith("mf-draft")] == []


def test_who_asks_for_a_draft_gets_one_and_takes_it_back(visit: Revisit) -> None:
    page = visit()
    page.goto("/forms/consultation")
    page.get_by_label("想问什么").fill("他打我，我想离婚。")
    page.get_by_label(ASKED).check()
    wait_for_draft(page, "他打我", CONSULTATION)
    page.get_by_label("咨询类别").select_option("婚姻家庭")
    page.get_by_label("所在乡镇").select_option(index=1)
    onward(page)
    expect(page.get_by_label(ASKED)).to_be_checked()
    page = visit(page)
    page.goto("/forms/consultation")
    expect(page.get_by_label(ASKED)).not_to_be_checked()
    page.get_by_role("button", name="接着填").click()
    expect(page.locator(STEP)).to_contain_text("谁的事")
    expect(page.get_by_label(ASKED)).to_be_checked()
    page.get_by_label(ASKED).uncheck()
    assert kept(page, CONSULTATION) is None
    onward(page)
    assert kept(page, CONSULTATION) is None


def test_quick_exit_leaves_no_draft_of_any_form(visit: Revisit) -> None:
    page = visit()
    elsewhere(page)
    begin(page)
    assert kept(page)
    page.goto("/forms/consultation")
    page.get_by_label(ASKED).check()
    fill_consultation(page, "他打我，我想离婚。")
    assert kept(page, CONSULTATION)
    page.get_by_role("link", name="快速离开").click()
    page.wait_for_url("https://weather.cma.cn/")
    page.goto("/services/")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('mf-draft'))") == []


def test_quick_exit_on_a_page_of_the_site_leaves_no_draft(visit: Revisit) -> None:
    page = visit()
    elsewhere(page)
    begin(page)
    page.goto("/cases/renshen-baohu-ling/")
    assert kept(page)
    page.get_by_role("link", name="快速离开").click()
    page.wait_for_url("https://weather.cma.cn/")
    page.goto("/services/")
    assert kept(page) is None


def test_what_is_left_in_one_window_is_not_kept_by_another(visit: Revisit) -> None:
    page = visit()
    begin(page)
    other = page.context.new_page()
    begin(other)
    page.get_by_role("button", name="清除这台设备上的草稿").click()
    expect(page.get_by_text("草稿已经清除")).to_be_visible()
    other.locator("main textarea").first.fill(WISH)
    other.goto("/services/")
    assert kept(other) is None


@pytest.mark.parametrize("rubbish", ["", "{", "null", "[]", '{"saved": "x"}', '{"fields": 1, "saved": 9e15}'])
def test_rubbish_in_the_store_hinders_nobody(visit: Revisit, rubbish: str) -> None:
    page = visit()
    complaints = watched(page)
    page.goto("/services/")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [NEED, rubbish])
    begin(page)
    expect(offer(page)).to_be_hidden()
    assert kept(page)
    assert complaints == []


def test_barred_storage_hinders_nobody(visit: Revisit) -> None:
    page = visit()
    complaints = watched(page)
    barred = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('barred') } })"
    page.context.add_init_script(barred)
    begin(page)
    fill_needed(page)
    onward(page)
    send(page)
    assert complaints == []


def test_without_javascript_nothing_is_kept_nor_spoken_of(visit: Revisit) -> None:
    page = visit(java_script_enabled=False)
    begin(page)
    expect(page.get_by_text("草稿").filter(visible=True)).to_have_count(0)
    expect(page.get_by_role("button", name="清除这台设备上的草稿")).to_have_count(0)
