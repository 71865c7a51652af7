"""The receipt in a person's hands: kept, printed, opened again, answered, and not solved; on a phone."""

import re
import shutil
import subprocess
from pathlib import Path
from random import randrange

import pytest
from playwright.sync_api import Page, expect

from forms_api.config import Settings
from forms_api.store.db import open_store
from forms_api.store.matter import Consultation
from forms_api.store.submission import State
from tests.browser.conftest import Portal
from tests.conftest import absent

QUESTION = "老板跑路了，三个月工资没有给。"
ANSWER = "先去劳动监察大队投诉。\n带上工资条。"
HOME = "a[href='/']:visible"
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def consult(page: Page, portal: Portal) -> tuple[str, str]:
    """Walk through the consultation form as it is shown, and give number and code from the receipt."""
    page.goto("/forms/consultation")
    page.get_by_label("想问什么").fill(QUESTION)
    page.get_by_label("咨询类别").select_option("劳动工资")
    page.get_by_label("所在乡镇").select_option("青石镇")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("称呼", exact=True).fill("王女士")
    page.get_by_label("联系电话").fill(f"139{randrange(10**8):08}")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label(re.compile("同意为办这件事使用我填的信息")).check()
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到：法律咨询")
    return page.locator("#receipt-number").inner_text().strip(), page.locator("#query-code").inner_text().strip()


def look_up(page: Page, number: str, code: str) -> None:
    page.goto(f"/forms/status?number={number}")
    expect(page.get_by_label("受理编号")).to_have_value(number)
    page.get_by_label("查询码", exact=True).fill(code)
    page.get_by_role("button", name="查询", exact=True).click()


def test_from_the_form_to_not_solved_and_reopened(phone: Page, portal: Portal) -> None:
    refused: list[str] = []
    phone.on(
        "console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None
    )
    number, code = consult(phone, portal)
    expect(phone.locator(".mf-slip__code")).to_be_visible()
    assert phone.locator(".mf-slip__code").evaluate("picture => picture.complete && picture.naturalWidth > 0")
    assert phone.evaluate(FITS)
    phone.get_by_role("link", name="我已保存，继续").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("接下来")
    expect(phone.get_by_role("main")).not_to_contain_text(code)

    look_up(phone, number, code)
    expect(phone.get_by_role("main")).to_contain_text("已收到，正在安排承办人")
    assert code not in phone.url
    assert phone.evaluate(FITS)
    phone.get_by_label("补充情况").fill("我还有一张欠条。")
    phone.get_by_role("button", name="保存补充").click()
    expect(phone.get_by_role("main").get_by_role("status")).to_contain_text("补充的情况已经保存")

    store = open_store(Settings.from_environment(portal.environment))
    store.desk.take(number, "李律师")
    store.desk.answer(number, "李律师", ANSWER)
    look_up(phone, number, code)
    expect(phone.locator("#answer ~ .mf-written")).to_have_text(ANSWER, use_inner_text=True)
    assert phone.evaluate(FITS)
    phone.get_by_label("哪里还没有解决").fill("他们让我去法院。")
    phone.get_by_role("button", name="没有解决，请继续办").click()
    expect(phone.get_by_role("main")).to_contain_text("您说没有解决，正在重新办理")
    case = store.follow.find(number, code)
    store.engine.dispose()
    assert case
    assert (case.state, case.officer) == (State.REOPENED, "李律师")
    assert [message.text for message in case.messages] == ["我还有一张欠条。", ANSWER, "他们让我去法院。"]
    assert refused == []


def test_who_leaves_without_keeping_it_is_reminded_once(phone: Page, portal: Portal) -> None:
    consult(phone, portal)
    reminder = phone.get_by_role("alert").filter(has_text="编号和查询码保存好了吗？")
    expect(reminder).to_be_hidden()
    away = phone.locator(HOME).first
    away.click()
    expect(reminder).to_be_focused()
    assert phone.url.endswith("/forms/receipt")
    away.click()
    phone.wait_for_url(re.compile(r"^(?!.*/forms/receipt).*$"))


def test_who_has_kept_it_is_not_reminded(phone: Page, portal: Portal) -> None:
    consult(phone, portal)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="下载回执").click()
    assert "查询码：" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    phone.locator(HOME).first.click()
    phone.wait_for_url(re.compile(r"^(?!.*/forms/receipt).*$"))


def test_without_javascript_the_step_is_a_link_and_nothing_is_offered_that_does_not_work(
    plain_phone: Page, portal: Portal
) -> None:
    consult(plain_phone, portal)
    expect(plain_phone.get_by_role("button", name="打印回执")).to_be_hidden()
    expect(plain_phone.get_by_text("编号和查询码保存好了吗？")).to_be_hidden()
    plain_phone.get_by_role("link", name="我已保存，继续").click()
    plain_phone.get_by_role("button", name="清除回执").click()
    expect(plain_phone.get_by_role("heading", level=1)).to_have_text("这里没有可以显示的回执")


def test_the_receipt_prints_on_one_page_with_everything_to_find_it_again(
    phone: Page, portal: Portal, tmp_path: Path
) -> None:
    if not shutil.which("pdfinfo") or not shutil.which("pdftotext"):
        absent("PRINTED RECEIPT SKIPPED: no pdfinfo and pdftotext on this machine (apt-get install poppler-utils)")
    number, code = consult(phone, portal)
    file = tmp_path / "receipt.pdf"
    phone.pdf(path=file, format="A4", prefer_css_page_size=True)
    info = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Pages:\s+1$", info, re.M)
    for said in (number, code, "法律咨询", "最迟", "12348"):
        assert said in text.replace("\n", "")
    for screen in ("清除回执", "我已保存", "下载回执"):
        assert screen not in text


@pytest.mark.parametrize("path", ["/forms/receipt", "/forms/receipt/saved", "/forms/status"])
def test_the_pages_fit_a_small_phone(phone: Page, portal: Portal, path: str) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    consult(phone, portal)
    phone.goto(path)
    assert phone.evaluate(FITS)


def test_deleting_is_asked_first(phone: Page, portal: Portal) -> None:
    store = open_store(Settings.from_environment(portal.environment))
    made = store.intake.submit(Consultation(name="王女士", phone="13800000000", content=QUESTION * 5), "browser")
    phone.set_viewport_size({"width": 320, "height": 640})
    look_up(phone, made.receipt, made.code)
    assert phone.evaluate(FITS)
    phone.get_by_role("link", name="删除我的信息").click()
    expect(phone.get_by_role("main")).to_contain_text("不能恢复")
    assert store.follow.find(made.receipt, made.code).matter  # type: ignore[union-attr]
    phone.get_by_role("button", name="删除", exact=True).click()
    expect(phone.get_by_role("main")).to_contain_text("您的信息已经按您的要求删除。")
    assert store.follow.find(made.receipt, made.code).matter is None  # type: ignore[union-attr]
    store.engine.dispose()
