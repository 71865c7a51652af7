"""The site stays light: what needs no clock is held here, what does is printed by `python -m bench.pages`."""

import re
from pathlib import Path
from random import Random
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

import site_gen
from bench.pages import PAGE_LIMIT, REQUEST_LIMIT, VISIT_LIMIT
from bench.server import gzipped
from content_model import Edition, load, new_edition
from site_gen.assets.theme_style import USED_CLASSES, classes_of, full_theme_style, theme_style
from tests.conftest import ROOT

FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
LAWS = "laws"
SEARCH = ("search/index.html", "zh-hant/search/index.html")
"""The search page that works without the service: it alone brings a script of its own."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    edition: Edition = new_edition(tmp_path_factory.mktemp("weight"))
    site_gen.build(load(ROOT / "content"), edition)
    return edition.site


def pages_of(site: Path) -> list[Path]:
    """Every page but law texts, which are as long as the law is."""
    return [page for page in sorted(site.rglob("*.html")) if LAWS not in page.relative_to(site).parts]


def fetched_by(page: Element) -> list[str]:
    """Give the addresses that a browser asks for by itself; not what waits, lazy, in closed details or for paper.

    That Chromium really waits is held by tests/browser/test_pages.py.
    """
    waiting = {
        picture
        for details in page.iter("details")
        if "open" not in details.attrib
        for picture in details.iter("img")
        if picture.get("loading") == "lazy"
    }
    on_paper = [one for one in page.iter("img") if "mf-sheet-code" in (one.get("class") or "").split()]
    waiting |= {one for one in on_paper if one.get("loading") == "lazy"}
    links = [one.get("href", "") for one in page.iter("link") if FETCHED & set(one.get("rel", "").split())]
    named = [one for name in ("script", "img", "iframe", "source", "object") for one in page.iter(name)]
    parts = [one.get("src", "") for one in named if one not in waiting]
    return sorted({address for address in [*links, *parts] if address and not address.startswith("data:")})


def faults(site: Path) -> list[str]:
    """Name every page that weighs too much, asks too often or asks elsewhere."""
    found = []
    for page in pages_of(site):
        name = page.relative_to(site).as_posix()
        here = urljoin("/", name)
        html = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        addresses = [urljoin(here, address) for address in fetched_by(html)]
        elsewhere = [address for address in addresses if urlsplit(address).netloc]
        files = [
            page,
            *(site / urlsplit(address).path.lstrip("/") for address in addresses if address not in elsewhere),
        ]
        weight = sum(len(gzipped(file)) for file in files if file.is_file())
        found += [f"{name}: asks {address}" for address in elsewhere]
        found += [f"{name}: {file.relative_to(site)} is missing" for file in files if not file.is_file()]
        if len(gzipped(page)) > PAGE_LIMIT:
            found.append(f"{name}: {len(gzipped(page))} bytes of HTML after gzip")
        if weight > VISIT_LIMIT:
            found.append(f"{name}: {weight} bytes at the first visit")
        if len(files) > REQUEST_LIMIT + (name in SEARCH):
            found.append(f"{name}: {len(files)} requests at the first visit: {addresses}")
    return found


def test_every_page_is_light_and_asks_little(site: Path) -> None:
    assert len(pages_of(site)) > 100
    assert faults(site) == []


def test_what_is_heavy_is_found(tmp_path: Path) -> None:
    noise = Random(1)  # what cannot be compressed
    text = "".join(chr(noise.randrange(0x4E00, 0x9FA5)) for _ in range(20_000))
    pages = {
        "light.html": "<p>轻<img src=none.png><details><img src=gone.png loading=lazy></details>",
        "long.html": f"<p>{text}",
        "pictures/index.html": '<img src="../heavy.svg"><script src="/light.js"></script>',
        "busy.html": "".join(f'<script src="light.js?{number}"></script>' for number in range(4))
        + "<img src=light.js>",
        "chatty.html": '<link rel="stylesheet" href="https://fonts.example/css"><link rel="canonical" href="https://x.example">',
        "laws/minfadian/index.html": f"<p>{text}",
    }
    for name, html in pages.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(html, encoding="utf-8")
    (tmp_path / "light.js").write_text("0", encoding="utf-8")
    (tmp_path / "heavy.svg").write_text(f"<svg>{text * 2}</svg>", encoding="utf-8")
    assert [re.sub(r"\d{4,}", "N", fault.split(": [")[0]) for fault in faults(tmp_path)] == [
        "busy.html: 6 requests at the first visit",
        "chatty.html: asks https://fonts.example/css",
        "light.html: none.png is missing",
        "long.html: N bytes of HTML after gzip",
        "pictures/index.html: N bytes at the first visit",
    ]


def test_no_page_uses_a_class_of_the_theme_that_its_style_sheet_lacks(site: Path) -> None:
    known = classes_of(full_theme_style().replace(":not(", ":is("))
    templates = [*(ROOT / "forms_api/templates").rglob("*.html"), *(ROOT / "site_gen/assets").rglob("*.js")]
    for page in [*site.rglob("*.html"), *templates]:
        used = set(re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', page.read_text(encoding="utf-8")))))
        assert used & known <= USED_CLASSES, page
    assert {"md-typeset", "md-search", "admonition"} <= known  # the negative control: these would be seen


def test_the_themes_style_is_kept_where_it_is_used() -> None:
    style = theme_style("a { color: var(--md-code-hl-color) }")
    assert ".md-typeset table:not([class]) th" in style
    assert "@media print" in style
    assert "--md-code-hl-color:" in style
    assert "--md-code-hl-color:" not in theme_style("")
    assert not re.search(r"\.md-(search|nav|header|sidebar|tooltip)|data-md-color-scheme=slate", style)
    assert len(style) < len(full_theme_style()) / 5
