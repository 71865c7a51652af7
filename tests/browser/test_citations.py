"""The law beside its citation, as a person meets it: by mouse, by keyboard, by finger, on paper, without scripts."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE, Portal
from tests.browser.looks import faults, pages, width_of
from tests.conftest import absent

CASE = "/cases/gaokong-paowu/"
CITED = "《中华人民共和国民法典》第一千二百五十四条"
SAYS = "物业服务企业等建筑物管理人应当采取必要的安全保障措施防止前款规定情形的发生"
GOAL = re.compile(r"/laws/minfadian/#1254$")


@pytest.fixture
def finger(browser: Browser, portal: Portal) -> Iterator[Page]:
    """A page of phone size that is touched."""
    context = browser.new_context(
        base_url=portal.url,
        viewport=PHONE,  # type: ignore[arg-type]
        locale="zh-CN",
        has_touch=True,
        is_mobile=True,
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def citation(page: Page) -> Locator:
    """Open the case and give its first citation."""
    page.goto(CASE)
    found = page.get_by_role("link", name=CITED).first
    found.scroll_into_view_if_needed()
    return found


def note(page: Page) -> Locator:
    return page.locator("#mf-note")


def tab_to(page: Page, link: Locator) -> None:
    """Come to a link as the keyboard does: from what stands before it."""
    link.focus()
    page.keyboard.press("Shift+Tab")
    for _ in range(6):  # what stands before it may have shown a note of its own
        page.keyboard.press("Tab")
        if link.evaluate("node => node === document.activeElement"):
            break
    expect(link).to_be_focused()


def test_the_pointer_shows_the_article_and_may_move_onto_it(desk: Page) -> None:
    desk.clock.install()
    link = citation(desk)
    expect(note(desk)).to_be_hidden()
    link.hover()
    desk.clock.run_for(1000)
    expect(note(desk)).to_contain_text(SAYS)
    note(desk).get_by_text(SAYS).hover()
    desk.clock.run_for(10_000)
    expect(note(desk)).to_be_visible()
    desk.locator("h2", has_text="处理结果").hover()
    desk.clock.run_for(1000)
    expect(note(desk)).to_be_hidden()


def test_escape_closes_what_the_pointer_opened(desk: Page) -> None:
    citation(desk).hover()
    expect(note(desk)).to_be_visible()
    desk.keyboard.press("Escape")
    expect(note(desk)).to_be_hidden()


def test_a_click_with_the_mouse_leads_to_the_article(desk: Page) -> None:
    citation(desk).click()
    expect(desk).to_have_url(GOAL)
    expect(desk.locator("[id='1254']")).to_be_in_viewport()


def test_the_keyboard_shows_it_reads_it_and_leaves_it(desk: Page) -> None:
    link = citation(desk)
    tab_to(desk, link)
    expect(note(desk)).to_be_visible()
    expect(link).to_have_attribute("aria-expanded", "true")
    desk.keyboard.press("Tab")
    expect(note(desk).get_by_role("link", name="看全文")).to_be_focused()
    expect(note(desk)).to_be_visible()
    desk.keyboard.press("Escape")
    expect(note(desk)).to_be_hidden()
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "false")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(GOAL)


def test_the_keyboard_goes_on_behind_the_note(desk: Page) -> None:
    citation(desk)
    link = desk.locator("a.mf-cite").last  # behind it no other citation shows its own
    tab_to(desk, link)
    expect(note(desk)).to_be_visible()
    for _ in range(3):  # 看全文, 关闭, and out
        desk.keyboard.press("Tab")
    expect(note(desk)).to_be_hidden()
    expect(link).to_have_attribute("aria-expanded", "false")


def test_the_first_tap_shows_it_and_the_second_leads_to_the_article(finger: Page) -> None:
    link = citation(finger)
    link.evaluate("node => scrollBy(0, node.getBoundingClientRect().bottom - innerHeight + 8)")
    place = link.bounding_box()
    assert place
    finger.touchscreen.tap(place["x"] + 40, place["y"] + 10)  # Locator.tap would scroll first
    expect(note(finger)).to_contain_text(SAYS)
    assert finger.url.endswith(CASE)
    expect(link).to_be_in_viewport(ratio=1)
    box = note(finger).bounding_box()
    seen = link.bounding_box()
    assert box
    assert seen
    assert seen["y"] + seen["height"] <= box["y"], "the sheet does not cover what was tapped"
    link.tap()
    expect(finger).to_have_url(GOAL)


@pytest.mark.parametrize("way", ["button", "elsewhere", "link"])
def test_a_tapped_note_is_left_by_finger(finger: Page, way: str) -> None:
    link = citation(finger)
    if way == "elsewhere":  # some browsers move no focus when something is tapped
        finger.evaluate("document.getElementById('main').removeAttribute('tabindex')")
    link.tap()
    sheet = note(finger)
    expect(sheet).to_be_visible()
    sheet.get_by_text(SAYS).tap()
    sheet.tap(position={"x": 4, "y": 8})  # its edge, where nothing takes the focus
    expect(sheet).to_be_visible()
    if way == "button":
        sheet.get_by_role("button", name="关闭").tap()
    elif way == "elsewhere":
        finger.touchscreen.tap(180, 20)
    else:
        sheet.get_by_role("link", name="看全文").tap()
        expect(finger).to_have_url(GOAL)
        return
    expect(sheet).to_be_hidden()
    assert finger.url.endswith(CASE)


def test_what_is_tapped_is_large_enough(finger: Page) -> None:
    citation(finger).tap()
    for way in note(finger).locator("a, button").all():
        box = way.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44


@pytest.mark.parametrize("look", [{}, {"mode": "elder"}, {"colours": "dark"}, {"colours": "contrast"}])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 900)])
def test_an_open_note_has_no_fault_in_any_look(
    browser: Browser, portal: Portal, look: dict[str, str], width: int, height: int
) -> None:
    with pages(browser, portal) as open_page:
        page = open_page(width, height, look)
        tab_to(page, citation(page))
        expect(note(page)).to_be_visible()
        assert faults(page) == []
        assert width_of(page) == width
        box = note(page).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("path", ["/laws/", "/laws/minfadian/", "/laws/falvyuanzhufa/"])
@pytest.mark.parametrize("look", [{}, {"mode": "elder"}, {"colours": "dark"}])
def test_law_pages_have_no_fault_in_any_look(browser: Browser, portal: Portal, path: str, look: dict[str, str]) -> None:
    with pages(browser, portal) as open_page:
        page = open_page(360, 740, look)
        page.goto(path)
        assert faults(page) == []
        assert width_of(page) == 360


def test_without_scripts_a_citation_is_a_link_and_the_notes_can_be_read(plain_phone: Page) -> None:
    link = citation(plain_phone)
    notes = plain_phone.locator("details.mf-notes")
    notes.locator("summary").click()
    expect(notes.get_by_text(SAYS)).to_be_visible()
    link.click()
    expect(plain_phone).to_have_url(GOAL)
    expect(plain_phone.locator("[id='1254']")).to_be_in_viewport()


def paper(page: Page, file: Path) -> str:
    """Print the page and give the words on the paper."""
    page.pdf(path=file, format="A4", prefer_css_page_size=True)
    try:
        done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        absent("no pdftotext on this machine (apt-get install poppler-utils)")
    return re.sub(r"\s", "", done.stdout)


@pytest.mark.parametrize("scripts", [True, False])
def test_on_paper_the_articles_are_footnotes(browser: Browser, portal: Portal, tmp_path: Path, scripts: bool) -> None:
    with pages(browser, portal) as open_page:
        page = open_page(1280, 900, java_script_enabled=scripts)
        page.goto(CASE)
        said = paper(page, tmp_path / "case.pdf")
    assert f"{CITED}〔1〕" in said
    assert f"1.{CITED}" in said
    assert SAYS in said
    assert "看原文" not in said


def test_the_sheet_of_a_service_has_them_only_when_they_are_opened(desk: Page, tmp_path: Path) -> None:
    desk.goto("/services/falv-yuanzhu/")
    assert "本页引用的法条" not in paper(desk, tmp_path / "folded.pdf")
    desk.locator("details.mf-notes summary").click()
    assert "本页引用的法条" in paper(desk, tmp_path / "open.pdf")


def test_a_law_is_found_as_one_types(phone: Page) -> None:
    phone.goto("/laws/")
    field = phone.get_by_label("写名称或简称")
    field.press_sequentially("法律援助")
    expect(phone.locator(".mf-find [role=status]")).to_have_text(re.compile(r"^找到 \d+ 部。$"))
    expect(phone.locator(".mf-find li").first).to_contain_text("中华人民共和国法律援助法 现行有效")
    field.fill("民法")  # the law itself before all that is about it
    expect(phone.locator(".mf-find li").first).to_have_text("中华人民共和国民法典 现行有效")
    field.fill("没有这部法")
    expect(phone.locator(".mf-find [role=status]")).to_have_text("没有找到。请换个名称，或从下面按领域看。")
    field.fill("民法典")
    field.press("Enter")
    expect(phone).to_have_url(re.compile(r"/laws/minfadian/$"))


def test_without_scripts_the_list_of_laws_is_there(plain_phone: Page) -> None:
    plain_phone.goto("/laws/")
    plain_phone.get_by_role("link", name="中华人民共和国民法典", exact=True).click()
    expect(plain_phone).to_have_url(re.compile(r"/laws/minfadian/$"))
