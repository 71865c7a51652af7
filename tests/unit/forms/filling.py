"""Forms filled by tests.

In: a form, its right answers, what is changed. Out: the form, validated. The forms' own tests use it.
"""

from collections.abc import Mapping
from datetime import date

from werkzeug.datastructures import MultiDict

from content_model.edition import PublishedPage
from content_model.vocabulary import Kind
from forms_api.forms.form_token import Signatures, SignedKey
from forms_api.forms.submission_form import SubmissionForm, Surroundings

Typed = Mapping[str, str | list[str]]
TODAY = date(2026, 11, 21)
AROUND = Surroundings(
    ["城关镇"], [PublishedPage("services/yuanzhu/", Kind.SERVICE, "法律援助申请", "请不起律师。")], TODAY
)
ME = {"name": "张女士", "phone": "138 0000-0000", "consent": "y"}


def filled(
    form: type[SubmissionForm], signatures: Signatures, typed: Typed, **changes: str | list[str]
) -> SubmissionForm:
    """Fill a form and have it judged."""
    token = signatures.sign(f"form/{form.kind().slug}", SignedKey("k" * 22))
    made = form(MultiDict({**typed, "token": token, **changes}), signatures, AROUND)
    made.validate()
    return made


def mistakes(
    form: type[SubmissionForm], signatures: Signatures, typed: Typed, **changes: str | list[str]
) -> list[tuple[str, str]]:
    """Give what is wrong with a filled form."""
    return filled(form, signatures, typed, **changes).mistakes
