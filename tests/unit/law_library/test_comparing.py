"""What happened to each article from one text to the next."""

from law_library.comparing import ChangeKind, compare, word_changes
from law_library.law import Article, LawText, Version
from law_library.number import ArticleNumber

LONG = "国家机关、社会团体、企业事业单位应当依法保障妇女享有与男子平等的权利，禁止歧视、虐待、遗弃、残害妇女。"
OTHER = "学校应当根据女学生的年龄阶段进行生理卫生、心理健康和自我保护教育，提高防范性侵害的能力。"


def text(*articles: str, first: int = 1) -> LawText:
    numbered = (Article(ArticleNumber(number), (body,)) for number, body in enumerate(articles, first))
    return LawText(Version("shiyan", None, None), tuple(numbered))


def told(old: LawText, new: LawText) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            change.kind.value,
            str(change.old.number) if change.old else None,
            str(change.new.number) if change.new else None,
        )
        for change in compare(old, new)
    ]


def test_nothing_changed() -> None:
    assert compare(text(LONG, OTHER), text(LONG, OTHER)) == []


def test_printing_is_no_amendment() -> None:
    assert compare(text("下列条件:甲 乙。"), text("下列条件：甲乙。")) == []


def test_added_amended_moved_repealed() -> None:
    short = LONG.replace("虐待、", "")
    assert told(text(LONG), text(short)) == [("修改", "1", "1")]
    assert told(text(LONG), text("本法所称试验，是指试验。", LONG)) == [("新增", None, "1"), ("移动", "1", "2")]
    assert told(text(LONG, OTHER), text(OTHER)) == [("删去", "1", None), ("移动", "2", "1")]
    assert told(text(LONG, OTHER), text(OTHER, LONG)) == [("移动", "2", "1"), ("移动", "1", "2")]


def test_a_moved_article_may_be_reworded_too() -> None:
    (added, moved) = compare(text(LONG), text("新的一条。", LONG.replace("禁止", "严禁")))
    assert (added.kind, moved.kind, moved.reworded) == (ChangeKind.ADDED, ChangeKind.RENUMBERED, True)
    (_, moved) = compare(text(LONG), text("新的一条。", LONG))
    assert not moved.reworded


def test_an_article_that_grew_is_still_the_same() -> None:
    grown = OTHER + "".join(f"第{number}项职责由有关部门依照各自的规定履行；" for number in range(20)) + LONG
    assert told(text(OTHER), text(grown)) == [("修改", "1", "1")]
    assert told(text("无关的短句。"), text(grown)) == [("删去", "1", None), ("新增", None, "1")]


def test_words_left_out_and_put_in_are_shown() -> None:
    assert word_changes("保障妇女的合法权益", "保障妇女和儿童的合法权益") == "保障妇女〔+和儿童+〕的合法权益"
    assert (
        word_changes("甲" * 40 + "旧", "甲" * 40 + "新的")
        == "甲甲甲甲甲甲甲甲甲甲甲甲……甲甲甲甲甲甲甲甲甲甲甲甲〔-旧-〕〔+新的+〕"
    )
    assert (
        word_changes("财产继承权受法律保护", "继承权。妇女依法行使")
        == "〔-财产-〕继承权〔-受法律保护-〕〔+。妇女依法行使+〕"
    )
