"""Guided ways in the built site: real questions arrive, steps are plain pages, a sensitive way leaves no trace."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

import search_index
import site_gen
from content_model import Edition, GuidedWay, Library, check, load, new_edition
from tests import samples
from tests.conftest import ROOT

MOST_TAPS = 4
# A real question of shared/questions/train.jsonl; what its asker would tap, from the list of ways; where that leads.
WALKS = [
    (942, "别人欠钱不还", ["钱的事", "借给别人的钱", "我借给别人，他不还"], "guides/minjian-jiedai/"),
    (950, "主张利息", ["钱的事", "借给别人的钱", "我欠别人的，利息太高"], "cases/minjian-jiedai/"),
    (870, "打赏", ["钱的事", "孩子充值、打赏的钱"], "cases/zhibo-dashang/"),
    (1155, "押金", ["钱的事", "办卡、买东西、租房的钱", "租房的押金、房租"], "services/renmin-tiaojie/"),
    (1100, "被骗钱", ["钱的事", "被人骗走的钱"], "services/xingshi-yuanzhu/"),
    (369, "农民工", ["钱的事", "干活的工资、工钱", "没签合同，或者被辞退"], "cases/wei-qian-hetong/"),
    (608, "楼上扔的东西砸伤", ["受了伤", "被高处掉下的东西砸的"], "cases/gaokong-paowu/"),
    (1459, "交通事故", ["受了伤", "车撞的，或者坐车受伤", "已经处理过，在谈赔钱"], "cases/jiaotong-shigu/"),
    (353, "动物咬伤", ["受了伤", "被狗等动物咬的"], "services/falv-zixun/"),
    (871, "把我家孩子打伤", ["受了伤", "被外人打的", "孩子打孩子"], "services/falv-zixun/"),
    (1126, "楼上漏水", ["说不清是什么事", "房子、邻居、土地", "楼上漏水"], "cases/loushang-loushui/"),
    (582, "宅基地被征收", ["说不清是什么事", "政府的决定、罚款"], "services/xingzheng-fuyi/"),
    (1181, "立遗嘱", ["家里的事", "遗嘱、分家产", "想立遗嘱"], "cases/dayin-yizhu/"),
    (1433, "离婚", ["家里的事", "离婚", "两个人都愿意离"], "guides/lihun-fuyang/"),
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Edition]:
    """The sample portal, built once for this module."""
    library, edition = load(ROOT / "content"), new_edition(tmp_path_factory.mktemp("build"))
    site_gen.build(library, edition)
    search_index.build_index(library, edition.index)
    return library, edition


def text_of(site: Path, url: str) -> str:
    return (site / unquote(url) / "index.html").read_text(encoding="utf-8")


def said(element: Element) -> str:
    return "".join(element.itertext()).strip()


def links(site: Path, url: str, *within: str) -> Iterator[tuple[str, str]]:
    """Give (what it says, the address below the site) of each link of a page's text, inside the opened answers."""
    page = html5lib.parse(text_of(site, url), namespaceHTMLElements=False)
    found = next(page.iter("article"))
    for answer in within:
        (found,) = [fold for fold in found.iter("details") if said(next(fold.iter("summary"))) == answer]
    for link in found.iter("a"):
        address = urlsplit(urljoin(f"https://site/{url}", link.get("href", "")))
        if address.netloc == "site":
            yield said(link), unquote(address.path.lstrip("/"))


@pytest.mark.parametrize(("number", "asked", "taps", "goal"), WALKS, ids=[str(walk[0]) for walk in WALKS])
def test_a_real_question_arrives_within_four_taps(
    shared: Path, sample: tuple[Library, Edition], number: int, asked: str, taps: list[str], goal: str
) -> None:
    lines = (shared / "questions/train.jsonl").read_text(encoding="utf-8").splitlines()
    assert asked in next(entry["question"] for entry in map(json.loads, lines) if entry["id"] == number)
    assert len(taps) + 1 <= MOST_TAPS  # the last tap opens the page
    library, edition = sample
    url, opened = "ways/", list[str]()
    for tap in taps:
        way = library.by_address.get(url.rstrip("/"))
        if isinstance(way, GuidedWay) and way.sensitive:
            opened.append(tap)  # unfolds on the spot
        else:
            (url,) = {address for text, address in links(edition.site, url) if text == tap}
    assert goal in [address for _, address in links(edition.site, url, *opened)]


def test_every_answer_of_every_way_arrives(sample: tuple[Library, Edition]) -> None:
    library, edition = sample
    for way in library.of(GuidedWay):
        for step in way.steps if not way.sensitive else ():
            url = way.url if step is way.first else f"{way.url}{step.name}/"
            shown = dict(links(edition.site, url))
            assert {answer.text for answer in step.answers} <= set(shown), url
            assert len([goal for goal in step.goals if not goal.is_telephone]) <= len(shown), url
            for answer in step.answers:
                wanted = f"{answer.target}/" if answer.leaves else f"{way.url}{answer.target}/"
                assert shown[answer.text] == wanted


def test_a_step_is_not_for_search_engines_and_leads_back(sample: tuple[Library, Edition]) -> None:
    _, edition = sample
    step = text_of(edition.site, "ways/qian-de-shi/欠薪/")
    assert '<meta name="robots" content="noindex">' in step
    assert "noindex" not in text_of(edition.site, "ways/qian-de-shi/")  # the negative control
    sitemap = unquote((edition.site / "sitemap.xml").read_text(encoding="utf-8"))
    assert "ways/qian-de-shi/</loc>" in sitemap
    assert "ways/qian-de-shi/欠薪/" not in sitemap
    shown = list(links(edition.site, "ways/qian-de-shi/欠薪/"))
    assert shown[0] == ("返回上一题", "ways/qian-de-shi/工钱/")
    assert [address for text, address in shown if text == "改"] == ["ways/qian-de-shi/", "ways/qian-de-shi/工钱/"]


def test_a_sensitive_way_is_one_page_and_no_answer_is_an_address(sample: tuple[Library, Edition]) -> None:
    library, edition = sample
    (way,) = [way for way in library.of(GuidedWay) if way.sensitive]
    assert [str(file.relative_to(edition.site / way.url)) for file in (edition.site / way.url).rglob("*.html")] == [
        "index.html"
    ]
    page = text_of(edition.site, way.url)
    names = [step.name for step in way.steps]
    for _, address in links(edition.site, way.url):
        assert not any(f"/{name}" in address for name in names), address
    for number in ("110", "12338", "12348"):
        assert page.index(f'href="tel:{number}"', page.index("<h1")) < page.index("<details", page.index("<h1"))
    assert 'class="mf-exit' in page
    for other in edition.site.rglob("*.html"):  # and nobody is led to it by an address that tells the answer
        if other.parent.name in names and "jiali-de-shi" in str(other):
            pytest.fail(str(other))


def test_every_form_that_a_way_names_is_there(sample: tuple[Library, Edition]) -> None:
    library, _ = sample
    forms = {goal.target for way in library.of(GuidedWay) for step in way.steps for goal in step.goals}
    named = {target for target in forms if target.startswith("/")}
    assert named == {"/forms/consultation"}  # add a new one here once the service answers to it


def test_a_way_is_found_by_its_answers(sample: tuple[Library, Edition]) -> None:
    _, edition = sample
    hits = search_index.search(edition.index, "被狗咬了", limit=5).hits
    assert "ways/shou-le-shang/" in [hit.url for hit in hits]


def test_what_an_editor_typed_is_shown_as_typed(tmp_path: Path) -> None:
    typed = 'A<b>*_c_ & "d"'
    for number, way in enumerate((samples.WAY, samples.WAY.replace("敏感: 否", SENSITIVE))):
        text = way.replace("      有: 讨薪", f"      '{typed}': 讨薪")
        library = load(samples.write_content(tmp_path / str(number), {"ways/qian.md": text}))
        assert check(library) == []
        edition = new_edition(tmp_path / f"build{number}")
        site_gen.build(library, edition)
        pages = [text_of(edition.site, "ways/qian/")]
        pages += [text_of(edition.site, "ways/qian/工钱/")] if not number else []
        assert any(typed in "".join(html5lib.parse(page).itertext()) for page in pages)


SENSITIVE = "敏感: 是\n快速离开: 是\n紧急电话:\n  - 110 报警"
