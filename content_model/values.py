"""How one typed-in value becomes a typed one.

In: a front-matter `Value`. Out: text, a date, a term of a closed vocabulary, … or `Unreadable` with its cure.
`page.py` names these readers; nobody else needs them.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from content_model.front_matter import Block, Text, Value
from content_model.problem import Unreadable, nearest
from content_model.vocabulary import Kind

Term = TypeVar("Term", bound=StrEnum)
One = TypeVar("One")
TIME_LIMIT = re.compile(r"(\d{1,3})\s*(个工作日|日|个月)")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
REFERENCE = re.compile(rf"(?:{'|'.join(Kind)})/\S+")
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
MOMENT = re.compile(r"(.+?)[ T]*(\d{1,2})[:时](\d{2})分?")
OLD_ADDRESS = re.compile(r"(?:[\w-]+/)*[\w-]+(?:\.html?)?")
BEIJING = ZoneInfo("Asia/Shanghai")
TELEPHONE = re.compile(
    r"(?:0\d{2,3}-?)?\d{7,8}(?:-\d{1,5})?|1[3-9]\d{9}|1\d{4}|9\d{4,5}|[48]00-?\d{3}-?\d{4}|11[09]|12[02]"
)


class TimeUnit(StrEnum):
    """What a time limit is counted in."""

    AT_ONCE = "当场"
    WORKING_DAYS = "个工作日"
    DAYS = "日"
    MONTHS = "个月"
    AGREED = "按约定"


@dataclass(frozen=True)
class TimeLimit:
    """A time limit 办理时限; `count` is 0 for 当场 and 按约定."""

    count: int
    unit: TimeUnit

    def __str__(self) -> str:
        return f"{self.count} {self.unit}" if self.count else str(self.unit)


@dataclass(frozen=True)
class Target:
    """What a product promises in one measure: 数量, 时限 or 满意度."""

    measure: str
    promise: str


@dataclass(frozen=True)
class Change:
    """One entry in a product's record of changes (动态调整)."""

    changed_on: date
    manner: str
    what: str


def text(value: Value) -> str:
    """Read one line of text."""
    if not isinstance(value, Text):
        raise Unreadable("这里应当是一行文字，不是列表。", "请写在同一行。")
    if not value.text:
        raise Unreadable("没有填写内容。", "请补上内容，或删去这一行。")
    return value.text


def texts(value: Value) -> tuple[str, ...]:
    """Read a list of texts; a single text counts as a list of one."""
    return each(value, text)


def each(value: Value, read: Callable[[Value], One]) -> tuple[One, ...]:
    """Read every item of a list, a single value counting as a list of one; a fault names the item's line."""
    if isinstance(value, Block):
        raise Unreadable("这里应当是列表。", "请每行写一项，以“- ”开头。内容里有冒号时请加英文引号。")
    if isinstance(value, Text):
        return (read(value),)
    if not value.items:
        raise Unreadable("列表是空的。", "请至少写一项。")
    found = []
    for item in value.items:
        try:
            found.append(read(item))
        except Unreadable as error:
            raise Unreadable(error.what, error.mend, item.line) from error
    return tuple(found)


def day(value: Value) -> date:
    """Read a date such as 2026-03-05 or 2026年3月5日."""
    typed = text(value)
    match = DATE.fullmatch(typed)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise Unreadable(f"日期“{typed}”无法识别。", "请写成“2026-03-05”。")


def days(value: Value) -> tuple[date, ...]:
    """Read a list of dates."""
    return each(value, day)


def count(value: Value) -> int:
    """Read a whole number from 1 to 99."""
    typed = unicodedata.normalize("NFKC", text(value))
    if re.fullmatch(r"[1-9][0-9]?", typed):
        return int(typed)
    raise Unreadable(f"“{text(value)}”不是 1 到 99 的整数。", "请只写数字，如“4”；不需要就删去这一行。")


def moment(value: Value) -> datetime:
    """Read a day and a time of day in Beijing, such as 2026-12-04 09:00; give it in UTC."""
    typed = unicodedata.normalize("NFKC", text(value))
    match = MOMENT.fullmatch(typed)
    if match and int(match[2]) < 24 and int(match[3]) < 60:
        on = day(Text(match[1], 0))
        return datetime(on.year, on.month, on.day, int(match[2]), int(match[3]), tzinfo=BEIJING).astimezone(UTC)
    raise Unreadable(f"时间“{text(value)}”无法识别。", "请按北京时间写成“2026-12-04 09:00”。")


def yes_no(value: Value) -> bool:
    """Read 是 or 否."""
    typed = text(value)
    if typed in ("是", "否"):
        return typed == "是"
    raise Unreadable(f"“{typed}”无法识别。", "请写成“是”，不需要就删去这一行。")


def term(vocabulary: type[Term]) -> Callable[[Value], Term]:
    """Make a reader for one term of a closed vocabulary."""

    def read(value: Value) -> Term:
        typed = text(value)
        try:
            return vocabulary(typed)
        except ValueError:
            known = [str(item) for item in vocabulary]
            raise Unreadable(
                f"“{typed}”不在可选的范围内。", f"{nearest(typed, known)}请从这些里选：{'、'.join(known)}。"
            ) from None

    return read


def terms(vocabulary: type[Term]) -> Callable[[Value], tuple[Term, ...]]:
    """Make a reader for several terms of a closed vocabulary, at least one, none twice."""
    one = term(vocabulary)

    def read(value: Value) -> tuple[Term, ...]:
        return tuple(dict.fromkeys(each(value, one)))

    return read


def time_limit(value: Value) -> TimeLimit:
    """Read a time limit: 当场, 按约定, 7 个工作日, 15 日 or 1 个月."""
    typed = unicodedata.normalize("NFKC", text(value))
    if typed in ("当场", "即时"):
        return TimeLimit(0, TimeUnit.AT_ONCE)
    if typed == "按约定":
        return TimeLimit(0, TimeUnit.AGREED)
    if (match := TIME_LIMIT.fullmatch(typed)) and int(match[1]) > 0:
        return TimeLimit(int(match[1]), TimeUnit(match[2]))
    raise Unreadable(
        f"“{text(value)}”无法识别。", "请写成“7 个工作日”“15 日”“1 个月”“当场”或“按约定”，说明写到正文里。"
    )


def slug(value: Value) -> str:
    """Read a page's own name in its address: small letters, digits, hyphens."""
    typed = text(value)
    if SLUG.fullmatch(typed):
        return typed
    raise Unreadable(f"网址“{typed}”不合格。", "请只用小写字母、数字和短横线，如“qianxin-weiquan”。")


def references(value: Value) -> tuple[str, ...]:
    """Read addresses of other pages, such as services/falv-yuanzhu."""
    return each(value, _reference)


def _reference(value: Value) -> str:
    typed = text(value).strip("/").removesuffix(".md")
    if REFERENCE.fullmatch(typed):
        return typed
    raise Unreadable(f"“{typed}”不是网页地址。", "请写成“栏目/网址”，如“services/falv-yuanzhu”。")


def old_addresses(value: Value) -> tuple[str, ...]:
    """Read addresses that pages had before, without the slashes around them: services/yuanzhu, art/2019/123.html."""
    return each(value, _old_address)


def _old_address(value: Value) -> str:
    typed = text(value)
    bare = unquote(typed).strip("/").removesuffix(".md").removesuffix("/index.html")
    if OLD_ADDRESS.fullmatch(bare):
        return bare
    raise Unreadable(
        f"旧网址“{typed}”不合格。", "请只写网站路径后面的部分，如“services/jiu-mingzi”或“art/2019/123.html”，不带问号。"
    )


def telephone(value: Value) -> str:
    """Read a telephone number with an optional area code or extension, or a service number such as 12348."""
    typed = unicodedata.normalize("NFKC", text(value)).replace(" ", "")
    if TELEPHONE.fullmatch(typed):
        return typed
    raise Unreadable(
        f"电话“{text(value)}”无法识别。", "请写成“0571-88880000”“13800000000”或“12348”，一项只写一个号码。"
    )


def telephones(value: Value) -> tuple[str, ...]:
    """Read one or several telephone numbers."""
    return each(value, telephone)


def place_on_map(value: Value) -> tuple[float, float]:
    """Read longitude and latitude in degrees, such as “119.42, 30.18”."""
    typed = unicodedata.normalize("NFKC", text(value))
    match = re.fullmatch(r"(\d{2,3}(?:\.\d+)?)\s*[,、 ]\s*(\d{1,2}(?:\.\d+)?)", typed)
    if match and 73 <= float(match[1]) <= 136 and 3 <= float(match[2]) <= 54:
        return float(match[1]), float(match[2])
    raise Unreadable(f"坐标“{text(value)}”无法识别。", "请先写经度再写纬度，如“119.42, 30.18”，或删去这一行。")


def targets(value: Value) -> tuple[Target, ...]:
    """Read a product's targets: a block with any of 数量, 时限, 满意度, at least one."""
    measures = ("数量", "时限", "满意度")
    if not isinstance(value, Block) or not value.entries:
        raise Unreadable("没有写成可以考核的几项。", "请在下面缩进两格写“数量: ……”“时限: ……”“满意度: ……”，至少一项。")
    for measure in value.entries:
        if measure not in measures:
            raise Unreadable(f"“{measure}”不是考核的项目。", "请从“数量”“时限”“满意度”里选。")
    return tuple(Target(measure, text(promise)) for measure, promise in value.entries.items())


def changes(value: Value) -> tuple[Change, ...]:
    """Read a record of changes, each as “2026-03-01 新增：为什么”."""
    return each(value, _change)


def _change(value: Value) -> Change:
    typed = text(value)
    match = re.fullmatch(r"(\S+)\s+(新增|变更|取消)[：:]\s*(.+)", typed)
    if not match:
        raise Unreadable(f"“{typed}”无法识别。", "请写成“2026-03-01 新增：原因”，调整方式用“新增”“变更”或“取消”。")
    return Change(day(Text(match[1], 0)), match[2], match[3])
