"""网上办理: every form, with its sentence of purpose.

In: nothing. Out: the list. `create_app` lists this module.
"""

from flask import Flask, Response
from flask_babel import gettext as _

from forms_api.forms.catalogue import FORMS
from forms_api.pages.page import page


def init_app(app: Flask) -> None:
    """Add the page."""
    app.add_url_rule("/forms/", "form_list", form_list)


def form_list() -> Response:
    """List the forms."""
    return page(_("网上办理"), "forms.html", forms=FORMS)
