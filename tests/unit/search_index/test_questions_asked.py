"""Questions asked before: how like they are, where they lead, and the store that keeps them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.asked import AskedFile, AskedIndex, asked_terms, nearest
from search_index.known import Asked, Known, NotQuestions, add_known, article_address, placed, read_known, read_set
from search_index.passages import AskedOfPage, Passage
from tests.unit.law_library.small_library import TODAY, small_library

WAGES = Known("老板拖欠工资怎么办", ("laws/laodongfa/#44",))
DIVORCE = Known("协议离婚要等多久", ("laws/minfadian/#1079",))


def test_the_most_alike_question_comes_first_and_is_one_for_the_same_words() -> None:
    found = AskedIndex((WAGES, DIVORCE)).nearest(asked_terms("公司拖欠工资"))
    assert [alike.known for alike in found] == [WAGES]
    same, other = AskedIndex((WAGES, DIVORCE)).nearest(asked_terms("老板拖欠工资怎么办，离婚呢"))
    assert (same.known, other.known) == (WAGES, DIVORCE)
    assert same.likeness > 2 * other.likeness


def test_nothing_asked_before_is_like_nothing() -> None:
    assert AskedIndex(()).nearest(asked_terms("老板拖欠工资")) == []
    assert AskedIndex((WAGES,)).nearest(asked_terms("高空抛物")) == []


@given(st.lists(st.text(max_size=30), max_size=5), st.text(max_size=60))
def test_any_text_can_be_known_and_asked(known: list[str], asked: str) -> None:
    index = AskedIndex([Known(text, ()) for text in known])
    assert len(index.nearest(asked_terms(asked))) <= len(known)


def test_the_file_of_an_index_gives_back_what_was_written(tmp_path: Path) -> None:
    passage = Passage("services/x/", "a", "服务事项", "法律援助", "群众常这样问", "没钱怎么办")
    held = AskedFile((WAGES,), (AskedOfPage("没钱请律师", passage),), (DIVORCE,))
    held.write(tmp_path)
    assert AskedFile.read(tmp_path) == held
    indexes = held.indexes({"services/x/#a": 7})
    assert [(one.places, one.written) for one in nearest(indexes, "没钱请律师")] == [((7,), False)]
    assert [(one.known, one.places, one.written) for one in nearest(indexes, "协议离婚")] == [(DIVORCE, (), True)]


def test_what_the_bureau_says_of_a_question_counts_also_that_it_leads_nowhere() -> None:
    elsewhere = Known(WAGES.question, ("laws/laodongfa/#50",))
    held = AskedFile.of((elsewhere, Known(DIVORCE.question, ())), (), (WAGES, DIVORCE, Known("多久算工伤", ("x",))))
    assert held == AskedFile((elsewhere,), (), (Known("多久算工伤", ("x",)),))


def write(folder: Path, text: str) -> Path:
    file = folder / "set.jsonl"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_set_is_read_line_by_line(tmp_path: Path) -> None:
    file = write(tmp_path, '\n{"question": " 欠薪 ", "articles": {"劳动法第四十四条": "支付加班费。"}}\n\n')
    assert list(read_set(file)) == [Asked("欠薪", ("劳动法第四十四条",))]


@pytest.mark.parametrize(
    "line", ["没有括号", "[]", "{}", '{"question": "", "articles": {}}', '{"question": 1, "articles": []}']
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    file = write(tmp_path, '{"question": "欠薪", "articles": {}}\n' + line)
    with pytest.raises(NotQuestions) as fault:
        list(read_set(file))
    assert str(fault.value) == (
        f'{file}:2: 这一行不是问题。每行应写成 {{"question": "问题", "articles": {{"民法典第一条": "条文"}}}}。'
    )


def test_articles_are_found_in_force_and_what_is_not_is_told() -> None:
    names = ("中华人民共和国民法典第一千二百五十四条", "合同法第一条", "民法典第九千条", "胡说")
    known, lost = placed(Asked("楼上掉东西", names), small_library(), TODAY)
    assert known == Known("楼上掉东西", ("laws/minfadian/#1254",))
    assert lost == names[1:]


def test_an_article_is_named_with_its_added_number() -> None:
    assert article_address("刑法第一百二十条之一", small_library(), TODAY) == "laws/xingfa/#120-1"


@given(st.text())
def test_any_name_of_an_article_is_understood_or_none(name: str) -> None:
    assert article_address(name, small_library(), TODAY) is None


def test_the_store_keeps_each_question_once_with_its_last_places(tmp_path: Path) -> None:
    assert add_known(tmp_path, [WAGES, DIVORCE]) == (2, 0)
    assert add_known(tmp_path, [Known(WAGES.question, ("laws/laodongfa/#36",)), DIVORCE]) == (0, 1)
    assert read_known(tmp_path) == (Known(WAGES.question, ("laws/laodongfa/#36",)), DIVORCE)
    assert [file.name for file in tmp_path.iterdir()] == ["questions.jsonl"]


def test_no_store_knows_nothing_and_a_broken_one_says_which_line(tmp_path: Path) -> None:
    assert read_known(tmp_path) == ()
    (tmp_path / "questions.jsonl").write_text('{"question": "x", "places": []}\nkaputt\n', encoding="utf-8")
    with pytest.raises(NotQuestions, match=r"questions\.jsonl:2: 这一行不是问题。"):
        read_known(tmp_path)
