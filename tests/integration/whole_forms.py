"""Whole forms: an answer to everything that a form asks, and the one request that carries it.

In: a service, a form's name, the words for the fields that are written freely. Out: pairs to send, or the answer to
them. The tests that go through all forms use it; the page-by-page way is in `test_intake_forms.py`.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from forms_api.clock import today
from forms_api.forms.catalogue import FORMS
from forms_api.forms.choices import SOMEBODY_ELSE
from forms_api.forms.form_token import SignedKey, new_key
from forms_api.forms.submission_form import SubmissionForm
from forms_api.pages.surroundings import surroundings
from tests.integration.conftest import SAME_ORIGIN, Citizen, portal_of

PHONE = "0300-5550199"
PLAIN = "一二三四五六"
NOT_FREE = {
    "happened_on": "2026-01-03",
    "about_receipt": "",
    "missing_until": (today() + timedelta(days=7)).isoformat(),
    "for_whom": SOMEBODY_ELSE,
}
Pairs = list[tuple[str, str]]


def asked_by(app: Flask, name: str, typed: Pairs | None = None) -> SubmissionForm:
    """Make a form with what was typed; call it inside a request."""
    return FORMS[name](MultiDict(typed) if typed else None, portal_of(app).signatures, surroundings())


def is_free(asked: Any) -> bool:
    """Tell whether anything may be written into a field."""
    free = asked.type in ("StringField", "TextAreaField") and asked.name not in NOT_FREE
    return free and (asked.render_kw or {}).get("type") != "tel"


def answers(app: Flask, name: str, free: str = PLAIN, *, named: bool = False) -> Pairs:
    """Answer everything that a form asks, `free` wherever one writes; consents included, token left out.

    `named`: with the field's name behind it, so that no two fields say the same.
    """
    said: Pairs = []
    with app.test_request_context("/"):
        for group in FORMS[name].groups:
            form = asked_by(app, name, said or None)  # anew: later choices hang on earlier answers
            for field in group.fields:
                said += _answer(form[field], f"{free} {field}" if named else free)
    return [*said, *((box.name, "y") for box in FORMS[name].boxes)]


def _answer(asked: Any, free: str) -> Iterator[tuple[str, str]]:
    if asked.name in NOT_FREE:
        yield asked.name, NOT_FREE[asked.name]
    elif asked.type == "BooleanField":
        yield asked.name, "y"
    elif getattr(asked, "choices", None):
        offered = [value for value, _label in asked.choices if value and value not in getattr(asked, "closed", ())]
        yield asked.name, offered[0]
    else:
        yield asked.name, free if is_free(asked) else PHONE


def token_for(app: Flask, name: str, key: str = "") -> str:
    """Sign what an opened form would carry."""
    return portal_of(app).signatures.sign(f"form/{name}", SignedKey(key or new_key()))


def send(
    citizen: Citizen, app: Flask, name: str, said: Pairs, go: str = "send", at: str = "confirm", **more: str
) -> TestResponse:
    """Press a button with these answers."""
    data: dict[str, list[str]] = {"token": [token_for(app, name)], "go": [go], "at": [at]}
    for field, value in [*said, *more.items()]:
        data.setdefault(field, [])
        data[field] = [*data[field], value] if field not in more else [value]
    return citizen.post(f"/forms/{name}", data=data, headers=SAME_ORIGIN)
