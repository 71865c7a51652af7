"""Cells that no spreadsheet takes for a formula, and from which nothing vanishes."""

import pytest

from forms_api.exports.cells import CUT, XLSX_CELL_LENGTH, harmless, visible, xlsx_text


@pytest.mark.parametrize(
    "dangerous",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "|cmd", "\t=1", " =1", "　=1"),
        *("\ufeff=1", "\u200b=1", "\xa0=1", "\x0b=1", "\x00=1", "\tx", "\rx"),
    ],
)
def test_a_dangerous_start_is_marked(dangerous: str) -> None:
    assert harmless(dangerous).startswith("'")


@pytest.mark.parametrize("number", ["0101", "330106199001011234", "1234567890123456", "12E5", " 0101 "])
def test_a_number_that_a_spreadsheet_would_rewrite_is_marked(number: str) -> None:
    assert harmless(number) == f"'{number}"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\u2028", "\x85"])
def test_a_dangerous_later_line_is_marked_too(newline: str) -> None:
    cell = harmless(f"你好{newline}  =1+1")
    assert cell.startswith("'你好")
    assert "'  =1+1" in cell


@pytest.mark.parametrize(
    "plain",
    [
        "",
        "张女士",
        "0571-88880000",
        "13800000000",
        "0",
        "100",
        "2026-11-21 12:00:00",
        "1+1=2",
        "a@b.cn",
        "0101 室",
        "第一行\n第二行",
        "'=1",
    ],
)
def test_plain_text_stays_as_it_is(plain: str) -> None:
    assert harmless(plain) == plain


def test_controls_become_visible() -> None:
    assert visible("a\x00b\x1bc\rd\ne\tf") == "a␀b␛c␍d\ne\tf"


def test_text_for_xlsx_has_nothing_that_xml_forbids() -> None:
    assert xlsx_text("a\x01\ufffe\uffff") == "a␁\ufffd\ufffd"


@pytest.mark.parametrize("sign", ["字", "𠮷"])
def test_a_cell_is_cut_at_excels_limit_and_says_so(sign: str) -> None:
    long = sign * XLSX_CELL_LENGTH
    cell = xlsx_text(long + "尾")
    assert len(cell.encode("utf-16-le")) // 2 <= XLSX_CELL_LENGTH
    assert cell.endswith(sign + CUT)


def test_a_cell_of_just_the_limit_is_whole() -> None:
    assert xlsx_text("字" * XLSX_CELL_LENGTH) == "字" * XLSX_CELL_LENGTH
