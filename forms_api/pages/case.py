"""The page of one submission, for who proved to be its citizen: what was written and answered, and what can be done.

In: a `Case` and its lookup. Out: the page. The status pages import this.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from forms_api.clock import today
from forms_api.forms.follow import AddForm, CaseRatingForm, FollowForm, UnsolvedForm
from forms_api.pages.lookup import Lookup
from forms_api.pages.page import page
from forms_api.pages.progress import is_watched, moment_in_words, progress_of, visit_of
from forms_api.portal import portal
from forms_api.store.follow import Case
from forms_api.store.submission import Author, Happened, Message, State

SHOWN_LENGTH = 40


@dataclass(frozen=True)
class Deed:
    """One thing that a citizen can do: its form, when it is offered, what it does; `question`: asked before.

    `done` is said afterwards.
    """

    form: type[FollowForm]
    offered: Callable[[Case], bool]
    do: Callable[[Case, Any], None]
    done: Any
    question: Any = ""


def _open(case: Case) -> bool:
    return case.state.is_open and case.matter is not None


def _answered(case: Case) -> bool:
    return case.state in (State.ANSWERED, State.CLOSED) and case.matter is not None and _has(case, Happened.ANSWERED)


def _unsettled(case: Case) -> bool:
    return case.matter is not None and (case.state.is_open or case.state is State.ANSWERED)


def _has(case: Case, what: Happened) -> bool:
    return any(step.what is what for step in case.history)


def _unsolved(case: Case, filled: UnsolvedForm) -> None:
    portal().store.follow.unsolved(case, filled.why.data, portal().latest(case.kind, today()))


DEEDS: Mapping[str, Deed] = {
    "add": Deed(
        AddForm,
        _open,
        lambda case, filled: portal().store.follow.add(case, filled.more.data),
        lazy_gettext("补充的情况已经保存，承办人会看到。"),
    ),
    "unsolved": Deed(
        UnsolvedForm, _answered, _unsolved, lazy_gettext("知道了：没有解决。已经请原来的承办人重新办理。")
    ),
    "solved": Deed(
        FollowForm,
        lambda case: _answered(case) and case.state is State.ANSWERED,
        lambda case, filled: portal().store.follow.solved(case),
        lazy_gettext("解决了就好。这件事已经办结。"),
    ),
    "rate": Deed(
        CaseRatingForm,
        _answered,
        lambda case, filled: portal().store.follow.rate(case, int(filled.stars.data), filled.reason.data),
        lazy_gettext("谢谢，您的评价已经保存。"),
    ),
    "withdraw": Deed(
        FollowForm,
        _unsettled,
        lambda case, filled: portal().store.follow.withdraw(case),
        lazy_gettext("已经撤回，不再办理。"),
        lazy_gettext("要撤回吗？撤回以后不再办理，预约的名额也让出来。撤回不能反悔；以后还要办，请重新提交。"),
    ),
    "delete": Deed(
        FollowForm,
        lambda case: case.matter is not None,
        lambda case, filled: portal().store.follow.delete(case),
        lazy_gettext("您的信息已经删除。"),
        lazy_gettext(
            "要删除您的信息吗？您写的内容、称呼、电话、答复和评价都删去，不能恢复；还没办完的，不再办理。"
            "只留下受理编号、事项、日期和办到哪一步，用来计数，从中认不出您。"
        ),
    ),
}


@dataclass(frozen=True)
class Said:
    """One message, in words."""

    moment: str
    ours: bool
    officer: str
    text: str


def show_case(
    case: Case,
    lookup: Lookup,
    status: int = 200,
    *,
    said: str = "",
    done: str = "",
    filled: Mapping[str, FollowForm] | None = None,
    kept: str = "",
) -> Response:
    """Show a submission; `filled` forms as they came, `kept` in the fields for writing, `done`: what was just done."""
    content = case.matter.content if case.matter else ""
    start = content[:SHOWN_LENGTH]
    messages = [_said(message) for message in case.messages]
    answer = next((message for message in reversed(messages) if message.ours), None)
    forms = {**_forms(case, lookup, kept), **(filled or {})}
    return page(
        _("查询结果"),
        "status_found.html",
        status,
        said=said,
        done=str(DEEDS[done].done) if done in DEEDS else "",
        case=case,
        progress=progress_of(case),
        visit=visit_of(case.matter),
        start=start if start == content else start + "……",
        content=content,
        answer=answer,
        earlier=[message for message in messages if message is not answer],
        forms=forms,
        faulty=next((form for form in forms.values() if form.mistakes), None),
        watched=is_watched(case.kind),
    )


def show_question(case: Case, lookup: Lookup, name: str, status: int = 200, said: str = "") -> Response:
    """Ask before something that cannot be taken back."""
    form = FollowForm(None, portal().signatures, lookup.key)
    question = DEEDS[name].question
    return page(
        _("请确认"), "status_question.html", status, name=name, question=question, form=form, case=case, said=said
    )


def _forms(case: Case, lookup: Lookup, kept: str) -> dict[str, FollowForm]:
    """Make the forms of what is offered now."""
    start = {"more": kept, "why": kept}
    offered = {name: deed.form for name, deed in DEEDS.items() if deed.offered(case)}
    return {name: form(None, portal().signatures, lookup.key, **start) for name, form in offered.items()}


def _said(message: Message) -> Said:
    ours = message.author is Author.STAFF
    return Said(moment_in_words(message.written_at), ours, message.officer, message.text)
