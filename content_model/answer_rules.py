"""The rules of curated answers: short, plain, one answer to a question, and on to a page that exists.

In: a `Library`. Out: `Problem`s. `rules.py` lists `check_answers`.
"""

import re
from collections.abc import Iterator

from content_model.answer import LONGEST, CuratedAnswer
from content_model.library import Library
from content_model.links import links, missing_target
from content_model.problem import Problem

_SIGNS = re.compile(r"[\W_]+")


def check_answers(library: Library) -> Iterator[Problem]:
    """Find answers that say nothing, too much, or lead nowhere, and questions that have two answers."""
    owners: dict[str, CuratedAnswer] = {}
    for answer in library.answers:
        yield from _text(answer)
        for goal in answer.goals:
            if not goal.is_telephone and (mend := missing_target(library, goal.target)):
                yield Problem(answer.path, goal.line, f"去处“{goal.target}”不存在。", mend)
        for number, question in enumerate((answer.title, *answer.asked)):
            other = owners.setdefault(_SIGNS.sub("", question).lower(), answer)
            if other is not answer:
                line = answer.lines.get(f"asked.{number - 1}", answer.line_of("asked"))
                what = f"“{question}”在 {other.path} 里已经有答案。"
                yield Problem(answer.path, line, what, "一个问法只能有一个答案，请删去一处。")


def _text(answer: CuratedAnswer) -> Iterator[Problem]:
    length = sum(map(len, answer.paragraphs))
    if not length:
        yield Problem(answer.path, answer.body_line, "正文是空的。", "请写一两句话的答案。")
    if length > LONGEST:
        mend = f"请压缩到 {LONGEST} 字以内，细节留给“去处”的网页。"
        yield Problem(answer.path, answer.body_line, f"答案有 {length} 个字，太长了。", mend)
    for link in links(answer.body):
        mend = "请把网页写进“去处: ”，正文只写文字。"
        yield Problem(answer.path, answer.body_line + link.line, f"答案的正文里有链接“{link.target}”。", mend)
