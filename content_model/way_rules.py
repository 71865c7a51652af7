"""The rules of guided ways: whoever starts one arrives, whatever is answered.

In: a `Library`. Out: `Problem`s, each at the line of the step, answer or goal. `rules.py` lists `check_guided_ways`.
"""

from collections.abc import Iterator

from content_model.library import Library
from content_model.links import missing_target
from content_model.problem import Problem, nearest
from content_model.way import MOST_QUESTIONS, GuidedWay, Step


def check_guided_ways(library: Library) -> Iterator[Problem]:
    """Find steps that nothing leads to, that lead nowhere or round in a circle, and addresses that do not exist."""
    for way in library.of(GuidedWay):
        yield from _beginning(way)
        for step in way.steps:
            yield from _shape(way, step)
            yield from _targets(library, way, step)
        yield from _reach(way)
        yield from _loops(way)


def _beginning(way: GuidedWay) -> Iterator[Problem]:
    if way.sensitive and not way.urgent:
        mend = "请写“紧急电话: ”，下面每行一项，如“- 110 有危险，马上打”。"
        yield Problem(way.path, way.line_of("sensitive"), "敏感的事没有写“紧急电话”。", mend)
    if way.sensitive and not way.quick_exit:
        mend = "请加一行“快速离开: 是”，给怕被别人看见的人用。"
        yield Problem(way.path, way.line_of("sensitive"), "敏感的事没有“快速离开”。", mend)
    if not way.first.question:
        yield Problem(way.path, way.first.line, f"第一步“{way.first.name}”不是问题。", "请把问题放在最前面。")


def _shape(way: GuidedWay, step: Step) -> Iterator[Problem]:
    """Find dead ends: a step asks, with two answers or more, or advises, with somewhere to go."""

    def fault(what: str, mend: str) -> Problem:
        return Problem(way.path, step.line, f"步骤“{step.name}”{what}", mend)

    asks, advises = bool(step.question or step.answers), bool(step.advice or step.goals)
    if asks and advises:
        yield fault("又问又给建议。", "请分成两步：一步写“问”和“答”，一步写“建议”和“去处”。")
    elif asks:
        if not step.question:
            yield fault("有“答”没有“问”。", "请加一行“问: ……”。")
        if len(step.answers) < 2:
            yield fault(f"只有 {len(step.answers)} 个答案。", "请至少写两个答案，或者改成“建议”和“去处”。")
    elif not step.advice:
        yield fault("走到这里就没有路了。", "请写“问”和“答”，或写“建议”和“去处”。")
    elif not step.goals:
        yield fault("有“建议”没有“去处”。", "请加上“去处: ”，下面每行写一个网页地址、表单或电话。")


def _targets(library: Library, way: GuidedWay, step: Step) -> Iterator[Problem]:
    names = [other.name for other in way.steps]
    for answer in step.answers:
        if answer.leaves:
            if mend := missing_target(library, answer.target):
                yield Problem(way.path, answer.line, f"答案“{answer.text}”的地址“{answer.target}”不存在。", mend)
        elif answer.target not in names:
            mend = nearest(answer.target, names) or "请写已有的步骤名，或网页的“栏目/网址”。"
            yield Problem(way.path, answer.line, f"答案“{answer.text}”要去的步骤“{answer.target}”不存在。", mend)
    for goal in (*step.goals, *(way.urgent if step is way.first else ())):
        if not goal.is_telephone and (mend := missing_target(library, goal.target)):
            yield Problem(way.path, goal.line, f"去处“{goal.target}”不存在。", mend)


def _reach(way: GuidedWay) -> Iterator[Problem]:
    """Find steps that no answer leads to, and those that too many questions lead to."""
    reached = way.reached()
    near = {step.name for step, trail in way.trails() if step.question and len(trail) < MOST_QUESTIONS}
    far = {step.name for step, trail in way.trails() if step.question and len(trail) >= MOST_QUESTIONS}
    for step in way.steps:
        if step.name not in reached:
            what = f"没有答案通到步骤“{step.name}”。"
            yield Problem(way.path, step.line, what, "请让一个答案通到它，或删去这一步。")
        elif step.question and (step.name in far or step.name not in near):
            what = f"走到步骤“{step.name}”已经是第 {MOST_QUESTIONS + 1} 个问题，太多了。"
            yield Problem(way.path, step.line, what, f"请合并问题，最多问 {MOST_QUESTIONS} 个。")


def _loops(way: GuidedWay) -> Iterator[Problem]:
    """Find answers that lead back to a step already passed."""
    found = set()
    for step, trail in way.trails():
        passed = [before.name for before, _ in trail] + [step.name]
        for answer, following in way.next_steps(step):
            if following.name in passed and answer.line not in found:
                found.add(answer.line)
                circle = " → ".join([*passed[passed.index(following.name) :], following.name])
                what = f"答案“{answer.text}”会绕回来：{circle}。"
                yield Problem(way.path, answer.line, what, "请让它通到别的步骤。")
