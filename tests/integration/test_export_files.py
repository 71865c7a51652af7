"""Exports: which rows, which columns, what the files look like, and what remains when one fails."""

import csv
import json
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from forms_api.config import Settings
from forms_api.exports import export as exports
from forms_api.exports.cells import harmless, xlsx_text
from forms_api.exports.export import ExportFormat, ExportTooLarge, export
from forms_api.forms.form_token import new_key
from forms_api.store.db import open_store
from forms_api.store.matter import Consultation
from forms_api.store.store import Store
from forms_api.store.submission import Rating, SubmissionKind

DAY = date(2026, 11, 21)
HEADINGS = [
    *["受理编号", "提交时间", "称呼", "联系电话", "乡镇", "类别", "咨询内容"],
    *["方便接电话的时间", "可以发短信", "需要的帮助", "替谁办", "当事人称呼", "与当事人的关系", "可以联系当事人"],
    *["可以说明身份", "当事人未满十四周岁", "监护人"],
    *["状态", "最迟答复日", "承办人", "答复时间", "办结时间", "星级", "待核实"],
    *["同意处理敏感信息", "同意转交", "来源页面"],
]
RATING_HEADINGS = ["评价时间", "页面", "标题", "是否有帮助", "星级", "原因"]


class Clock:
    """A clock to be set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = open_store(Settings(data=tmp_path / "data"), clock)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Clock, Path]]:
    """A store for all examples of a property: each example has a day of its own."""
    folder, clock = tmp_path_factory.mktemp("export"), Clock()
    opened = open_store(Settings(data=folder / "data"), clock)
    yield opened, clock, folder
    opened.engine.dispose()


def consult(store: Store, content: str = "老板拖欠工资", name: str = "张女士") -> str:
    asked = Consultation(
        name=name,
        phone="0571-88880000",
        town="城关镇",
        topic="劳动工资",
        content=content,
        source_page="services/yuanzhu/",
    )
    return store.intake.submit(asked, new_key()).receipt


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def read_xlsx(path: Path) -> list[list[str]]:
    book = openpyxl.load_workbook(path)
    rows = [[str(cell.value or "") for cell in row] for row in book.worksheets[0].iter_rows()]
    book.close()
    return rows


def read_jsonl(path: Path) -> list[dict[str, object]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


def test_a_consultation_fills_the_named_columns_and_no_other(store: Store, tmp_path: Path) -> None:
    receipt = consult(store)
    row = [receipt, "2026-11-21 12:00:00", "张女士", "0571-88880000", "城关镇", "劳动工资", "老板拖欠工资"]
    row += ["", "否", "", "本人", "", "", "否", "否", "否", ""]
    row += ["已收到", "", "", "", "", "", "", "否", "否", "services/yuanzhu/"]
    out = tmp_path / "out.xlsx"  # openpyxl minds the name, the export does not
    assert export(store, SubmissionKind.CONSULTATION, DAY, DAY, ExportFormat.CSV, out) == 1
    assert read_csv(out) == [HEADINGS, row]
    assert export(store, SubmissionKind.CONSULTATION, DAY, DAY, ExportFormat.XLSX, out) == 1
    assert read_xlsx(out) == [HEADINGS, row]
    assert export(store, SubmissionKind.CONSULTATION, DAY, DAY, ExportFormat.JSONL, out) == 1
    assert read_jsonl(out) == [{**dict(zip(HEADINGS, row, strict=True)), "星级": None}]


def test_a_rating_fills_the_named_columns_and_no_other(store: Store, tmp_path: Path) -> None:
    store.ratings.rate(Rating(page="services/a/", page_title="甲", helpful=True, stars=5, reason="好"), [new_key()])
    store.ratings.rate(Rating(page="services/a/", page_title="甲", helpful=False), [new_key()])
    out = tmp_path / "out.xlsx"  # openpyxl minds the name, the export does not
    assert export(store, None, DAY, DAY, ExportFormat.CSV, out) == 2
    first = ["2026-11-21 12:00:00", "services/a/", "甲", "是", "5", "好"]
    second = ["2026-11-21 12:00:00", "services/a/", "甲", "否", "", ""]
    assert read_csv(out) == [RATING_HEADINGS, first, second]
    assert export(store, None, DAY, DAY, ExportFormat.XLSX, out) == 2
    assert read_xlsx(out) == [RATING_HEADINGS, first, second]
    assert export(store, None, DAY, DAY, ExportFormat.JSONL, out) == 2
    assert [row["星级"] for row in read_jsonl(out)] == [5, None]


def test_days_are_beijing_days_and_both_count(store: Store, clock: Clock, tmp_path: Path) -> None:
    for moment in ("2026-11-19T15:59:59", "2026-11-19T16:00:00", "2026-11-21T15:59:59", "2026-11-21T16:00:00"):
        clock.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        consult(store)
    out = tmp_path / "out.csv"
    assert export(store, SubmissionKind.CONSULTATION, date(2026, 11, 20), DAY, ExportFormat.CSV, out) == 2
    assert [row[1] for row in read_csv(out)[1:]] == ["2026-11-20 00:00:00", "2026-11-21 23:59:59"]


@pytest.mark.parametrize("format_", list(ExportFormat))
def test_an_export_of_nothing_is_an_empty_table(store: Store, tmp_path: Path, format_: ExportFormat) -> None:
    out = tmp_path / "out.xlsx"  # openpyxl minds the name, the export does not
    assert export(store, SubmissionKind.CONSULTATION, DAY, DAY, format_, out) == 0
    assert out.exists()


def test_csv_opens_rightly_in_excel(store: Store, tmp_path: Path) -> None:
    consult(store, "第一行\n第二行")
    out = tmp_path / "out.csv"
    export(store, SubmissionKind.CONSULTATION, DAY, DAY, ExportFormat.CSV, out)
    raw = out.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\r\n") == 2
    assert "第一行\n第二行".encode() in raw


def test_the_sheet_has_a_bold_frozen_head_widths_and_only_text(store: Store, tmp_path: Path) -> None:
    for content in ("=1+1", "http://evil.example/", "1234567890123456789", "_x0041_", " 前后有空格 "):
        consult(store, content)
    out = tmp_path / "out.xlsx"
    export(store, SubmissionKind.CONSULTATION, DAY, DAY, ExportFormat.XLSX, out)
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.b
    assert sheet.column_dimensions["G"].width > 50
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "inlineStr"}
    assert [sheet.cell(row, 7).value for row in (2, 3, 4)] == ["=1+1", "http://evil.example/", "1234567890123456789"]
    book.close()
    with zipfile.ZipFile(out) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "hyperlinks" not in xml
        assert not re.search(r"<f[ >]|<v>", xml)


def test_text_that_looks_like_an_escape_is_escaped(store: Store, tmp_path: Path) -> None:
    consult(store, "说明_x0041_完")
    out = tmp_path / "out.xlsx"
    export(store, SubmissionKind.CONSULTATION, DAY, DAY, ExportFormat.XLSX, out)
    with zipfile.ZipFile(out) as parts:
        assert "_x005F_x0041_" in parts.read("xl/worksheets/sheet1.xml").decode()


def test_more_rows_than_a_sheet_holds_are_refused_with_the_cure(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "XLSX_ROWS", 2)
    for _ in range(3):
        consult(store)
    out = tmp_path / "out.xlsx"
    with pytest.raises(ExportTooLarge, match="共 3 行，一个 XLSX 表最多 2 行。请缩短日期范围"):
        export(store, SubmissionKind.CONSULTATION, DAY, DAY, ExportFormat.XLSX, out)
    assert not out.exists()
    monkeypatch.setattr(store.entries, "count", lambda *_: 2)  # the third came after the count
    with pytest.raises(ExportTooLarge, match="导出期间"):
        export(store, SubmissionKind.CONSULTATION, DAY, DAY, ExportFormat.XLSX, out)
    assert os.listdir(tmp_path) == ["data"]


@pytest.mark.parametrize("format_", list(ExportFormat))
def test_the_file_is_private_complete_and_alone(store: Store, tmp_path: Path, format_: ExportFormat) -> None:
    consult(store)
    out = tmp_path / "exports" / "out"
    out.parent.mkdir()
    out.write_text("old")
    export(store, SubmissionKind.CONSULTATION, DAY, DAY, format_, out)
    assert os.listdir(out.parent) == ["out"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_bytes() != b"old"


@pytest.mark.parametrize("format_", list(ExportFormat))
def test_a_failed_export_leaves_the_old_file_and_nothing_else(
    store: Store, tmp_path: Path, format_: ExportFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "exports" / "out"
    out.parent.mkdir()
    out.write_text("old")

    def fail(*_: object) -> Iterator[tuple[str, ...]]:
        yield ("一",) * len(HEADINGS)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exports, "_rows", fail)
    with pytest.raises(OSError, match="No space"):
        export(store, SubmissionKind.CONSULTATION, DAY, DAY, format_, out)
    assert os.listdir(out.parent) == ["out"]
    assert out.read_text() == "old"


# Only what the forms let through is in the database; XML's own rules are a matter of the cells.
STORED = st.text(st.characters(codec="utf-8"), max_size=120)


@hypothesis_settings(max_examples=40, deadline=None)
@given(content=STORED, name=STORED.filter(lambda text: len(text) <= 30))
def test_what_is_exported_can_be_read_back(lasting: tuple[Store, Clock, Path], content: str, name: str) -> None:
    store, clock, folder = lasting
    clock.now += timedelta(days=1)
    day = clock.now.date()
    consult(store, content, name)
    out = folder / "out.xlsx"
    export(store, SubmissionKind.CONSULTATION, day, day, ExportFormat.CSV, out)
    _, row = read_csv(out)
    assert (row[2], row[6]) == (harmless(name), harmless(content))
    export(store, SubmissionKind.CONSULTATION, day, day, ExportFormat.JSONL, out)
    (entry,) = read_jsonl(out)
    assert (entry["称呼"], entry["咨询内容"]) == (name, content)
    export(store, SubmissionKind.CONSULTATION, day, day, ExportFormat.XLSX, out)
    book = openpyxl.load_workbook(out)
    cell = book.worksheets[0]["G2"]
    assert cell.data_type in ("s", "inlineStr", "n")  # n: openpyxl's word for an empty cell
    assert (cell.value or "") == xlsx_text(content)
    book.close()


@hypothesis_settings(deadline=None)
@given(st.text())
def test_no_line_of_a_harmless_cell_starts_a_formula(text: str) -> None:
    cell = harmless(text)
    invisible = "".join(
        map(chr, (*range(0x2400, 0x2420), 0xAD, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF))
    )
    for line in re.split(r"[\n\r\x0b\x0c\x85\u2028\u2029]", cell):
        bare = line.lstrip(" \u3000\xa0" + invisible)
        assert not bare or bare[0] not in "=+-@＝＋－＠\t\r|"
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in cell)


@hypothesis_settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="=+-@＝＋－＠\t|0123456789", min_codepoint=32)))
def test_a_text_without_those_signs_and_digits_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
