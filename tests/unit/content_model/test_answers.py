"""Curated answers: read, checked, published."""

from pathlib import Path

import pytest

from content_model import check, load
from content_model.answer import PublishedAnswer, Words
from tests.samples import write_content

ANSWER = """\
---
标题: 老板拖欠工资怎么办
群众常这样问:
  - 干了活不给钱怎么办
  - 老板跑路了
法律核对日期: 2025-04-30
去处:
  - guides/qianxin
  - 12333 人社热线
  - /forms/consultation 网上咨询
---

先**留证据**，再打 12333。

- 不要堵路。
"""
PATH = "answers/gongzi.md"


def problems(folder: Path, text: str, more: str = "") -> list[str]:
    files = {PATH: text, "answers/jieqian.md": more} if more else {PATH: text}
    content = write_content(folder / "content", files)
    return [str(problem) for problem in check(load(content))]


def test_an_answer_is_published_as_text_with_ways_on(tmp_path: Path) -> None:
    library = load(write_content(tmp_path / "content", {PATH: ANSWER}))
    assert check(library) == []
    assert len(library.pages) == 8, "it is no page"
    (answer,) = library.answers
    assert PublishedAnswer.of(answer, {"guides/qianxin": "被欠薪了"}) == PublishedAnswer(
        "老板拖欠工资怎么办",
        ("干了活不给钱怎么办", "老板跑路了"),
        ((Words("先留证据，再打 12333。"),), (Words("不要堵路。"),)),
        (("guides/qianxin/", "被欠薪了"), ("tel:12333", "12333 人社热线"), ("/forms/consultation", "网上咨询")),
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "  - guides/qianxin\n",
            "  - guides/qianxing\n",
            "8: 去处“guides/qianxing”不存在。您是不是想写“guides/qianxin”？",
        ),
        ("先**留证据**，再打 12333。\n\n- 不要堵路。\n", "", "12: 正文是空的。请写一两句话的答案。"),
        (
            "再打 12333。",
            "字" * 300,
            "12: 答案有 310 个字，太长了。请压缩到 300 字以内，细节留给“去处”的网页。",
        ),
        (
            "12333。",
            "[12333](tel:12333)。",
            "13: 答案的正文里有链接“tel:12333”。请把网页写进“去处: ”，正文只写文字。",
        ),
        ("留证据", "<b>留证据</b>", "13: 正文里有网页代码“<b>”。请删去它；要加粗请用 **文字**。"),
        ("2025-04-30", "2999-04-30", "6: 法律核对日期 2999-04-30 还没有到。请改成实际核对的日期。"),
        (
            "法律核对日期: 2025-04-30\n",
            "",
            "1: 缺少“法律核对日期”。请在开头的信息区加一行“法律核对日期: ……”。",
        ),
    ],
)
def test_what_is_wrong_with_an_answer_is_told(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in ANSWER
    assert problems(tmp_path, ANSWER.replace(before, after)) == [f"{PATH}:{said}"]


def test_a_question_has_one_answer(tmp_path: Path) -> None:
    other = ANSWER.replace("老板拖欠工资怎么办", "借钱不还怎么办").replace("干了活不给钱怎么办", "没还钱")
    assert problems(tmp_path, ANSWER, other.replace("老板跑路了", "老板 跑路了？")) == [
        "answers/jieqian.md:5: “老板 跑路了？”在 answers/gongzi.md 里已经有答案。一个问法只能有一个答案，请删去一处。"
    ]
    assert problems(tmp_path, ANSWER, other.replace("老板跑路了", "朋友跑路了")) == []
