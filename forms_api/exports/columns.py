"""What leaves the house: the named columns of each export, and nothing else.

In: entries from the store. Out: headings and cells. No id, no HMAC, no idempotency key has a column.
`exports.py` imports this.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from forms_api.clock import BEIJING
from forms_api.store.submission import ConsultationEntry, RatingEntry

Entry = TypeVar("Entry", contravariant=True)
Cell = str | int | None


class ExportKind(StrEnum):
    """What can be exported."""

    CONSULTATION = "consultation"
    RATING = "rating"


@dataclass(frozen=True)
class Column(Generic[Entry]):
    """A heading, a width in characters, and the cell of an entry."""

    heading: str
    width: int
    read: Callable[[Entry], Cell]


CONSULTATION_COLUMNS: tuple[Column[ConsultationEntry], ...] = (
    Column("受理编号", 20, lambda entry: entry.receipt),
    Column("提交时间", 20, lambda entry: f"{entry.received_at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"),
    Column("称呼", 14, lambda entry: entry.consultation.name),
    Column("联系电话", 16, lambda entry: entry.consultation.phone),
    Column("乡镇", 14, lambda entry: entry.consultation.town),
    Column("类别", 14, lambda entry: entry.consultation.topic),
    Column("咨询内容", 60, lambda entry: entry.consultation.content),
    Column("状态", 10, lambda entry: entry.state.label),
    Column("来源页面", 24, lambda entry: entry.consultation.source_page),
)

RATING_COLUMNS: tuple[Column[RatingEntry], ...] = (
    Column("评价时间", 20, lambda entry: f"{entry.rated_at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"),
    Column("页面", 24, lambda entry: entry.rating.page),
    Column("标题", 30, lambda entry: entry.rating.page_title),
    Column("是否有帮助", 12, lambda entry: "是" if entry.rating.helpful else "否"),
    Column("星级", 8, lambda entry: entry.rating.stars),
    Column("原因", 60, lambda entry: entry.rating.reason),
)


@dataclass(frozen=True)
class Headings:
    """The first row and the widths of a table."""

    names: tuple[str, ...]
    widths: tuple[int, ...]


def headings(columns: tuple[Column[Entry], ...]) -> Headings:
    """Take the first row and the widths from the columns."""
    return Headings(tuple(column.heading for column in columns), tuple(column.width for column in columns))
