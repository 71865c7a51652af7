"""Words of questions, and snippets that show why a page was found."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from search_index.analyzer import QUERY_LIMIT, question, words
from search_index.snippet import WINDOW, snippet


def test_words_of_asking_are_dropped() -> None:
    assert question("老板拖欠工资怎么办") == ["老板", "拖欠", "工资", "拖欠工资"]


def test_a_question_of_nothing_but_asking_keeps_its_words() -> None:
    assert question("怎么办") == ["怎么", "怎么办"]


def test_full_width_and_capitals_are_one_word() -> None:
    assert words("ＡＢＣ１２３４８") == words("abc12348")


@given(st.text())
def test_any_text_can_be_asked(typed: str) -> None:
    assert len("".join(question(typed))) <= 4 * QUERY_LIMIT


@given(st.text(), st.lists(st.text(min_size=1), min_size=1))
def test_a_snippet_is_harmless_and_short(text: str, asked: list[str]) -> None:
    shown = snippet(text, asked)
    bare = shown.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert len(unescape(bare)) <= WINDOW + 2


@given(st.text("甲乙丙，", max_size=200), st.sets(st.text("甲乙丙", min_size=1, max_size=3), min_size=1, max_size=4))
def test_no_window_holds_more_different_words_than_the_one_shown(text: str, asked: set[str]) -> None:
    words = "|".join(sorted(map(re.escape, asked), key=len, reverse=True))
    found = [(match.start(), match[0]) for match in re.finditer(words, text)]
    most = max((len({word for at, word in found if place <= at < place + 75}) for place, _ in found), default=0)
    marked = re.findall("<mark>(.+?)</mark>", snippet(text, asked))
    assert set(marked) <= asked
    assert len(set(marked)) >= most


def test_a_snippet_marks_the_words_and_shows_the_place_with_most_of_them() -> None:
    text = "工资" + "，不相干的话" * 40 + "。老板拖欠工资，可以投诉。"
    shown = snippet(text, ["老板", "拖欠", "工资"])
    assert "<mark>老板</mark><mark>拖欠</mark><mark>工资</mark>" in shown
    assert shown.startswith("…")
