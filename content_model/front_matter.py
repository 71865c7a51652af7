"""The one reader of front matter and of YAML lists: text with line numbers, nothing guessed.

In: the text of a file. Out: a `Block` of keys, whose values keep their line and stay text, so that
`12348`, `否` and `8:30` are what the editor typed. Only the content model imports this.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from content_model.problem import Unreadable

FENCE = re.compile(r"^---[ \t]*$")
CHINESE_COLON = re.compile(r"^[ -]*([^\s:：#“”\"']{1,12})：")
NO_SPACE = re.compile(r"^[ -]*([^\s:：#/“”\"']{1,12}):(?=[^\s/])")


@dataclass(frozen=True)
class Text:
    """A single value as it was typed."""

    text: str
    line: int


@dataclass(frozen=True)
class Items:
    """A list of values."""

    items: tuple["Value", ...]
    line: int


@dataclass(frozen=True)
class Block:
    """Keys with their values, in the order of the file; `doubles` are keys written twice."""

    entries: Mapping[str, "Value"]
    line: int
    key_lines: Mapping[str, int] = field(default_factory=dict)
    doubles: tuple[tuple[str, int], ...] = ()


Value = Text | Items | Block


class BrokenFrontMatter(Unreadable):
    """The YAML cannot be read at all; `line` counts from the top of the file."""

    line: int

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(what, mend, line)


def split(text: str) -> tuple[str, str, int]:
    """Part a file into (front matter, body, first line of the body, counted from 1).

    Raises BrokenFrontMatter when the opening or the closing `---` is missing.
    """
    lines = text.splitlines(keepends=True)
    if not lines or not FENCE.match(lines[0].rstrip("\n")):
        raise BrokenFrontMatter(
            1,
            "文件开头缺少信息区。",
            "请在第一行写“---”，接着每行写一项（如“标题: 申请法律援助”），再用一行“---”结束。",
        )
    for number, line in enumerate(lines[1:], start=2):
        if FENCE.match(line.rstrip("\n")):
            return "".join(lines[1 : number - 1]), "".join(lines[number:]), number + 1
    raise BrokenFrontMatter(1, "开头的信息区没有结束。", "请在信息区最后加一行“---”。")


def parse(text: str, first_line: int = 1) -> Block:
    """Read YAML `text`, whose first line is line `first_line` of its file, into a block.

    Raises BrokenFrontMatter with the line and, where the slip is a usual one, its cure.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise _explain(error, text, first_line) from error
    if node is None:
        return Block({}, first_line)
    value = _value(node, first_line)
    if not isinstance(value, Block):
        raise _slip(text, first_line, value.line)
    return value


def _value(node: yaml.Node, first_line: int) -> Value:
    line = node.start_mark.line + first_line
    if isinstance(node, yaml.MappingNode):
        return _block(node, first_line)
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_value(item, first_line) for item in node.value), line)
    return Text(str(node.value).strip(), line)


def _block(node: yaml.MappingNode, first_line: int) -> Block:
    entries: dict[str, Value] = {}
    key_lines: dict[str, int] = {}
    doubles: list[tuple[str, int]] = []
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + first_line
        if key in entries:
            doubles.append((key, line))
        else:
            entries[key], key_lines[key] = _value(value_node, first_line), line
    return Block(entries, node.start_mark.line + first_line, key_lines, tuple(doubles))


def _explain(error: yaml.YAMLError, text: str, first_line: int) -> BrokenFrontMatter:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if re.search("flow|quoted", getattr(error, "context", None) or ""):
        mark = getattr(error, "context_mark", None) or mark  # where the bracket or quotation mark was opened
    if mark is None:  # a character that YAML does not allow
        return BrokenFrontMatter(first_line, "信息区里有看不见的特殊字符。", "请删去这一区的文字后重新输入。")
    return _slip(text, first_line, mark.line + first_line)


def _slip(text: str, first_line: int, line: int) -> BrokenFrontMatter:
    """Name the usual slip in or just above `line`: a tab, a Chinese colon, no space after the colon."""
    lines = text.splitlines()
    for number in (line, line - 1):
        index = number - first_line
        written = lines[index] if 0 <= index < len(lines) else ""
        if "\t" in written:
            return BrokenFrontMatter(number, "这一行用了制表符（Tab）。", "请改用空格。")
        if found := CHINESE_COLON.match(written):
            return BrokenFrontMatter(
                number, f"“{found[1]}”后面用了中文冒号。", f"请改成英文冒号加一个空格：“{found[1]}: ”。"
            )
        if found := NO_SPACE.match(written):
            return BrokenFrontMatter(number, f"“{found[1]}:”后面少一个空格。", f"请写成“{found[1]}: ”再接内容。")
    return BrokenFrontMatter(
        line,
        "这一行的格式无法识别（YAML 错误）。",
        "请检查引号、括号是否成对，列表每项是否以“- ”开头并对齐；内容里有冒号时请用英文引号括起来。",
    )
