"""The results page: narrowed by kind, topic, group and town; and words that lead straight to a page."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask

from forms_api.config import Settings
from tests.integration.conftest import Citizen, browser, open_app, portal_of, publish
from tests.samples import CASE, NOTICE, PERSON, write_content
from tests.unit.content_model.test_answers import ANSWER, PATH
from tests.unit.content_model.test_station_names import RIVER, TOWN

CHIP = re.compile(r'<li><a href="([^"]*)"><span class="mf-chips__facet">(\w+)</span> <span>(\S+)</span>')
VALUE = re.compile(r'<li><a href="([^"]*)"( aria-current="true")?><span>(\S+)</span> <span [^>]*>(\d+)</span></a></li>')
SWAMP = "沼泽地"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal in which a dozen cases, a notice and two people know of a swamp."""
    folder = tmp_path_factory.mktemp("county")
    case = CASE.replace("高空抛物砸伤人", f"{SWAMP}里的人")
    cases = {f"cases/zhaoze{number}.md": case.replace("主题:\n  - 人身损害", _topics(number)) for number in range(12)}
    person = PERSON.replace("办工资的案子多。", f"{SWAMP}的案子多。")
    content = write_content(
        folder / "content",
        {
            **cases,
            PATH: ANSWER,
            "notices/zhaoze.md": NOTICE.replace("十二月值班安排", f"{SWAMP}值班"),
            "people/he.md": person.replace("林试言", "何试语").replace("乡镇: 城关镇", "乡镇: 青石镇"),
            "people/lin.md": person,
            "stations/qingshi.md": TOWN,
            "stations/liuhe.md": RIVER,
        },
    )
    publish(content, folder / "build")
    app = open_app(Settings(content=content, build=folder / "build", data=folder / "data"))
    yield app
    portal_of(app).store.engine.dispose()


def _topics(number: int) -> str:
    return "主题:\n  - 继承\n适用人群:\n  - 老年人" if number else "主题:\n  - 继承\n  - 劳动工资"


@pytest.fixture
def citizen(county: Flask) -> Citizen:
    return browser(county)


def values(html: str) -> dict[str, tuple[str, int]]:
    return {name: (unescape(address), int(found)) for address, _, name, found in VALUE.findall(html)}


def chips(html: str) -> dict[str, str]:
    return {value: unescape(address) for address, _, value in CHIP.findall(html)}


def test_all_hits_are_counted_not_the_page_of_ten(citizen: Citizen) -> None:
    html = citizen.get(f"/search?q={SWAMP}").text
    assert "找到 15 个网页。" in html
    counted = {name: found for name, (_, found) in values(html).items()}
    assert counted == {
        "以案释法": 12,
        "人员名录": 2,
        "通知公告": 1,
        "继承": 12,
        "劳动工资": 3,
        "婚姻家庭": 2,
        "青石镇": 1,
        "城关镇": 1,
    }, "老年人 is the only group: no facet"
    assert chips(html) == {}


def test_a_value_narrows_and_its_chip_takes_it_away(citizen: Citizen) -> None:
    address, _ = values(citizen.get(f"/search?q={SWAMP}").text)["劳动工资"]
    html = citizen.get(address).text
    assert "找到 3 个网页。" in html
    assert list(chips(html)) == ["劳动工资"]
    counted = {name: found for name, (_, found) in values(html).items()}
    assert counted["人员名录"] == 2
    assert counted["以案释法"] == 1
    assert counted["继承"] == 12, "within a facet one may change one's mind"
    both = citizen.get(values(html)["人员名录"][0]).text
    assert "找到 2 个网页。" in both
    assert "找到 3 个网页。" in citizen.get(chips(both)["人员名录"]).text
    assert "找到 15 个网页。" in citizen.get(chips(html)["劳动工资"]).text


def test_what_is_chosen_goes_along_to_the_next_page_and_what_was_meant(citizen: Citizen) -> None:
    html = citizen.get(f"/search?q={SWAMP}&kind=以案释法&lang=zh-Hant&quiet=1").text
    onward = unescape(re.search(r'rel="next" href="([^"]*)"', html)[1])  # type: ignore[index]
    for kept in ("kind=%E4%BB%A5", "page=2", "quiet=1", "lang=zh-Hant"):
        assert kept in onward
    assert html.index("以案釋法") > 0
    second = citizen.get(onward).text
    assert second.count("<h2><a ") == 2
    meant = citizen.get("/search?q=沼择地里的人&kind=以案释法").text
    assert re.search(r'您是不是想找：<a href="/search\?q=[^"]*&amp;kind=%E4%BB%A5[^"]*">沼泽地里的人</a>', meant)
    switch = citizen.get(f"/search?q={SWAMP}&topic=继承").text
    assert "topic=%E7%BB%A7%E6%89%BF" in switch


@pytest.mark.parametrize(
    "typed", ["kind=x", "topic=%ff", "town=<script>", "audience=" + "a" * 5000, "kind=", "town=%00", "kind=以案释法x"]
)
def test_what_nobody_has_is_ignored(citizen: Citizen, typed: str) -> None:
    html = citizen.get(f"/search?q={SWAMP}&{typed}").text
    assert "找到 15 个网页。" in html
    assert chips(html) == {}
    assert "<script>" not in html


def test_where_nothing_is_left_one_tap_looks_everywhere(citizen: Citizen) -> None:
    html = citizen.get(f"/search?q={SWAMP}&kind=遇事指南&town=青石镇").text
    assert f"在选定的范围里没有找到“{SWAMP}”。" in html
    assert list(chips(html)) == ["遇事指南", "青石镇"]
    address = re.search(r'href="([^"]*)">不限范围，再找一次', html)
    assert address
    assert "找到 15 个网页。" in citizen.get(unescape(address[1])).text


def test_narrowing_is_no_second_search(county: Flask, citizen: Citizen) -> None:
    before = len(portal_of(county).tally._counts)
    assert " ping=" in citizen.get("/search?q=湿地沼泽&kind=以案释法").text
    assert len(portal_of(county).tally._counts) == before


def test_in_english_the_facets_have_english_names(citizen: Citizen) -> None:
    html = citizen.get(f"/search?q={SWAMP}&lang=en&kind=以案释法").text
    for said in ("Narrow the results", "Topic", '<span lang="zh-Hans">继承</span>', "Because you wrote: "):
        assert said in html


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("青石司法所", "/stations/qingshi/"),
        ("柳河乡公共法律服务工作站在哪", "/stations/liuhe/"),
        ("公共法律服务中心", "/stations/zhongxin/"),
    ],
)
def test_a_stations_name_leads_to_the_station(citizen: Citizen, typed: str, leads: str) -> None:
    answer = citizen.get("/search", query_string={"q": typed})
    assert (answer.status_code, answer.headers["Location"]) == (302, leads)


def test_a_name_that_several_bear_shows_them_first(citizen: Citizen) -> None:
    html = citizen.get("/search?q=司法所").text
    named = re.findall(r'<p class="mf-hit"><a href="(/stations/\w+/)"', html)
    assert named == ["/stations/liuhe/", "/stations/qingshi/"]


NUMBER = "ZX-20261120-KRJDVE"  # always the same: both test processes must name their tests alike


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        NUMBER.lower(),
        NUMBER.replace("-", ""),
        NUMBER.replace("-", " "),
        f"受理编号：{NUMBER}",
        f"{NUMBER} 到哪一步了？",
        NUMBER.translate({ord(sign): ord(sign) + 0xFEE0 for sign in NUMBER}),
    ],
)
def test_a_receipt_number_leads_to_the_progress_form(county: Flask, citizen: Citizen, typed: str) -> None:
    before = dict(portal_of(county).tally._counts)
    answer = citizen.get("/search", query_string={"q": typed})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/forms/status?number={NUMBER}")
    assert f'value="{NUMBER}"' in citizen.get(answer.headers["Location"]).text
    assert portal_of(county).tally._counts == before


OTHER = "Y" if NUMBER[-1] == "Z" else "Z"


@pytest.mark.parametrize("typed", [NUMBER[:-1], f"{NUMBER}0", NUMBER[:-1] + OTHER, "ZX-20261121", f"{NUMBER} {NUMBER}"])
def test_what_is_no_whole_number_is_searched_and_not_counted(county: Flask, citizen: Citizen, typed: str) -> None:
    before = dict(portal_of(county).tally._counts)
    answer = citizen.get("/search", query_string={"q": typed})
    assert answer.status_code == 200
    assert ("这像是受理编号" in answer.text) is (16 < len(typed) < 20)
    assert portal_of(county).tally._counts == before
