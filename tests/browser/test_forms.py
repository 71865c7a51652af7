"""The forms in people's hands: by keyboard, without JavaScript, on the smallest screen, on a bad line, in a hurry."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from forms_api.forms.catalogue import FORMS
from forms_api.forms.submission_form import GUARDIAN
from tests.browser.conftest import Portal
from tests.browser.form_walk import STEP, fill_consultation, fill_needed, new_number, onward, send, steps, watched
from tests.browser.looks import Open, faults, pages, width_of

LOOKS = {"default": {}, "elder": {"mode": "elder"}, "dark": {"colours": "dark"}}
WATCHED_AT_HOME = [name for name, form in FORMS.items() if form.quick_exit]
ASKED_ABOUT_AGE = [name for name, form in FORMS.items() if GUARDIAN.name in {box.name for box in form.boxes}]
ELSEWHERE = "https://weather.cma.cn/"
TAPPED = "main :is(button, select, input[type=text], input[type=tel], .mf-choice label):not([disabled])"


@pytest.fixture
def opened(browser: Browser, portal: Portal) -> Iterator[Open]:
    """Make pages of any width."""
    with pages(browser, portal) as open_page:
        yield lambda width=360, look=None, **options: open_page(width, 740, look, **options)


def low(page: Page, least: float) -> list[str]:
    """What is tapped and lower than it should be."""
    found: list[str] = page.evaluate(
        """([names, least]) => [...document.querySelectorAll(names)]
            .filter(node => node.checkVisibility() && !node.closest("[aria-hidden=true]"))
            .filter(node => node.getBoundingClientRect().height < least).map(node => node.outerHTML)""",
        [TAPPED, least],
    )
    return found


def asked_about(portal: Portal, content: str, folder: Path) -> int:
    """Count the consultations that hold these words."""
    out = folder / "咨询.csv"
    portal.mingfa("export", "--kind", "consultation", "--format", "csv", "--out", str(out))
    with out.open(encoding="utf-8-sig", newline="") as file:
        found = [row for row in csv.DictReader(file) if row["咨询内容"] == content]
    out.unlink()
    return len(found)


# Everyone


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_sent_without_javascript_on_the_smallest_screen(opened: Open, name: str) -> None:
    page = opened(320, java_script_enabled=False)
    seen = []
    for step in steps(page, name):
        seen.append(step.splitlines()[0].split(" ")[:6])
        assert width_of(page) <= 320, step
        expect(page.locator("h1")).to_have_text(str(FORMS[name].title))
    count = len(FORMS[name].groups) + 1
    assert [" ".join(words) for words in seen] == [f"第 {at} 步，共 {count} 步" for at in range(1, count + 1)]
    number, code = send(page)
    assert number
    assert code not in page.url


@pytest.mark.parametrize("name", FORMS)
def test_no_step_has_a_fault_in_any_look(opened: Open, name: str) -> None:
    page = opened(360, reduced_motion="reduce")  # colours that are still changing have no contrast
    complaints = watched(page)
    for at, step in enumerate(steps(page, name)):
        for look, kept in LOOKS.items():
            if name not in WATCHED_AT_HOME and at % 3 != list(LOOKS).index(look):
                continue  # the lesser forms are of the same parts: each of their steps in one look
            page.evaluate(
                "look => { localStorage['mf-look'] = JSON.stringify(look); mfChooseLook('size', 'small') }", kept
            )
            assert faults(page) == [], (step, look)
            assert low(page, 59.5 if look == "elder" else 43.5) == [], (step, look)
            assert width_of(page) <= 360, (step, look)
    assert complaints == []


@pytest.mark.parametrize("look", LOOKS)
def test_mistakes_are_named_at_the_top_and_beside_their_field(opened: Open, look: str) -> None:
    page = opened(320, LOOKS[look])
    page.goto("/forms/legal-aid")
    page.get_by_role("button", name="下一步").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page.get_by_label("情况说明")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("情况说明")).to_have_accessible_description(re.compile("请写“情况说明”，至少 5 个字。$"))
    assert faults(page) == []
    summary.get_by_role("link", name=re.compile("要办什么事")).click()
    expect(page.get_by_role("group", name="要办什么事")).to_be_focused()
    assert width_of(page) <= 320


def test_a_consultation_is_sent_by_keyboard_alone(opened: Open) -> None:
    page = opened(360)
    complaints = watched(page)
    page.goto("/forms/consultation")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="快速离开")).to_be_focused()

    def to(name: str | re.Pattern[str], role: Any = "textbox") -> None:
        goal = page.get_by_role(role, name=name)
        for _ in range(40):
            page.keyboard.press("Tab")
            if goal.count() and goal.first.evaluate("node => node === document.activeElement"):
                return
        raise AssertionError(name)

    def press(button: str) -> None:
        to(button, "button")
        page.keyboard.press("Enter")
        expect(page.locator(STEP)).to_be_focused()

    to("想问什么")
    page.keyboard.type("邻居占了我家的地怎么办")
    to("咨询类别", "combobox")
    page.keyboard.press("ArrowDown")
    to("所在乡镇", "combobox")
    page.keyboard.press("ArrowDown")
    press("下一步")
    to("我自己的事", "radio")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="替别人办")).to_be_checked()
    to("怎样称呼当事人")
    page.keyboard.type("王大爷")
    to(re.compile("您和当事人的关系"), "combobox")
    page.keyboard.press("ArrowDown")
    press("下一步")
    to("称呼")
    page.keyboard.type("李先生")
    to("联系电话")
    page.keyboard.type(new_number())
    page.keyboard.press("Enter")  # in a line, Enter goes on
    expect(page.locator(STEP)).to_be_focused()
    to(re.compile("同意为办这件事使用我填的信息"), "checkbox")
    page.keyboard.press("Space")
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("Enter")  # in a box, it leads nowhere
    to("确认提交", "button")
    assert [url for url in asked if "/forms/" in url] == []
    page.keyboard.press("Enter")
    expect(page.locator("#receipt-number")).to_be_visible()
    assert complaints == []


def test_questions_about_somebody_else_come_when_they_are_called_for(opened: Open) -> None:
    page = opened(java_script_enabled=False)
    page.goto("/forms/consultation")
    fill_needed(page)
    onward(page)
    other, guardian = page.get_by_label("怎样称呼当事人"), page.get_by_label("监护人的称呼")
    expect(other).to_be_hidden()
    expect(page.get_by_label("当事人未满十四周岁")).to_be_visible()  # a child may come for itself
    page.get_by_label("替别人办").check()
    expect(other).to_be_visible()
    expect(guardian).to_be_hidden()
    page.get_by_label("当事人未满十四周岁").check()
    expect(guardian).to_be_visible()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("alert")).to_contain_text("监护人的称呼")
    page.get_by_label("我自己的事").check()
    page.get_by_label("当事人未满十四周岁").uncheck()
    expect(guardian).to_be_visible()  # what is named as a mistake is never hidden


@pytest.mark.parametrize("name", ASKED_ABOUT_AGE)
def test_a_child_that_comes_for_itself_is_asked_for_its_guardian(opened: Open, name: str) -> None:
    page = opened(java_script_enabled=False)
    guardian = page.get_by_label("监护人的称呼")
    for _ in steps(page, name):
        if page.get_by_label("我自己的事").count():
            page.get_by_label("我自己的事").check()
        child = page.get_by_role("checkbox", name=re.compile("人未满十四周岁$"))
        if child.count():
            expect(guardian).to_be_hidden()
            child.check()
            expect(guardian).to_be_visible()
            guardian.fill("李女士")
    consent = page.get_by_label(re.compile("我是他/她的父母或其他监护人"))
    expect(consent).not_to_be_checked()
    page.get_by_label(re.compile("我已看过")).check()
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_role("alert")).to_contain_text("要由父母或其他监护人勾选同意")
    expect(page.locator("#receipt-number")).to_have_count(0)
    send(page)


def test_the_trap_is_neither_seen_nor_heard_nor_reached(opened: Open) -> None:
    page = opened()
    for _ in steps(page, "need"):
        pass
    trap = page.locator("#website")
    assert trap.evaluate("node => node.getBoundingClientRect().width * node.getBoundingClientRect().height >= 0")
    assert trap.evaluate("node => node.closest('p').getBoundingClientRect().width") <= 1
    assert "请空着不填" not in page.locator("main").aria_snapshot()
    page.locator(STEP).focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") != "website"


def test_an_input_method_s_enter_chooses_a_word_and_sends_nothing(opened: Open) -> None:
    page = opened()
    page.goto("/forms/consultation")
    fill_needed(page)
    onward(page)
    onward(page)
    step = page.locator(STEP).inner_text()
    page.get_by_label("联系电话").fill(new_number())
    page.get_by_label("称呼", exact=True).focus()
    hands = page.context.new_cdp_session(page)
    hands.send("Input.imeSetComposition", {"text": "wang", "selectionStart": 4, "selectionEnd": 4})
    page.keyboard.press("Enter")
    expect(page.locator("form.mf-form")).not_to_have_attribute("aria-busy", "true")
    assert page.locator(STEP).inner_text() == step
    hands.send("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0})
    hands.send("Input.insertText", {"text": "王女士"})
    page.keyboard.press("Enter")  # the negative control: without one it goes on
    expect(page.locator(STEP)).to_contain_text("请核对后提交")
    expect(page.locator(".mf-summary").last).to_contain_text("王女士")


# Back, forward, a bad line


def test_back_goes_one_step_back_and_keeps_every_answer(opened: Open) -> None:
    page = opened()
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto("/services/falv-zixun/")
    page.goto("/forms/consultation")
    fill_consultation(page, "邻居的树倒在我家屋顶上了。", "13912345678")
    address = page.url
    page.go_back()
    expect(page.get_by_label("联系电话")).to_have_value("13912345678")
    page.go_back()
    expect(page.locator(STEP)).to_contain_text("谁的事")
    page.go_back()
    expect(page.get_by_label("想问什么")).to_have_value("邻居的树倒在我家屋顶上了。")
    page.get_by_label("想问什么").fill("邻居的墙倒在我家屋顶上了。")
    page.go_forward()
    page.go_forward()
    expect(page.get_by_label("联系电话")).to_have_value("13912345678")
    onward(page)
    expect(page.locator(".mf-summary").first).to_contain_text("邻居的墙倒在我家屋顶上了。")
    assert page.url == address
    page.get_by_role("button", name="修改“您的事”").click()
    expect(page.get_by_label("想问什么")).to_have_value("邻居的墙倒在我家屋顶上了。")
    assert asked == []


def test_a_cut_line_loses_nothing(opened: Open) -> None:
    page = opened()
    page.goto("/forms/consultation")
    page.get_by_label("想问什么").fill("老板跑了，工资怎么办？")
    page.get_by_label("咨询类别").select_option("劳动工资")
    page.get_by_label("所在乡镇").select_option("青石镇")
    page.context.set_offline(True)
    page.get_by_role("button", name="下一步").click()
    said = page.get_by_role("alert")
    expect(said).to_be_focused()
    expect(said).to_contain_text("您填的内容都还在")
    expect(page.get_by_label("想问什么")).to_have_value("老板跑了，工资怎么办？")
    page.context.set_offline(False)
    onward(page)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_answer_that_never_came_back_makes_no_second_submission(
    opened: Open, portal: Portal, tmp_path: Path
) -> None:
    page = opened()
    content = f"回执没有收到怎么办？{new_number()}"
    page.goto("/forms/consultation")
    fill_consultation(page, content)
    fill_needed(page)

    def lose(route: Route) -> None:
        route.fetch(max_redirects=0)  # it arrives and is saved
        route.abort("connectionreset")  # the answer does not

    page.route("**/forms/consultation", lose)
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_role("alert")).to_contain_text("不会重复提交")
    assert asked_about(portal, content, tmp_path) == 1
    page.unroute("**/forms/consultation")
    send(page)
    assert asked_about(portal, content, tmp_path) == 1


def test_who_bars_cookies_is_told_so_and_keeps_the_form(opened: Open, portal: Portal, tmp_path: Path) -> None:
    page = opened()
    content = f"不让存 Cookie 怎么办？{new_number()}"
    page.goto("/forms/consultation")
    fill_consultation(page, content)
    fill_needed(page)

    def bar(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        page.context.clear_cookies()
        route.fulfill(status=answer.status, headers={"location": answer.headers["location"]})

    page.route("**/forms/consultation", bar)
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_role("alert")).to_contain_text("请允许 Cookie")
    page.unroute("**/forms/consultation")
    send(page)
    assert asked_about(portal, content, tmp_path) == 1


def test_an_answer_of_the_web_server_is_no_step(opened: Open) -> None:
    page = opened()
    page.goto("/forms/consultation")
    fill_needed(page)
    page.route(
        "**/forms/consultation", lambda route: route.fulfill(status=502, body="<h1>502</h1>", content_type="text/html")
    )
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("alert")).to_contain_text("您填的内容都还在")
    page.unroute("**/forms/consultation")
    onward(page)


def test_the_proof_is_worked_out_on_a_page_that_was_put_in_place(opened: Open) -> None:
    page = opened()
    for _ in steps(page, "consultation"):
        pass
    expect(page.locator("[name=proof]")).not_to_have_value("", timeout=60_000)


# 快速离开


def elsewhere(page: Page) -> None:
    """Let every other host answer."""
    page.context.route(
        lambda url: "127.0.0.1" not in url,
        lambda route: route.fulfill(
            body="<!doctype html><title>别处</title>别处", content_type="text/html; charset=utf-8"
        ),
    )


@pytest.mark.parametrize("name", FORMS)
def test_forms_on_what_may_happen_at_home_have_a_way_out(opened: Open, name: str) -> None:
    page = opened(320, {"mode": "elder"})
    page.goto(f"/forms/{name}")
    way_out = page.get_by_role("link", name="快速离开")
    expect(way_out).to_have_count(1 if name in WATCHED_AT_HOME else 0)
    if name in WATCHED_AT_HOME:
        expect(way_out).to_be_in_viewport()
        page.evaluate("scrollTo(0, 2000)")
        expect(way_out).to_be_in_viewport()


@pytest.mark.parametrize("keys", [True, False])
def test_quick_exit_in_the_middle_leaves_no_way_back(opened: Open, keys: bool) -> None:
    page = opened()
    elsewhere(page)
    page.goto("/services/")
    page.goto("/forms/consultation")
    fill_consultation(page, "他打我，我想离婚。")
    for _ in range(3 * keys):
        page.keyboard.press("Escape")
    if not keys:
        page.get_by_role("link", name="快速离开").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url.endswith("/services/")


def test_quick_exit_is_a_plain_link_without_javascript(opened: Open) -> None:
    page = opened(java_script_enabled=False)
    elsewhere(page)
    page.goto("/forms/consultation")
    page.get_by_text("不想让人知道您看过").click()
    expect(page.get_by_text("请把窗口关掉")).to_be_visible()
    page.get_by_role("link", name="快速离开").click()
    page.wait_for_url(ELSEWHERE)
