"""mingfa report search: lines ready to paste, tables, and nobody singled out."""

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from content_model.front_matter import Items, parse
from forms_api.config import Settings
from forms_api.operation.search_report import Word, search_report
from forms_api.store.searches import Count
from tests.integration.office import mingfa, opened

DAY = date(2026, 9, 1)
BEFORE = DAY - timedelta(days=30)
SEARCHED = {
    (DAY, "老板跑路了工资咋办"): Count(3, 0),
    (DAY, "彩礼: 退吗"): Count(2, 0),
    (DAY, "高空抛物"): Count(4, 7),
    (DAY, "离婚"): Count(5, 9, 2),
    (DAY, "只搜过一次"): Count(1, 0),
    (BEFORE, "离婚冷静期"): Count(1, 3),
}
TOLD = """\
2026年9月1日至2026年9月30日的搜索；只列至少搜过 2 次的，不记是谁搜的。
搜了没有找到（写进合适网页的“群众常这样问”，没有合适的网页就要写一个）：
群众常这样问:
  - 老板跑路了工资咋办  # 3 次
  - "彩礼: 退吗"  # 2 次
找到了没人点开（找到的可能不对；有的浏览器不报告点开）：
群众常这样问:
  - 高空抛物  # 4 次
以前没有出现过的词（看看要不要加进同义词）：
"""
SPAN = ("--since", "2026-09-01", "--until", "2026-09-30")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def table(file: Path) -> list[list[str]]:
    """Read a table's cells."""
    if file.suffix == ".csv":
        return list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    sheet = load_workbook(file).worksheets[0]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def keep(settings: Settings, counts: Mapping[tuple[date, str], Count]) -> None:
    with opened(settings) as store:
        store.searches.add(counts)


def test_new_words_are_those_that_nobody_used_before(settings: Settings) -> None:
    with opened(settings) as store:
        store.searches.add(SEARCHED)
        found = search_report(store, DAY, DAY)
        assert Word("高空", 4) in found.new_words
        assert "离婚" not in {word.word for word in found.new_words}, "asked before"
        assert "一次" not in {word.word for word in found.new_words}, "asked once"
        assert [one.query for one in search_report(store, DAY, DAY, least=0).not_found] == [
            "老板跑路了工资咋办",
            "彩礼: 退吗",
        ], "never below two"
        assert search_report(store, BEFORE, BEFORE).not_opened == []


def test_the_command_gives_lines_to_paste(settings: Settings) -> None:
    keep(settings, SEARCHED)
    done = mingfa(settings, "report", "search", *SPAN)
    assert (done.returncode, done.stdout.partition("  抛物")[0]) == (0, TOLD)
    lines = done.stdout.splitlines()
    pasted = parse("\n".join(lines[2:5]), first_line=1).entries["群众常这样问"]
    assert isinstance(pasted, Items)
    assert [str(getattr(item, "text", "")) for item in pasted.items] == ["老板跑路了工资咋办", "彩礼: 退吗"]


def test_without_searches_it_says_so(settings: Settings) -> None:
    keep(settings, {})
    done = mingfa(settings, "report", "search", *SPAN)
    assert done.stdout.splitlines()[1:] == ["没有可以列出的。"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_it_may_be_a_table(settings: Settings, tmp_path: Path, form: str) -> None:
    keep(settings, {**SEARCHED, (DAY, "=1+1"): Count(2, 0)})
    out = tmp_path / f"搜索.{form}"
    done = mingfa(settings, "report", "search", *SPAN, "--format", form, "--out", str(out))
    assert done.returncode == 0, done.stderr
    rows = table(out)
    assert rows[:2] == [["种类", "内容", "次数", "找到的网页"], ["没有找到", "老板跑路了工资咋办", "3", "0"]]
    assert done.stdout == f"已写入 {len(rows) - 1} 行到 {out}。\n"
    assert ["没有找到", "'=1+1" if form == "csv" else "=1+1", "2", "0"] in rows


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--since", "2026-10-01", "--until", "2026-09-30"), "开始日期 2026-10-01 晚于结束日期 2026-09-30。"),
        (("--format", "csv"), "要表格，请同时写 --format csv（或 xlsx、jsonl）和 --out 文件。"),
        (("--least", "1"), "1 不在 2<=x<=1000 范围内。"),
    ],
)
def test_wrong_use_is_explained(settings: Settings, arguments: tuple[str, ...], sentence: str) -> None:
    done = mingfa(settings, "report", "search", *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
