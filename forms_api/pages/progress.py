"""What is said about a submission: its state, its history, the latest day for an answer, what comes next, in words.

In: cases and acknowledged submissions. Out: sentences in the citizen's language.
The pages of receipt and progress import this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale, lazy_gettext
from flask_babel import gettext as _

from forms_api.clock import BEIJING, today
from forms_api.forms.catalogue import FORMS
from forms_api.portal import portal
from forms_api.store.follow import Case
from forms_api.store.matter import AppointmentRequest, Matter
from forms_api.store.submission import Happened, State, SubmissionKind

STATES: Mapping[State, Any] = {
    State.RECEIVED: lazy_gettext("已收到，正在安排承办人"),
    State.HANDLING: lazy_gettext("办理中"),
    State.ANSWERED: lazy_gettext("已答复"),
    State.REOPENED: lazy_gettext("您说没有解决，正在重新办理"),
    State.CLOSED: lazy_gettext("已办结"),
    State.WITHDRAWN: lazy_gettext("已撤回"),
}
# What a person of ours looked at, and what became of the keys, is none of the citizen's steps.
STEPS: Mapping[Happened, Any] = {
    Happened.RECEIVED: lazy_gettext("已收到"),
    Happened.TAKEN: lazy_gettext("已转给承办人"),
    Happened.ADDED: lazy_gettext("您补充了情况"),
    Happened.ANSWERED: lazy_gettext("已答复"),
    Happened.UNSOLVED: lazy_gettext("您说没有解决，已重新办理"),
    Happened.SOLVED: lazy_gettext("您说解决了，已办结"),
    Happened.RATED: lazy_gettext("您评价了答复"),
    Happened.WITHDRAWN: lazy_gettext("已撤回"),
    Happened.CLOSED: lazy_gettext("已办结"),
    Happened.LAPSED: lazy_gettext("答复以后没有再收到您的话，已办结"),
    Happened.DELETED: lazy_gettext("已按您的要求删除您的信息"),
}
NEXT: Mapping[SubmissionKind, Any] = {
    SubmissionKind.CONSULTATION: lazy_gettext(
        "法律服务人员看过您写的事，会打您留的电话答复您。也可以在“查询进度”里看答复。"
    ),
    SubmissionKind.LEGAL_AID: lazy_gettext(
        "法律援助机构审查您的申请，把决定告诉您。还缺材料的，会一次给您说清要补什么。"
    ),
    SubmissionKind.APPOINTMENT: lazy_gettext(
        "请按约好的时间到站点来，带上和这件事有关的材料。来不了，请在“查询进度”里撤回，把名额让给别人。"
    ),
    SubmissionKind.MEDIATION: lazy_gettext(
        "人民调解员会打电话向您了解情况，再去问对方。对方也愿意，就约时间调解。人民调解不收费。"
    ),
    SubmissionKind.NOTARY: lazy_gettext("公证人员会告诉您能不能办、要带什么。这是咨询，还不是正式申请公证。"),
    SubmissionKind.COMPLAINT: lazy_gettext("我们会核实您说的事，再答复您。被投诉的人不经手这件事。"),
    SubmissionKind.NEED: lazy_gettext("您要的服务，我们记下了，安排服务、调整服务清单时会用到。"),
    SubmissionKind.VOLUNTEER: lazy_gettext("工作人员会打电话跟您商量，什么时候、做什么合适。"),
    SubmissionKind.CORRECTION: lazy_gettext("我们会核对您说的网页，有错就改，结果写在“查询进度”里。"),
}
HALVES: Mapping[str, Any] = {"上午": lazy_gettext("上午"), "下午": lazy_gettext("下午")}


@dataclass(frozen=True)
class Progress:
    """How far a submission has come, in words; `late` only when the latest day has passed. Nothing that was written."""

    number: str
    kind: str
    state: str
    received: str
    latest: str
    late: str
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Visit:
    """When and where an appointment is, in words."""

    station: str
    address: str
    day: str
    half: str


def progress_of(case: Case) -> Progress:
    """Tell how far a submission has come."""
    steps = [(moment_in_words(step.happened_at), str(STEPS[step.what])) for step in case.history if step.what in STEPS]
    return Progress(
        number=case.receipt,
        kind=kind_in_words(case.kind),
        state=str(STATES[case.state]),
        received=moment_in_words(case.received_at),
        latest=latest_in_words(case.kind, case.due_on) if case.state.is_open else "",
        late=late_in_words(case),
        steps=tuple(steps),
    )


def kind_in_words(kind: SubmissionKind) -> str:
    """Name a kind as its form is named."""
    form = FORMS.get(kind.slug)
    return str(form.title) if form else kind.label


def is_watched(kind: SubmissionKind) -> bool:
    """Tell whether somebody at home might look over the shoulder: the form offers to leave quickly, so do we."""
    form = FORMS.get(kind.slug)
    return bool(form and form.quick_exit)


def latest_in_words(kind: SubmissionKind, due_on: date | None) -> str:
    """Say until when the citizen is answered; "" where no day was promised."""
    if due_on is None:
        return ""
    if portal().site.answer_limits[kind.label].working:
        return str(_("最迟 %(day)s答复您，节假日不算。", day=weekday_in_words(due_on)))
    return str(_("最迟 %(day)s答复您，节假日也算在内。", day=weekday_in_words(due_on)))


def late_in_words(case: Case) -> str:
    """Say honestly that the latest day has passed, and whom to call; "" while it has not."""
    now = today()
    if case.due_on is None or now <= case.due_on or not case.state.is_open:
        return ""
    telephone = portal().site.telephone
    if portal().site.answer_limits[case.kind.label].working:
        count = -portal().working_days.working_days_left(now, case.due_on)
        return str(
            _(
                "已经超过最迟答复日 %(count)s 个工作日，对不起。请打电话 %(telephone)s 催办，报受理编号就行。",
                count=count,
                telephone=telephone,
            )
        )
    return str(
        _(
            "已经超过最迟答复日 %(count)s 天，对不起。请打电话 %(telephone)s 催办，报受理编号就行。",
            count=(now - case.due_on).days,
            telephone=telephone,
        )
    )


def visit_of(matter: Matter | None) -> Visit | None:
    """Tell when and where an appointment is; None for every other matter."""
    if not isinstance(matter, AppointmentRequest) or not matter.day:
        return None
    page = portal().published_page(matter.station)
    return Visit(
        station=page.title if page else matter.station_name,
        address=page.station.address if page and page.station else "",
        day=weekday_in_words(date.fromisoformat(matter.day)),
        half=str(HALVES.get(matter.half, matter.half)),
    )


def weekday_in_words(day: date) -> str:
    """Write a day with its weekday, such as 2026年11月26日（星期四）."""
    return str(_("%(day)s（%(weekday)s）", day=_day(day), weekday=format_date(day, "EEEE", get_locale())))


def moment_in_words(moment: datetime) -> str:
    """Write a moment in Beijing time, such as 2026年11月21日 20:47."""
    local = moment.astimezone(BEIJING)
    return f"{_day(local.date())} {local:%H:%M}"


def _day(day: date) -> str:
    return str(format_date(day, "long", get_locale()))
