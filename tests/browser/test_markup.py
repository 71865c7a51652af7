"""What attackers write into the forms, opened in real Chromium: it is read, it does not run.

Every form is filled step by step with it, shown back, confirmed, refused, handed in, looked up, answered; all the while
whoever opens a dialog, loads a picture or breaks the policy is noted. The same ears hear what a careless page would do.
Over HTTP with all texts in all fields: tests/integration/test_intake_markup.py.
"""

import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, Route, expect

from forms_api.forms.catalogue import FORMS
from tests.browser.conftest import PHONE, Portal
from tests.browser.form_walk import fill_needed, onward, send, watched
from tests.integration.markup import PAYLOADS

FREE = "form.mf-form :is(textarea, input[type=text]):not([name=website]):visible"
NOT_FREE = ("missing_until", "happened_on", "about_receipt")
FOREIGN = "[src=x], [srcdoc], [onerror], [onload], [onfocus], input[autofocus], main :is(script, style, b, iframe)"
SEVERAL = "\n".join(PAYLOADS[:6])  # some fields hold no more
REFUSED = "violated|refused|content security policy"


class Ears:
    """Notes what ought not to happen in any page of a browser."""

    def __init__(self, context: BrowserContext) -> None:
        self.heard: list[str] = []
        self.page = context.new_page()
        self.complaints = watched(self.page)
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)

    def _dialog(self, dialog: Dialog) -> None:
        self.heard.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if request.url.endswith("/x"):
            self.heard.append(f"request {request.url}")

    def everything(self) -> list[str]:
        """Give all that was heard, and what stands on the page now and should not."""
        strange: list[str] = self.page.evaluate(
            "names => [...document.querySelectorAll(names)].map(node => node.outerHTML)", FOREIGN
        )
        refused = [said for said in self.complaints if re.search(REFUSED, said, re.I)]
        return [*self.heard, *refused, *strange]


@pytest.fixture
def ears(browser: Browser, portal: Portal) -> Iterator[Ears]:
    context = browser.new_context(base_url=portal.url, viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    yield Ears(context)
    context.close()


def write(page: Page, payloads: Iterator[str]) -> None:
    """Write one after the other into whatever is written freely."""
    for asked in page.locator(FREE).all():
        if asked.get_attribute("name") not in NOT_FREE:
            several = asked.evaluate("node => node.localName") == "textarea"
            asked.fill(SEVERAL if several else next(payloads))


@pytest.mark.parametrize("name", FORMS)
def test_nothing_that_is_written_runs(ears: Ears, portal: Portal, tmp_path: Path, name: str) -> None:
    page, payloads = ears.page, cycle(PAYLOADS)
    page.goto(f"/forms/{name}?content={quote(SEVERAL)}")
    while page.get_by_role("button", name="下一步").count():
        if page.get_by_label("替别人办", exact=True).count():
            page.get_by_label("替别人办", exact=True).check()
            page.locator("#relation").select_option("其他")
        write(page, payloads)
        fill_needed(page)
        onward(page)
        assert ears.everything() == []
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_role("alert")).to_contain_text("请勾选")
    assert ears.everything() == []
    onward(page, "上一步")
    assert ears.everything() == []
    onward(page)
    number, code = send(page)
    assert ears.everything() == []
    _look_up(page, number, code)
    assert ears.everything() == []
    if page.locator("details summary").count():
        page.locator("details summary").first.click()
    page.locator("#more").fill("\n".join(PAYLOADS))
    page.get_by_role("button", name="保存补充").click()
    expect(page.locator(".mf-notice[role=status]")).to_contain_text("补充的情况已经保存")
    answer = tmp_path / "答复.txt"
    answer.write_text("\n".join(PAYLOADS), encoding="utf-8")
    portal.mingfa("answer", number, "--officer", PAYLOADS[1], "--file", str(answer))
    _look_up(page, number, code)
    expect(page.locator("#answer")).to_be_visible()
    for payload in PAYLOADS:
        assert payload.strip() in page.locator("main").inner_text(), "it is read as it was written"
    assert ears.everything() == []


def _look_up(page: Page, number: str, code: str) -> None:
    page.goto("/forms/status")
    page.locator("#number").fill(number)
    page.locator("#code").fill(code)
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_role("heading", name="查询结果")).to_be_visible()


@pytest.mark.parametrize("search", ["/search?q=", "/forms/nothing/", "/forms/rating?page="])
def test_nothing_in_an_address_runs(ears: Ears, search: str) -> None:
    for payload in PAYLOADS:
        ears.page.goto(search + quote(payload, safe="<>\"'=:(){}"))
        assert ears.everything() == [], payload


@pytest.mark.parametrize("policy", ["", "script-src 'self'"])
def test_a_careless_page_is_heard(ears: Ears, portal: Portal, policy: str) -> None:
    """Without a policy it runs, with ours it is refused; the ears hear both."""

    def careless(route: Route) -> None:
        body = "<!doctype html><main>" + "".join(PAYLOADS[1:3]) + "</main>"
        route.fulfill(body=body, content_type="text/html", headers={"Content-Security-Policy": policy})

    ears.page.route("**/careless", careless)
    ears.page.goto("/careless")
    ears.page.wait_for_load_state("networkidle")
    heard = ears.everything()
    assert any(said.startswith("request") for said in heard)
    assert any(said.startswith("dialog") for said in heard) is not bool(policy)
    assert any(re.search(REFUSED, said, re.I) for said in heard) is bool(policy)
    assert any("onerror" in said for said in heard)


def test_a_double_click_is_one_submission(ears: Ears, portal: Portal) -> None:
    """Two presses before the first is answered; without the script, which holds the second back, the server does."""
    page = ears.page
    page.goto("/forms/need")
    while page.get_by_role("button", name="下一步").count():
        fill_needed(page)
        onward(page)
    fill_needed(page)
    before = portal.mingfa("queue").count("法律需求征询")
    page.get_by_role("button", name="确认提交").dblclick()
    expect(page.locator("#receipt-number")).to_be_visible()
    assert portal.mingfa("queue").count("法律需求征询") == before + 1
