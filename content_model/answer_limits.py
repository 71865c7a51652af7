"""Until when citizens are answered 答复期限: one limit for each form of the web.

In: the entry of content/site.yml. Out: a `Limit` by the form's label, ours where the editors give none.
`site.py` reads with it; the service counts a limit out in `forms_api/workdays.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from content_model import values
from content_model.front_matter import Text, Value
from content_model.problem import Unreadable, nearest
from content_model.values import TimeUnit

LEGAL_AID = "法律援助申请"
LEGAL_AID_DAYS = 7


@dataclass(frozen=True)
class Limit:
    """So many days; `working`: only working days count, else every day of the calendar."""

    days: int
    working: bool

    def __str__(self) -> str:
        return f"{self.days} {TimeUnit.WORKING_DAYS if self.working else TimeUnit.DAYS}"


DEFAULT_LIMITS: Mapping[str, Limit] = {
    "法律咨询": Limit(3, working=True),
    LEGAL_AID: Limit(LEGAL_AID_DAYS, working=False),
    "预约": Limit(1, working=True),
    "人民调解申请": Limit(3, working=True),
    "公证咨询": Limit(3, working=True),
    "投诉": Limit(3, working=True),
    "法律需求征询": Limit(10, working=True),
    "普法志愿者报名": Limit(5, working=True),
    "纠错": Limit(3, working=True),
}
"""The labels of the forms, and what holds where site.yml says nothing."""


def answer_limits(value: Value) -> Mapping[str, Limit]:
    """Read limits, each as “法律咨询 | 3 个工作日”, and give them over the defaults."""
    found: dict[str, Limit] = {}
    for label, limit, line in values.each(value, _answer_limit):
        if label in found:
            raise Unreadable(f"“{label}”写了两次。", "请只保留一处。", line)
        found[label] = limit
    return {**DEFAULT_LIMITS, **found}


def _answer_limit(value: Value) -> tuple[str, Limit, int]:
    typed = values.text(value)
    parts = [part.strip() for part in typed.split("|")]
    if len(parts) != 2 or not all(parts):
        raise Unreadable(f"“{typed}”无法识别。", "请写成“法律咨询 | 3 个工作日”。")
    label, promised = parts
    if label not in DEFAULT_LIMITS:
        known = list(DEFAULT_LIMITS)
        raise Unreadable(f"没有“{label}”这种表单。", f"{nearest(label, known)}请从这些里选：{'、'.join(known)}。")
    limit = _limit(promised)
    if label == LEGAL_AID and (limit.working or limit.days > LEGAL_AID_DAYS):
        # Two working days are nine days when 国庆 lies between: only days of the calendar keep to the law.
        what = f"“{label}”不能写“{promised}”：法律规定 {LEGAL_AID_DAYS} 日内审查完，休息日也算。"
        raise Unreadable(what, f"请写“{LEGAL_AID_DAYS} 日”或更少的日数（《法律援助法》第四十三条）。")
    return label, limit, value.line


def _limit(promised: str) -> Limit:
    wanted = "请写成“3 个工作日”或“7 日”。"
    try:
        read = values.time_limit(Text(promised, 0))
    except Unreadable as error:
        raise Unreadable(f"期限“{promised}”无法识别。", wanted) from error
    if read.unit not in (TimeUnit.WORKING_DAYS, TimeUnit.DAYS):
        raise Unreadable(f"期限“{promised}”不能用在这里。", wanted)
    return Limit(read.count, working=read.unit is TimeUnit.WORKING_DAYS)
