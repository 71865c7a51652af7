"""What a citizen does, from the home page to the receipt and back: on a phone, mostly without JavaScript."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Portal
from tests.browser.form_walk import fill_consultation, new_number
from tests.conftest import ROOT

NUMBER = re.compile(r"ZX-\d{8}-[0-9A-Z]{6}")
CODE = re.compile(r"^[0-9A-Z]{8}$")
CONSENT = re.compile("同意为办这件事使用我填的信息")


@pytest.fixture
def browser(whole_browser: Browser) -> Browser:
    """Here the whole browser, not the one without windows."""
    return whole_browser


def rows_of(table: Path) -> list[dict[str, str]]:
    """Read an exported CSV file."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def pages_of(pdf: bytes) -> int:
    """Count the pages of a PDF file."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def ask(page: Page, content: str, number: str = "") -> None:
    """Fill in and send the consultation form that the page shows; from a telephone of its own, if none is given."""
    fill_consultation(page, content, number)
    page.get_by_label(CONSENT).check()
    page.get_by_role("button", name="确认提交").click()


def receipt_of(page: Page) -> tuple[str, str]:
    """Read number and query code from the receipt that the page shows."""
    expect(page.get_by_role("heading", level=1)).to_contain_text("已收到")
    number, code = (item.strip() for item in page.locator(".mf-receipt dd").all_inner_texts()[:2])
    assert NUMBER.fullmatch(number)
    assert CODE.fullmatch(code)
    return number, code


def test_search_ask_receive_and_look_up_without_javascript(plain_phone: Page, portal: Portal, tmp_path: Path) -> None:
    page = plain_phone
    page.goto("/")
    page.get_by_role("searchbox").fill("老板跑路了工资咋办")
    page.get_by_role("button", name="搜索").click()
    expect(page.locator(".mf-hit").first).to_contain_text("工资")
    expect(page.locator(".mf-hit mark").first).to_be_visible()
    page.get_by_role("link", name="把这个问题发给法律服务人员").click()
    expect(page.get_by_label("想问什么")).to_have_value("老板跑路了工资咋办")
    ask(page, "老板跑路了工资咋办？=1+1 𠮷先生欠我三个月工资。", "138 0000 0000")
    number, code = receipt_of(page)
    assert code not in page.url

    page.goto("/forms/status")
    page.get_by_label("受理编号").fill(number.lower().replace("-", " "))
    page.get_by_label("查询码", exact=True).fill(code)
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("已收到")
    expect(page.get_by_role("main")).to_contain_text("老板跑路了工资咋办？=1+1 𠮷先生欠我三个月工资。")

    out = tmp_path / "咨询.csv"
    portal.mingfa("export", "--kind", "consultation", "--format", "csv", "--out", str(out))
    (row,) = [row for row in rows_of(out) if row["受理编号"] == number]
    assert (row["称呼"], row["联系电话"], row["类别"]) == ("王女士", "13800000000", "劳动工资")
    assert row["咨询内容"] == "老板跑路了工资咋办？=1+1 𠮷先生欠我三个月工资。"


def test_a_mistake_keeps_what_was_typed_and_gets_the_focus(phone: Page) -> None:
    phone.goto("/forms/consultation")
    phone.get_by_label("想问什么").fill("老板不给工资，我怎么办？")
    phone.get_by_role("button", name="下一步").click()
    summary = phone.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(phone.get_by_label("想问什么")).to_have_value("老板不给工资，我怎么办？")
    summary.get_by_role("link", name=re.compile("咨询类别")).click()
    expect(phone.get_by_label("咨询类别")).to_be_focused()
    expect(phone.get_by_label("咨询类别")).to_have_accessible_description(
        "拿不准就选“其他”。 “咨询类别”还没有选，请选一项。"
    )


def test_going_back_and_sending_the_same_again_gives_the_same_receipt(phone: Page) -> None:
    number = new_number()
    phone.goto("/forms/consultation")
    ask(phone, "离婚以后孩子归谁？", number)
    first = receipt_of(phone)
    phone.go_back()
    expect(phone.get_by_label("想问什么")).to_have_value("")  # who shares the device does not read it
    ask(phone, "离婚以后孩子归谁？", number)
    assert receipt_of(phone) == first
    phone.goto("/forms/consultation")  # the negative control: another question is another submission
    ask(phone, "离婚以后房子归谁？", number)
    assert receipt_of(phone) != first


def test_a_page_is_rated_with_one_click_without_javascript(plain_phone: Page, portal: Portal, tmp_path: Path) -> None:
    page = plain_phone
    page.goto("/services/renmin-tiaojie/")
    page.locator(".mf-rating").get_by_role("button", name="没有").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("谢谢")
    page.get_by_label("2 颗星，不满意").check()
    page.get_by_label(re.compile("原因")).fill("没写星期六开不开门")
    page.get_by_role("button", name=re.compile("提交")).click()
    out = tmp_path / "评价.csv"
    portal.mingfa("export", "--kind", "rating", "--format", "csv", "--out", str(out))
    rows = [row for row in rows_of(out) if "renmin-tiaojie" in row["页面"]]
    assert [(row["是否有帮助"], row["星级"], row["原因"]) for row in rows] == [("否", "2", "没写星期六开不开门")]


def test_a_search_without_hits_goes_on(plain_phone: Page) -> None:
    plain_phone.goto("/search?q=量子力学")
    main = plain_phone.get_by_role("main")
    expect(main.get_by_role("link", name="12348")).to_have_attribute("href", "tel:12348")
    assert main.locator("a[href*='/services/']").count() >= 3
    main.get_by_role("link", name="把这个问题发给法律服务人员").click()
    expect(plain_phone.get_by_label("想问什么")).to_have_value("量子力学")


def test_a_wrong_address_helps(plain_phone: Page) -> None:
    answer = plain_phone.goto("/services/nowhere/")
    assert answer
    assert answer.status == 404
    expect(plain_phone.get_by_role("main")).to_contain_text("没有找到这个网页")
    expect(plain_phone.get_by_role("searchbox")).to_be_visible()


def test_the_product_list_is_filtered(desk: Page) -> None:
    desk.goto("/products/")
    rows = desk.locator(".mf-products tbody tr:not([hidden])")
    expect(rows).to_have_count(24)
    desk.get_by_label("类别").select_option("法律援助")
    count = desk.locator(".mf-filter__count")
    expect(count).to_have_text(re.compile(r"显示 \d 项，共 24 项。"))
    desk.get_by_label("包含文字").fill("没有这样的产品")
    expect(rows).to_have_count(0)
    expect(count).to_contain_text("没有符合的产品")


def test_the_whole_product_list_is_there_without_javascript(plain_phone: Page) -> None:
    plain_phone.goto("/products/")
    assert plain_phone.locator(".mf-products tbody tr").count() == 24
    assert plain_phone.locator(".mf-filter").count() == 0


def test_the_receipt_prints_on_one_page(phone: Page) -> None:
    phone.goto("/forms/consultation")
    ask(phone, "遗嘱怎么写才有效？")
    number, _ = receipt_of(phone)
    assert pages_of(phone.pdf(format="A4")) == 1
    phone.emulate_media(media="print")
    expect(phone.get_by_text(number)).to_be_visible()
    expect(phone.get_by_role("searchbox")).to_be_hidden()


@pytest.mark.parametrize("service", sorted(path.stem for path in (ROOT / "content/services").glob("*.md")))
def test_a_service_prints_everything_once_on_one_page(phone: Page, service: str) -> None:
    phone.goto(f"/services/{service}/")
    assert pages_of(phone.pdf(format="A4", prefer_css_page_size=True)) == 1
    phone.emulate_media(media="print")
    expect(phone.get_by_role("img", name="手机扫码看这一页")).to_be_visible()
    for heading in ("办理材料", "办理流程", "设定依据"):
        expect(phone.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(phone.get_by_role("heading", name="常见问题", exact=True)).to_be_hidden()


def test_nine_ways_in_stand_above_the_fold_of_a_phone(phone: Page) -> None:
    phone.goto("/")
    lowest = phone.locator(".mf-ways li").last.bounding_box()
    assert lowest
    assert phone.locator(".mf-ways li").count() == 9
    assert lowest["y"] + lowest["height"] <= PHONE["height"]


def test_the_catalogue_is_narrowed_without_javascript(plain_phone: Page) -> None:
    plain_phone.goto("/services/")
    plain_phone.get_by_role("link", name="老年人").first.click()
    expect(plain_phone.get_by_role("heading", level=1)).to_have_text("按人群：老年人")
    expect(plain_phone.get_by_role("link", name="公证办理")).to_be_visible()
    assert plain_phone.get_by_role("link", name="刑事法律援助申请").count() == 0
