"""Make the picture that cards in WeChat show, from the site's icon, in real Chromium.

In: site_gen/assets/images/favicon.svg. Out: share.png beside it, 400 px square (WeChat wants 300 at least).
Run it again after the icon has changed: `.venv/bin/python docs/share_picture.py`; nobody imports it.
"""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent.parent / "site_gen/assets/images"
SIZE = 400


def main() -> None:
    """Write the picture."""
    icon = (IMAGES / "favicon.svg").read_text(encoding="utf-8")
    look = f"body{{margin:0}}svg{{display:block;width:{SIZE}px;height:{SIZE}px}}"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE, "height": SIZE})
        page.set_content(f"<style>{look}</style>{icon}")
        page.screenshot(path=IMAGES / "share.png")
        browser.close()


if __name__ == "__main__":
    main()
