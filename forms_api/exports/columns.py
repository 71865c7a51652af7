"""What leaves the house: the named columns of each export, and nothing else.

In: entries from the store. Out: headings and cells. No id, no HMAC, no idempotency key has a column.
`export.py` imports this.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from forms_api.clock import BEIJING
from forms_api.store.entries import SubmissionEntry
from forms_api.store.submission import RatingEntry, SubmissionKind

Entry = TypeVar("Entry", contravariant=True)
Cell = str | int | None

RATING = "rating"
EXPORTS = (*(kind.slug for kind in SubmissionKind), RATING)


@dataclass(frozen=True)
class Column(Generic[Entry]):
    """A heading, a width in characters, and the cell of an entry."""

    heading: str
    width: int
    read: Callable[[Entry], Cell]


def said(heading: str, width: int, field: str) -> Column[SubmissionEntry]:
    """Make a column of what was said in a form; empty once the citizen had it deleted."""

    def read(entry: SubmissionEntry) -> Cell:
        return _cell(getattr(entry.matter, field)) if entry.matter else ""

    return Column(heading, width, read)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else str(value)


def _consented(entry: SubmissionEntry, name: str) -> str:
    """Say whether a consent was given; what was not asked was not given."""
    return _cell(name in entry.consents)


def _minute(moment: datetime | None) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}" if moment else ""


BEFORE: tuple[Column[SubmissionEntry], ...] = (
    Column("受理编号", 20, lambda entry: entry.receipt),
    Column("提交时间", 20, lambda entry: _minute(entry.received_at)),
)
CITIZEN = (said("称呼", 14, "name"), said("联系电话", 16, "phone"), said("乡镇", 14, "town"))
TOPIC = said("类别", 14, "topic")
CONTACT = (
    said("方便接电话的时间", 20, "call_at"),
    said("可以发短信", 10, "may_text"),
    said("需要的帮助", 16, "help_needed"),
    said("替谁办", 10, "for_whom"),
    said("当事人称呼", 14, "other_name"),
    said("与当事人的关系", 14, "relation"),
    said("可以联系当事人", 12, "may_call_other"),
    said("可以说明身份", 12, "may_say_who"),
    said("当事人未满十四周岁", 12, "under_14"),
    said("监护人", 14, "guardian"),
)
AFTER: tuple[Column[SubmissionEntry], ...] = (
    Column("状态", 10, lambda entry: entry.state.label),
    Column("最迟答复日", 12, lambda entry: entry.due_on.isoformat() if entry.due_on else ""),
    Column("承办人", 12, lambda entry: entry.officer),
    Column("答复时间", 20, lambda entry: _minute(entry.answered_at)),
    Column("办结时间", 20, lambda entry: _minute(entry.closed_at)),
    Column("星级", 8, lambda entry: entry.stars),
    Column("待核实", 16, lambda entry: entry.held_for),
    Column("同意处理敏感信息", 12, lambda entry: _consented(entry, "consent_sensitive")),
    Column("同意转交", 10, lambda entry: _consented(entry, "consent_forward")),
    said("来源页面", 24, "source_page"),
)
_OWN: Mapping[SubmissionKind, tuple[Column[SubmissionEntry], ...]] = {
    SubmissionKind.CONSULTATION: (TOPIC, said("咨询内容", 60, "content")),
    SubmissionKind.LEGAL_AID: (
        TOPIC,
        said("申请事项", 30, "matter"),
        said("办到哪一步", 16, "stage"),
        said("情况说明", 60, "content"),
        said("很急", 8, "urgent"),
        said("免核查经济困难的理由", 30, "grounds"),
        said("经济状况", 20, "means"),
        said("点援人员", 24, "lawyer_name"),
        said("点援人员网页", 24, "lawyer"),
        said("希望的语言", 12, "language"),
        said("待补材料", 30, "missing"),
        said("补齐日期", 12, "missing_until"),
        said("要求上门", 10, "home_visit"),
        said("上门地址", 30, "visit_address"),
    ),
    SubmissionKind.APPOINTMENT: (
        said("站点", 24, "station_name"),
        said("站点网页", 24, "station"),
        said("日期", 12, "day"),
        said("半天", 8, "half"),
        said("事由", 14, "purpose"),
        said("情况说明", 60, "content"),
    ),
    SubmissionKind.MEDIATION: (
        TOPIC,
        said("对方", 20, "other_side"),
        said("对方电话", 16, "other_side_phone"),
        said("纠纷经过", 60, "content"),
        said("已经找过谁", 30, "tried"),
        said("希望怎样解决", 30, "wish"),
    ),
    SubmissionKind.NOTARY: (
        said("公证事项", 16, "act"),
        said("用在哪里", 16, "used_where"),
        said("情况说明", 60, "content"),
    ),
    SubmissionKind.COMPLAINT: (
        said("投诉对象类别", 16, "against_kind"),
        said("投诉对象", 24, "against"),
        said("涉及的受理编号", 20, "about_receipt"),
        said("发生日期", 12, "happened_on"),
        said("投诉内容", 60, "content"),
        said("诉求", 30, "wish"),
        said("不告诉对方是谁投诉", 14, "hide_name"),
    ),
    SubmissionKind.NEED: (
        said("需要的服务", 30, "services"),
        said("希望的方式", 20, "ways"),
        said("人群", 14, "audience"),
        TOPIC,
        said("具体需求", 60, "content"),
    ),
    SubmissionKind.VOLUNTEER: (
        said("职业", 16, "occupation"),
        said("能做什么", 30, "skills"),
        said("什么时候有空", 24, "times"),
        said("补充说明", 60, "content"),
    ),
    SubmissionKind.CORRECTION: (
        said("网页", 24, "where"),
        said("问题类别", 16, "fault"),
        said("哪里错了", 60, "content"),
        said("应当怎样", 40, "better"),
    ),
}
_NOT_CONTACTED = {SubmissionKind.NEED: (CITIZEN[2],), SubmissionKind.CORRECTION: (CITIZEN[0], CITIZEN[1])}


def submission_columns(kind: SubmissionKind) -> tuple[Column[SubmissionEntry], ...]:
    """Give the columns of a kind of submission."""
    if kind in _NOT_CONTACTED:
        return (*BEFORE, *_NOT_CONTACTED[kind], *_OWN[kind], *AFTER)
    return (*BEFORE, *CITIZEN, *_OWN[kind], *CONTACT, *AFTER)


RATING_COLUMNS: tuple[Column[RatingEntry], ...] = (
    Column("评价时间", 20, lambda entry: _minute(entry.rated_at)),
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


def headings(columns: tuple[Column[Any], ...]) -> Headings:
    """Take the first row and the widths from the columns."""
    return Headings(tuple(column.heading for column in columns), tuple(column.width for column in columns))
