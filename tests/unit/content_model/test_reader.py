"""The reader keeps what the editor typed, with its line, whatever was typed."""

from hypothesis import given
from hypothesis import strategies as st

from content_model import front_matter
from content_model.front_matter import BrokenFrontMatter, Items, Text
from content_model.section import anchor_of, plain, sections

LINES = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\x85\u2028\u2029"))


def test_values_stay_what_was_typed() -> None:
    block = front_matter.parse("热线: 12348\n开门: 8:30\n公开: 否\n日期: 2026-03-05\n号码: 007\n")
    assert {key: value.text for key, value in block.entries.items() if isinstance(value, Text)} == {
        "热线": "12348",
        "开门": "8:30",
        "公开": "否",
        "日期": "2026-03-05",
        "号码": "007",
    }


def test_lines_count_from_the_top_of_the_file() -> None:
    front, body, body_line = front_matter.split("---\n标题: 甲\n标签:\n  - 乙\n  - 丙\n---\n正文\n")
    block = front_matter.parse(front, first_line=2)
    tags = block.entries["标签"]
    assert isinstance(tags, Items)
    assert (block.key_lines, [item.line for item in tags.items], body, body_line) == (
        {"标题": 2, "标签": 3},
        [4, 5],
        "正文\n",
        7,
    )


def fault_of(text: str) -> BrokenFrontMatter | None:
    """Read a whole file's front matter and give its fault, if it has one."""
    try:
        front, _, _ = front_matter.split(text)
        front_matter.parse(front, first_line=2)
    except BrokenFrontMatter as fault:
        return fault
    return None


@given(st.text() | st.text(alphabet="标题收费—“”：: -[]{}\"'\t\n#&*!|>%@`,?").map("---\n{}\n---\n".format))
def test_any_text_is_read_or_explained_with_a_line_inside_it(text: str) -> None:
    if fault := fault_of(text):
        assert 1 <= fault.line <= len(text.splitlines()) + 1
        assert fault.what.endswith("。")
        assert fault.mend.endswith("。")


@given(st.lists(LINES, max_size=20))
def test_sections_lose_no_line(lines: list[str]) -> None:
    body = "\n".join(lines)
    found = sections(body)
    kept = "\n".join(section.text for section in found)
    for line in body.splitlines():
        assert line in kept or any(section.heading for section in found) or not line.strip()


def test_headings_in_code_are_no_sections() -> None:
    assert [section.heading for section in sections("## 甲\n\n```\n## 乙\n```\n\n## 丙\n")] == ["甲", "丙"]


def test_repeated_headings_get_numbered_anchors() -> None:
    assert [section.anchor for section in sections("## 甲\n## 甲\n## 甲\n")] == ["甲", "甲_1", "甲_2"]


def test_an_anchor_drops_punctuation_and_keeps_chinese() -> None:
    assert anchor_of("家里人打我，一定要调解吗？") == "家里人打我一定要调解吗"


def test_plain_text_is_what_a_reader_sees() -> None:
    markdown = (
        "**先报警**，见[指南](../guides/a.md)。\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n\n- 一项 <!-- 注 -->\n1. 二项"
    )
    assert plain(markdown).split("\n") == ["先报警，见指南。", "甲 乙", "1 2", "一项", "二项"]
