"""查询进度: number and query code in, what was received out.

In: what a citizen copied from the receipt. Out: the submission's state; the same page whether number or code is wrong.
`create_app` lists this module.
"""

from flask import Blueprint, Flask, Response, request
from flask_babel import gettext as _

from forms_api.clock import beijing_minute
from forms_api.pages.forms import NO_TOWN, TOPIC_LABELS, StatusForm
from forms_api.pages.origin import Standing
from forms_api.pages.page import RETRY_AFTER, page
from forms_api.portal import portal, request_standing
from forms_api.store.receipts import parse_code, parse_number
from forms_api.store.store import StoreUnavailable
from forms_api.store.submission import Received

SHOWN_LENGTH = 40

status = Blueprint("status", __name__)


def init_app(app: Flask) -> None:
    """Add the page."""
    app.register_blueprint(status)


@status.get("/forms/status")
def form() -> Response:
    """Show the empty form."""
    return _show(StatusForm(None))


@status.post("/forms/status")
def look_up() -> Response:
    """Show what was received; number and code travel in the body, never in the address."""
    typed = StatusForm(request.form)
    if request_standing() is Standing.FOREIGN:
        return _show(typed, 403, said=_("这次查询不是从本站的页面发出的。请核对后再点一次查询。"))
    if not typed.validate():
        return _show(typed, 422)
    number, code = parse_number(typed.number.data), parse_code(typed.code.data)
    try:
        received = portal().store.find(number or "", code or "")
    except StoreUnavailable:
        response = _show(typed, 503, said=_("系统现在查不了。请过几分钟再试；着急请打电话。"))
        response.headers.update(RETRY_AFTER)
        return response
    if received is None:
        said = _("没有查到。请对照回执，把受理编号和查询码再核对一遍；仍然查不到，请打电话问我们。")
        return _show(typed, 422, said=said)
    return _tell(str(number), received)


def _show(typed: StatusForm, status_code: int = 200, said: str = "") -> Response:
    return page(_("查询进度"), "status.html", status_code, form=typed, said=said)


def _tell(number: str, received: Received) -> Response:
    labels = {topic.value: label for topic, label in TOPIC_LABELS.items()}
    start = received.content[:SHOWN_LENGTH]
    return page(
        _("查询结果"),
        "status_found.html",
        number=number,
        kind=_("法律咨询"),
        state=_("已收到"),
        received=beijing_minute(received.received_at),
        topic=labels.get(received.topic, received.topic),
        town=_("其他/不便说明") if received.town == NO_TOWN else received.town,
        start=start if start == received.content else start + "……",
    )
