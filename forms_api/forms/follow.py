"""What a citizen can do about a submission that they have looked up: add, not solved, rate, and what needs no answer.

In: form data, signatures, the name of the lookup. Out: cleaned answers. The pages of what comes after import this.
"""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField, ValidationError
from wtforms.fields import Field

from forms_api.forms.fields import CONTENT_LENGTH, area, short_enough, told
from forms_api.forms.form_token import Signatures
from forms_api.forms.rating import reason_rule
from forms_api.forms.token_form import TokenForm
from forms_api.typed_text import one_line


def _stars(form: Form, field: Field) -> None:
    if field.data not in ("1", "2", "3", "4", "5"):
        raise ValidationError(_("请选 1 颗到 5 颗星。"))


class FollowForm(TokenForm):
    """A form on the page of one lookup: its token is good for this lookup only. On its own, a button."""

    def __init__(self, typed: MultiDict[str, str] | None, signatures: Signatures, lookup: str, **start: Any) -> None:
        meta = {"csrf_context": signatures, "form_name": f"follow/{lookup}"}
        Form.__init__(self, typed, data=start, meta=meta)


class AddForm(FollowForm):
    """补充情况."""

    more = area(
        lazy_gettext("补充情况"), told, hint=lazy_gettext("想起了什么、又发生了什么，写在这里，承办人会看到。"), rows=5
    )


class UnsolvedForm(FollowForm):
    """没有解决."""

    why = area(
        lazy_gettext("哪里还没有解决"),
        short_enough(CONTENT_LENGTH.stop - 1),
        hint=lazy_gettext("写了，承办人就知道从哪里接着办。"),
        required=False,
        rows=4,
    )


class CaseRatingForm(FollowForm):
    """评价 of the answer 一案一评."""

    stars: Any = StringField(filters=[one_line], validators=[_stars])
    reason = area(lazy_gettext("原因"), reason_rule, required=False, rows=3)
