"""What of a search may be counted: nothing that may tell of somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_api.guard.anonymous import DIGITS, LONGEST, countable
from search_index.names import names_in


@pytest.fixture(scope="module", autouse=True)
def dictionary() -> None:
    """The dictionary is loaded once."""
    names_in("王芳")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("老板跑路了工资咋办", "老板跑路了工资咋办"),
        ("  老板跑路了，工资咋办？？ ", "老板跑路了,工资咋办"),
        ("離婚要多少錢", "离婚要多少钱"),
        ("ＡＢＣ　公司", "abc 公司"),
        ("民法典1254条", "民法典1254条"),
        ("12348", "12348"),
        ("我叫了外卖没送到", None),
        ("行政许可", "行政许可"),
        ("许可证怎么办", "许可证怎么办"),
        ("", None),
        ("？！", None),
        ("字" * LONGEST, "字" * LONGEST),
        ("字" * (LONGEST + 1), None),
    ],
)
def test_searches_are_folded_or_left_out(typed: str, kept: str | None) -> None:
    assert countable(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "13800000000", "138 0000 0000 欠钱", "１３８００００００００", "0571-88880000", "110101199003078888",
        "11010119900307888X", "一三八零零零零零零零零", "ZX-20261121-7K3QXM", "7K3QXM2P", "zhang@example.com",
        "zhang＠example.com", "我叫张三被打了", "姓名李四", "王建国打人怎么办", "赵丽颖", "微信号abc", "浙A12345",
        "3号楼漏水", "2单元301室", "我家住南关村", "https://a.example", "1990年3月7日出生",
    ],
)  # fmt: skip
def test_what_may_tell_of_somebody_is_not_counted(typed: str) -> None:
    assert countable(typed) is None


@given(st.text())
def test_whatever_is_counted_is_short_and_has_few_digits(typed: str) -> None:
    kept = countable(typed)
    assert kept is None or (0 < len(kept) <= LONGEST and sum(sign.isdecimal() for sign in kept) < DIGITS)


@given(st.text(max_size=10), st.text("0123456789", min_size=DIGITS), st.text(max_size=10))
def test_no_long_number_is_counted_wherever_it_stands(before: str, number: str, after: str) -> None:
    assert countable(before + number + after) is None


@given(st.text())
def test_folding_again_changes_nothing(typed: str) -> None:
    kept = countable(typed)
    assert kept is None or countable(kept) == kept
