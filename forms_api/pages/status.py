"""查询进度: number and query code in, or number and telephone; out what was received and how far it has come.

In: what a citizen copied from the receipt. Out: the case, or with the telephone its progress only; one and the same
answer for an unknown number, a wrong code and a wrong telephone. `create_app` lists this module.
"""

from flask import Blueprint, Flask, Response, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from forms_api.forms.status import StatusForm
from forms_api.pages import follow
from forms_api.pages.case import show_case
from forms_api.pages.checkpoint import network
from forms_api.pages.lookup import keep_lookup, new_lookup
from forms_api.pages.lookup_form import show_lookup
from forms_api.pages.origin import Standing
from forms_api.pages.outcomes import in_minutes
from forms_api.pages.page import page
from forms_api.pages.progress import is_watched, progress_of
from forms_api.portal import portal, request_standing
from forms_api.store.follow import Case
from forms_api.store.receipts import parse_code, parse_number
from forms_api.store.store import StoreUnavailable
from forms_api.typed_text import one_line

status = Blueprint("status", __name__)


def init_app(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(status)
    app.register_blueprint(follow.follow)


@status.get("/forms/status")
def form() -> Response:
    """Show the form; the number may come with the address, as in the receipt's QR code, the query code never does."""
    number = parse_number(one_line(request.args.get("number")))
    return show_lookup(StatusForm(MultiDict({"number": number}) if number else None))


@status.post("/forms/status")
def look_up() -> Response:
    """Show what was received; number and code travel in the body, never in the address."""
    typed = StatusForm(request.form)
    if request_standing() is Standing.FOREIGN:
        return show_lookup(typed, 403, said=_("这次查询不是从本站的页面发出的。请核对后再点一次查询。"))
    if not typed.validate():
        return show_lookup(typed, 422)
    number = parse_number(typed.number.data) or ""
    verdict = portal().limits.lookup(network(), number)
    if not verdict.allowed:
        return show_lookup(typed, 429, said=_too_many_sentence(verdict.retry_after), wait=verdict.retry_after)
    try:
        case = _find(number, typed)
    except StoreUnavailable:
        return show_lookup(typed, 503, said=_("系统现在查不了。请过几分钟再试；着急请打电话。"))
    if case is None:
        portal().limits.miss(network(), number)
        return show_lookup(typed, 422, said=_("没有查到。请对照回执再核对一遍；仍然查不到，请打电话问我们。"))
    return _open(case, typed.kept.data or "") if typed.code.data else _progress(case)


def _find(number: str, typed: StatusForm) -> Case | None:
    if typed.code.data:
        return portal().store.follow.find(number, parse_code(typed.code.data) or "")
    return portal().store.follow.find_by_phone(number, typed.phone.data)


def _open(case: Case, kept: str) -> Response:
    lookup = new_lookup(case.receipt)
    response = show_case(case, lookup, kept=kept)
    keep_lookup(response, lookup)
    return response


def _progress(case: Case) -> Response:
    return page(_("查询结果"), "status_progress.html", progress=progress_of(case), watched=is_watched(case.kind))


def _too_many_sentence(retry_after: int) -> str:
    return str(
        _("查错的次数太多了。为了您的安全，请过 %(minutes)s 分钟再查；着急请打电话。", minutes=in_minutes(retry_after))
    )
