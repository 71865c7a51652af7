"""What machines read does no harm to people: data blocks under the strict policy, old addresses, calendars."""

import json

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Portal

POLICY = "script-src 'self'"
WATCH = """window.faults = [];
document.addEventListener("securitypolicyviolation", event => window.faults.push(event.violatedDirective));"""


@pytest.mark.parametrize("address", ["/", "/services/falv-yuanzhu/", "/cases/", "/notices/xianfa-xuanchuanzhou-2026/"])
def test_data_blocks_stand_under_the_strict_policy(phone: Page, address: str) -> None:
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    phone.add_init_script(WATCH)
    answer = phone.goto(address)
    assert answer
    assert POLICY in answer.headers["content-security-policy"]
    blocks = phone.locator('script[type="application/ld+json"]').all_text_contents()
    assert blocks
    assert all(json.loads(block)["@context"] == "https://schema.org" for block in blocks)
    assert phone.evaluate("window.faults") == []
    assert said == []


def test_the_same_policy_stops_a_script_in_the_page(phone: Page, portal: Portal) -> None:
    """The negative control: were the block code, the browser would say so."""

    def with_code(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        spoiled = answer.text().replace('type="application/ld+json"', "")
        route.fulfill(response=answer, body=spoiled)  # type: ignore[attr-defined]

    phone.add_init_script(WATCH)
    phone.route(f"{portal.url}/", with_code)
    phone.goto("/")
    assert phone.evaluate("window.faults") == ["script-src-elem"]


def test_an_event_is_put_into_the_calendar_by_one_tap(phone: Page) -> None:
    phone.goto("/notices/xianfa-xuanchuanzhou-2026/")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="加入日历").click()
    assert download.value.suggested_filename == "event.ics"
    assert b"BEGIN:VEVENT" in download.value.path().read_bytes()


def test_the_footer_leads_to_the_map_of_the_site_from_every_page(phone: Page) -> None:
    for address in ("/cases/caili/", "/forms/consultation", "/nowhere"):
        phone.goto(address)
        phone.get_by_role("link", name="网站地图").click()
        assert phone.locator("h1").inner_text() == "网站地图"
