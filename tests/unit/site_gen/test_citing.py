"""Citations in staged Markdown: what becomes a link, what is only marked, what is noted at the page's end."""

from datetime import date
from pathlib import Path

import pytest

from content_model import Library
from site_gen.citing import Citing
from tests.sample_laws import TODAY, sample_laws

LIBRARY = Library(Path(), None, (), (), (), sample_laws(), TODAY)
CODE_1254 = "to:laws/minfadian.md#1254"


def citing(*, noted: bool = True) -> Citing:
    return Citing(LIBRARY, lambda path: f"to:{path}", noted=noted)


def linked(text: str, on: date | None = None) -> str:
    return citing().linked(text, on)


def test_a_citation_becomes_a_link_to_its_article() -> None:
    assert linked("依照《民法典》第1254条赔偿。") == (
        f'依照[《民法典》第1254条]({CODE_1254}){{ .mf-cite data-note="1" }}赔偿。'
    )
    assert "to:laws/shiyanfa.md#2-1" in linked("《试验法》第二条之一")


def test_each_article_is_noted_once() -> None:
    page = citing()
    text = page.linked("《民法典》第1254条、第1179条。《民法典》第一千二百五十四条第一款。", None)
    assert [part.split('"')[0] for part in text.split('data-note="')[1:]] == ["1", "2", "1"]
    assert [str(article.number) for article in page.notes] == ["1254", "1179"]


def test_a_range_is_one_link_with_all_its_notes() -> None:
    text = linked("《试验法》第一条至第三条")
    assert text.startswith("[《试验法》第一条至第三条](to:laws/shiyanfa.md#1)")
    assert 'data-note="1 2 3"' in text


@pytest.mark.parametrize(
    "text",
    [
        "[《民法典》第1254条](https://flk.npc.gov.cn/)",
        "## 《民法典》第1254条怎么用",
        "`《民法典》第1254条`",
        "《民法典》第9999条",
        "《没有这部法》第1条",
        "劳动合同第3条写着",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert linked(text) == text


def test_a_law_without_an_article_is_linked_the_first_time() -> None:
    assert linked("《民法典》和《民法典》") == "[《民法典》](to:laws/minfadian.md)和《民法典》"


def test_former_law_is_marked_and_never_linked_to_the_article_of_today() -> None:
    assert linked("《落后法》第一条", date(2000, 1, 1)) == (
        "《落后法》第一条*（裁判时的法律，现已修改）*{ .mf-former }"
    )
    assert linked("《旧事法》第一条") == "《旧事法》第一条*（裁判时的法律，现已废止）*{ .mf-former }"


def test_a_law_of_which_only_the_name_is_known_is_marked_and_not_linked() -> None:
    assert linked("《无本法》第一条") == "《无本法》第一条*（裁判时的法律，现已废止）*{ .mf-former }"
    assert linked("《无本法》") == "《无本法》*（裁判时的法律，现已废止）*{ .mf-former }"


def test_former_law_that_is_held_is_linked_to_its_own_text() -> None:
    assert linked("《试验法》第一条", date(2015, 1, 1)) == (
        "[《试验法》第一条](to:laws/shiyanfa/2010-01-02.md#1)"
        '{ .mf-cite data-note="1" }*（裁判时的法律，现已修改）*{ .mf-former }'
    )


def test_a_feed_has_plain_links_and_notes_nothing() -> None:
    feed = citing(noted=False)
    assert feed.linked("《民法典》第1254条", None) == f"[《民法典》第1254条]({CODE_1254})"
    assert feed.section() == ""


def test_the_section_says_each_article_as_the_law_prints_it() -> None:
    page = citing()
    page.linked("《试验法》第二条；《试验法》第一条。", None)
    assert page.section() == (
        "## 本页引用的法条\n\n"
        '<details class="mf-town mf-notes" markdown>\n<summary>看原文（2 条）</summary>\n\n'
        "法律文本核对至 2025 年 4 月 30 日。\n\n"
        "1. [《中华人民共和国试验法》第二条](to:laws/shiyanfa.md#2)\n\n"
        "    > 试验要做三件事：\n    >\n    > （一）准备；\n    >\n    > （二）1.动手；\n    >\n    > （三）收拾。\n\n"
        "2. [《中华人民共和国试验法》第一条](to:laws/shiyanfa.md#1)\n\n"
        "    > 试验应当\\*安全\\*。\n\n"
        "</details>\n"
    )


def test_the_section_says_of_old_and_of_outdated_text_that_it_is() -> None:
    page = citing()
    page.linked("《试验法》第一条", date(2015, 1, 1))
    page.linked("《落后法》第一条", None)
    section = page.section()
    assert (
        "1. [《中华人民共和国试验法》第一条](to:laws/shiyanfa/2010-01-02.md#1)（2010 年 1 月 2 日的文本，现已修改）\n"
        in section
    )
    assert (
        "2. [《中华人民共和国落后法》第一条](to:laws/luohoufa.md#1)（2012 年 10 月 26 日的文本，现已有新文本）\n"
        in section
    )


def test_a_page_that_cites_nothing_has_no_section() -> None:
    assert citing().section() == ""


def test_without_laws_the_text_stays() -> None:
    bare = Citing(Library(Path(), None, (), (), ()), str)
    assert bare.linked("《民法典》第1254条", None) == "《民法典》第1254条"
