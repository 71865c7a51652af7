"""The questions that come with the search: how they are read, and for which articles they count."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law_library.number import ArticleNumber
from search_index.known import Known, NotQuestions
from search_index.written import Line, OfLaw, Written, read_law, written
from tests.unit.law_library.small_library import TODAY, small_library

CODE = "《中华人民共和国民法典》 2020-05-28\n"


def folder(tmp_path: Path, *texts: str) -> Path:
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_file_names_its_law_and_the_articles_of_each_question() -> None:
    text = CODE + "# 说明\n\n1254 楼上扔东西砸到人谁赔？\n1179,120-1 两条一起回答的？\r\n"
    assert read_law(text, "minfadian.txt") == OfLaw(
        "中华人民共和国民法典",
        "2020-05-28",
        (
            Line("楼上扔东西砸到人谁赔？", (ArticleNumber(1254),)),
            Line("两条一起回答的？", (ArticleNumber(1179), ArticleNumber(120, 1))),
        ),
    )


@pytest.mark.parametrize("line", ["没有条号", "14", "14 ", "14,,15 问", "14， 15 问", "0 问", "14-0 问", "一四 问"])
def test_a_line_that_is_no_question_is_named_with_its_cure(line: str) -> None:
    with pytest.raises(NotQuestions) as fault:
        read_law(f"{CODE}14 可以吗？\n{line}", "minfadian.txt")
    assert str(fault.value) == ("minfadian.txt:3: 这一行不是问题。请写成“条号 问题”，如 14,47 不续签有补偿吗？")


@pytest.mark.parametrize("first", ["", "民法典 2020-05-28", "《民法典》", "《民法典》 2020年"])
def test_a_file_without_its_law_is_named_with_its_cure(first: str) -> None:
    with pytest.raises(NotQuestions, match=r"^x\.txt:1: 第一行应写成“《法律全称》 日期”，"):
        read_law(f"{first}\n1 问？", "x.txt")


@given(st.text())
def test_any_line_is_a_question_nothing_or_a_fault(line: str) -> None:
    try:
        read = read_law(CODE + line.replace("\n", " "), "x.txt")
    except NotQuestions as reason:
        fault = str(reason)
    else:
        fault = ""
        assert [bool(one.question and one.articles) for one in read.lines] in ([], [True])
    assert not fault or fault.startswith("x.txt:2: ")


NUMBERS = st.builds(ArticleNumber, st.integers(1, 9999), st.integers(0, 99))
SAID = st.text(min_size=1).map(lambda said: " ".join(said.split())).filter(bool)


@given(st.lists(st.builds(Line, SAID, st.lists(NUMBERS, min_size=1, max_size=4).map(tuple)), max_size=4))
def test_what_is_written_is_read(lines: list[Line]) -> None:
    text = CODE + "\n".join(f"{','.join(map(str, line.articles))} {line.question}" for line in lines)
    assert read_law(text, "x.txt").lines == tuple(lines)


def test_questions_count_for_articles_in_force_in_the_library(tmp_path: Path) -> None:
    files = folder(
        tmp_path,
        f"{CODE}1254,9999 扔东西谁赔？\n9999 这里没有的？\n7 要讲诚信吗？",
        "《没有的法》 2020-01-01\n1 问？",
        f"{CODE}8,7 要讲诚信吗？",
    )
    thrown, honest = Known("扔东西谁赔？", ("laws/minfadian/#1254",)), ("laws/minfadian/#7", "laws/minfadian/#8")
    assert written(small_library(), TODAY, files) == Written((thrown, Known("要讲诚信吗？", honest)))


def test_questions_for_another_version_do_not_count_and_their_law_is_named(tmp_path: Path) -> None:
    old = "《中华人民共和国反垄断法》 2007-08-30\n"
    found = written(small_library(), TODAY, folder(tmp_path, f"{old}17 能搭售吗？", f"{old}17 能串通涨价吗？"))
    assert found == Written((), ("反垄断法",))
    assert found.reminder.startswith("《反垄断法》与附带的“群众常这样问”不是一个版本，附带的问题没有用上。")
    assert written(small_library(), TODAY, tmp_path / "nowhere").reminder == ""


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(NotQuestions, match=r"x\.txt 读不了。"):
        written(small_library(), TODAY, tmp_path)
