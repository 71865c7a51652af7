"""满意度评价: one click under a page, then stars and a reason for who likes.

In: "helpful" or not for a published page. Out: one rating in the store, however often it was clicked.
`create_app` lists this module.
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from flask import Blueprint, Flask, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from content_model.edition import PublishedPage
from content_model.vocabulary import Kind
from forms_api.clock import now_utc
from forms_api.forms.form_token import SignedKey
from forms_api.forms.rating import RatingForm, StarsForm
from forms_api.pages.cookies import read_signed_cookie, set_signed_cookie
from forms_api.pages.origin import Standing
from forms_api.pages.outcomes import expired_sentence, foreign_sentence, unsaved_sentence
from forms_api.pages.page import page, retry_after, see_other
from forms_api.portal import portal, request_standing
from forms_api.store.store import StoreUnavailable
from forms_api.store.submission import Rating
from forms_api.typed_text import one_line

THANKS_LIFE = timedelta(minutes=15)
THANKS_COOKIE = "rated"
DOUBLE_CLICK = timedelta(seconds=10)

rating = Blueprint("rating", __name__)


def init_app(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(rating)


@rating.get("/forms/rating")
def form() -> Response:
    """Show the whole form for the page in ?page=; without one, let the citizen choose a service."""
    if not request.args.get("page"):
        return page(_("满意度评价"), "rating_choice.html", services=_services())
    rated = portal().published_page(one_line(request.args.get("page")))
    if rated is None:
        return _unknown()
    return _show(RatingForm(None, portal().signatures, page=rated.url), rated)


@rating.post("/forms/rating")
def receive() -> Response:
    """Save a rating: at once from a button of ours, after a second look from a page that does not say whose it is."""
    filled = RatingForm(request.form, portal().signatures)
    rated = portal().published_page(filled.page.data or "")
    where = request_standing()
    if rated is None:
        return _unknown()
    if where is Standing.FOREIGN:
        return _show(filled, rated, 403, said=foreign_sentence())
    one_click = "token" not in request.form and where is Standing.OWN
    keys = one_click_keys(request.form, now_utc()) if one_click else [filled.key or ""]
    if not keys[0]:
        said = expired_sentence() if "token" in request.form else _("请核对后再点一次提交。")
        return _show(filled, rated, said=said)
    filled.validate()
    if filled.mistakes:
        return _show(filled, rated, 422)
    try:
        key = portal().store.ratings.rate(_rating(filled, rated), keys)
    except StoreUnavailable:
        return _show(filled, rated, 503, said=unsaved_sentence())
    added = bool(filled.stars.data or filled.reason.data)
    return _to_thanks(key, "added" if added else "")


@rating.get("/forms/rating/thanks")
def thanks() -> Response:
    """Thank, and offer to say more about the same rating."""
    signed = read_signed_cookie(THANKS_COOKIE, THANKS_LIFE)
    known = portal().store.ratings.find(signed.key) if signed else None
    if signed is None or known is None or signed.word == "added":
        return page(_("谢谢您的评价"), "thanks.html", form=None, rating=known, said="")
    token = portal().signatures.sign("form/stars", SignedKey(signed.key))
    return _thank(StarsForm(MultiDict({"token": token}), portal().signatures), known)


@rating.post("/forms/rating/thanks")
def add_stars() -> Response:
    """Add stars and a reason to the rating whose key the token holds."""
    filled = StarsForm(request.form, portal().signatures)
    if request_standing() is Standing.FOREIGN:
        return _thank(filled, None, 403, said=foreign_sentence())
    key = filled.key
    if key is None:
        return _too_late()
    filled.validate()
    if filled.mistakes:
        return _thank(filled, None, 422)
    try:
        added = portal().store.ratings.add_stars(key, _stars(filled.stars.data), filled.reason.data)
    except StoreUnavailable:
        return _thank(filled, None, 503, said=unsaved_sentence())
    if not added:
        return _too_late()
    return _to_thanks(key, "added")


def one_click_keys(typed: MultiDict[str, str], moment: datetime) -> list[str]:
    """Make the idempotency keys of a rating without a token: this minute's, and the one of ten seconds ago.

    The same address, browser, page and choice within the minute are one click; the second key catches a
    double click over the turn of the minute.
    """
    who = (request.remote_addr or "", request.headers.get("User-Agent") or "")
    what = (typed.get("page") or "", typed.get("helpful") or "")
    minutes = {f"{at:%Y%m%d%H%M}": None for at in (moment, moment - DOUBLE_CLICK)}
    texts = (repr((*who, *what, minute)) for minute in minutes)
    return [hmac.new(portal().keys.rating, text.encode(errors="replace"), sha256).hexdigest() for text in texts]


def _rating(filled: RatingForm, rated: PublishedPage) -> Rating:
    return Rating(
        page=rated.url,
        page_title=rated.title[:200],
        helpful=filled.helpful.data == "yes",
        stars=_stars(filled.stars.data),
        reason=filled.reason.data,
    )


def _stars(typed: str | None) -> int | None:
    return int(typed) if typed else None


def _show(filled: RatingForm, rated: PublishedPage, status: int = 200, said: str = "") -> Response:
    response = page(_("满意度评价"), "rating.html", status, form=filled, rated=rated, said=said)
    if status == 503:
        response.headers.update(retry_after())
    return response


def _thank(filled: StarsForm, known: Rating | None, status: int = 200, said: str = "") -> Response:
    response = page(_("谢谢您的评价"), "thanks.html", status, form=filled, rating=known, said=said)
    if status == 503:
        response.headers.update(retry_after())
    return response


def _services() -> list[PublishedPage]:
    opened = portal().editions.current()
    return [known for known in opened.pages.values() if known.kind is Kind.SERVICE] if opened else []


def _unknown() -> Response:
    return page(
        _("满意度评价"),
        "sentence.html",
        422,
        heading=_("满意度评价"),
        sentence=_("没有找到您要评价的网页，它可能已经改名或撤下。请回到那个网页，在页面下方点“有”或“没有”。"),
    )


def _too_late() -> Response:
    """Say that there is no rating to add to: without its key it cannot be found again."""
    sentence = _("这个页面打开的时间太久了，没有保存。请回到原来的网页，重新点一次评价。")
    return page(_("满意度评价"), "sentence.html", 422, heading=_("满意度评价"), sentence=sentence)


def _to_thanks(key: str, word: str) -> Response:
    response = see_other(url_for("rating.thanks"))
    set_signed_cookie(response, THANKS_COOKIE, SignedKey(key, word), "/forms/rating/thanks", THANKS_LIFE)
    return response
