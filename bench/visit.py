"""A first visit: real Chromium, an empty cache, on a free line and on a poor one.

In: a browser and an address. Out: `Visit`: requests, bytes as they came, and milliseconds after the first byte.
`bench.pages` imports this. No name but this machine's is looked up: what asks others fails at once and is counted.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

POOR_LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # bytes/s
PHONE = {"width": 360, "height": 740}
TIMES = """() => new Promise(done => {
    const whole = performance.getEntriesByType("navigation")[0];
    const told = ({startTime: paint}) =>
        done({paint, usable: Math.max(paint, whole.domInteractive), load: whole.loadEventEnd});
    new PerformanceObserver(list => list.getEntriesByName("first-contentful-paint").forEach(told))
        .observe({type: "paint", buffered: true});
})"""


@dataclass(frozen=True)
class Visit:
    """What a first visit asked for and took; `usable`: painted, and all links and forms are there."""

    requests: int
    elsewhere: int
    size: int
    paint: float
    usable: float
    load: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the distribution's Chromium, deaf to all names but this machine's."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    flags += ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        raise SystemExit("no Chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=flags)
        yield running
        running.close()


def first_visit(browser: Browser, site: str, path: str, runs: int) -> Visit:
    """Visit a page `runs` times, each with an empty cache on the poor line; the median of the times counts."""
    visits = [_visit(browser, site, path) for _ in range(runs)]
    last = visits[-1]
    times = {name: median(getattr(one, name) for one in visits) for name in ("paint", "usable", "load")}
    return Visit(last.requests, last.elsewhere, last.size, **times)


def _visit(browser: Browser, site: str, path: str) -> Visit:
    context = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    line = context.new_cdp_session(page)
    asked: list[str] = []
    sizes: list[float] = []
    moments: list[float] = []  # of asking, in seconds
    first_byte: list[float] = []  # of the page, in milliseconds after asking

    def ask(event: dict[str, Any]) -> None:
        asked.append(event["request"]["url"])
        moments.append(event["timestamp"])

    def answer(event: dict[str, Any]) -> None:
        if event["type"] == "Document":  # the page's own clock leaves the poor line's delay out
            first_byte.append(1000 * (event["timestamp"] - moments[0]))

    def arrive(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    line.on("Network.requestWillBeSent", ask)
    line.on("Network.responseReceived", answer)
    line.on("Network.loadingFinished", arrive)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", POOR_LINE)
    page.goto(site + path, wait_until="networkidle")  # stock asks for its search index after load
    times: dict[str, float] = page.evaluate(TIMES)
    context.close()
    asked = [url for url in asked if not url.startswith(("data:", "blob:"))]
    elsewhere = sum(not url.startswith(site) for url in asked)
    after = {name: moment - first_byte[0] for name, moment in times.items()}
    return Visit(len(asked), elsewhere, round(sum(sizes)), **after)
