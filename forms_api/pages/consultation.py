"""法律咨询: the form, its saving, and the receipt.

In: a citizen's question. Out: a row in the store, a receipt on a page that only they can open.
`create_app` lists this module.
"""

import hmac
from datetime import timedelta
from hashlib import sha256

from flask import Blueprint, Flask, Response, redirect, request, url_for
from flask_babel import gettext as _

from forms_api.pages.consent import consent_version
from forms_api.pages.form_token import SignedKey
from forms_api.pages.forms import CONTENT_LENGTH, ConsultationForm
from forms_api.pages.origin import Standing
from forms_api.pages.page import RETRY_AFTER, page
from forms_api.portal import portal, request_standing
from forms_api.store.store import StoreUnavailable
from forms_api.store.submission import Acknowledged, Consultation
from forms_api.typed_text import clean, one_line

RECEIPT_LIFE = timedelta(minutes=15)
RECEIPT_COOKIE = "receipt"
SENT_COOKIE = "sent"

consultation = Blueprint("consultation", __name__)


def init_app(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(consultation)


@consultation.get("/forms/")
def forms() -> Response:
    """List the forms."""
    return page(_("网上办理"), "forms.html")


@consultation.get("/forms/consultation")
def form() -> Response:
    """Show the form, with a question carried over from the search and the page that led here."""
    question = clean(request.args.get("content"))[: CONTENT_LENGTH.stop - 1]
    start = {"content": question, "page": _known(request.args.get("page"))}
    return _show(ConsultationForm(None, portal().signatures, portal().site.towns, **start))


@consultation.post("/forms/consultation")
def receive() -> Response:
    """Save the question once and lead to its receipt; show the form again, filled, for every other outcome."""
    filled = ConsultationForm(request.form, portal().signatures, portal().site.towns)
    if request_standing() is Standing.FOREIGN:
        return _show(filled, 403, said=foreign_sentence())
    key = filled.key
    if key is None:
        return _show(filled, 200, said=expired_sentence())
    if not filled.validate():
        return _show(filled, 422)
    asked = _consultation(filled)
    key = _key_of_the_same(asked) or key
    try:
        acknowledged = portal().store.submit(asked, key)
    except StoreUnavailable:
        return _show(filled, 503, said=unsaved_sentence())
    return _to_receipt(acknowledged, asked, key)


@consultation.get("/forms/receipt")
def receipt() -> Response:
    """Show number and query code, only in the browser that handed the form in, for a quarter of an hour."""
    cookie = request.cookies.get(RECEIPT_COOKIE)
    signed = portal().signatures.read(RECEIPT_COOKIE, cookie, RECEIPT_LIFE)
    acknowledged = portal().store.acknowledged(signed.key) if signed else None
    changed = bool(signed and signed.word == "changed")
    return page(_("回执"), "receipt.html", acknowledged=acknowledged, changed=changed)


def foreign_sentence() -> str:
    """Say why a form from elsewhere was not saved."""
    return str(_("这次提交不是从本站的页面发出的，为了您的安全，没有保存。您填的内容还在下面，请核对后再点一次提交。"))


def expired_sentence() -> str:
    """Say that the form has been open too long; the sentence must not frighten."""
    return str(_("这个页面打开的时间太久了，还没有保存。您填的内容还在下面，请核对后再点一次提交。"))


def unsaved_sentence() -> str:
    """Say honestly that nothing was saved."""
    return str(_("系统现在存不了新的内容，这次没有提交成功。您填的内容还在下面，请过几分钟再点一次；着急请打电话。"))


def _show(filled: ConsultationForm, status: int = 200, said: str = "") -> Response:
    response = page(_("法律咨询"), "consultation.html", status, form=filled, said=said)
    if status == 503:
        response.headers.update(RETRY_AFTER)
    return response


def _consultation(filled: ConsultationForm) -> Consultation:
    return Consultation(
        name=filled.name.data,
        phone=filled.phone.data,
        town=filled.town.data,
        topic=filled.topic.data,
        content=filled.content.data,
        consent_version=consent_version(),
        source_page=_known(filled.page.data),
    )


def _key_of_the_same(asked: Consultation) -> str | None:
    """Give the key of this browser's last question if it asks the very same again.

    Going back fetches the form anew, with a new token, because it may not be stored; what was typed may still
    be there, and a second press must not make a second submission.
    """
    sent = portal().signatures.read(SENT_COOKIE, request.cookies.get(SENT_COOKIE), RECEIPT_LIFE)
    return sent.key if sent and hmac.compare_digest(sent.word, _fingerprint(asked)) else None


def _fingerprint(asked: Consultation) -> str:
    return hmac.new(portal().keys.said, repr(asked.said).encode(), sha256).hexdigest()


def _known(typed: str | None) -> str:
    found = portal().published_page(one_line(typed))
    return found.url if found else ""


def _to_receipt(acknowledged: Acknowledged, asked: Consultation, key: str) -> Response:
    """Redirect with the idempotency key in a cookie.

    Signed, not encrypted: it lies in the citizen's own browser, and without the installation's secret
    the key leads neither to the number nor to the query code.
    """
    response = redirect(url_for("consultation.receipt"), 303)
    word = "changed" if acknowledged.changed else ""
    set_signed_cookie(response, RECEIPT_COOKIE, SignedKey(key, word), "/forms/receipt", RECEIPT_LIFE)
    same = SignedKey(key, _fingerprint(asked))
    set_signed_cookie(response, SENT_COOKIE, same, "/forms/consultation", RECEIPT_LIFE)
    return response  # type: ignore[return-value]  # Flask's redirect gives Flask's Response


def set_signed_cookie(response: object, name: str, signed: SignedKey, path: str, life: timedelta) -> None:
    """Set a cookie that only one page gets."""
    # A cookie marked Secure would be lost on a plain http intranet, and the receipt with it. Behind a
    # proxy that ends TLS, the Origin header knows the scheme that the browser sees.
    secure = request.is_secure or (request.headers.get("Origin") or "").startswith("https://")
    response.set_cookie(  # type: ignore[attr-defined]
        name,
        portal().signatures.sign(name, signed),
        max_age=life,
        path=request.script_root + path,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )
