"""What comes after a lookup: add, say whether it was solved, rate, withdraw, delete, take a copy.

In: a lookup's cookie and one of its forms. Out: a change in the store, and the case as it is then; nothing that was
written is lost when the lookup is over, foreign or too late. `status.py` registers this.
"""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from forms_api.pages.case import DEEDS, Deed, show_case, show_question
from forms_api.pages.case_copy import case_copy
from forms_api.pages.lookup import Lookup, current_lookup, end_lookup
from forms_api.pages.lookup_form import ask_again, written
from forms_api.pages.origin import Standing
from forms_api.pages.outcomes import expired_sentence, foreign_sentence, unsaved_sentence
from forms_api.pages.page import see_other
from forms_api.portal import portal, request_standing
from forms_api.store.follow import Case, NotAllowed
from forms_api.store.store import StoreUnavailable

follow = Blueprint("follow", __name__)


@follow.get("/forms/status/case")
def show() -> Response:
    """Show the case of the lookup at hand."""
    lookup, case = _at_hand()
    return show_case(case, lookup, done=request.args.get("done", "")) if lookup and case else _over()


@follow.get("/forms/status/copy")
def copy() -> Response:
    """Give the citizen a copy of what is stored of them (个人信息保护法 art. 45)."""
    lookup, case = _at_hand()
    return case_copy(case) if lookup and case and case.matter else _over()


@follow.post("/forms/status/end")
def end() -> Response:
    """End the lookup, for who shares a device."""
    response = see_other(url_for("status.form"))
    if request_standing() is not Standing.FOREIGN:
        end_lookup(response)
    return response


@follow.get("/forms/status/<name>")
def ask(name: str) -> Response:
    """Ask before something that cannot be taken back."""
    deed = _deed(name)
    if not deed.question:
        raise NotFound
    lookup, case = _at_hand()
    if lookup is None or case is None:
        return _over()
    return show_question(case, lookup, name) if deed.offered(case) else see_other(url_for("follow.show"))


@follow.post("/forms/status/<name>")
def act(name: str) -> Response:
    """Do it, and lead back to the case."""
    deed = _deed(name)
    if request_standing() is Standing.FOREIGN:
        return ask_again(foreign_sentence(), 403)
    try:
        lookup, case = _at_hand()
        return _do(name, deed, lookup, case) if lookup and case else _over()
    except StoreUnavailable:
        return ask_again(unsaved_sentence(), 503)


def _do(name: str, deed: Deed, lookup: Lookup, case: Case) -> Response:
    filled = deed.form(request.form, portal().signatures, lookup.key)
    if filled.key is None or not filled.validate():
        status, said = (200, expired_sentence()) if filled.key is None else (422, "")
        if deed.question:
            return show_question(case, lookup, name, status, said)
        return show_case(case, lookup, status, said=said, filled={name: filled})
    try:
        deed.do(case, filled)
    except NotAllowed:
        return _too_late(lookup)
    return see_other(url_for("follow.show", done=name))


def _too_late(lookup: Lookup) -> Response:
    """Show the case as it has become meanwhile, with what was written."""
    case = portal().store.follow.again(lookup.receipt)
    if case is None:
        return _over()
    said = _("这件事的情况刚刚有了变化，这一步没有办。请先看下面现在的情况；您写的内容还在。")
    return show_case(case, lookup, 409, said=said, kept=written())


def _over() -> Response:
    """Ask who it is once more."""
    if written():
        said = _(
            "查询已经过了 15 分钟，您写的内容还没有保存，但没有丢：请再填一次，查到以后它会显示出来，再点一次保存。"
        )
    else:
        said = _("查询已经过了 15 分钟，或者已经结束。请再查一次。")
    return ask_again(said)


def _at_hand() -> tuple[Lookup | None, Case | None]:
    lookup = current_lookup()
    return lookup, portal().store.follow.again(lookup.receipt) if lookup else None


def _deed(name: str) -> Deed:
    if name not in DEEDS:
        raise NotFound
    return DEEDS[name]
