"""Guided ways 问路: a few plain questions that lead a citizen who does not know the legal word to the right page.

In: the front-matter block 步骤. Out: `GuidedWay`s of steps that either ask (问, 答) or advise (建议, 去处).
`library.py` makes them; `way_rules.py` says whether they may be built, the site and the index show them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import ClassVar, TypeVar

from content_model import values
from content_model.front_matter import Block, Text, Value
from content_model.page import Page, entry
from content_model.problem import Unreadable, nearest
from content_model.vocabulary import Kind

Read = TypeVar("Read")
STEP_NAME = re.compile(r"(?!index$)[^\W_A-Z]{1,12}")
MOST_QUESTIONS = 4
STEP_KEYS = ("问", "说明", "答", "建议", "去处")
SERVICE_TARGET = re.compile(r"/(?:forms/|search)\S*")


@dataclass(frozen=True)
class Goal:
    """Where advice sends the citizen: a page, a column, a form or a telephone number; `label` "" takes its own name."""

    target: str
    label: str
    line: int

    @property
    def is_telephone(self) -> bool:
        """Whether the target is dialled."""
        return bool(values.TELEPHONE.fullmatch(self.target))


@dataclass(frozen=True)
class Answer:
    """What a citizen may tap; `target` is a step of the same way, or an address with a slash."""

    text: str
    target: str
    line: int

    @property
    def leaves(self) -> bool:
        """Whether the answer leads straight to another page."""
        return "/" in self.target


@dataclass(frozen=True)
class Step:
    """One question with its answers, or one piece of advice with where to go."""

    name: str
    line: int
    question: str = ""
    hint: str = ""
    answers: tuple[Answer, ...] = ()
    advice: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()


Trail = tuple[tuple[Step, Answer], ...]


def goals(value: Value) -> tuple[Goal, ...]:
    """Read where to go, each as “guides/bei-qianxin”, “12348 法律热线” or “/forms/consultation 网上咨询”."""
    return values.each(value, _goal)


def telephone_goals(value: Value) -> tuple[Goal, ...]:
    """Read telephone numbers with their names, each as “110 有危险，马上打”."""
    found = goals(value)
    for goal in found:
        if not goal.is_telephone:
            raise Unreadable(f"“{goal.target}”不是电话号码。", "请写成“110 有危险，马上打”这样的一项。", goal.line)
    return found


def _goal(value: Value) -> Goal:
    target, _, label = values.text(value).partition(" ")
    label = label.strip()
    if values.TELEPHONE.fullmatch(target) or target in list(Kind):
        return Goal(target, label, value.line)
    if SERVICE_TARGET.fullmatch(target):
        if label:
            return Goal(target, label, value.line)
        raise Unreadable(f"“{target}”没有写名称。", f"请写成“{target} 网上咨询”，中间空一格。")
    return Goal(values.references(Text(target, value.line))[0], label, value.line)


def steps(value: Value) -> tuple[Step, ...]:
    """Read the steps in the order of the file; the first one is where the way begins."""
    if not isinstance(value, Block) or not value.entries:
        raise Unreadable("没有写成一步一步的样子。", "请在下面缩进两格写步骤的名字，再缩进两格写“问: ”和“答: ”。")
    for name, line in value.doubles:
        raise Unreadable(f"步骤“{name}”写了两次。", "请给其中一个换个名字。", line)
    return tuple(_step(name, value.key_lines[name], inner) for name, inner in value.entries.items())


def _step(name: str, line: int, value: Value) -> Step:
    if not STEP_NAME.fullmatch(name):
        mend = "请只用汉字、小写字母和数字，不加空格和标点，不超过 12 个字。"
        raise Unreadable(f"步骤名“{name}”不合格。", mend, line)
    if not isinstance(value, Block):
        raise Unreadable(f"步骤“{name}”下面没有内容。", "请缩进写“问: ”和“答: ”，或“建议: ”和“去处: ”。", line)
    for key, at in value.doubles:
        raise Unreadable(f"步骤“{name}”里的“{key}”写了两次。", "请只保留一处。", at)
    for key, at in value.key_lines.items():
        if key not in STEP_KEYS:
            mend = nearest(key, STEP_KEYS) or f"这里可以写：{'、'.join(STEP_KEYS)}。"
            raise Unreadable(f"步骤“{name}”里没有“{key}”这一项。", mend, at)

    def read(key: str, reader: Callable[[Value], Read], default: Read) -> Read:
        if key not in value.entries:
            return default
        try:
            return reader(value.entries[key])
        except Unreadable as error:
            at = error.line or value.key_lines[key]
            raise Unreadable(f"步骤“{name}”的“{key}”：{error.what}", error.mend, at) from error

    return Step(
        name,
        line,
        question=read("问", values.text, ""),
        hint=read("说明", values.text, ""),
        answers=read("答", _answers, ()),
        advice=read("建议", values.texts, ()),
        goals=read("去处", goals, ()),
    )


def _answers(value: Value) -> tuple[Answer, ...]:
    if not isinstance(value, Block):
        raise Unreadable("没有写成“答案: 步骤名”。", "请在下面缩进两格，每行写一个“答案: 步骤名”。")
    for text, line in value.doubles:
        raise Unreadable(f"答案“{text}”写了两次。", "请只保留一处。", line)
    found = []
    for text, target in value.entries.items():
        line = value.key_lines[text]
        try:
            found.append(Answer(text, values.text(target).removesuffix(".md"), line))
        except Unreadable as error:
            raise Unreadable(f"答案“{text}”后面{error.what}", "请写上步骤名，或网页的“栏目/网址”。", line) from error
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class GuidedWay(Page):
    """问路: a sensitive way is one page, so that no answer ever stands in an address."""

    kind: ClassVar[Kind] = Kind.WAY

    summary: str = entry("摘要", read=values.text)
    sensitive: bool = entry("敏感", read=values.yes_no)
    urgent: tuple[Goal, ...] = entry("紧急电话", read=telephone_goals, default=())
    steps: tuple[Step, ...] = entry("步骤", read=steps)

    @property
    def first(self) -> Step:
        """The step with which the way begins."""
        return self.steps[0]

    @cached_property
    def by_name(self) -> dict[str, Step]:
        """The steps by their names."""
        return {step.name: step for step in self.steps}

    def next_steps(self, step: Step) -> Iterator[tuple[Answer, Step]]:
        """Give the answers of `step` that lead to a step of this way, with that step."""
        for answer in step.answers:
            if answer.target in self.by_name:
                yield answer, self.by_name[answer.target]

    def reached(self) -> set[str]:
        """Give the names of the steps that some answers lead to, the first step among them."""
        found, waiting = {self.first.name}, [self.first]
        while waiting:
            for _, following in self.next_steps(waiting.pop()):
                if following.name not in found:
                    found.add(following.name)
                    waiting.append(following)
        return found

    def trails(self) -> Iterator[tuple[Step, Trail]]:
        """Give every step with each trail of answers to it; a trail ends before it loops or goes too deep."""
        waiting: list[tuple[Step, Trail]] = [(self.first, ())]
        while waiting:
            step, trail = waiting.pop(0)
            yield step, trail
            passed = {before.name for before, _ in trail} | {step.name}
            for answer, following in self.next_steps(step) if len(trail) <= MOST_QUESTIONS else ():
                if following.name not in passed:
                    waiting.append((following, (*trail, (step, answer))))

    def given(self, step: Step) -> Trail:
        """Give the answers that whoever stands at `step` has surely given: what all trails to it begin with."""
        trails = [trail for at, trail in self.trails() if at is step]
        alike = takewhile(lambda pairs: all(pair == pairs[0] for pair in pairs), zip(*trails, strict=False))
        return tuple(pairs[0] for pairs in alike)
