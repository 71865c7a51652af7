"""Everyone: elder mode, type sizes, colours and the tools, as people use them. What the browser itself would do
(speak, share, go to other hosts) is put in its place at its edge."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Portal
from tests.browser.looks import Open, faults, pages, width_of
from tests.browser.test_citizen import ask, receipt_of

PARTS = "main :is(p, li, dt, dd, td, label, a, button), header a, header button"
TAPPED = (
    "button, select, input:not([type=radio], [type=checkbox], [type=hidden]), .mf-button, .mf-columns a, "
    ".mf-masthead__hotline, .mf-languages a, .mf-ways a, main li > a:only-child, .mf-hit h2 a"
)
PANEL = re.compile("^字号")
BORDER = "node => parseFloat(getComputedStyle(node).borderTopWidth)"
KINDS = [
    "/",
    "/services/",
    "/services/falv-yuanzhu/",
    "/products/",
    "/cases/renshen-baohu-ling/",
    "/guides/lihun-fuyang/",
    "/notices/",
    "/stations/",
    "/people/",
    "/forms/consultation",
    "/forms/rating?page=services/falv-zixun/",
    "/search?q=老板拖欠工资怎么办",
    "/nowhere",
]
MODES = {
    "default": {},
    "elder": {"mode": "elder"},
    "dark": {"colours": "dark"},
    "contrast": {"colours": "contrast"},
}
WIDTHS = [320, 390, 768, 1440]
# Every page in every mode, every mode in every width: each page meets each mode in another width.
SAMPLES = [
    (address, mode, WIDTHS[(at + turn) % 4]) for at, address in enumerate(KINDS) for turn, mode in enumerate(MODES)
]
ELDER = "html[data-mf-mode=elder]"
SENSITIVE = "/cases/renshen-baohu-ling/"


@pytest.fixture
def opened(browser: Browser, portal: Portal) -> Iterator[Open]:
    """Make pages in contexts of any kind."""
    with pages(browser, portal) as open_page:
        yield lambda look=None, width=390, height=800, **options: open_page(width, height, look, **options)


def cut_off(page: Page) -> list[str]:
    """Texts that stick out of a box that hides what sticks out."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(node => {
            const style = getComputedStyle(node);
            return style.overflow !== "visible" && style.overflow !== "auto" && !/inset/.test(style.clipPath)
              && !["INPUT", "TEXTAREA", "SELECT"].includes(node.tagName) && node.getClientRects().length
              && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1);
        }).map(node => node.outerHTML.slice(0, 200))"""
    )
    return found


# Elder mode


def test_elder_mode_is_kept_from_page_to_form_to_receipt_until_it_is_left(phone: Page) -> None:
    phone.goto("/services/falv-zixun/")
    phone.get_by_role("button", name="长者模式", exact=True).click()
    expect(phone.locator(ELDER)).to_have_count(1)
    expect(phone.get_by_role("button", name="退出长者模式")).to_be_focused()
    expect(phone.locator(".mf-said")).to_have_text("已进入长者模式，字和按钮都变大了。", use_inner_text=True)
    phone.goto("/forms/consultation")
    expect(phone.locator(ELDER)).to_have_count(1)
    ask(phone, "老板不给工资，我怎么办？")
    receipt_of(phone)
    expect(phone.locator(ELDER)).to_have_count(1)
    phone.reload()
    expect(phone.locator(ELDER)).to_have_count(1)
    phone.get_by_role("button", name="退出长者模式").click()
    expect(phone.get_by_role("button", name="长者模式", exact=True)).to_be_focused()
    phone.goto("/search?q=工资")
    expect(phone.locator(ELDER)).to_have_count(0)


def test_a_link_sets_elder_mode_and_is_not_in_the_way_of_leaving_it(phone: Page) -> None:
    phone.goto("/search?q=工资&mode=elder#main")
    expect(phone.locator(ELDER)).to_have_count(1)
    assert phone.url.endswith("/search?q=%E5%B7%A5%E8%B5%84#main")
    phone.get_by_role("button", name="退出长者模式").click()
    phone.reload()
    expect(phone.locator(ELDER)).to_have_count(0)
    phone.goto("/services/?mode=elder")
    phone.goto("/?mode=standard")
    expect(phone.locator(ELDER)).to_have_count(0)


def test_a_page_that_comes_back_from_the_history_is_in_the_mode_of_now(phone: Page) -> None:
    phone.goto("/services/")
    phone.goto("/guides/")
    phone.get_by_role("button", name="长者模式", exact=True).click()
    phone.go_back()
    expect(phone.locator(ELDER)).to_have_count(1)


def test_no_page_flashes_in_the_wrong_look(opened: Open) -> None:
    page = opened({"mode": "elder", "size": "medium", "colours": "dark"})
    page.add_init_script(
        """new MutationObserver((_, watch) => {
            if (!document.body) return;
            watch.disconnect();
            const root = document.documentElement;
            window.atFirst = ["mode", "size", "colours"].map(name => root.getAttribute(`data-mf-${name}`));
        }).observe(document, {childList: true, subtree: true})"""
    )
    page.goto("/services/")
    assert page.evaluate("atFirst") == ["elder", "medium", "dark"]


@pytest.mark.parametrize("address", ["/", "/services/falv-yuanzhu/", "/forms/consultation", "/search?q=工资"])
@pytest.mark.parametrize("width", [320, 1440])
def test_in_elder_mode_everything_is_large_and_in_one_column(opened: Open, address: str, width: int) -> None:
    page = opened({"mode": "elder"}, width)
    page.goto(address)
    small = page.evaluate(
        """parts => [...document.querySelectorAll(parts)]
            .filter(node => node.checkVisibility() && node.textContent.trim())
            .filter(node => parseFloat(getComputedStyle(node).fontSize) < 21.95)
            .map(node => node.outerHTML.slice(0, 160))""",
        PARTS,
    )
    assert small == []
    low = page.evaluate(
        """parts => [...document.querySelectorAll(parts)]
            .filter(node => node.checkVisibility() && node.getBoundingClientRect().height < 59.5)
            .map(node => node.outerHTML.slice(0, 160))""",
        TAPPED,
    )
    assert low == []
    columns = page.evaluate(
        """() => [...document.querySelectorAll("main *, header, header *")]
            .filter(node => getComputedStyle(node).display === "grid")
            .map(node => [node.className, getComputedStyle(node).gridTemplateColumns])
            .filter(([, columns]) => columns.split(" ").length > 1)"""
    )
    assert columns == []
    assert width_of(page) <= width


def test_in_elder_mode_the_hotline_and_the_tasks_come_first(opened: Open) -> None:
    page = opened({"mode": "elder"})
    page.goto("/")
    order = page.evaluate(
        """() => [".mf-masthead__hotline", ".mf-search", ".mf-ways a", ".mf-columns"].map(name => {
            const node = document.querySelector(name);
            return [[...document.querySelectorAll("*")].indexOf(node), node.getBoundingClientRect().top];
        })"""
    )
    assert order == sorted(order)
    assert [top for _, top in order] == sorted(top for _, top in order), "the eye and the keyboard go the same way"
    page.get_by_role("button", name="退出长者模式").click()
    expect(page.locator(".mf-masthead .mf-columns")).to_be_visible()


# Colours and sizes


@pytest.mark.parametrize(("address", "mode", "width"), SAMPLES)
def test_axe_finds_nothing_in_any_mode(opened: Open, address: str, mode: str, width: int) -> None:
    page = opened(MODES[mode], width)
    page.goto(address)
    for name, value in MODES[mode].items():
        expect(page.locator(f"html[data-mf-{name}={value}]")).to_have_count(1)
    assert faults(page) == []
    assert width_of(page) <= width


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_system_decides_the_colours_until_the_reader_does(opened: Open) -> None:
    page = opened(color_scheme="dark")
    page.goto("/services/")
    assert ground(page) == "rgb(20, 25, 31)"
    page.get_by_role("button", name=PANEL).click()
    expect(page.get_by_role("button", name="自动")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="浅色").click()
    assert ground(page) == "rgb(255, 255, 255)"
    page.goto("/forms/consultation")
    assert ground(page) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="light", contrast="more")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_system_decides_the_colours_without_javascript(opened: Open) -> None:
    page = opened(color_scheme="dark", java_script_enabled=False)
    page.goto("/services/")
    expect(page.locator("body")).to_have_css("background-color", "rgb(20, 25, 31)")
    expect(page.locator(".mf-toolbar")).to_be_hidden()


@pytest.mark.parametrize(
    ("address", "width"), [(address, (320, 1280)[at % 3 == 2]) for at, address in enumerate(KINDS)]
)
def test_type_of_twice_the_size_loses_nothing(opened: Open, address: str, width: int) -> None:
    page = opened({"size": "large"}, width)
    page.goto(address)
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('article')).fontSize)")
    assert size == pytest.approx(36, abs=0.1)
    assert width_of(page) <= width
    assert cut_off(page) == []


@pytest.mark.parametrize("address", KINDS)
def test_zoom_and_text_spacing_lose_nothing(opened: Open, address: str) -> None:
    page = opened(width=640, height=450, device_scale_factor=2, bypass_csp=True)
    page.goto(address)
    assert width_of(page) <= 640
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
        " p { margin-bottom: 2em !important }"
    )
    page.set_viewport_size({"width": 320, "height": 450})
    assert width_of(page) <= 320
    assert cut_off(page) == []


# Keyboard, forced colours


@pytest.mark.parametrize(
    ("address", "mode"),
    [("/", "default"), (SENSITIVE, "default"), (SENSITIVE, "elder"), ("/forms/consultation", "contrast")],
)
def test_the_focus_is_seen_wherever_it_goes(opened: Open, address: str, mode: str) -> None:
    page = opened(MODES[mode], height=640)
    page.goto(address)
    passed = 0
    for _ in range(200):
        page.keyboard.press("Tab")
        where, outlined, covered = page.evaluate(
            """() => {
                const node = document.activeElement;
                if (node === document.body) return ["end", true, false];
                const style = getComputedStyle(node), box = node.getClientRects()[0];
                const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
                const top = document.elementFromPoint(x, y);
                const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                return [node.outerHTML.slice(0, 120), outlined,
                        !top || !(node.contains(top) || top.contains(node) || top.closest("label"))];
            }"""
        )
        if where == "end":
            break
        passed += 1
        assert outlined, where
        assert not covered, where
    assert passed > 20


def test_every_tool_is_worked_by_keyboard(opened: Open) -> None:
    page = opened(width=360)
    page.goto("/services/falv-zixun/")
    opener = page.get_by_role("button", name=PANEL)
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="中", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("html[data-mf-size=medium]")).to_have_count(1)
    expect(page.get_by_role("button", name="中", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="小", exact=True)).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(page.locator("#mf-look")).to_be_hidden()
    page.get_by_text("手机看这一页").focus()
    page.keyboard.press("Enter")
    picture = page.get_by_alt_text("本页网址的二维码")
    expect(picture).to_be_visible()
    page.wait_for_function("() => document.querySelector('.mf-share img').naturalWidth > 0")


def test_the_toolbar_is_one_row_on_a_phone(opened: Open) -> None:
    page = opened(width=360)
    page.goto("/")
    assert page.locator(".mf-tools").evaluate("node => node.getBoundingClientRect().height") < 52


def test_in_forced_colours_buttons_and_choices_are_still_seen(opened: Open) -> None:
    page = opened(forced_colors="active")
    page.goto("/services/falv-zixun/")
    page.get_by_role("button", name=PANEL).click()
    thin, thick = (page.get_by_role("button", name=name, exact=True).evaluate(BORDER) for name in ("中", "小"))
    assert 0 < thin < thick
    assert page.locator("main .mf-button").first.evaluate(BORDER) > 0


def test_on_paper_there_are_no_tools(opened: Open) -> None:
    page = opened({"mode": "elder", "colours": "dark"})
    page.goto(SENSITIVE)
    page.emulate_media(media="print")
    for name in (".mf-tools", ".mf-share", ".mf-exit"):
        expect(page.locator(name)).to_be_hidden()
    assert ground(page) == "rgb(255, 255, 255)"
    assert page.locator("article").evaluate("node => parseFloat(getComputedStyle(node).fontSize)") < 18


# Reading aloud, sharing

VOICES = """(() => {
  window.said = []; window.silenced = 0;
  class SpeechSynthesisUtterance { constructor(text) { this.text = text; } }
  const speech = {
    getVoices: () => VOICES.map(lang => ({lang, name: lang})), addEventListener() {},
    speak(utterance) { window.now = utterance; said.push([utterance.text, utterance.voice.lang]); },
    cancel() { silenced += 1; },
  };
  Object.defineProperty(window, "SpeechSynthesisUtterance", {value: SpeechSynthesisUtterance});
  Object.defineProperty(window, "speechSynthesis", {value: speech});
})()"""


def said(page: Page) -> list[str]:
    return [text for text, _ in page.evaluate("said")]


def test_a_page_is_read_aloud_sentence_by_sentence(opened: Open) -> None:
    page = opened()
    page.add_init_script(VOICES.replace("VOICES", "['en-US', 'zh-TW', 'zh-CN']", 1))
    page.goto(SENSITIVE)
    page.get_by_role("button", name="朗读", exact=True).click()
    expect(page.get_by_role("button", name="暂停")).to_be_focused()
    assert page.evaluate("said") == [["挨打了怎么办：人身安全保护令", "zh-CN"]]
    page.evaluate("now.onend()")
    page.evaluate("now.onend()")
    assert said(page)[1:] == [
        "正在挨打先打 110。",
        "不离婚也可以向法院申请人身安全保护令，禁止对方动手、骚扰，还可以叫对方搬走。",
    ]
    marked = page.evaluate("[...CSS.highlights.get('mf-read')].map(range => range.toString())")
    assert marked == said(page)[-1:]
    page.keyboard.press("Enter")
    page.evaluate("now.onend()")  # what a cancelled utterance still reports
    assert len(said(page)) == 3
    expect(page.get_by_role("button", name="继续")).to_be_focused()
    page.keyboard.press("Enter")
    assert said(page)[3] == said(page)[2]
    page.get_by_role("button", name="停止朗读").click()
    expect(page.locator(".mf-reader")).to_be_hidden()
    expect(page.get_by_role("button", name="朗读", exact=True)).to_be_focused()
    assert page.evaluate("CSS.highlights.size") == 0


def test_reading_ends_with_the_page_and_reads_no_buttons(opened: Open) -> None:
    page = opened()
    page.add_init_script(VOICES.replace("VOICES", "['zh_CN']", 1))
    page.goto("/services/falv-zixun/")
    page.get_by_role("button", name="朗读", exact=True).click()
    page.evaluate(
        "() => { for (let left = 2000; left && !document.querySelector('.mf-reader').hidden; left--) now.onend(); }"
    )
    text = "".join(said(page))
    assert "1 2 3 4 8" in text, "a telephone number is read digit by digit"
    assert "没有帮到您" not in text
    assert "打印这一页" not in text
    expect(page.locator(".mf-reader")).to_be_hidden()


@pytest.mark.parametrize("voices", ["[]", "['en-US']"])
def test_reading_is_not_offered_without_a_chinese_voice(opened: Open, voices: str) -> None:
    page = opened()
    page.add_init_script(VOICES.replace("VOICES", voices, 1))
    page.goto(SENSITIVE)
    expect(page.get_by_role("button", name=PANEL)).to_be_visible()
    expect(page.get_by_role("button", name="朗读", exact=True)).to_have_count(0)


def test_a_page_is_passed_on_by_its_lasting_address(opened: Open) -> None:
    page = opened()
    page.add_init_script("navigator.share = what => { window.shared = what; return Promise.resolve(); }")
    page.goto("/services/falv-zixun/?from=x#main")
    page.get_by_role("button", name="转发给别人").click()
    assert page.evaluate("shared.url") == "https://sf.example.gov.cn/services/falv-zixun/"


# Leaving


def elsewhere(page: Page) -> list[str]:
    """Let every other host answer, and note which were asked."""
    asked: list[str] = []

    def answer(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<!doctype html><title>别处</title>别处", content_type="text/html; charset=utf-8")

    page.context.route(lambda url: "127.0.0.1" not in url, answer)
    return asked


def add_link(page: Page, address: str) -> None:
    page.evaluate(
        """address => {
            const link = document.createElement("a");
            link.href = address;
            link.textContent = "外面";
            document.querySelector("article").prepend(link);
        }""",
        address,
    )


def test_a_link_to_another_host_asks_first(opened: Open) -> None:
    page = opened()
    asked = elsewhere(page)
    page.goto("/services/falv-zixun/")
    add_link(page, "https://www.example.com/x")
    page.get_by_role("link", name="外面").click()
    dialog = page.get_by_role("dialog", name="您访问的链接即将离开“示例县公共法律服务网”，是否继续？")
    expect(dialog).to_contain_text("www.example.com")
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="外面")).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="放弃").click()
    assert asked == []
    page.get_by_role("link", name="外面").click()
    dialog.get_by_role("button", name="继续访问").click()
    page.wait_for_url("https://www.example.com/x")


@pytest.mark.parametrize("address", ["https://www.12348.gov.cn/", "https://sf.example.gov.cn/x", "/services/"])
def test_a_link_to_the_government_does_not_ask(opened: Open, address: str) -> None:
    page = opened()
    asked = elsewhere(page)
    page.goto("/cases/caili/")
    add_link(page, address)
    page.get_by_role("link", name="外面").click()
    page.wait_for_url(f"**{address}")
    assert asked == [address for _ in range(address.startswith("https:"))]


def test_quick_exit_leaves_no_way_back(opened: Open) -> None:
    page = opened()
    asked = elsewhere(page)
    page.goto("/services/")
    page.goto(SENSITIVE)
    exit_link = page.get_by_role("link", name="快速离开")
    box = exit_link.bounding_box()
    assert box
    assert box["height"] >= 60
    page.evaluate("scrollTo(0, 3000)")
    expect(exit_link).to_be_in_viewport()
    exit_link.click()
    page.wait_for_url("https://weather.cma.cn/")
    assert asked == ["https://weather.cma.cn/"]
    page.go_back()
    assert page.url.endswith("/services/")


def test_quick_exit_by_the_third_escape(opened: Open) -> None:
    page = opened()
    elsewhere(page)
    page.goto("/guides/lihun-fuyang/")
    for key in ("Escape", "Escape", "Tab", "Escape", "Escape"):
        page.keyboard.press(key)
    assert page.title(), "two and two are not three"
    page.keyboard.press("Escape")
    page.wait_for_url("https://weather.cma.cn/")


def test_quick_exit_and_links_elsewhere_work_without_javascript(opened: Open) -> None:
    page = opened(java_script_enabled=False)
    elsewhere(page)
    page.goto(SENSITIVE)
    page.get_by_text("不想让人知道您看过").click()
    expect(page.get_by_text("请把窗口关掉")).to_be_visible()
    page.get_by_role("link", name="快速离开").click()
    page.wait_for_url("https://weather.cma.cn/")


def test_other_pages_have_no_quick_exit(phone: Page) -> None:
    phone.goto("/cases/caili/")
    expect(phone.locator(".mf-exit")).to_have_count(0)
