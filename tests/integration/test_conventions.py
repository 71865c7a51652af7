"""What machines read of a built site, below a path: tags, addresses, cards, feeds, calendars, old addresses."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin
from xml.etree import ElementTree

import icalendar
import pytest

import search_index
import site_gen
from content_model import Edition, Library, check, load, new_edition
from forms_api.config import Settings
from site_gen.conventions import SITE_TAGS, check_conventions
from site_gen.head import Head, read_heads
from tests import samples
from tests.integration.conftest import open_app

ROOT = "https://sf.example.gov.cn/fw/"
NOINDEX = '<meta name="robots" content="noindex'
ATOM = "{http://www.w3.org/2005/Atom}"
NASTY = "甲</script><script>alert(1)</script>&乙"
CHANGES = {
    "site.yml": samples.SITE
    + "网站路径: /fw/\n公安备案号: 试公网安备00000000000001号\n支持IPv6: 是\n网站找错: /forms/correction\n"
    + "党政机关标识: https://bszs.conac.cn/sitename?method=show&id=1\n页脚链接: 隐私说明 | services/yuanzhu\n",
    "notices/zhiban.md": samples.NOTICE.replace("十二月值班安排", "宪法日, 来问；请来").replace(
        "---\n\n",
        "标签: [值班]\n活动时间: 2026-12-04 09:00\n活动结束: 2026-12-04 11:30\n活动地点: 中心\n"
        "旧网址: [notices/jiu, art/2019/col_3.html]\n---\n\n",
    ),
    "cases/paowu.md": samples.CASE.replace("先报警。", "看[援助](../services/yuanzhu.md#申请条件)。"),
    "cases/nasty.md": samples.CASE.replace("高空抛物砸伤人", f"'{NASTY}'"),
}


@pytest.fixture(scope="module")
def below_a_path(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Edition]:
    folder = tmp_path_factory.mktemp("conventions")
    library = load(samples.write_content(folder / "content", CHANGES))
    assert check(library) == []
    edition = new_edition(folder / "build")
    site_gen.build(library, edition)
    search_index.build_index(library, edition.index)
    edition.publish()
    return library, edition


def head_of(edition: Edition, page: str) -> Head:
    return Head((edition.site / page).read_text(encoding="utf-8"))


def things(head: Head) -> dict[str, Any]:
    """The structured data of a page by type."""
    blocks = [json.loads(data) for data in head.data]
    return {thing["@type"]: thing for block in blocks for thing in block.get("@graph", [block])}


def test_home_list_and_article_have_3_7_and_10_tags(below_a_path: tuple[Library, Edition]) -> None:
    _, edition = below_a_path
    wanted = {"index.html": 3, "notices/index.html": 7, "sitemap/index.html": 7, "stations/zhongxin/index.html": 7}
    wanted |= {"people/index.html": 7, "people/lin/index.html": 7, "people/speaking/sign/index.html": 7}
    wanted |= {"notices/zhiban/index.html": 10, "services/yuanzhu/index.html": 10}
    for page, count in wanted.items():
        names = head_of(edition, page).metas
        government = [name for name in names if name.startswith(("Site", "Column", "Article", "PubDate", "ContentS"))]
        assert len(government) == count, page


def test_a_notice_says_what_the_norm_asks_for(below_a_path: tuple[Library, Edition]) -> None:
    metas = head_of(below_a_path[1], "notices/zhiban/index.html").metas
    assert metas["SiteDomain"] == "sf.example.gov.cn"
    assert metas["ColumnName"] == "通知公告"
    assert metas["ColumnType"] == "工作动态"
    assert metas["ArticleTitle"] == "宪法日, 来问；请来"
    assert metas["PubDate"] == "2026-11-02 00:00"
    assert metas["ContentSource"] == "试验县司法局"
    assert metas["Url"] == metas["og:url"] == f"{ROOT}notices/zhiban/"
    assert metas["og:image"] == f"{ROOT}assets/images/share.png"
    assert (below_a_path[1].site / "assets/images/share.png").read_bytes().startswith(b"\x89PNG")


def test_a_page_that_lost_a_tag_stops_the_build(below_a_path: tuple[Library, Edition]) -> None:
    library, edition = below_a_path
    heads = dict(read_heads(edition))
    check_conventions(library, heads)  # the negative control
    for path, head in heads.items():
        if path.as_posix() == "cases/paowu/index.html":
            del head.metas["PubDate"]
    with pytest.raises(site_gen.BuildFailed, match=r"47号）：cases/paowu/index\.html：缺少 PubDate。"):
        check_conventions(library, heads)


def test_structured_data_says_what_kind_of_thing_a_page_is(below_a_path: tuple[Library, Edition]) -> None:
    edition = below_a_path[1]
    service = things(head_of(edition, "services/yuanzhu/index.html"))
    assert service["GovernmentService"]["provider"]["name"] == "试验县司法局"
    (question,) = service["FAQPage"]["mainEntity"]
    assert (question["name"], question["acceptedAnswer"]["text"]) == ("要交钱吗？", "不要。")
    assert things(head_of(edition, "stations/zhongxin/index.html"))["LegalService"]["telephone"] == "0300-5550148"
    person = things(head_of(edition, "people/lin/index.html"))["Person"]
    assert (person["jobTitle"], person["worksFor"]["name"]) == ("律师", "试验律师事务所")
    notice = things(head_of(edition, "notices/zhiban/index.html"))
    assert notice["Article"]["datePublished"] == "2026-11-02"
    assert notice["Event"]["startDate"] == "2026-12-04T09:00:00+08:00"
    trail = [step["item"] for step in notice["BreadcrumbList"]["itemListElement"]]
    assert trail == [ROOT, f"{ROOT}notices/", f"{ROOT}notices/zhiban/"]
    assert things(head_of(edition, "index.html"))["WebSite"]["url"] == ROOT
    assert len(things(head_of(edition, "notices/index.html"))["BreadcrumbList"]["itemListElement"]) == 2


def test_a_title_with_markup_stays_within_its_data(below_a_path: tuple[Library, Edition]) -> None:
    head = head_of(below_a_path[1], "cases/nasty/index.html")
    assert things(head)["Article"]["headline"] == NASTY
    assert head.metas["ArticleTitle"] == head.metas["og:title"] == NASTY
    assert "<script>alert" not in (below_a_path[1].site / "cases/nasty/index.html").read_text(encoding="utf-8")


def test_the_sitemap_lists_every_page_that_may_be_indexed_and_no_other(below_a_path: tuple[Library, Edition]) -> None:
    _, edition = below_a_path
    tag = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    listed = [unquote(loc.text or "") for loc in ElementTree.parse(edition.site / "sitemap.xml").iter(tag)]
    pages = {path.relative_to(edition.site).as_posix() for path in edition.site.rglob("index.html")}
    kept_out = {page for page in pages if NOINDEX in (edition.site / page).read_text(encoding="utf-8")}
    assert len(listed) == len(set(listed))
    assert set(listed) == {ROOT + page.removesuffix("index.html") for page in pages - kept_out}
    assert "notices/jiu/index.html" in kept_out
    assert "cases/paowu/index.html" not in kept_out
    robots = (edition.site / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {ROOT}sitemap.xml" in robots
    assert "Disallow: /fw/search\n" in robots


def test_the_map_for_people_lists_every_page(below_a_path: tuple[Library, Edition]) -> None:
    library, edition = below_a_path
    text = (edition.docs / "sitemap.md").read_text(encoding="utf-8")
    assert all(f"]({page.address}.md)" in text for page in library.pages)


def test_feeds_have_names_of_their_own_and_links_that_hold_anywhere(below_a_path: tuple[Library, Edition]) -> None:
    _, edition = below_a_path
    feeds = sorted(edition.site.rglob("*.atom.xml"))
    names = [feed.relative_to(edition.site).as_posix() for feed in feeds]
    expected = ["cases/feed.atom.xml", "cases/tags/高空抛物.atom.xml", "cases/topics/injury.atom.xml"]
    assert names == [*expected, "notices/feed.atom.xml", "notices/tags/值班.atom.xml"]
    roots = [ElementTree.parse(feed).getroot() for feed in feeds]
    assert len({root.findtext(f"{ATOM}id") for root in roots}) == len(feeds)
    content = "".join(entry.findtext(f"{ATOM}content") or "" for entry in roots[0].iter(f"{ATOM}entry"))
    assert f'href="{ROOT}services/yuanzhu/#申请条件"' in content
    assert all(author.text for root in roots for author in root.iter(f"{ATOM}name"))


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("index.html", ["cases/feed.atom.xml", "notices/feed.atom.xml"]),
        ("cases/paowu/index.html", ["cases/feed.atom.xml"]),
        ("cases/topics/injury/index.html", ["cases/topics/injury.atom.xml", "cases/feed.atom.xml"]),
        ("notices/tags/值班/index.html", ["notices/tags/值班.atom.xml", "notices/feed.atom.xml"]),
    ],
)
def test_pages_name_their_feeds(below_a_path: tuple[Library, Edition], page: str, feeds: list[str]) -> None:
    _, edition = below_a_path
    links = [
        line.split('href="')[1].split('"')[0]
        for line in (edition.site / page).read_text(encoding="utf-8").splitlines()
        if "application/atom+xml" in line
    ]
    assert [unquote(urljoin(f"/{page}", link)).lstrip("/") for link in links] == feeds
    assert all((edition.site / feed).is_file() for feed in feeds)


def test_an_event_goes_into_a_calendar(below_a_path: tuple[Library, Edition]) -> None:
    _, edition = below_a_path
    calendar = icalendar.Calendar.from_ical((edition.site / "notices/zhiban/event.ics").read_bytes())
    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == "宪法日, 来问；请来"
    assert event.decoded("DTSTART") == datetime(2026, 12, 4, 1, 0, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2026, 12, 4, 3, 30, tzinfo=UTC)
    assert event["LOCATION"] == "中心"
    page = (edition.site / "notices/zhiban/index.html").read_text(encoding="utf-8")
    assert 'href="event.ics"' in page
    assert "2026 年 12 月 4 日（星期五）9:00—11:30" in page


def test_the_same_event_makes_the_same_file(below_a_path: tuple[Library, Edition], tmp_path: Path) -> None:
    from site_gen.calendar_file import write_calendars

    library, edition = below_a_path
    write_calendars(library, tmp_path)
    file = "notices/zhiban/event.ics"
    assert (tmp_path / file).read_bytes() == (edition.site / file).read_bytes()


@pytest.mark.parametrize("old", ["notices/jiu/index.html", "art/2019/col_3.html"])
def test_an_old_address_leads_on(below_a_path: tuple[Library, Edition], old: str) -> None:
    _, edition = below_a_path
    head = head_of(edition, old)
    assert not head.is_indexed
    assert head.canonical == f"{ROOT}notices/zhiban/"
    assert all(head.metas[tag] for tag in SITE_TAGS)
    text = (edition.site / old).read_text(encoding="utf-8")
    goal = text.split("0; url=")[1].split('"')[0]
    assert urljoin(f"{ROOT}{old}", goal) == f"{ROOT}notices/zhiban/"
    assert f'<a href="{goal}">' in text


def test_an_old_address_that_was_not_written_stops_the_build(tmp_path: Path) -> None:
    from site_gen.count import count_pages

    library = load(samples.write_content(tmp_path / "content", CHANGES))
    edition = new_edition(tmp_path / "build")
    site_gen.build(library, edition)
    (edition.site / "art/2019/col_3.html").unlink()
    with pytest.raises(site_gen.BuildFailed, match=r"旧网址没有网页：art/2019/col_3\.html"):
        count_pages(library, edition)


def test_the_footer_shows_what_is_set(below_a_path: tuple[Library, Edition]) -> None:
    text = (below_a_path[1].site / "cases/paowu/index.html").read_text(encoding="utf-8")
    footer = text.split('class="mf-colophon"')[1]
    for part in (
        'href="/fw/sitemap/">网站地图',
        'href="/fw/forms/correction?page=cases/paowu/">我为政府网站找错',
        'href="https://bszs.conac.cn/sitename?method=show&amp;id=1"',
        'href="https://beian.miit.gov.cn/" rel="external">试ICP备00000000号',
        'webSearch?code=00000000000001"',
        'href="/fw/services/yuanzhu/">隐私说明',
        "本网站支持 IPv6",
        "网站标识码：0000000001",
        "主办单位：试验县司法局",
    ):
        assert part in footer, part


def test_the_services_pages_have_their_own_tags(below_a_path: tuple[Library, Edition], tmp_path: Path) -> None:
    library, edition = below_a_path
    settings = Settings(content=library.content, build=edition.root.parent.parent, data=tmp_path / "data")
    client = open_app(settings).test_client()
    for path, kind, indexed in (
        ("/fw/forms/", "办事服务", True),
        ("/fw/forms/consultation", "咨询投诉", True),
        ("/fw/forms/status", "咨询投诉", False),
        ("/fw/search?q=工资", "办事服务", False),
    ):
        head = Head(client.get(path).text)
        assert all(head.metas[tag] for tag in SITE_TAGS), path
        assert head.metas["ColumnType"] == kind, path
        assert head.is_indexed is indexed, path
        assert head.canonical == (f"{ROOT}{path.removeprefix('/fw/')}" if indexed else ""), path
    missing = Head(client.get("/fw/nowhere").text)
    assert not missing.is_indexed
    assert "ColumnType" not in missing.metas
