"""Law pages in a built site: what each version says of itself, where it leads, who explains its articles."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
import jinja2
import pytest

import site_gen
from content_model import Edition, Library, load, new_edition
from content_model.edition import TRADITIONAL
from site_gen import count, law_list
from site_gen.law_list import law_lists
from site_gen.markdown import chinese_date, escaped, templates
from tests import samples
from tests.sample_laws import TODAY, sample_laws

CHANGES = {
    "site.yml": samples.SITE + "网站路径: /fw/\n",
    "cases/paowu.md": samples.CASE.replace(
        "禁止从楼上", "《试验法》第二条说了。[看](../services/yuanzhu.md)。禁止从楼上"
    ),
    "cases/jiu.md": samples.CASE.replace("---\n\n", "裁判日期: 2015-01-01\n---\n\n").replace(
        "先报警。", "《试验法》第二条、第三条；《旧事法》第一条。"
    ),
    "services/yuanzhu.md": samples.SERVICE.replace("《中华人民共和国法律援助法》第三十一条", "《试验法》第二条之一"),
    "guides/qianxin.md": samples.GUIDE.replace("留好证据。", "留好证据（《试验法》第二条）。"),
    "notices/zhiban.md": samples.NOTICE.replace("律师", "《试验法》第一条。律师"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Edition]:
    folder = tmp_path_factory.mktemp("laws")
    library = replace(load(samples.write_content(folder / "content", CHANGES), sample_laws()), read_on=TODAY)
    edition = new_edition(folder / "build")
    site_gen.build(library, edition)
    return library, edition


Read = Callable[[str], str]


@pytest.fixture(scope="module")
def page(built: tuple[Library, Edition]) -> Read:
    """Give the HTML of a page by its address."""
    return lambda url: (built[1].site / url / "index.html").read_text(encoding="utf-8")


def _environment() -> jinja2.Environment:
    environment = templates()
    environment.globals |= {"escaped": escaped, "chinese_date": chinese_date}
    return environment


def words(html: str) -> str:
    """What is read between h1 and the end of the text."""
    return re.sub(r"<[^>]*>|\s", "", html.partition("<h1")[2].partition("</article>")[0].partition(">")[2])


def test_a_law_says_what_it_is_and_has_an_anchor_for_each_article(page: Read) -> None:
    html = page("laws/shiyanfa/")
    assert re.findall(r'<p id="([^"]+)"', html.partition("</article>")[0]) == ["1", "2", "2-1", "3"]
    said = words(html)
    assert "状态现行有效施行2020年7月1日" in said
    assert "通过、修改1995年6月7日通过2020年3月4日修订也叫验法" in said
    assert "法律文本核对至2025年4月30日。之后如有修改，以新的规定为准。" in said
    assert "目录第一章总则第二章试验第三章附则" in said
    assert "其他文本2026年2月1日的文本（尚未施行）、2010年1月2日的文本（已修改）" in said
    assert "已有新文本，2027年1月1日起施行：看还没有施行的新文本。" in said


def test_a_law_in_force_shows_nothing_that_was_replaced_or_is_to_come(page: Read) -> None:
    html = page("laws/shiyanfa/")
    assert "旧的" not in html
    assert "将来的" not in html
    assert "旧的第一条" in page("laws/shiyanfa/2010-01-02/")  # the negative control


def test_an_old_version_says_so_leads_to_the_one_in_force_and_is_not_indexed(page: Read) -> None:
    html = page("laws/shiyanfa/2010-01-02/")
    assert words(html).startswith(
        "中华人民共和国试验法这是旧文本，不能再用。这里是2010年1月2日的文本，后来修改过。"
        "看现行有效的文本（2020年3月4日，2020年7月1日起施行）。状态已修改"
    )
    assert '<a href="../">看现行有效的文本</a>' in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<link rel="canonical" href="https://sf.example.gov.cn/fw/laws/shiyanfa/2010-01-02/">' in html
    assert "noindex" not in page("laws/shiyanfa/")


def test_a_version_to_come_says_from_when(page: Read) -> None:
    said = words(page("laws/shiyanfa/2026-02-01/"))
    assert "还没有施行。这个文本自2027年1月1日起施行。在那之前，看现行有效的文本。" in said
    assert "状态尚未施行" in said


def test_a_repealed_law_says_by_what(page: Read) -> None:
    html = page("laws/jiufa/")
    assert "已废止，不能再用。自2021年1月1日起，由《民法典》废止。状态已废止" in words(html)
    assert '<a href="../minfadian/">《民法典》</a>' in html


def test_a_law_that_is_newer_elsewhere_says_so_and_not_that_it_is_in_force(page: Read) -> None:
    said = words(page("laws/luohoufa/"))
    assert "这里的文本不是最新的，不要照它办事。2025年修订，2026年1月1日起施行。新文本请看国家法律法规数据库。" in said
    assert "状态已有新文本" in said
    assert "现行有效" not in said


def test_an_excerpt_says_which_articles_it_has(page: Read) -> None:
    said = words(page("laws/minfadian/"))
    assert "节录本站只收了这2条，不是全文：第一千一百七十九条、第一千二百五十四条。" in said
    assert "不是全文" not in words(page("laws/shiyanfa/"))


def test_an_article_leads_to_the_cases_services_and_guides_that_explain_it(page: Read) -> None:
    html = page("laws/shiyanfa/")
    explained = re.findall(r'<p class="mf-explained">本条的案例和指南：(.*?)</p>', html)
    assert explained == [
        '<a href="../../cases/paowu/">高空抛物砸伤人</a>、<a href="../../guides/qianxin/">被欠薪了怎么办</a>',
        '<a href="../../services/yuanzhu/">法律援助申请</a>',
    ]
    assert html.index("（三）收拾。") < html.index("被欠薪了怎么办") < html.index('id="2-1"')
    old = re.findall(r'<p class="mf-explained">.*?</p>', page("laws/shiyanfa/2010-01-02/"))
    assert ["../../../cases/jiu/" in paragraph for paragraph in old] == [True, True]


def test_a_case_of_former_law_leads_to_its_own_text(page: Read) -> None:
    html = page("cases/jiu/")
    assert 'href="../../laws/shiyanfa/2010-01-02/#2">《试验法》第二条</a><em class="mf-former">' in html
    assert "《旧事法》第一条（裁判时的法律，现已废止）" in words(html)
    assert "laws/shiyanfa/#" not in html


def test_every_citation_of_a_page_has_its_note(page: Read) -> None:
    for url in ("cases/paowu/", "services/yuanzhu/", "guides/qianxin/", "notices/zhiban/"):
        html = page(url)
        numbers = {int(one) for found in re.findall(r'data-note="([\d ]+)"', html) for one in found.split()}
        tree = html5lib.parse(html, namespaceHTMLElements=False)
        notes = tree.findall(".//details[@class='mf-town mf-notes']/ol/li")
        assert numbers == set(range(1, len(notes) + 1)), url
        assert all(note.find("blockquote/p") is not None for note in notes), url
    assert "本页引用的法条" not in page("people/lin/")


def test_every_link_of_law_pages_and_to_them_leads_somewhere(built: tuple[Library, Edition]) -> None:
    site = built[1].site
    anchors = {
        file: set(re.findall(r'\bid="([^"]+)"', file.read_text(encoding="utf-8"))) for file in site.rglob("*.html")
    }
    seen = 0
    for file in anchors:
        here = urljoin("/fw/", file.relative_to(site).as_posix())
        for link in re.findall(r'<a [^>]*?href="([^"]*)"', file.read_text(encoding="utf-8")):
            parts = urlsplit(urljoin(here, unquote(link)))
            if not parts.path.startswith("/fw/laws/") and not here.startswith("/fw/laws/"):
                continue
            if parts.scheme or parts.netloc or re.match(r"/fw/(forms|search)", parts.path):
                continue
            goal = site / parts.path.removeprefix("/fw/")
            goal = goal / "index.html" if goal.is_dir() else goal
            assert goal in anchors, (here, link)
            assert not parts.fragment or parts.fragment in anchors[goal], (here, link)
            seen += 1
    assert seen > 100


def test_law_pages_stand_in_simplified_only_and_say_so(built: tuple[Library, Edition], page: Read) -> None:
    assert not (built[1].site / TRADITIONAL / "laws").exists()
    html = page("laws/shiyanfa/")
    assert '<li class="mf-languages__only">只有简体</li>' in html
    assert "zh-Hant" not in html
    twin = page(f"{TRADITIONAL}/cases/paowu/")
    assert 'href="../../../laws/shiyanfa/#2" hreflang="zh-Hans"' in twin
    assert '<a href="/fw/laws/" hreflang="zh-Hans">法律法規</a>' in twin
    assert "應當收拾" not in twin
    assert "（三）收拾。" in twin


def test_the_list_names_every_law_with_its_status(built: tuple[Library, Edition], page: Read) -> None:
    said = words(page("laws/"))
    assert "民法商法中华人民共和国民法典现行有效，也叫民典行政法" in said
    assert "中华人民共和国落后法已有新文本中华人民共和国试验法现行有效，也叫验法中华人民共和国旧事法已废止" in said
    assert "无本法" not in said
    names = json.loads((built[1].site / "laws/names.json").read_text(encoding="utf-8"))
    assert ["中华人民共和国试验法", "shiyanfa", "现行有效", "验法"] in names
    assert len(names) == 4


def test_many_laws_have_a_page_for_each_field(built: tuple[Library, Edition], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law_list, "LISTED_AT_ONCE", 3)
    texts = dict(law_lists(built[0], _environment()))
    assert list(texts) == ["laws/index.md", "laws/fields/民法商法.md", "laws/fields/行政法.md"]
    assert "- **[民法商法](fields/民法商法.md)** 1 部\n- **[行政法](fields/行政法.md)** 3 部" in texts["laws/index.md"]
    assert "- [中华人民共和国旧事法](../jiufa.md) 已废止\n" in texts["laws/fields/行政法.md"]


def test_the_maps_have_the_laws(built: tuple[Library, Edition], page: Read) -> None:
    assert '<a href="../laws/">按领域看</a>（4 部）' in page("sitemap/")
    tag = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    listed = [unquote(loc.text or "") for loc in ElementTree.parse(built[1].site / "sitemap.xml").iter(tag)]
    root = "https://sf.example.gov.cn/fw/laws/"
    assert {url.removeprefix(root) for url in listed if url.startswith(root)} == {
        *("", "minfadian/", "shiyanfa/", "jiufa/", "luohoufa/"),
    }


def test_law_pages_are_right_html_with_the_tags_of_a_column(page: Read) -> None:
    parser = html5lib.HTMLParser(strict=True)
    for url in ("laws/", "laws/shiyanfa/", "laws/jiufa/", "cases/jiu/"):
        assert parser.parse(page(url)) is not None
    html = page("laws/shiyanfa/")
    assert '<meta name="ColumnName" content="法律法规">' in html
    assert '<meta name="ColumnType" content="政策文件">' in html


def test_a_law_page_that_got_lost_stops_the_build(built: tuple[Library, Edition], tmp_path: Path) -> None:
    library, edition = built
    assert count.count_pages(library, edition) > len(library.pages)  # the negative control
    lost = edition.site / "laws/jiufa/index.html"
    text = lost.read_bytes()
    lost.unlink()
    try:
        with pytest.raises(site_gen.BuildFailed, match="页数不符，没有生成网页：laws/jiufa/"):
            count.count_pages(library, edition)
    finally:
        lost.write_bytes(text)


def test_a_portal_without_laws_has_no_trace_of_them(tmp_path: Path) -> None:
    library = load(samples.write_content(tmp_path / "content"))
    edition = new_edition(tmp_path / "build")
    site_gen.build(library, edition)
    assert not (edition.site / "laws").exists()
    assert "laws/" not in (edition.site / "index.html").read_text(encoding="utf-8")
    assert "《中华人民共和国民法典》第一千二百五十四条。" in (edition.docs / "cases/paowu.md").read_text(
        encoding="utf-8"
    )
