"""What `check` says about the law that a page cites: each fault as the whole sentence that an editor reads."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from content_model import check, load
from law_library.library import NO_LAWS, LawLibrary, Outdated
from tests import samples
from tests.unit.law_library.small_library import TODAY, small_library

PLACE = "guides/yao-gongzi.md:9: "
GUIDE = """\
---
标题: 被欠薪了怎么办
摘要: 一步一步要回工资。
主题:
  - 劳动工资
发布日期: 2025-03-05
法律核对日期: {reviewed}
---
{text}
"""


def said(folder: Path, text: str, laws: LawLibrary | None = None, reviewed: str = "2025-04-30") -> list[str]:
    """Write one guide and give what is said about its ninth line."""
    pages = {"guides/yao-gongzi.md": GUIDE.format(text=text, reviewed=reviewed)}
    content = samples.write_content(folder, pages)
    found = check(load(content, small_library() if laws is None else laws), TODAY)
    return [str(problem).removeprefix(PLACE) for problem in found if str(problem).startswith(PLACE)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "依据《劳动和同法》第38条",
            "法条库里没有《劳动和同法》。您是不是想写《劳动合同法》《劳动法》《合同法》？"
            "如果名称没有错，请把它写进 laws/laws.yml 的“未收录”。",
        ),
        (
            "依据《某某省工资支付条例》",
            "提醒：法条库里没有《某某省工资支付条例》。请核对名称。"
            "如果名称没有错，请把它写进 laws/laws.yml 的“未收录”。",
        ),
        ("依据《劳动合同法》第8888条", "《劳动合同法》没有第八千八百八十八条。它的条文到第四十七条为止，请核对条号。"),
        ("依据《民法典》第1254条第3款", "《民法典》第一千二百五十四条只有 2 款，没有第三款。请核对款数。"),
        ("依据《民法典》第1079条第2款第4项", "《民法典》第一千零七十九条第二款没有第四项。请核对款和项。"),
        (
            "依据《合同法》第94条",
            "《合同法》已于 2021 年 1 月 1 日废止（《民法典》第一千二百六十条）。"
            "请改引现行法律；写的是旧案的，请在信息区加一行“裁判日期: 2019-05-23”。",
        ),
        (
            "《民法典》第七条规定：“应当遵守诚信原则”",
            "引文与《民法典》第七条不一致：……应当遵〔文中“守”，法条“循”〕诚信原则……。"
            "请用 mingfa laws quote 取出原文再粘贴，省略的地方写“……”：mingfa laws quote 民法典 7。",
        ),
    ],
)
def test_a_citation_that_does_not_hold_is_named_with_its_cure(tmp_path: Path, text: str, sentence: str) -> None:
    assert said(tmp_path, text) == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "依据《劳动合同法》第38条、第46条",
        "《合同法》已由《民法典》取代。",
        "原《合同法》第94条怎么说，现在不再适用。",
        "《民法典》第七条规定：“……应当遵循诚信原则……”",
    ],
)
def test_a_citation_that_holds_is_no_problem(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, text) == []


def test_without_law_texts_nothing_is_doubted(tmp_path: Path) -> None:
    assert said(tmp_path, "依据《劳动合同法》第8888条", NO_LAWS) == []


def test_a_law_changed_since_the_page_was_reviewed(tmp_path: Path) -> None:
    changed = "依据《反垄断法》第17条"
    assert said(tmp_path / "a", changed, reviewed="2022-01-01") == [
        "《反垄断法》2022 年 6 月 24 日有新的文本，本页最后一次核对是 2022 年 1 月 1 日。所引的第十七条有改动。"
        "请对照新条文改好本页，再更新“法律核对日期”。"
    ]
    assert said(tmp_path / "b", changed, reviewed="2022-06-24") == []
    assert said(tmp_path / "c", "依据《反垄断法》", reviewed="2022-01-01") == [
        "提醒：《反垄断法》2022 年 6 月 24 日有新的文本，本页最后一次核对是 2022 年 1 月 1 日。"
        "请对照新条文改好本页，再更新“法律核对日期”。"
    ]


def test_a_version_that_came_with_a_later_import_counts_from_that_day(tmp_path: Path) -> None:
    laws = small_library()
    imported = [
        replace(law, versions=(law.versions[0], replace(law.versions[1], known_on=date(2026, 5, 1))))
        if law.slug == "fanlongduanfa"
        else law
        for law in laws.laws
    ]

    later = replace(laws, laws=tuple(imported), load_text=lambda version: laws.text(replace(version, known_on=None)))
    assert len(said(tmp_path / "a", "依据《反垄断法》第17条", later, reviewed="2026-04-01")) == 1
    assert said(tmp_path / "b", "依据《反垄断法》第17条", later, reviewed="2026-05-01") == []


def test_a_law_known_to_be_newer_elsewhere_is_a_reminder_with_its_reason(tmp_path: Path) -> None:
    laws = replace(small_library(), outdated=(Outdated("劳动法", "2026 年修订，2026-10-01 施行"),))
    assert said(tmp_path, "依据《劳动法》第44条", laws) == [
        "提醒：《劳动法》在别处已有新的文本：2026 年修订，2026-10-01 施行。"
        "这里的还是旧文本。请先更新法条库，再核对本页。"
    ]


def test_a_norm_that_is_known_without_its_text_is_no_problem(tmp_path: Path) -> None:
    laws = replace(small_library(), not_held=("某某省工资支付条例",))
    assert said(tmp_path, "依据《某某省工资支付条例》第3条", laws) == []


def test_a_law_that_is_not_yet_in_force(tmp_path: Path) -> None:
    laws = small_library()
    coming = [
        replace(law, versions=(replace(law.versions[0], effective_on=date(2027, 1, 1)),))
        if law.slug == "jiaoyufa"
        else law
        for law in laws.laws
    ]
    later = replace(laws, laws=tuple(coming), load_text=lambda version: laws.text(laws.by_slug["jiaoyufa"].versions[0]))
    assert said(tmp_path, "依据《教育法》第10条", later) == [
        "《教育法》2027 年 1 月 1 日才施行。请改引现行法律，施行以后再换。"
    ]


def test_texts_older_than_ninety_days_are_a_reminder(tmp_path: Path) -> None:
    content = samples.write_content(tmp_path, {})

    def about_the_texts(as_of: date | None) -> list[str]:
        laws = replace(small_library(), as_of=as_of)
        return [str(problem) for problem in check(load(content, laws), TODAY) if problem.path.parts[0] == "laws"]

    assert about_the_texts(date(2026, 8, 29)) == [
        "laws/laws.yml:1: 提醒：法律文本核对至 2026 年 8 月 29 日，已经超过 90 天。"
        "请下载新的法律文本，运行 mingfa laws import。"
    ]
    assert about_the_texts(date(2026, 8, 30)) == []
    assert about_the_texts(None) == [
        "laws/laws.yml:1: 提醒：不知道法律文本是哪一天的。"
        "请在导入时写明：mingfa laws import 文件夹 --as-of 2026-11-01。"
    ]


CASE = """\
---
标题: 一件旧案
主题:
  - 劳动工资
发布日期: 2025-03-05
来源: 试验县人民法院
转载自: 试验县人民法院
{more}---
违反了反垄断法第十七条。依据《合同法》第94条。依据《民法典》第9999条。
"""


def test_an_old_case_cites_the_law_of_its_day(tmp_path: Path) -> None:
    def about_the_case(name: str, more: str) -> list[str]:
        content = samples.write_content(tmp_path / name, {"cases/jiu-an.md": CASE.format(more=more)})
        found = check(load(content, small_library()), TODAY)
        return [problem.what for problem in found if problem.path.name == "jiu-an.md"]

    assert about_the_case("dated", "裁判日期: 2016-05-31\n") == ["《民法典》没有第九千九百九十九条。"]
    assert about_the_case("today", "") == [
        "《合同法》已于 2021 年 1 月 1 日废止（《民法典》第一千二百六十条）。",
        "《民法典》没有第九千九百九十九条。",
    ]


def test_a_reprint_is_only_reminded_of(tmp_path: Path) -> None:
    content = samples.write_content(tmp_path, {"cases/jiu-an.md": CASE.format(more="")})
    found = [problem for problem in check(load(content, small_library()), TODAY) if problem.path.name == "jiu-an.md"]
    assert found
    assert not any(problem.blocks for problem in found)
