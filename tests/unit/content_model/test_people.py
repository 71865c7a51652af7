"""The directory of people, places for appointments, limits for answers: what may be written, and what is published."""

import json
from datetime import date
from pathlib import Path

import pytest

from content_model import Person, PersonCategory, Station, check, load
from content_model.answer_limits import DEFAULT_LIMITS, Limit
from content_model.edition import PublishedPerson, PublishedStation, new_edition
from content_model.vocabulary import Language
from tests import samples

TODAY = date(2026, 11, 21)
LIMITS = "法律咨询、法律援助申请、预约、人民调解申请、公证咨询、投诉、法律需求征询、普法志愿者报名、纠错"


def messages(content: Path) -> list[str]:
    return [str(problem) for problem in check(load(content), TODAY)]


def with_settings(tmp_path: Path, lines: str) -> Path:
    return samples.write_content(tmp_path, {"site.yml": samples.SITE + lines})


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (
            "people/lin.md",
            "类别: 律师",
            "类别: 公证员",
            "people/lin.md:13: 类别是“公证员”，不能接受点援。点援只在律师和基层法律服务工作者里选。"
            "请删去“接受点援”这一行，或改正“类别”。",
        ),
        (
            "people/lin.md",
            "类别: 律师",
            "类别: 法律工作者",
            "people/lin.md:3: “类别”：“法律工作者”不在可选的范围内。您是不是想写“基层法律服务工作者”？"
            "请从这些里选：律师、基层法律服务工作者、公证员、人民调解员、村（居）法律顾问。",
        ),
        (
            "people/lin.md",
            "类别: 律师\n执业机构: 试验律师事务所\n执业证号: 试00000000000000001\n专长:\n  - 劳动工资",
            "类别: 基层法律服务工作者\n执业机构: 试验法律服务所\n专长:\n  - 刑事",
            "people/lin.md:5: 基层法律服务工作者不办刑事案件。请从“专长”里删去“刑事”：刑事法律援助指派律师辩护"
            "（《法律援助法》第二十五条）。",
        ),
        (
            "people/lin.md",
            "乡镇: 城关镇",
            "乡镇: 城关乡",
            "people/lin.md:9: 网站设置里没有乡镇“城关乡”。您是不是想写“城关镇”？请从网站设置的乡镇里选：城关镇。",
        ),
        (
            "people/lin.md",
            "  - 手语",
            "  - 手势",
            "people/lin.md:12: “语言”：“手势”不在可选的范围内。您是不是想写“手语”？请从这些里选：普通话、本地方言、"
            "手语、粤语、闽南语、客家话、蒙古语、藏语、维吾尔语、哈萨克语、朝鲜语、彝语、壮语、英语。",
        ),
        (
            "people/lin.md",
            "执业机构: 试验律师事务所\n",
            "",
            "people/lin.md:1: 缺少“执业机构”。请在开头的信息区加一行“执业机构: ……”。",
        ),
        (
            "stations/zhongxin.md",
            "预约名额: 2",
            "预约名额: 两个",
            "stations/zhongxin.md:11: “预约名额”：“两个”不是 1 到 99 的整数。请只写数字，如“4”；不需要就删去这一行。",
        ),
    ],
)
def test_a_fault_gives_its_place_and_its_cure(tmp_path: Path, path: str, old: str, new: str, expected: str) -> None:
    text = samples.FILES[path]
    assert old in text
    assert messages(samples.write_content(tmp_path, {path: text.replace(old, new, 1)})) == [expected]


def test_who_takes_no_legal_aid_may_be_of_any_category(tmp_path: Path) -> None:
    plain = samples.PERSON.replace("接受点援: 是\n", "").replace("类别: 律师", "类别: 公证员")
    content = samples.write_content(tmp_path, {"people/lin.md": plain})
    assert messages(content) == []
    (person,) = load(content).of(Person)
    assert not person.chosen_for_aid


@pytest.mark.parametrize("category", list(PersonCategory))
def test_lawyers_and_grassroots_workers_alone_conduct_legal_aid(category: PersonCategory) -> None:
    assert category.conducts_aid == (category in ("律师", "基层法律服务工作者"))


def test_a_person_is_read_with_what_is_public_of_them(tmp_path: Path) -> None:
    (person,) = load(samples.write_content(tmp_path)).of(Person)
    assert (person.title, person.institution, person.town) == ("林试言", "试验律师事务所", "城关镇")
    assert person.languages == (Language.MANDARIN, Language.SIGN)
    assert person.telephones == ("0300-5550181",)


@pytest.mark.parametrize(
    ("typed", "limit"), [("3 个工作日", Limit(3, working=True)), ("10日", Limit(10, working=False))]
)
def test_a_limit_replaces_ours_and_the_others_stay(tmp_path: Path, typed: str, limit: Limit) -> None:
    library = load(with_settings(tmp_path, f"答复期限:\n  - 投诉 | {typed}\n"))
    assert library.site.answer_limits == {**DEFAULT_LIMITS, "投诉": limit}
    assert str(limit).replace(" ", "") == typed.replace(" ", "")


def test_without_limits_ours_hold(tmp_path: Path) -> None:
    site = load(samples.write_content(tmp_path)).site
    assert (site.answer_limits, site.days_off, site.days_on) == (DEFAULT_LIMITS, (), ())
    assert DEFAULT_LIMITS["法律援助申请"] == Limit(7, working=False)  # 法律援助法 art. 43


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("投诉：三天", "“投诉：三天”无法识别。请写成“法律咨询 | 3 个工作日”。"),
        ("投诉 | 三天", "期限“三天”无法识别。请写成“3 个工作日”或“7 日”。"),
        ("投诉 | 1 个月", "期限“1 个月”不能用在这里。请写成“3 个工作日”或“7 日”。"),
        ("投诉 | 当场", "期限“当场”不能用在这里。请写成“3 个工作日”或“7 日”。"),
        ("投拆 | 3 日", f"没有“投拆”这种表单。您是不是想写“投诉”？请从这些里选：{LIMITS}。"),
        (
            "法律援助申请 | 8 日",
            "“法律援助申请”不能写“8 日”：法律规定 7 日内审查完，休息日也算。"
            "请写“7 日”或更少的日数（《法律援助法》第四十三条）。",
        ),
        (
            "法律援助申请 | 2 个工作日",
            "“法律援助申请”不能写“2 个工作日”：法律规定 7 日内审查完，休息日也算。"
            "请写“7 日”或更少的日数（《法律援助法》第四十三条）。",
        ),
    ],
)
def test_a_limit_that_cannot_be(tmp_path: Path, item: str, expected: str) -> None:
    assert messages(with_settings(tmp_path, f"答复期限:\n  - {item}\n")) == [f"site.yml:13: “答复期限”：{expected}"]


def test_a_form_has_one_limit(tmp_path: Path) -> None:
    found = messages(with_settings(tmp_path, "答复期限:\n  - 投诉 | 3 日\n  - 投诉 | 5 日\n"))
    assert found == ["site.yml:14: “答复期限”：“投诉”写了两次。请只保留一处。"]


def test_a_day_is_not_off_and_on_at_once(tmp_path: Path) -> None:
    days = "另定休息日:\n  - 2027-02-11\n  - 2027-02-12\n另定上班日:\n  - 2027年2月20日\n"
    content = with_settings(tmp_path, days)
    assert messages(content) == []
    assert load(content).site.days_off == (date(2027, 2, 11), date(2027, 2, 12))
    assert messages(with_settings(tmp_path, days + "  - 2027-02-12\n")) == [
        "site.yml:15: 2027-02-12 既写成了休息日，又写成了上班日。请照国务院办公厅的放假安排只留一处。"
    ]


def test_the_service_learns_whom_one_can_choose_and_where_places_are(tmp_path: Path) -> None:
    library = load(samples.write_content(tmp_path / "content"))
    edition = new_edition(tmp_path / "build")
    edition.write_pages(library.pages)
    pages = {page.url: page for page in edition.read_pages()}
    assert pages["people/lin/"].person == PublishedPerson(
        category="律师",
        institution="试验律师事务所",
        specialities=("劳动工资", "婚姻家庭"),
        town="城关镇",
        languages=("普通话", "手语"),
        chosen_for_aid=True,
    )
    assert pages["stations/zhongxin/"].station == PublishedStation(town="城关镇", address="法治路 1 号", places=2)
    assert pages["services/yuanzhu/"].person is None
    assert pages["services/yuanzhu/"].station is None


def test_a_station_without_places_gives_none_away(tmp_path: Path) -> None:
    plain = samples.STATION.replace("预约名额: 2\n", "")
    (station,) = load(samples.write_content(tmp_path, {"stations/zhongxin.md": plain})).of(Station)
    assert station.appointments == 0


def test_an_edition_from_before_there_was_a_directory_still_opens(tmp_path: Path) -> None:
    edition = new_edition(tmp_path)
    older = {"url": "stations/a/", "kind": "stations", "title": "甲", "summary": "乙"}
    (edition.root / "pages.json").write_text(json.dumps([older]), encoding="utf-8")
    (page,) = edition.read_pages()
    assert (page.url, page.person, page.station) == ("stations/a/", None, None)
    broken = {**older, "station": {"town": "城关镇"}}
    (edition.root / "pages.json").write_text(json.dumps([broken]), encoding="utf-8")
    with pytest.raises(TypeError):  # Editions.current() keeps the edition before
        edition.read_pages()
