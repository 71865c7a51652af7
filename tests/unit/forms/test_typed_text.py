"""Cleaning of what people type."""

import pytest

from forms_api.typed_text import clean, is_telephone, one_line, telephone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        ("  老板拖欠工资 \n", "老板拖欠工资"),
        ("一\r\n二\r三\n四\t五", "一\n二\n三\n四\t五"),
        ("a\x00b\x1bc\x08d", "abcd"),
        ("a\ud800b", "ab"),
        ("a\x7fb\x85c\ufffed\U0010ffff", "abcd"),
        ("e\u0301", "é"),
        ("ＡＢ①", "ＡＢ①"),
        ("𠮷野家", "𠮷野家"),
        ("\u202eabc", "\u202eabc"),
    ],
)
def test_clean(typed: str | None, kept: str) -> None:
    assert clean(typed) == kept
    assert clean(kept) == kept


def test_one_line_makes_white_space_one_space() -> None:
    assert one_line(" 张\n女　士\t") == "张 女 士"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("138 0000-0000", "13800000000"),
        ("+86 138 0000 0000", "13800000000"),
        ("008613800000000", "13800000000"),
        ("0571-88880000", "0571-88880000"),
        ("0571 8888 0000", "0571-88880000"),
        ("（0571）88880000", "0571-88880000"),
        ("0300—5550100", "0300-5550100"),
        ("010-66668888", "010-66668888"),
        ("0571-88880000转12", "0571-88880000-12"),
        ("0571-88880000-12", "0571-88880000-12"),
    ],
)
def test_a_telephone_number_gets_its_one_shape(typed: str, kept: str) -> None:
    assert telephone(typed) == kept
    assert is_telephone(kept)
    assert telephone(kept) == kept


@pytest.mark.parametrize(
    "typed", ["", "12345", "1380000000", "138000000000", "88880000", "张女士", "12800000000", "1３"]
)
def test_what_is_no_telephone_number_stays_as_typed(typed: str) -> None:
    assert telephone(typed) == typed
    assert not is_telephone(telephone(typed))


def test_digits_of_other_scripts_are_no_telephone_number() -> None:
    assert not is_telephone(telephone("١٣٨٠٠٠٠٠٠٠٠"))
