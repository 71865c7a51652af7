"""The whole sample portal, mounted under a path, in Traditional characters and in English; and the service with it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

import site_gen
from content_model import Edition, Library, load, new_edition
from content_model.edition import ENGLISH, TRADITIONAL
from content_model.script import traditional
from forms_api.config import Settings
from search_index import build_index
from site_gen import count
from tests import samples
from tests.conftest import ROOT
from tests.integration.conftest import SAME_ORIGIN, Citizen, browser, open_app, portal_of

BASE = "/fw/"
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Signs that only Simplified writing has, common enough that a page left as it was has some.
SIMPLIFIED = re.compile("[们这说国对时会来个为发过还样请证书诉认话务费听电县镇处见门问间]")
# Official numbers and the tags of 国办发〔2017〕47号 stay in the characters in which they were given.
OFFICIAL = re.compile(r"\S*(?:ICP备|公网安备)\S*")


def build(content: Path, folder: Path) -> tuple[Library, Edition]:
    library = load(content)
    edition = new_edition(folder)
    site_gen.build(library, edition)
    build_index(library, edition.index)
    edition.publish()
    return library, edition


@pytest.fixture(scope="module")
def mounted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Edition]:
    """The sample portal below /fw/, built once; only read."""
    folder = tmp_path_factory.mktemp("mounted")
    content = folder / "content"
    shutil.copytree(ROOT / "content", content)
    settings = (content / "site.yml").read_text(encoding="utf-8").replace("网站路径: /\n", f"网站路径: {BASE}\n")
    (content / "site.yml").write_text(settings, encoding="utf-8")
    return build(content, folder / "build")


def pages_in(edition: Edition, folder: str) -> list[Path]:
    found = sorted((edition.site / folder).rglob("*.html"))
    assert found
    return found


def links(page: Path) -> Iterator[tuple[str, str]]:
    for element in html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False).iter():
        for name in ("href", "src", "action"):
            if value := element.get(name) if isinstance(element.tag, str) else None:
                yield str(element.tag), value


def target(edition: Edition, page: Path, link: str) -> str:
    """Where a link leads, below the root of the site."""
    path = unquote(urlsplit(link).path)
    if path.startswith("/"):
        assert path.startswith(BASE), (page, link)
        return path.removeprefix(BASE)
    return (
        normpath(f"{page.parent.relative_to(edition.site).as_posix()}/{path}")
        if path
        else str(page.relative_to(edition.site).as_posix())
    )


def shown_text(page: Path) -> str:
    """The text that is in the page's own language."""
    tree = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    parts = []

    def gather(element: Any, root: bool = False) -> None:
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            return
        if not (element.get("lang") and not root):
            parts.extend([element.text or "", element.get("alt") or "", element.get("aria-label") or ""])
            for child in element:
                gather(child)
                parts.append(child.tail or "")

    gather(tree, root=True)
    return OFFICIAL.sub("", "\n".join(parts))


@pytest.mark.parametrize("folder", [TRADITIONAL, ENGLISH])
def test_every_link_leads_somewhere_its_anchor_too_and_the_service_keeps_the_language(
    mounted: tuple[Library, Edition], folder: str
) -> None:
    _, edition = mounted
    tag = "zh-Hant" if folder == TRADITIONAL else "en"
    anchors: dict[Path, set[str]] = {}
    for page in pages_in(edition, folder):
        for element, link in links(page):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            below = target(edition, page, link)
            if re.match(r"forms(/|$)|search$", below):  # search/ is a page, /search the service
                assert element == "form" or f"lang={tag}" in parts.query, (page, link)
                continue
            file = edition.site / below
            file = file / "index.html" if file.is_dir() else file
            assert file.is_file(), (page, link)
            if parts.fragment:
                known = anchors.setdefault(file, set(re.findall(r'\bid="([^"]+)"', file.read_text(encoding="utf-8"))))
                assert unquote(parts.fragment) in known, (page, link)


def test_every_page_has_its_twin_with_the_same_anchors_and_its_own_address(mounted: tuple[Library, Edition]) -> None:
    library, edition = mounted
    for page in library.pages:
        plain, twin = (edition.site / folder / page.url / "index.html" for folder in ("", TRADITIONAL))
        before, after = plain.read_text(encoding="utf-8"), twin.read_text(encoding="utf-8")
        ids = re.compile(r'\bid="([^"]+)"')
        assert ids.findall(before) == ids.findall(after)
        assert before.count("<") == after.count("<") - after.count('name="lang"') - 4  # the note: p, a and their ends
        root = f"{library.site.base_url}{BASE}"
        assert f'<link rel="canonical" href="{root}{page.url}">' in before
        assert f'<link rel="canonical" href="{root}{TRADITIONAL}/{page.url}">' in after
        for html in (before, after):
            assert f'hreflang="zh-Hans" href="{root}{page.url}"' in html
            assert f'hreflang="zh-Hant" href="{root}{TRADITIONAL}/{page.url}"' in html
        assert '<html lang="zh-Hant">' in after


def test_nothing_of_a_traditional_page_is_left_in_simplified(mounted: tuple[Library, Edition]) -> None:
    _, edition = mounted
    for page in pages_in(edition, TRADITIONAL):
        assert SIMPLIFIED.findall(shown_text(page)) == [], page
    assert SIMPLIFIED.search(shown_text(edition.site / "index.html"))  # the negative control


def test_nothing_of_an_english_page_is_left_in_chinese(mounted: tuple[Library, Edition]) -> None:
    _, edition = mounted
    for page in pages_in(edition, ENGLISH):
        left = {line.strip() for line in shown_text(page).splitlines() if CHINESE.search(line)}
        assert left == set(), f"{page}: add the words to site_gen/english_words.yml"
        assert '<html lang="en">' in page.read_text(encoding="utf-8")


def test_names_law_and_numbers_in_a_page(tmp_path: Path) -> None:
    said = "于某拨打 [0300-5550110](tel:0300-5550110)，关于某公司。\n\n> 房屋坐标\n\n`code 说`"
    changes = {"notices/zhiban.md": samples.NOTICE.rstrip() + f"\n\n{said}\n"}
    _, edition = build(samples.write_content(tmp_path / "content", changes), tmp_path / "build")
    html = (edition.site / TRADITIONAL / "notices/zhiban/index.html").read_text(encoding="utf-8")
    assert '于某撥打 <a href="tel:0300-5550110">0300-5550110</a>，關於某公司。' in html
    assert "<p>房屋坐标</p>" in html
    assert "<code>code 说</code>" in html
    assert not (edition.site / ENGLISH).exists()  # a portal without English pages has no link to any
    assert "English</a>" not in html


def test_a_twin_that_got_lost_stops_the_build(mounted: tuple[Library, Edition], tmp_path: Path) -> None:
    library, edition = mounted
    copy = Edition(tmp_path / "copy")
    shutil.copytree(edition.root, copy.root)
    assert count.count_pages(library, copy) > len(library.pages)  # the negative control
    (copy.site / TRADITIONAL / "stations/index.html").unlink()
    with pytest.raises(site_gen.BuildFailed, match="没有繁体网页：stations/"):
        count.count_pages(library, copy)
    (copy.site / ENGLISH / "ask/index.html").unlink()
    shutil.copytree(edition.site / TRADITIONAL, copy.site / TRADITIONAL, dirs_exist_ok=True)
    with pytest.raises(site_gen.BuildFailed, match="英文网页与原稿不符：ask/"):
        count.count_pages(library, copy)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("nav: Home\n", "", "en/index.md:1: 缺少“nav”。请在开头的信息区补上。"),
        ('chinese: ""', "chinese: nowhere/", "en/index.md:1: 没有“nowhere/”这一页。请把 chinese 改成中文网页的地址。"),
        ("order: 1", "order: first", "en/index.md:1: order“first”不是数字。请写成 1、2、3。"),
    ],
)
def test_a_fault_in_an_english_page_stops_the_build(tmp_path: Path, old: str, new: str, expected: str) -> None:
    text = (ROOT / "content/en/index.md").read_text(encoding="utf-8")
    assert old in text
    content = samples.write_content(tmp_path / "content", {"en/index.md": text.replace(old, new)})
    with pytest.raises(site_gen.BuildFailed, match=re.escape(expected)):
        site_gen.build(load(content), new_edition(tmp_path / "build"))


def test_what_the_style_sheets_write_is_written_in_both_scripts() -> None:
    style = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "site_gen/assets/css").glob("*.css"))
    said = re.findall(r'([^{}]*)\{[^{}]*content: "([^"]*[\u3400-\u9fff][^"]*)"', style)
    twins = {text for selector, text in said if "zh-Hant" in selector}
    assert {traditional(text) for selector, text in said if "zh-Hant" not in selector} == twins


@pytest.fixture
def citizen(mounted: tuple[Library, Edition], tmp_path: Path) -> Iterator[Citizen]:
    """A browser before the mounted portal."""
    library, edition = mounted
    app = open_app(Settings(content=library.content, build=edition.root.parent.parent, data=tmp_path / "data"))
    yield browser(app)
    portal_of(app).store.engine.dispose()


def test_the_service_speaks_traditional_in_the_traditional_frame(citizen: Citizen) -> None:
    html = citizen.get(f"{BASE}forms/consultation?lang=zh-Hant").text
    assert '<html lang="zh-Hant">' in html
    assert "<title>法律諮詢 - 示例縣公共法律服務網</title>" in html
    assert '<option value="城关镇">城關鎮</option>' in html  # shown in Traditional, sent as it is
    assert f'action="{BASE}forms/consultation?lang=zh-Hant"' in html
    assert f'href="{BASE}{TRADITIONAL}/services/"' in html
    switch = re.search(r'<nav class="mf-languages".*?</nav>', html, re.S)
    assert switch
    assert f'href="{BASE}forms/consultation?lang=zh" hreflang="zh-Hans"' in switch[0]
    assert switch[0].count("aria-current") == 1
    assert 'lang="zh-Hant" aria-current="true"' in switch[0]


def test_what_a_citizen_typed_is_not_turned(citizen: Citizen) -> None:
    html = citizen.post(
        f"{BASE}forms/consultation?lang=zh-Hant",
        data={"token": citizen.token(f"{BASE}forms/consultation"), "name": "于国庆", "content": "老板说没钱。"},
        headers=SAME_ORIGIN,
    ).text
    assert 'value="于国庆"' in html
    assert "老板说没钱。</textarea>" in html
    assert "請改好下面幾處" in html


def test_on_the_status_page_the_words_of_the_citizen_stand_as_they_were_typed(client: Citizen) -> None:
    client.consult(content="老板说没钱，怎么办？")
    number, code = client.receipt()
    html = client.post("/forms/status?lang=zh-Hant", data={"number": number, "code": code}, headers=SAME_ORIGIN).text
    assert '<p class="mf-written" translate="no">老板说没钱，怎么办？</p>' in html
    assert "<dt>受理編號</dt>" in html
    assert '<div lang="zh-Hant">' in html  # this portal has no Traditional frame


def test_a_traditional_question_finds_the_same_and_leads_to_traditional_pages(citizen: Citizen) -> None:
    goal = re.compile(r'<h2><a href="([^"]*)"')
    plain = goal.findall(citizen.get(f"{BASE}search", query_string={"q": "老板拖欠工资"}).text)
    html = citizen.get(f"{BASE}search", query_string={"q": "老闆拖欠工資", "lang": "zh-Hant"}).text
    assert len(plain) == 10
    assert goal.findall(html) == [link.replace(BASE, f"{BASE}{TRADITIONAL}/", 1) for link in plain]
    assert "<mark>工資</mark>" in html
    assert SIMPLIFIED.search(re.sub(r"<[^>]+>", "", html.split("<main")[1].split("</main>")[0])) is None


def test_faults_and_the_english_service_have_their_own_frame(citizen: Citizen) -> None:
    lost = citizen.get(f"{BASE}{TRADITIONAL}/nowhere")
    assert (lost.status_code, "沒有找到這個網頁" in lost.text) == (404, True)
    html = citizen.get(f"{BASE}forms/?lang=en").text
    assert '<html lang="en">' in html
    assert "Shili County Public Legal Services</title>" in html
    assert f'href="{BASE}{ENGLISH}/legal-aid/"' in html
    assert "This page was not found" in citizen.get(f"{BASE}{ENGLISH}/nowhere").text
    assert "没有找到这个网页" in citizen.get(f"{BASE}nowhere").text
