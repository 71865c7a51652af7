"""The forms that end in a receipt: shown one group a page, confirmed, guarded, saved once.

In: a citizen's answers. Out: a row in the store and a way to its receipt; or the form again, filled.
`create_app` lists this module.
"""

import hmac
from dataclasses import replace
from functools import partial
from hashlib import sha256

from flask import Blueprint, Flask, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from forms_api.forms.catalogue import FORMS
from forms_api.forms.form_token import SignedKey
from forms_api.forms.submission_form import CONFIRM, Group, SubmissionForm
from forms_api.pages.checkpoint import Checked, check
from forms_api.pages.consent import consent_version
from forms_api.pages.cookies import read_signed_cookie, set_signed_cookie
from forms_api.pages.notice import notice_of
from forms_api.pages.origin import Standing
from forms_api.pages.outcomes import (
    expired_sentence,
    foreign_sentence,
    place_taken_sentence,
    too_many_sentence,
    unsaved_sentence,
)
from forms_api.pages.page import page, retry_after, see_other
from forms_api.pages.receipt import RECEIPT_COOKIE, RECEIPT_LIFE
from forms_api.pages.similar import similar_pages
from forms_api.pages.surroundings import surroundings
from forms_api.portal import portal, request_standing
from forms_api.store.matter import Matter
from forms_api.store.store import StoreUnavailable
from forms_api.store.submission import Acknowledged, Consent, PlaceTaken, ProofSpent, Terms
from forms_api.typed_text import clean, one_line

SENT_COOKIE = "sent"
CARRIED_LENGTH = 5000

intake = Blueprint("intake", __name__)


def init_app(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(intake)


@intake.get("/forms/<name>")
def form(name: str) -> Response:
    """Show the first group, with what the address carries over: a question from the search, the page that led here."""
    made = _form_class(name)
    start: dict[str, str] = {"page": known_page(request.args.get("page"))}
    for asked in ("content", "topic", "town", "station", "lawyer"):
        if request.args.get(asked):
            start[asked] = clean(request.args.get(asked))[:CARRIED_LENGTH]
    empty = made(None, portal().signatures, surroundings(), **start)
    return show(empty, empty.groups[0])


@intake.post("/forms/<name>")
def receive(name: str) -> Response:
    """Go to the page asked for, or save; whatever stands in the way, the form is shown again as it was filled."""
    filled = _form_class(name)(request.form, portal().signatures, surroundings())
    here, wish = filled.group(request.form.get("at", "")), request.form.get("go", "send")
    if request_standing() is Standing.FOREIGN:
        return show(filled, here, 403, said=foreign_sentence())
    if filled.key is None:
        return show(filled, here, said=expired_sentence())
    return _send(filled, filled.key) if wish == "send" else _turn(filled, here, wish)


def known_page(typed: str | None) -> str:
    """Give the address of a published page, or ""."""
    wanted = one_line(typed)
    found = portal().published_page(wanted) if wanted else None
    return found.url if found else ""


def show(filled: SubmissionForm, group: Group | None, status: int = 200, said: str = "", wait: int = 0) -> Response:
    """Show one group, or without one the page on which everything is confirmed."""
    filled.forget_mistakes(group) if group else None
    similar = similar_pages(filled) if group is None else ()
    response = page(
        _title(filled, group),
        "intake.html",
        status,
        form=filled,
        group=group,
        said=said,
        similar=similar,
        notice=notice_of(filled) if group is filled.groups[0] else None,
        challenge=portal().proofs.challenge(pressure=portal().limits.pressure()) if group is None else "",
    )
    response.headers.update(retry_after(wait) if wait or status == 503 else {})
    return response


def _title(filled: SubmissionForm, group: Group | None) -> str:
    """Name the page for who hears it read: faults first, then the step, then the form."""
    step = group.heading if group else _("请核对后提交")
    parts = [str(filled.title)] if group is filled.groups[0] else [str(step), str(filled.title)]
    return " - ".join([_("有错"), *parts] if filled.mistakes else parts)


def _form_class(name: str) -> type[SubmissionForm]:
    if name not in FORMS:
        raise NotFound
    return FORMS[name]


def _turn(filled: SubmissionForm, here: Group | None, wish: str) -> Response:
    """Go back freely; go on only past answers that are right."""
    if wish == "back":
        return show(filled, filled.before(here))
    if (wanted := filled.group(wish)) is not None:
        return show(filled, wanted)
    here = filled.groups[-1] if wish == CONFIRM else here or filled.groups[0]
    filled.validate()
    filled.look_again()
    faulty = filled.faulty(here)
    if faulty:
        return show(filled, faulty, 422)
    filled.forget_mistakes(None)
    return show(filled, filled.after(here))


def _send(filled: SubmissionForm, key: str) -> Response:
    if not filled.validate():
        return show(filled, filled.faulty(), 422)
    filled.page.data = known_page(filled.page.data)
    matter = filled.matter()
    key = _key_of_the_same(matter, filled) or key
    checked = check(filled, matter)
    if checked.wait and not _is_repeated(key):
        return show(filled, None, 429, said=too_many_sentence(checked.wait), wait=checked.wait)
    try:
        acknowledged = _submit(filled, matter, key, checked)
    except StoreUnavailable:
        return show(filled, None, 503, said=unsaved_sentence())
    except PlaceTaken:
        filled.offer()  # anew: the place that is gone is now shown as gone
        return show(filled, filled.group("when"), 409, said=place_taken_sentence())
    return _to_receipt(acknowledged, matter, key, filled)


def _is_repeated(key: str) -> bool:
    """Say whether this very form is saved already: a retry is never refused by a limit."""
    try:
        return portal().store.intake.acknowledged(key) is not None
    except StoreUnavailable:
        return False


def _submit(filled: SubmissionForm, matter: Matter, key: str, checked: Checked) -> Acknowledged:
    terms = Terms(
        consents=_consents(filled),
        latest=partial(portal().latest, filled.kind()),  # whoever commits it may have no request at hand
        held_for=checked.held_for,
        spent_proof=checked.spent_proof,
        place=filled.place(),
    )
    try:
        return portal().store.intake.submit(matter, key, terms)
    except ProofSpent:  # used before: kept all the same, for a person to look at
        held_for = (*terms.held_for, "replayed")
        return portal().store.intake.submit(matter, key, replace(terms, spent_proof=None, held_for=held_for))


def _consents(filled: SubmissionForm) -> tuple[Consent, ...]:
    version = consent_version()
    return tuple(Consent(box.name, bool(asked.data), version) for asked, box in filled.asked_boxes())


def _key_of_the_same(matter: Matter, filled: SubmissionForm) -> str | None:
    """Give the key of this browser's last submission if it hands in the very same again.

    Going back fetches the form anew, with a new token, because it may not be stored; what was typed may still
    be there, and a second press must not make a second submission.
    """
    sent = read_signed_cookie(SENT_COOKIE, RECEIPT_LIFE)
    return sent.key if sent and hmac.compare_digest(sent.word, _fingerprint(matter, filled)) else None


def _fingerprint(matter: Matter, filled: SubmissionForm) -> str:
    said = repr((filled.kind().value, *matter.said))
    return hmac.digest(portal().keys.said, said.encode(), sha256).hex()


def _to_receipt(acknowledged: Acknowledged, matter: Matter, key: str, filled: SubmissionForm) -> Response:
    """Redirect with the idempotency key in a cookie."""
    response = see_other(url_for("receipt.receipt"))
    word = "changed" if acknowledged.changed else ""
    set_signed_cookie(response, RECEIPT_COOKIE, SignedKey(key, word), "/forms/receipt", RECEIPT_LIFE)
    same = SignedKey(key, _fingerprint(matter, filled))
    set_signed_cookie(response, SENT_COOKIE, same, f"/forms/{filled.kind().slug}", RECEIPT_LIFE)
    return response
