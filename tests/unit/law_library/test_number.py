"""Numbers of articles, as statutes and as editors write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law_library.number import ArticleNumber, NotANumber, in_chinese, read_numeral

NUMBERS = st.integers(1, 9999)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("第一千二百五十四条", ArticleNumber(1254)),
        ("第一百二十条之一", ArticleNumber(120, 1)),
        ("第１２５４条", ArticleNumber(1254)),
        ("第120条之一", ArticleNumber(120, 1)),
        ("120-1", ArticleNumber(120, 1)),
        ("第一〇五条", ArticleNumber(105)),
        ("第一千零五条", ArticleNumber(1005)),
        ("十二", ArticleNumber(12)),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, number: ArticleNumber) -> None:
    assert ArticleNumber.parse(written) == number


@pytest.mark.parametrize("written", ["", "条", "第条", "第一款", "1254.1", "第一条第二条"])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(NotANumber):
        ArticleNumber.parse(written)


@given(NUMBERS)
def test_chinese_numerals_come_back(number: int) -> None:
    assert read_numeral(in_chinese(number)) == number


@given(NUMBERS, st.integers(0, 20))
def test_article_numbers_come_back_from_print_and_from_addresses(main: int, added: int) -> None:
    number = ArticleNumber(main, added)
    assert ArticleNumber.parse(number.chinese) == ArticleNumber.parse(str(number)) == number


def test_a_hundred_and_ten_is_written_as_statutes_write_it() -> None:
    assert [in_chinese(number) for number in (10, 12, 110, 1010, 2005)] == [
        "十",
        "十二",
        "一百一十",
        "一千零一十",
        "二千零五",
    ]
