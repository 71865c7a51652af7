"""Texts without marks, as the national law database gives them."""

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from law_library.law import Article, Heading
from law_library.reading.law_file import read_law_file
from law_library.reading.plain import lay_out_plain
from law_library.reading.tree import Source, read_source

WHOLE = """中华人民共和国试验法

（1994年7月5日第八届全国人民代表大会常务委员会第八次会议通过　根据2018年12月29日
第十三届全国人民代表大会常务委员会第七次会议《关于修改〈中华人民共和国试验法〉的决定》修正）

目　　录

第一章　总　　则
第二章　试　　验
　第一节　开　始
　第二节　结　束
第三章　附　　则

第一章　总　　则

第一条　为了试验，制定本法。
第二章　试　　验
第一节　开　始
第二条　开始应当：
（一）早；
（二）快。
第二节　结　束
第三条　到此为止。
第三章　附　　则
第四条　本法自1995年1月1日起施行。
"""


def test_title_history_contents_and_headings_are_told_apart() -> None:
    law = read_law_file(PurePosixPath("a/试验法.txt"), WHOLE.encode("gb18030"))
    assert law.full_title == "中华人民共和国试验法"
    assert [heading for heading in law.parts if isinstance(heading, Heading)] == [
        Heading(1, "第一章 总则"),
        Heading(1, "第二章 试验"),
        Heading(2, "第一节 开始"),
        Heading(2, "第二节 结束"),
        Heading(1, "第三章 附则"),
    ]
    assert [str(article.number) for article in law.articles] == ["1", "2", "3", "4"]
    assert law.articles[1].lines == ("开始应当：", "（一）早；", "（二）快。")
    assert law.history[0].startswith("1994年7月5日第八届")
    assert str(law.dated) == "2018-12-29"
    assert str(law.effective_on) == "2018-12-29"  # the 附则 still says when the first version began
    assert law.oddities == ()


def test_without_contents_and_with_a_broken_title() -> None:
    text = (
        "最高人民法院关于审理试验案件\n适用法律问题的解释\n（2020年12月25日通过，自2021年1月1日起施行）\n"
        "法释〔2020〕26号\n为正确审理，制定本解释。\n第一条　甲。\n"
    )
    law = read_law_file(PurePosixPath("a/b.txt"), text.encode())
    assert law.full_title == "最高人民法院关于审理试验案件适用法律问题的解释"
    assert law.history == ("2020年12月25日通过，自2021年1月1日起施行", "法释〔2020〕26号")
    assert (str(law.dated), str(law.effective_on)) == ("2020-12-25", "2021-01-01")
    assert [type(part) for part in law.parts][-1] is Article


def test_contents_that_do_not_come_again_are_left_out_all_the_same() -> None:
    layout = lay_out_plain(["试验法", "目录", "第一章 总则", "第二章 附则", "第一条 甲。"])
    assert [line.text for line in layout.body] == ["第一条 甲。"]


def test_the_field_is_the_folder() -> None:
    source = Source(((PurePosixPath("社会法/试验法.txt"), WHOLE.encode()),))
    assert read_source(source).field == "社会法"


@given(st.lists(st.text(max_size=30)))
def test_no_lines_break_it(lines: list[str]) -> None:
    layout = lay_out_plain(lines)
    assert all(line.text for line in layout.body)
