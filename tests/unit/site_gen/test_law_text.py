"""Law texts as Markdown: rendered, they have the very same words."""

import re
from html import unescape

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from law_library.law import Article, Heading, LawText, Part, Prose, Version
from law_library.number import ArticleNumber
from site_gen.law_text import law_markdown, prose, statute_line
from tests.sample_laws import NOW, TEXTS, article

EXTENSIONS = ["attr_list", "def_list", "md_in_html", "tables"]
MARKS = st.text(st.sampled_from("第一条（）。，1a.)(#>*_`~|[]{}:!&<+-=\\\"' 甲"), min_size=1, max_size=30)


def rendered(text: str) -> str:
    return markdown.markdown(text, extensions=EXTENSIONS)


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def written(*parts: Part) -> str:
    return law_markdown(LawText(Version("x", None, None), parts), {})


@given(MARKS.filter(lambda line: line.strip()))
def test_a_line_is_read_as_it_was_printed(line: str) -> None:
    html = rendered(statute_line(line))
    assert html.startswith("<p>")
    assert html.count("<") == 2
    assert words(html) == line.strip()


def test_a_line_that_is_not_kept_would_be_read_as_something_else() -> None:
    assert not rendered("1. 甲").startswith("<p>")  # the negative control


def test_articles_have_anchors_and_a_second_one_of_a_number_has_none() -> None:
    html = rendered(written(article(120, "甲", added=1), article(3, "乙"), article(3, "丙")))
    assert '<p id="120-1"><strong>第一百二十条之一</strong>\u3000甲</p>' in html
    assert html.count('id="3"') == 1
    assert "<p><strong>第三条</strong>\u3000丙</p>" in html


def test_items_are_paragraphs_of_their_own() -> None:
    html = rendered(law_markdown(LawText(NOW, TEXTS[NOW]), {}))
    assert "<p>（一）准备；</p>\n<p>（二）1.动手；</p>" in html
    assert "试验应当*安全*。" in html


def test_headings_keep_their_levels_below_the_title() -> None:
    assert written(Heading(1, "第一编 总则"), Heading(2, "第一章")) == "## 第一编 总则\n\n### 第一章"


def test_what_explains_an_article_stands_below_its_last_paragraph() -> None:
    text = law_markdown(
        LawText(NOW, (article(1, "甲", "乙"), article(2, "丙"))), {ArticleNumber(1): "本条的案例和指南：丁"}
    )
    assert text.index("乙") < text.index("丁") < text.index("丙")


@pytest.mark.parametrize("text", ["| 条文 | 罪名 |\n|---|---|\n| 第152条 | *走私*废物罪 |"])
def test_a_table_stays_a_table(text: str) -> None:
    (block,) = prose(text)
    html = rendered(block)
    assert "<td>第152条</td>\n<td>*走私*废物罪</td>" in html


def test_lines_with_bars_that_are_no_table_are_paragraphs() -> None:
    assert [rendered(block) for block in prose("| 甲 |\n| 乙 |")] == ["<p>| 甲 |</p>", "<p>| 乙 |</p>"]


def test_an_article_without_words_keeps_its_number() -> None:
    assert "第一条" in rendered(written(Article(ArticleNumber(1), ())))
    assert rendered(written(Prose("附件"))) == "<p>附件</p>"
