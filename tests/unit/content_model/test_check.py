"""Every fault that an editor can make gives its place, its name and its cure; right content gives nothing."""

import re
from datetime import date
from pathlib import Path

import pytest

from content_model import check, load
from tests import samples

TODAY = date(2026, 11, 21)


def messages(content: Path) -> list[str]:
    return [str(problem) for problem in check(load(content), TODAY)]


def spoiled(tmp_path: Path, path: str, old: str, new: str) -> list[str]:
    """Check the sample content with one text replaced in one file."""
    text = samples.FILES[path]
    assert old in text
    return messages(samples.write_content(tmp_path, {path: text.replace(old, new, 1)}))


def test_right_content_has_no_problem(tmp_path: Path) -> None:
    assert messages(samples.write_content(tmp_path)) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        # front matter that cannot be read at all
        (
            "services/yuanzhu.md",
            "收费: 免费",
            "收费： 免费",
            "services/yuanzhu.md:14: “收费”后面用了中文冒号。请改成英文冒号加一个空格：“收费: ”。",
        ),
        (
            "services/yuanzhu.md",
            "收费: 免费",
            "收费:免费",
            "services/yuanzhu.md:14: “收费:”后面少一个空格。请写成“收费: ”再接内容。",
        ),
        (
            "services/yuanzhu.md",
            "  - 劳动工资",
            "\t- 劳动工资",
            "services/yuanzhu.md:6: 这一行用了制表符（Tab）。请改用空格。",
        ),
        (
            "services/yuanzhu.md",
            "收费: 免费",
            "收费: [免费",
            "services/yuanzhu.md:14: 这一行的格式无法识别（YAML 错误）。"
            "请检查引号、括号是否成对，列表每项是否以“- ”开头并对齐；内容里有冒号时请用英文引号括起来。",
        ),
        (
            "notices/zhiban.md",
            "---\n\n律师",
            "\n律师",
            "notices/zhiban.md:1: 开头的信息区没有结束。请在信息区最后加一行“---”。",
        ),
        (
            "notices/zhiban.md",
            "---\n标题",
            "标题",
            "notices/zhiban.md:1: 文件开头缺少信息区。"
            "请在第一行写“---”，接着每行写一项（如“标题: 申请法律援助”），再用一行“---”结束。",
        ),
        # keys
        (
            "services/yuanzhu.md",
            "收费: 免费\n",
            "",
            "services/yuanzhu.md:1: 缺少“收费”。请在开头的信息区加一行“收费: ……”。",
        ),
        (
            "services/yuanzhu.md",
            "收费: 免费",
            "收费: 免费\n办理期限: 7 日",
            "services/yuanzhu.md:15: 没有“办理期限”这一项。您是不是想写“办理时限”？",
        ),
        (
            "services/yuanzhu.md",
            "收费: 免费",
            "收费: 免费\n收费: 10 元",
            "services/yuanzhu.md:15: “收费”写了两次。请只保留一处。",
        ),
        # values
        (
            "services/yuanzhu.md",
            "类别: 法律援助",
            "类别: 法律帮助",
            "services/yuanzhu.md:4: “类别”：“法律帮助”不在可选的范围内。您是不是想写“法律援助”？"
            "请从这些里选：法律咨询、法律援助、人民调解、公证、司法鉴定、律师服务、基层法律服务、仲裁、行政复议、"
            "法治宣传教育、村（居）法律顾问、安置帮教、社区矫正、法律服务投诉。",
        ),
        (
            "services/yuanzhu.md",
            "办理时限: 7 日",
            "办理时限: 七天左右",
            "services/yuanzhu.md:13: “办理时限”：“七天左右”无法识别。"
            "请写成“7 个工作日”“15 日”“1 个月”“当场”或“按约定”，说明写到正文里。",
        ),
        (
            "services/yuanzhu.md",
            "发布日期: 2026-03-05",
            "发布日期: 2026-02-30",
            "services/yuanzhu.md:7: “发布日期”：日期“2026-02-30”无法识别。请写成“2026-03-05”。",
        ),
        (
            "services/yuanzhu.md",
            "  - 0300-5550110",
            "  - 请打窗口",
            "services/yuanzhu.md:16: “联系电话”：电话“请打窗口”无法识别。"
            "请写成“0571-88880000”“13800000000”或“12348”，一项只写一个号码。",
        ),
        (
            "services/yuanzhu.md",
            "收费: 免费",
            "收费:",
            "services/yuanzhu.md:14: “收费”：没有填写内容。请补上内容，或删去这一行。",
        ),
        (
            "products/zixun.md",
            "  时限: 当场答复",
            "  快慢: 当场答复",
            "products/zixun.md:9: “目标”：“快慢”不是考核的项目。请从“数量”“时限”“满意度”里选。",
        ),
        (
            "notices/zhiban.md",
            "发布日期: 2026-11-02",
            "发布日期: 2026-11-02\n网址: 值班",
            "notices/zhiban.md:4: “网址”：网址“值班”不合格。请只用小写字母、数字和短横线，如“qianxin-weiquan”。",
        ),
        # rules
        (
            "services/yuanzhu.md",
            "## 办理材料\n\n- 身份证。\n\n",
            "",
            "services/yuanzhu.md:25: 正文缺少“办理材料”一节。请在正文里加一节“## 办理材料”。",
        ),
        (
            "services/yuanzhu.md",
            "## 办理材料",
            "## 办事材料",
            "services/yuanzhu.md:25: 正文缺少“办理材料”一节。是不是写成了“办事材料”？请在正文里加一节“## 办理材料”。",
        ),
        (
            "cases/paowu.md",
            "## 争议焦点",
            "## 焦点",
            "cases/paowu.md:10: 正文缺少“争议焦点”一节。是不是写成了“焦点”？请在正文里加一节“## 争议焦点”。"
            "如果是转载的案例，请在信息区写“转载自: 发布机关”，可以不分这六节。",
        ),
        (
            "services/yuanzhu.md",
            "### 要交钱吗？",
            "要交钱吗？",
            "services/yuanzhu.md:38: “常见问题”里没有问题。请把每个问题写成一行“### 问题？”，下面写回答。",
        ),
        (
            "services/yuanzhu.md",
            "1. 提交申请。",
            "",
            "services/yuanzhu.md:34: “办理流程”下面没有内容。请补上内容，或删去这个小标题。",
        ),
        (
            "services/yuanzhu.md",
            "经济困难。",
            "经济困难。\n\n# 又一个",
            "services/yuanzhu.md:30: 正文里又有一个大标题（一个 #）。请改成小标题“## ”。",
        ),
        (
            "services/yuanzhu.md",
            "经济困难。",
            "<font color=red>经济困难</font>。",
            "services/yuanzhu.md:28: 正文里有网页代码“<font color=red>”。请删去它；要加粗请用 **文字**。",
        ),
        (
            "services/yuanzhu.md",
            "经济困难。",
            "见[材料](../guides/qianxing.md)。",
            "services/yuanzhu.md:28: 链接“../guides/qianxing.md”指向的文件不存在。您是不是想写“guides/qianxin.md”？",
        ),
        (
            "services/yuanzhu.md",
            "经济困难。",
            "见[材料](../guides/qianxin.md#先做三件事)。",
            "services/yuanzhu.md:28: 链接“../guides/qianxin.md#先做三件事”指向的小标题不存在。"
            "您是不是想写“先做这三件事”？",
        ),
        (
            "services/yuanzhu.md",
            "经济困难。",
            "见[材料](javascript:alert(1))。",
            "services/yuanzhu.md:28: 链接“javascript:alert(1”不能使用。"
            "请用 https://、tel: 或 mailto: 开头的地址，或站内文件的相对路径。",
        ),
        (
            "services/yuanzhu.md",
            "经济困难。",
            "见[材料](/guides/qianxin/)。",
            "services/yuanzhu.md:28: 站内链接“/guides/qianxin/”写法不对。"
            "请写成到内容文件的相对路径，如“../services/falv-zixun.md”。",
        ),
        (
            "services/yuanzhu.md",
            "收费: 免费",
            "收费: 免费\n相关:\n  - guides/qianxing",
            "services/yuanzhu.md:15: 相关网页“guides/qianxing”不存在。您是不是想写“guides/qianxin”？",
        ),
        (
            "cases/paowu.md",
            "法律核对日期: 2025-04-30\n",
            "",
            "cases/paowu.md:1: 缺少“法律核对日期”。"
            "请在信息区写“法律核对日期: 2026-03-05”这样的一行；转载的案例请写“转载自: 发布机关”。",
        ),
        (
            "notices/zhiban.md",
            "2026-11-02",
            "2026-11-22",
            "notices/zhiban.md:3: 发布日期 2026-11-22 还没有到。请改成实际发布的日期。",
        ),
        (
            "notices/zhiban.md",
            "发布日期: 2026-11-02",
            "发布日期: 2026-11-02\n网址: tags",
            "notices/zhiban.md:4: 网址“tags”是网站自己要用的。请在信息区写“网址: ”换一个名字。",
        ),
        # the site's settings
        (
            "site.yml",
            "热线: 12348\n",
            "",
            "site.yml:1: 缺少“热线”。请加一行“热线: ……”。",
        ),
        (
            "site.yml",
            '网站标识码: "0000000001"',
            "网站标识码: 12",
            "site.yml:6: “网站标识码”：网站标识码“12”不合格。请填写十位标识码：六位行政区划代码加四位序号。",
        ),
        (
            "site.yml",
            "/forms/consultation",
            "services/yuanzu",
            "site.yml:10: 首页入口“法律咨询”的地址“services/yuanzu”不存在。您是不是想写“services/yuanzhu”？",
        ),
    ],
)
def test_a_fault_gives_its_place_and_its_cure(tmp_path: Path, path: str, old: str, new: str, expected: str) -> None:
    assert expected in spoiled(tmp_path, path, old, new)


def test_one_fault_gives_one_message(tmp_path: Path) -> None:
    found = spoiled(tmp_path, "services/yuanzhu.md", "收费: 免费\n", "")
    assert len(found) == 1


def test_all_faults_of_all_files_come_at_once_and_sorted(tmp_path: Path) -> None:
    changes = {
        "services/yuanzhu.md": samples.SERVICE.replace("收费: 免费\n", "").replace("7 日", "很快"),
        "cases/paowu.md": samples.CASE.replace("## 温馨提示", "## 提示"),
    }
    found = messages(samples.write_content(tmp_path, changes))
    assert [message.split(": ")[0] for message in found] == [
        "cases/paowu.md:10",
        "services/yuanzhu.md:1",
        "services/yuanzhu.md:13",
    ]


def test_the_same_address_twice_names_both_files(tmp_path: Path) -> None:
    found = messages(samples.write_content(tmp_path, {"cases/劳动/paowu.md": samples.CASE}))
    assert found == [
        "cases/劳动/paowu.md:1: 网址“paowu”与 cases/paowu.md 重复。请改文件名，或在信息区写“网址: ”换一个名字。"
    ]


def test_a_page_that_cannot_be_read_is_no_dead_link(tmp_path: Path) -> None:
    changes = {
        "guides/qianxin.md": samples.GUIDE.replace("摘要: ", "摘要："),
        "services/yuanzhu.md": samples.SERVICE.replace("经济困难。", "见[指南](../guides/qianxin.md)。"),
    }
    found = messages(samples.write_content(tmp_path, changes))
    assert [re.sub(r":\d+:.*", "", message) for message in found] == ["guides/qianxin.md"]


def test_a_file_from_notepad_in_gbk_is_named(tmp_path: Path) -> None:
    content = samples.write_content(tmp_path)
    (content / "notices/zhiban.md").write_bytes(samples.NOTICE.encode("gbk"))
    assert messages(content) == ["notices/zhiban.md:1: 文件不是 UTF-8 编码。请用记事本“另存为”，编码选“UTF-8”。"]


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    content = samples.write_content(tmp_path)
    (content / "notices/zhiban.md").write_bytes(b"\xef\xbb\xbf" + samples.NOTICE.replace("\n", "\r\n").encode())
    assert messages(content) == []


def test_a_file_outside_every_column_is_named(tmp_path: Path) -> None:
    found = messages(samples.write_content(tmp_path, {"readme.md": samples.NOTICE}))
    assert found[0].startswith(
        "readme.md:1: 这个文件不在任何栏目的文件夹里。请放进这些文件夹之一：services（服务事项）、"
    )


def test_no_content_folder_is_one_problem(tmp_path: Path) -> None:
    assert messages(tmp_path / "nowhere") == [".:1: 没有这个内容文件夹。请用 --content 指明它在哪里。"]


def test_a_reprinted_case_needs_neither_the_six_parts_nor_a_date_of_checking(tmp_path: Path) -> None:
    front = "---\n主题: 劳动工资\n发布日期: 2026-03-05\n转载自: 最高人民法院\n---\n"
    reprint = front + "\n# 加班费的时效\n\n## 典型意义\n\n有意义。\n"
    content = samples.write_content(tmp_path, {"cases/加班费 的“时效”.md": reprint})
    assert messages(content) == []
    page = load(content).by_address["cases/加班费-的-时效"]
    assert (page.title, page.line_of("published_on")) == ("加班费的时效", 3)
