"""The theme's style sheet without its unused rules looks the same as the whole of it, on a phone, a desk and paper."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from site_gen.assets.theme_style import full_theme_style, theme_style
from tests.browser.conftest import DESK, PHONE, Portal

PAGES = ["/", "/services/falv-yuanzhu/", "/products/", "/forms/consultation"]  # every kind of thing is on one of them


def own_style(portal: Portal) -> tuple[str, str]:
    """Give the style that the portal sends, and the theme's part at its head."""
    (sheet,) = (Path(portal.environment["MINGFA_BUILD"]) / "current/site/assets").glob("mingfa-*.css")
    sent = sheet.read_text(encoding="utf-8")
    return sent, sent[: sent.index("/*")]


def pictures(browser: Browser, portal: Portal, address: str, style: str) -> list[bytes]:
    """Take a page with a style sheet of our choice, as a phone, a desk and a printer show it."""

    def styled(route: Route) -> None:
        route.fulfill(body=style, content_type="text/css")

    # Without scripts: what they add comes when it comes, and this is about the sheet.
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    page.route("**/mingfa-*.css", styled)
    page.goto(address)
    taken = []
    for size, medium in ((PHONE, "screen"), (DESK, "screen"), (DESK, "print")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(media=medium)  # type: ignore[arg-type]
        taken.append(page.screenshot(full_page=True, animations="disabled"))
    context.close()
    return taken


@pytest.mark.parametrize("address", PAGES)
def test_no_used_rule_of_the_theme_is_missing(browser: Browser, portal: Portal, address: str) -> None:
    sent, part = own_style(portal)
    own = sent[len(part) :]
    assert part == theme_style(own) + "\n"
    whole = pictures(browser, portal, address, full_theme_style() + own)
    assert pictures(browser, portal, address, sent) == whole
    assert pictures(browser, portal, address, own) != whole  # the negative control
