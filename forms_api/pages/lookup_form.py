"""The form of 查询进度, shown: empty, with what is wrong, or to prove again who is asking.

In: a `StatusForm`. Out: the page. The status pages import this.
"""

from flask import Response, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from forms_api.forms.status import StatusForm
from forms_api.pages.page import page, retry_after

KEPT_FIELDS = ("more", "why", "reason")


def show_lookup(typed: StatusForm, status: int = 200, said: str = "", wait: int = 0) -> Response:
    """Show the form; `wait`: seconds after which it may be tried again."""
    response = page(_("查询进度"), "status.html", status, form=typed, said=said)
    response.headers.update(retry_after(wait) if wait or status == 503 else {})
    return response


def ask_again(said: str, status: int = 200, number: str = "") -> Response:
    """Ask for number and code once more; what was written about the submission is kept for after that."""
    return show_lookup(StatusForm(MultiDict({"number": number, "kept": written()})), status, said)


def written() -> str:
    """Give what the request at hand has written about a submission."""
    return next((request.form[name] for name in KEPT_FIELDS if request.form.get(name)), "")
