"""Walks through the forms as a person does who answers only what must be answered.

In: a page that shows a form. Out: the steps, one after the other. The browser tests import this.
"""

from collections.abc import Iterator
from random import randrange

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

STEP = "h2#step"
NEEDED = "form.mf-form [required]:visible"
BOXES = "fieldset[data-field]:has([type=checkbox]):visible"
SENTENCE = "老板拖欠我三个月工资，该找谁？"


def new_number() -> str:
    """Give a telephone number of one's own, for each may hand in only so often."""
    return f"139{randrange(10**8):08}"


def steps(page: Page, name: str) -> Iterator[str]:
    """Open a form and give each step's heading; whoever goes on has the step filled in and left behind."""
    page.goto(f"/forms/{name}")
    while page.get_by_role("button", name="下一步").count():
        yield page.locator(STEP).inner_text()
        fill_needed(page)
        onward(page)
    yield page.locator(STEP).inner_text()


def onward(page: Page, press: str = "下一步") -> None:
    """Press the button that leads on, and wait for what comes."""
    step = page.locator(STEP).inner_text()
    page.get_by_role("button", name=press, exact=True).click()
    expect(page.locator(STEP)).not_to_have_text(step, use_inner_text=True)


def fill_needed(page: Page) -> None:
    """Answer what must be answered on the page at hand, unless it is answered."""
    for asked in page.locator(NEEDED).all():
        kind = asked.evaluate("node => node.type")
        if kind == "radio":
            _choose(page, asked)
        elif kind == "checkbox":
            asked.check()
        elif kind == "select-one":
            asked.select_option(index=1)
        elif not asked.input_value():
            asked.fill(new_number() if kind == "tel" else SENTENCE)
    for group in page.locator(BOXES).filter(has_not_text="可以不填").all():
        if group.locator("[type=checkbox]:checked").count() == 0:
            group.locator("[type=checkbox]").first.check()


def _choose(page: Page, asked: Locator) -> None:
    same = f"[name='{asked.get_attribute('name')}']"
    if page.locator(f"{same}:checked").count() == 0:
        page.locator(f"{same}:not(:disabled)").first.check()


def send(page: Page) -> tuple[str, str]:
    """Consent to what must be consented to, send, and read number and query code from the receipt."""
    fill_needed(page)
    page.get_by_role("button", name="确认提交").click()
    expect(page.locator("#receipt-number")).to_be_visible()
    return page.locator("#receipt-number").inner_text().strip(), page.locator("#query-code").inner_text().strip()


def fill_consultation(page: Page, content: str, number: str = "") -> None:
    """Fill in the consultation form that the page shows, up to its last page."""
    page.get_by_label("想问什么").fill(content)
    page.get_by_label("咨询类别").select_option("劳动工资")
    page.get_by_label("所在乡镇").select_option("青石镇")
    onward(page)
    onward(page)
    page.get_by_label("称呼", exact=True).fill("王女士")
    page.get_by_label("联系电话").fill(number or new_number())
    onward(page)


def watched(page: Page) -> list[str]:
    """Collect what the page complains of: errors, warnings, what the policy refuses; not that a form had a mistake."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "422" not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    return complaints
