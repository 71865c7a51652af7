"""Searching as a person does it: suggestions, keyboard, input method, the answer, the next page, the way on."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from forms_api.store.receipts import new_number
from forms_api.store.submission import SubmissionKind
from tests.browser.conftest import Portal

TYPED = "老板跑路"
OPTION = "老板跑路了工资咋办"
NARROW: ViewportSize = {"width": 320, "height": 640}


def field(page: Page) -> Locator:
    """The field in the header."""
    return page.locator("#mf-q")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def shown(page: Page) -> list[str]:
    """Give where the hits lead."""
    links = page.locator(".mf-hits h2 a")
    return [links.nth(number).get_attribute("href") or "" for number in range(links.count())]


def test_a_question_is_chosen_with_the_keyboard_and_answered(desk: Page) -> None:
    desk.goto("/")
    expect(field(desk)).to_have_role("combobox")
    field(desk).press_sequentially(TYPED)
    expect(options(desk).first).to_have_text(OPTION)
    expect(field(desk)).to_have_attribute("aria-expanded", "true")
    field(desk).press("ArrowDown")
    first = options(desk).first
    expect(first).to_have_attribute("aria-selected", "true")
    assert field(desk).get_attribute("aria-activedescendant") == first.get_attribute("id")
    expect(field(desk)).to_have_value(TYPED)
    field(desk).press("Enter")
    expect(desk.locator(".mf-answer h2")).to_have_text("老板拖欠工资怎么办")
    expect(desk.locator("#q")).to_have_value(OPTION)
    cited = desk.locator(".mf-answer a.mf-cite").first
    expect(cited).to_have_attribute("href", re.compile(r"^/laws/\w+/#\d+$"))
    desk.keyboard.press("Tab")
    cited.focus()
    expect(desk.locator("#mf-note-text")).to_contain_text("劳动争议申请仲裁的时效期间为一年")


def test_up_goes_round_escape_closes_and_enter_sends_what_was_typed(desk: Page) -> None:
    desk.goto("/")
    field(desk).press_sequentially("工资")
    expect(options(desk)).to_have_count(8)
    field(desk).press("ArrowUp")
    expect(options(desk).last).to_have_attribute("aria-selected", "true")
    field(desk).press("ArrowDown")
    assert field(desk).get_attribute("aria-activedescendant") is None
    field(desk).press("Escape")
    expect(options(desk)).to_have_count(0)
    expect(field(desk)).to_have_attribute("aria-expanded", "false")
    expect(field(desk)).to_have_value("工资")
    field(desk).press("Enter")
    expect(desk).to_have_url(re.compile(r"/search\?q=%E5%B7%A5%E8%B5%84$"))


def test_a_suggestion_is_tapped_on_a_phone(phone: Page) -> None:
    phone.goto("/search")
    phone.locator("#q").press_sequentially("借钱不还")
    option = options(phone).filter(has_text="别人借钱不还怎么办")
    box = option.bounding_box()
    assert box
    assert box["height"] >= 44
    option.click()
    expect(phone.locator(".mf-answer h2")).to_have_text("别人借钱不还怎么办")


def test_the_input_method_keeps_its_keys(desk: Page) -> None:
    desk.goto("/")
    field(desk).press_sequentially("工资")
    expect(options(desk)).to_have_count(8)
    told = (
        "(field, key) => field.dispatchEvent(new KeyboardEvent('keydown', {key, isComposing: true, cancelable: true}))"
    )
    assert field(desk).evaluate(told, "ArrowDown") is True, "not taken"
    assert field(desk).get_attribute("aria-activedescendant") is None
    session = desk.context.new_cdp_session(desk)
    field(desk).fill("")
    expect(options(desk)).to_have_count(0)
    session.send("Input.imeSetComposition", {"text": "gongzi", "selectionStart": 6, "selectionEnd": 6})
    expect(field(desk)).to_have_value("gongzi")
    expect(options(desk)).to_have_count(0)
    session.send("Input.insertText", {"text": "工资"})
    expect(options(desk)).to_have_count(8)


def test_the_list_is_small_asked_for_once_and_answers_within_50_ms(desk: Page) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.goto("/")
    assert not [url for url in asked if "suggestions" in url], "not before somebody wants it"
    with desk.expect_response("**/suggestions.json") as answer:
        field(desk).focus()
    assert len(answer.value.body()) < 60_000
    took = desk.evaluate(
        """async () => {
          const field = document.querySelector("#mf-q"), list = document.querySelector("#mf-q-suggestions");
          const start = performance.now();
          field.value = "工资";
          field.dispatchEvent(new InputEvent("input"));
          while (list.hidden) await new Promise((resolve) => setTimeout(resolve));
          return performance.now() - start;
        }"""
    )
    assert took < 50
    assert len([url for url in asked if "suggestions" in url]) == 1
    assert not [url for url in asked if "%E5%B7%A5" in url], "nothing typed leaves the page"


def test_without_the_list_the_form_still_searches(desk: Page) -> None:
    desk.route("**/suggestions.json", lambda route: route.abort())
    desk.goto("/")
    field(desk).fill("工资")
    field(desk).press("Enter")
    expect(desk.locator(".mf-hit").first).to_be_visible()


def test_traditional_readers_get_their_characters(desk: Page) -> None:
    desk.goto("/zh-hant/")
    field(desk).press_sequentially("老闆跑路")
    expect(options(desk).first).to_have_text(re.compile("老闆跑路了工資"))


def test_the_next_page_and_back_without_loss_of_place(plain_phone: Page) -> None:
    page = plain_phone
    page.goto("/search?q=法律")
    first = shown(page)
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".mf-hits")).to_have_attribute("start", "11")
    assert len(first) == 10
    assert not set(first) & set(shown(page))
    page.locator(".mf-hits h2 a").first.click()
    page.go_back()
    expect(page.locator(".mf-hits")).to_have_attribute("start", "11")
    page.get_by_role("link", name="上一页").click()
    assert shown(page) == first


@pytest.mark.parametrize("javascript", [True, False])
def test_an_opened_hit_is_told_by_the_browser(browser: Browser, portal: Portal, javascript: bool) -> None:
    context = browser.new_context(base_url=portal.url, java_script_enabled=javascript)
    page = context.new_page()
    page.goto("/search?q=高空抛物")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    with page.expect_request("**/search/opened?*") as told:
        page.locator(".mf-hit h2 a").first.click()
    assert told.value.method == "POST"
    assert not told.value.headers.get("cookie")
    page.wait_for_load_state("networkidle")
    assert len([url for url in sent if "/search/opened" in url]) == 1, "by the browser or by our script, not by both"
    context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_hits_are_narrowed_on_a_phone_by_keyboard(browser: Browser, portal: Portal, javascript: bool) -> None:
    context = browser.new_context(base_url=portal.url, viewport=NARROW, java_script_enabled=javascript)
    page = context.new_page()
    page.goto("/search?q=法律援助")
    value = page.locator(".mf-facets").get_by_role("link", name=re.compile("^青石镇"))
    expect(value).to_be_hidden()
    page.locator(".mf-facets summary").press("Enter")
    expect(value).to_be_visible()
    count = int(value.inner_text().split()[-1])
    box = value.bounding_box()
    assert box
    assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    value.press("Enter")
    expect(page.get_by_role("status").last).to_contain_text(f"找到 {count} 个网页。")
    chip = page.locator(".mf-chips").get_by_role("link", name="乡镇 青石镇 去掉")
    expect(chip).to_be_visible()
    chip.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=[^&]+$"))
    context.close()


def test_on_a_desk_the_facets_are_there_to_read(desk: Page) -> None:
    desk.goto("/search?q=法律援助")
    expect(desk.locator(".mf-facets summary")).to_be_hidden()
    expect(desk.locator(".mf-facets").get_by_role("link", name=re.compile("^青石镇"))).to_be_visible()


def test_a_receipt_number_typed_into_the_search_fills_the_progress_form(desk: Page) -> None:
    number = new_number(SubmissionKind.CONSULTATION, datetime.now(UTC))
    desk.goto("/")
    field(desk).fill(number.lower().replace("-", " "))
    field(desk).press("Enter")
    expect(desk.get_by_role("textbox", name="受理编号")).to_have_value(number)
    desk.go_back()
    expect(desk).to_have_url(re.compile(r"/$"))


def test_from_a_page_with_a_quick_exit_nothing_is_counted(plain_phone: Page) -> None:
    plain_phone.goto("/ways/jiali-de-shi/")
    field(plain_phone).fill("高空抛物")
    plain_phone.get_by_role("button", name="搜索").click()
    expect(plain_phone).to_have_url(re.compile("quiet=1"))
    assert plain_phone.locator("[ping]").count() == 0
