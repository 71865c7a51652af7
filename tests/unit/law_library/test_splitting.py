"""A body is split into headings, articles and prose; nothing of it is lost."""

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law_library.law import Article, Heading, Part, Prose
from law_library.number import ArticleNumber
from law_library.reading.law_file import LawFile, read_law_file
from law_library.reading.layout import Line, strip
from law_library.reading.markdown import lay_out_markdown
from law_library.reading.oddity import Unreadable
from law_library.reading.splitting import split
from law_library.reading.unmarked import mark_headings

ABOVE = "# 中华人民共和国试验法\n\n2020年1月1日 第一次会议通过\n\n<!-- INFO END -->\n\n"
PATH = PurePosixPath("行政法/试验法(2020-01-01).md")


def parts(text: str, title: str = "试验法") -> list[Part]:
    lines = [Line(number, strip(line)) for number, line in enumerate(text.split("\n"), 1) if strip(line)]
    return split(lines, title).parts


def numbers(text: str, title: str = "试验法") -> list[str]:
    return [str(part.number) for part in parts(text, title) if isinstance(part, Article)]


def read(body: str, above: str = ABOVE, path: PurePosixPath = PATH) -> LawFile:
    return read_law_file(path, (above + body).encode())


def complaints(body: str, above: str = ABOVE, path: PurePosixPath = PATH) -> list[str]:
    return [str(oddity) for oddity in read(body, above, path).oddities]


def test_headings_articles_paragraphs_and_items() -> None:
    law = read(
        "## 第一章　总　　则\n\n第一条 甲：\n\n（一）子；\n\n（二）丑。\n\n乙。\n\n### 第一节\u2002 监  护\n\n"
        "第二条　丙。"
        "\n\n<!-- FORCE BREAK -->\n\n第二条之一 丁。\n"
    )
    assert law.parts == (
        Heading(1, "第一章 总则"),
        Article(ArticleNumber(1), ("甲：", "（一）子；", "（二）丑。", "乙。")),
        Heading(2, "第一节 监护"),
        Article(ArticleNumber(2), ("丙。",)),
        Article(ArticleNumber(2, 1), ("丁。",)),
    )
    assert [len(paragraph.items) for paragraph in law.articles[0].paragraphs] == [2, 0]
    assert [article.line for article in law.articles] == [9, 19, 23]


def test_a_space_on_the_wrong_side_of_tiao_is_no_fault() -> None:
    assert numbers("第一百二十八条 甲。\n第一百二十九 条侦查人员。\n第一百三十条 丙。") == ["128", "129", "130"]


def test_a_sentence_that_begins_with_an_article_is_no_article() -> None:
    text = "第一条 甲：\n第二条、第三条规定的情形。\n第二条规定的情形。\n第七条第二款不适用。\n第二条 乙。"
    assert numbers(text) == ["1", "2"]


def test_quoted_articles_stay_in_the_text_that_quotes_them() -> None:
    text = "一、在第一百二十条之一后增加：\n“第一百二十条之二 甲。\n二、增加两条：“第五条 乙。\n第六条 丙。”\n三、丁。"
    assert [type(part) for part in parts(text)] == [Prose] * 5
    amendment = "第五十二条 增加五条：\n第一百二十三条 甲。\n第一百二十四条 乙。"
    assert numbers(amendment, "宪法修正案") == ["52"]
    assert numbers(amendment) == ["52", "123", "124"]


def test_an_unclosed_quotation_mark_swallows_no_article() -> None:
    assert numbers("第一条 所称“甲。\n第二条 乙。") == ["1", "2"]


def test_an_annex_is_no_article_even_where_it_counts_again() -> None:
    found = parts("第一条 甲。\n附件：办法\n第一章 总则\n第一条 乙。\n第二条 丙。")
    assert [type(part) for part in found] == [Article, Prose, Prose, Prose, Prose]  # its 第二条 is not our next one
    assert numbers("第一条 提交：\n附件一 申请书\n第二条 乙。") == ["1", "2"]
    found = parts("第一条 甲。\n第二条 甲。\n附件1\n第一条 乙。\n第二条 丙。")
    assert [type(part) for part in found] == [Article, Article, Prose, Prose, Prose]


def test_the_law_itself_may_stand_in_the_annex_of_a_decision() -> None:
    text = "一、删去第三条。\n附：\n关于试验的\n解释\n第一条 甲。\n第二条 乙。"
    assert numbers(text, "关于试验的解释") == ["1", "2"]
    assert numbers(text, "关于修改《关于试验的解释》的决定") == []


def test_numbering_that_begins_again_is_told_with_its_line() -> None:
    assert complaints("第一条 甲。\n\n第二条 乙。\n\n第一条 丙。\n\n第二条 丁。\n") == [
        "行政法/试验法(2020-01-01).md:11: 条号又从第一条开始，其后按附件处理，不算本法的条文。"
        "如果这是另一部法律，请分成两个文件。"
    ]


def test_a_line_that_holds_several_articles_is_parted() -> None:
    law = read("第一条 甲。 乙。 第二条 丙。\n\n第三条 丁。")
    assert [article.lines for article in law.articles] == [("甲。", "乙。"), ("丙。",), ("丁。",)]
    assert [str(oddity) for oddity in law.oddities] == [
        "行政法/试验法(2020-01-01).md:7: 有 1 行里连着好几条，已按条号和句号分开。请与官方文本核对分段。"
    ]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("第一条 甲。\n\n第三条 乙。", "9: 第一条之后是第三条，从第二条起缺 1 条。请与官方文本核对。"),
        ("第一条 甲。\n\n第一条之三 乙。", "9: 第一条之后是第一条之三，从第一条之一起缺 2 条。请与官方文本核对。"),
        ("第一条 甲。\n\n第二条 乙。\n\n第二条 丙。", "11: 第二条出现了两次。请与官方文本核对。"),
        (
            "第一条 甲。\n\n第二条 乙。\n\n第三条 乙。\n\n第二条 丙。",
            "13: 第三条之后是第二条，条号倒退。请与官方文本核对。",
        ),
        ("第三条 甲。", "7: 开头是第三条，前面的条文缺失。请与官方文本核对。"),
    ],
)
def test_numbering_is_checked(body: str, sentence: str) -> None:
    assert complaints(body) == [f"行政法/试验法(2020-01-01).md:{sentence}"]


@pytest.mark.parametrize("body", ["第一条 甲。\n\n第一条之一 乙。\n\n第二条 丙。", "一、甲。\n\n二、乙。"])
def test_good_numbering_is_not_complained_about(body: str) -> None:
    assert complaints(body) == []


def test_an_amendment_may_count_on_and_an_excerpt_may_have_gaps() -> None:
    assert complaints("第三条 甲。", ABOVE.replace("试验法", "宪法修正案")) == []
    assert complaints("第三条 甲。\n\n第九条 乙。", ABOVE.replace("<!--", "节录\n\n<!--")) == []


def test_a_title_that_comes_once_more_is_no_text() -> None:
    law = read("中华人民共和国\n\n试验法\n\n为了试验。\n\n第一条 甲。")
    assert [part.text for part in law.parts] == ["为了试验。", "甲。"]


HEADING_TEXT = "## 第一章 总则\n\n第一条 甲。\n\n{}\n\n第二条 乙。"


@pytest.mark.parametrize(
    ("lines", "heading"),
    [
        ("法律责任", Heading(1, "法律责任")),
        ("死刑缓期执行、\n\n有期徒刑的执行", Heading(1, "死刑缓期执行、有期徒刑的执行")),
        ("二、破产案件的处理", Heading(1, "二、破产案件的处理")),
        ("（二）不动产抵押", Heading(2, "（二）不动产抵押")),
    ],
)
def test_a_heading_that_nobody_marked_is_not_the_article_s(lines: str, heading: Heading) -> None:
    law = read(HEADING_TEXT.format(lines))
    assert law.parts[2] == heading
    assert law.articles[0].lines == ("甲。",)
    assert [str(oddity) for oddity in law.oddities] == [
        "行政法/试验法(2020-01-01).md:11: 有 1 处标题没有标出来，已与条文分开。请核对，或在标题前写上“## ”。"
    ]


@pytest.mark.parametrize(
    "lines", ["乙。", "下列情形：\n\n甲", "（一）甲；\n\n（二）乙", "税额＝价格×税率", "满 3 年的"]
)
def test_the_last_line_of_an_article_stays_its_own(lines: str) -> None:
    law = read(HEADING_TEXT.format(lines))
    assert law.articles[0].lines == ("甲。", *lines.split("\n\n"))
    assert law.oddities == ()


def test_an_item_in_brackets_does_not_make_a_heading_its_next() -> None:
    law = read(HEADING_TEXT.format("（一）甲；\n\n（二）乙。\n\n三、附带问题的处理"))
    assert law.articles[0].lines == ("甲。", "（一）甲；", "（二）乙。")


def test_a_heading_in_two_lines_is_one() -> None:
    law = read("## 第一章 设备和场所的\n\n特别管理\n\n第一条 甲。")
    assert law.parts[0] == Heading(1, "第一章 设备和场所的特别管理")


def test_a_missing_mark_and_a_missing_title_are_told() -> None:
    assert complaints("第一条 甲。", "# 试验法\n\n2020年1月1日 公布\n\n") == [
        "行政法/试验法(2020-01-01).md:3: 没有“<!-- INFO END -->”这一行，正文从第一个不是日期的段落算起。"
        "请核对，或在正文前补上这一行。"
    ]
    law = read("第一条 甲。", "<!-- INFO END -->\n")
    assert law.full_title == "试验法"
    assert [str(oddity) for oddity in law.oddities] == [
        "行政法/试验法(2020-01-01).md:1: 没有标题，用文件名作了标题。请在第一行写“# ”和法律的全称。"
    ]


def test_a_file_that_breaks_off_within_an_article_is_refused() -> None:
    with pytest.raises(Unreadable) as fault:
        read("第一条 甲。\n\n第二条 国家对公证活")
    assert str(fault.value) == "文件在第二条中间断了，最后是“国家对公证活”。请重新下载这个文件。"
    assert fault.value.line == 9
    assert len(read("第一条 甲。\n\n第二条 本法自公布之日起施行").articles) == 2


def test_a_file_with_nothing_but_a_title_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"^文件里只有标题，没有正文。请重新下载这个文件。$"):
        read("")


LINES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
        st.sampled_from(
            [
                "第一条 甲。",
                "第二条 “乙",
                "第三条之一　丙",
                "附件：",
                "## 第一章 总则",
                "法律责任",
                "二、试验",
                "（二）试验",
                "（一）丁；",
                "丙。 第二条 丁。",
            ]
        ),
        st.integers(1, 9999).map(lambda number: f"{ArticleNumber(number).chinese} 文"),
    )
)


@given(LINES)
def test_nothing_is_lost_and_nothing_breaks(lines: list[str]) -> None:
    layout = lay_out_markdown("<!-- INFO END -->\n" + "\n".join(lines))
    body, _ = mark_headings(layout.body)
    found = split(body).parts
    said = "".join(part.number.chinese + part.text if isinstance(part, Article) else part.text for part in found)
    kept = re.sub(r"[\s\u200b]", "", said)
    for line in layout.body:
        words = re.sub(r"[\s\u200b]", "", line.text)
        if not words.startswith("第"):  # an article's number may be written otherwise than it is printed
            assert words in kept
    assert sum(isinstance(part, Heading) for part in found) == sum(bool(line.level) for line in body)
