"""回执: number and query code, on a page that only the browser that handed in can open, for a quarter of an hour.

In: the receipt's cookie. Out: the receipt, the same as a file to keep, and the step after it was kept.
`create_app` lists this module.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import segno
from flask import Blueprint, Flask, Response, request, url_for
from flask_babel import gettext as _

from forms_api.forms.aid_choices import fast_lane
from forms_api.pages.cookies import read_signed_cookie
from forms_api.pages.origin import Standing
from forms_api.pages.page import page, see_other
from forms_api.pages.progress import NEXT, is_watched, kind_in_words, latest_in_words, moment_in_words, visit_of
from forms_api.pages.text_file import in_script, text_file
from forms_api.portal import portal, request_standing
from forms_api.store.matter import LegalAidApplication, Matter
from forms_api.store.submission import Acknowledged

RECEIPT_LIFE = timedelta(minutes=15)
# A clock set back while somebody hands in must not hide the receipt, which is shown only here. We signed the cookie, so
# that a time to come in it says that the clock went back and nothing else; the browser drops it after its quarter of an
# hour by a clock of its own.
ANY_SLIP = timedelta(days=36_525)
RECEIPT_COOKIE = "receipt"
RECEIPT_PATH = "/forms/receipt"

receipt_pages = Blueprint("receipt", __name__)


def init_app(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(receipt_pages)


@receipt_pages.get("/forms/receipt")
def receipt() -> Response:
    """Show number and query code."""
    acknowledged, changed = _acknowledged()
    if acknowledged is None:
        return page(_("回执"), "receipt_gone.html")
    return page(
        _("回执"),
        "receipt.html",
        acknowledged=acknowledged,
        changed=changed,
        received=moment_in_words(acknowledged.received_at),
        code_picture=_code_picture(acknowledged.receipt),
        **_what_follows(acknowledged),
    )


@receipt_pages.get("/forms/receipt/saved")
def saved() -> Response:
    """Say what comes next, once number and query code are kept; the query code is not shown again."""
    acknowledged, _changed = _acknowledged()
    if acknowledged is None:
        return page(_("回执"), "receipt_gone.html")
    return page(_("接下来"), "receipt_saved.html", acknowledged=acknowledged, **_what_follows(acknowledged))


@receipt_pages.get("/forms/receipt/slip")
def slip() -> Response:
    """Give the receipt as a file to keep."""
    acknowledged, _changed = _acknowledged()
    if acknowledged is None:
        return page(_("回执"), "receipt_gone.html")
    return text_file(f"{acknowledged.receipt}.txt", (in_script(line) for line in _lines(acknowledged)))


@receipt_pages.post("/forms/receipt/forget")
def forget() -> Response:
    """Let this browser forget the receipt, for who shares a device."""
    response = see_other(url_for("receipt.receipt"))
    if request_standing() is not Standing.FOREIGN:
        response.delete_cookie(RECEIPT_COOKIE, path=request.script_root + RECEIPT_PATH)
    return response


def status_address(number: str) -> str:
    """Give the whole address of the lookup with the number in it; the query code never stands in an address."""
    return portal().site.base_url.rstrip("/") + url_for("status.form", number=number)


def _acknowledged() -> tuple[Acknowledged | None, bool]:
    """Find the receipt of the browser at hand, and whether it had sent something else at first."""
    signed = read_signed_cookie(RECEIPT_COOKIE, RECEIPT_LIFE, ANY_SLIP)
    found = portal().store.intake.acknowledged(signed.key) if signed else None
    return found, bool(signed and signed.word == "changed")


def _what_follows(acknowledged: Acknowledged) -> dict[str, Any]:
    matter = _matter(acknowledged)
    return {
        "kind": kind_in_words(acknowledged.kind),
        "watched": is_watched(acknowledged.kind),
        "latest": latest_in_words(acknowledged.kind, acknowledged.due_on),
        "follows": str(NEXT[acknowledged.kind]),
        "visit": visit_of(matter),
        "good_news": fast_lane(matter.grounds) if isinstance(matter, LegalAidApplication) else (),
    }


def _matter(acknowledged: Acknowledged) -> Matter | None:
    case = portal().store.follow.find(acknowledged.receipt, acknowledged.code)
    return case.matter if case else None


def _code_picture(number: str) -> str:
    """Draw the QR code as an address of its own: no second request, and the policy of the pages allows it."""
    made = segno.make(status_address(number), error="m", micro=False)
    return made.svg_data_uri(border=4, light="#fff", omitsize=True)


def _lines(acknowledged: Acknowledged) -> Iterator[str]:
    visit = visit_of(_matter(acknowledged))
    yield portal().site.name
    yield ""
    yield f"{_('办理事项')}{_('：')}{kind_in_words(acknowledged.kind)}"
    yield f"{_('受理编号')}{_('：')}{acknowledged.receipt}"
    yield f"{_('查询码')}{_('：')}{acknowledged.code}"
    yield f"{_('提交时间')}{_('：')}{moment_in_words(acknowledged.received_at)}{_('（北京时间）')}"
    if visit:
        yield f"{_('预约时间')}{_('：')}{visit.day} {visit.half}"
        yield f"{_('站点')}{_('：')}{visit.station} {visit.address}"
    yield latest_in_words(acknowledged.kind, acknowledged.due_on)
    yield str(NEXT[acknowledged.kind])
    yield ""
    yield f"{_('查询进度')}{_('：')}{status_address(acknowledged.receipt)}"
    yield f"{_('着急的事，请打电话：')}{portal().site.hotline}{_('，')}{portal().site.telephone}"
    yield _("请不要把查询码告诉别人。")
