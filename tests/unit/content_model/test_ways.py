"""A guided way that could leave somebody standing gives its place, its fault and its cure."""

from datetime import date
from pathlib import Path

import pytest

from content_model import GuidedWay, check, load
from content_model.problem import Problem
from tests import samples

TODAY = date(2026, 11, 21)
NEVER_ENDING = "\n".join(
    f"  第{number}:\n    问: 还有吗？\n    答:\n      有: 第{number + 1}\n      没有: 别的" for number in range(1, 4)
)


def way_of(tmp_path: Path, text: str) -> GuidedWay:
    library = load(samples.write_content(tmp_path, {"ways/qian.md": text}))
    assert check(library, TODAY) == []
    (way,) = library.of(GuidedWay)
    return way


def messages(tmp_path: Path, old: str, new: str) -> list[str]:
    assert old in samples.WAY
    content = samples.write_content(tmp_path, {"ways/qian.md": samples.WAY.replace(old, new, 1)})
    return [str(problem) for problem in check(load(content), TODAY)]


def test_a_right_way_has_no_problem(tmp_path: Path) -> None:
    assert [step.name for step in way_of(tmp_path, samples.WAY).steps] == ["开始", "工钱", "讨薪", "别的"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # how it is written
        ("敏感: 否", "敏感: 不", "ways/qian.md:5: “敏感”：“不”无法识别。请写成“是”，不需要就删去这一行。"),
        (
            "  讨薪:\n",
            "  讨 薪:\n",
            "ways/qian.md:19: “步骤”：步骤名“讨 薪”不合格。"
            "请只用汉字、小写字母和数字，不加空格和标点，不超过 12 个字。",
        ),
        ("  别的:\n", "  讨薪:\n", "ways/qian.md:24: “步骤”：步骤“讨薪”写了两次。请给其中一个换个名字。"),
        (
            "    说明: 工牌",
            "    解释: 工牌",
            "ways/qian.md:14: “步骤”：步骤“工钱”里没有“解释”这一项。这里可以写：问、说明、答、建议、去处。",
        ),
        (
            "    说明: 工牌",
            "    问: 工牌",
            "ways/qian.md:14: “步骤”：步骤“工钱”里的“问”写了两次。请只保留一处。",
        ),
        (
            "      没有: 讨薪",
            "      有: 讨薪",
            "ways/qian.md:17: “步骤”：步骤“工钱”的“答”：答案“有”写了两次。请只保留一处。",
        ),
        (
            "      没有: 讨薪",
            "      没有:",
            "ways/qian.md:17: “步骤”：步骤“工钱”的“答”：答案“没有”后面没有填写内容。"
            "请写上步骤名，或网页的“栏目/网址”。",
        ),
        (
            "      有: 讨薪\n      没有: 讨薪\n      想请律师: services/yuanzhu",
            "      - 有\n      - 没有",
            "ways/qian.md:15: “步骤”：步骤“工钱”的“答”：没有写成“答案: 步骤名”。"
            "请在下面缩进两格，每行写一个“答案: 步骤名”。",
        ),
        (
            "      - guides/qianxin\n",
            "      - 讨薪的网页\n",
            "ways/qian.md:22: “步骤”：步骤“讨薪”的“去处”：“讨薪的网页”不是网页地址。"
            "请写成“栏目/网址”，如“services/falv-yuanzhu”。",
        ),
        (
            "/forms/consultation 网上咨询",
            "/forms/consultation",
            "ways/qian.md:23: “步骤”：步骤“讨薪”的“去处”：“/forms/consultation”没有写名称。"
            "请写成“/forms/consultation 网上咨询”，中间空一格。",
        ),
        (
            "敏感: 否",
            "敏感: 否\n紧急电话:\n  - 110 报警\n  - stations",
            "ways/qian.md:8: “紧急电话”：“stations”不是电话号码。请写成“110 有危险，马上打”这样的一项。",
        ),
        # where it leads
        (
            "      工钱: 工钱",
            "      工钱: 工資钱",
            "ways/qian.md:10: 答案“工钱”要去的步骤“工資钱”不存在。您是不是想写“工钱”？",
        ),
        (
            "想请律师: services/yuanzhu",
            "想请律师: services/yuanzu",
            "ways/qian.md:18: 答案“想请律师”的地址“services/yuanzu”不存在。您是不是想写“services/yuanzhu”？",
        ),
        (
            "- guides/qianxin",
            "- guides/qianxing",
            "ways/qian.md:22: 去处“guides/qianxing”不存在。您是不是想写“guides/qianxin”？",
        ),
        (
            "      工钱: 工钱\n      别的钱: 别的",
            "      工钱: 工钱",
            "ways/qian.md:7: 步骤“开始”只有 1 个答案。请至少写两个答案，或者改成“建议”和“去处”。",
        ),
        (
            "    建议: 先把证据收好。\n    去处:\n      - guides/qianxin\n      - /forms/consultation 网上咨询\n",
            "    说明: 先把证据收好。\n",
            "ways/qian.md:19: 步骤“讨薪”走到这里就没有路了。请写“问”和“答”，或写“建议”和“去处”。",
        ),
        (
            "    去处:\n      - guides/qianxin\n      - /forms/consultation 网上咨询\n",
            "",
            "ways/qian.md:19: 步骤“讨薪”有“建议”没有“去处”。请加上“去处: ”，下面每行写一个网页地址、表单或电话。",
        ),
        (
            "    建议: 先把证据收好。\n",
            "    建议: 先把证据收好。\n    问: 好了吗？\n",
            "ways/qian.md:19: 步骤“讨薪”又问又给建议。请分成两步：一步写“问”和“答”，一步写“建议”和“去处”。",
        ),
        ("    问: 有没有合同？\n", "", "ways/qian.md:12: 步骤“工钱”有“答”没有“问”。请加一行“问: ……”。"),
        (
            "      有: 讨薪",
            "      有: 开始",
            "ways/qian.md:16: 答案“有”会绕回来：开始 → 工钱 → 开始。请让它通到别的步骤。",
        ),
        (
            "      别的钱: 别的",
            "      别的钱: 工钱",
            "ways/qian.md:24: 没有答案通到步骤“别的”。请让一个答案通到它，或删去这一步。",
        ),
        (
            "敏感: 否",
            "敏感: 是\n快速离开: 是",
            "ways/qian.md:5: 敏感的事没有写“紧急电话”。请写“紧急电话: ”，下面每行一项，如“- 110 有危险，马上打”。",
        ),
        (
            "敏感: 否",
            "敏感: 是\n紧急电话:\n  - 110 报警",
            "ways/qian.md:5: 敏感的事没有“快速离开”。请加一行“快速离开: 是”，给怕被别人看见的人用。",
        ),
        (
            "步骤:\n",
            "步骤:\n  先说:\n    建议: 不急。\n    去处: stations\n",
            "ways/qian.md:7: 第一步“先说”不是问题。请把问题放在最前面。",
        ),
        (
            "      有: 讨薪\n      没有: 讨薪\n",
            f"      有: 讨薪\n      没有: 第1\n{'':6}急: 讨薪\n",
            "ways/qian.md:17: 答案“没有”要去的步骤“第1”不存在。请写已有的步骤名，或网页的“栏目/网址”。",
        ),
    ],
)
def test_a_fault_names_its_line_and_its_cure(tmp_path: Path, old: str, new: str, expected: str) -> None:
    found = messages(tmp_path, old, new)
    assert expected in found
    assert all(message.startswith("ways/qian.md:") for message in found)


def test_a_fifth_question_is_one_too_many(tmp_path: Path) -> None:
    asked = samples.WAY.replace("      没有: 讨薪", "      没有: 第1", 1)
    four = NEVER_ENDING.replace("第3\n", "别的\n").split("  第3:")[0]
    longer = asked.replace("  别的:\n", f"{four}  别的:\n")
    way_of(tmp_path / "four", longer.replace("有: 第3", "有: 别的"))  # the negative control
    five = asked.replace("  别的:\n", NEVER_ENDING.replace("第4", "别的") + "\n  别的:\n")
    found = check(load(samples.write_content(tmp_path / "five", {"ways/qian.md": five})), TODAY)
    line = five.split("\n").index("  第3:") + 1
    assert [str(problem) for problem in found] == [
        f"ways/qian.md:{line}: 走到步骤“第3”已经是第 5 个问题，太多了。请合并问题，最多问 4 个。"
    ]


def test_a_tangle_of_answers_is_found_out_soon(tmp_path: Path) -> None:
    names = [f"甲{number}" for number in range(30)]
    steps = "".join(
        f"  {name}:\n    问: 是吗？\n    答:\n" + "".join(f"      去{other}: {other}\n" for other in names[:4])
        for name in names
    )
    front, _, _ = samples.WAY.partition("步骤:\n")
    content = samples.write_content(tmp_path, {"ways/qian.md": f"{front}步骤:\n{steps}---\n"})
    found: list[Problem] = check(load(content), TODAY)
    assert any("会绕回来" in problem.what for problem in found)
    assert any("没有答案通到步骤“甲29”" in problem.what for problem in found)


def test_only_what_was_surely_answered_counts_as_given(tmp_path: Path) -> None:
    way = way_of(tmp_path, samples.WAY)
    given = [(step.question, answer.text) for step, answer in way.given(way.by_name["讨薪"])]
    assert given == [("是什么钱？", "工钱")]  # 有 and 没有 both lead to it
    assert way.given(way.first) == ()
