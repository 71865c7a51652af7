"""The names under which writers cite."""

import pytest

from law_library.reading.lexicon import aliases
from law_library.reading.names import in_book_marks, short_names, tidy_title, title_of


@pytest.mark.parametrize(
    ("title", "names"),
    [
        (
            "最高人民法院关于适用《民法典》婚姻家庭编的解释（一）",
            [
                "婚姻家庭编解释（一）",
                "民法典婚姻家庭编解释（一）",
                "民法典婚姻家庭编司法解释（一）",
                "关于适用《民法典》婚姻家庭编的解释（一）",
            ],
        ),
        (
            "最高人民法院关于审理劳动争议案件适用法律问题的解释（一）",
            ["劳动争议司法解释（一）", "劳动争议案件司法解释（一）", "劳动争议解释一"],
        ),
        ("最高人民法院关于审理行政协议案件若干问题的规定", ["行政协议司法解释", "行政协议规定"]),
        ("最高人民法院关于适用《民事诉讼法》的解释", ["民事诉讼法司法解释", "民诉法解释", "民诉法司法解释"]),
        ("最高人民法院关于适用《民法典》有关担保制度的解释", ["担保制度解释", "民法典担保制度司法解释"]),
        (
            "最高人民法院、最高人民检察院关于办理诈骗刑事案件具体应用法律若干问题的解释",
            ["诈骗司法解释", "诈骗刑事案件解释"],
        ),
        ("道路交通安全法实施条例", ["道交法实施条例"]),
        ("消费者权益保护法", ["消法"]),
    ],
)
def test_names_in_use(title: str, names: list[str]) -> None:
    assert set(names) <= set(short_names(title, aliases()))


def test_a_plain_law_gets_no_invented_name() -> None:
    assert short_names("民法典", aliases()) == ()
    assert short_names("关于工资总额组成的规定", aliases()) == ("工资总额组成规定",)


def test_the_state_s_name_goes_only_where_it_is_the_state_of_the_law() -> None:
    assert title_of("最高人民法院关于适用《中华人民共和国民法典》的解释") == "最高人民法院关于适用《民法典》的解释"
    assert title_of("外国人在中华人民共和国收养子女登记办法") == "外国人在中华人民共和国收养子女登记办法"


def test_titles_are_tidied_and_marked() -> None:
    assert (
        tidy_title("最高人民法院 最高人民检察院关于 办理某案的解释") == "最高人民法院、最高人民检察院关于办理某案的解释"
    )
    assert in_book_marks("关于适用《民法典》的解释") == "《关于适用〈民法典〉的解释》"
