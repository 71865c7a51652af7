"""Take the pictures that the README shows, of the sample portal, in real Chromium.

In: a running `mingfa serve` (its address as the only argument). Out: docs/pictures/*.png.
`make pictures` runs it; nobody imports it.
"""

import base64
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent / "pictures"
PHONE = {"width": 360, "height": 740}
SHOWN = {
    "phone": ["/", "/services/falv-yuanzhu/", "/search?q=老板拖欠工资怎么办", "/forms/consultation"],
    "more": ["/cases/caili/", "/guides/lihun-fuyang/", "/stations/", "/?mode=elder"],
}


def shots(browser: Browser, address: str, paths: list[str]) -> list[bytes]:
    """Take one picture of each path, as a phone shows it first."""
    page = browser.new_page(viewport=PHONE, device_scale_factor=1.5)  # type: ignore[arg-type]
    taken = []
    for path in paths:
        page.goto(address + path)
        taken.append(page.screenshot())
    page.close()
    return taken


def side_by_side(browser: Browser, pictures: list[bytes]) -> bytes:
    """Put pictures into one row."""
    images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in pictures)
    look = "body{margin:12px;display:flex;gap:12px;background:#d5dbe1}img{width:270px}"
    page = browser.new_page(viewport={"width": 282 * len(pictures) + 12, "height": 579}, device_scale_factor=1.5)
    page.set_content(f"<style>{look}</style>{images}")
    taken = page.screenshot()
    page.close()
    return taken


def main(address: str) -> None:
    """Write every picture."""
    HERE.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, paths in SHOWN.items():
            (HERE / f"{name}.png").write_bytes(side_by_side(browser, shots(browser, address, paths)))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
