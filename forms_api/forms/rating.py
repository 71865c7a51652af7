"""评价 of a page: the whole form, and stars added to a click.

In: form data. Out: cleaned answers. The rating page imports this.
"""

from typing import Any

from flask_babel import gettext as _
from wtforms import Form, StringField, TextAreaField, ValidationError
from wtforms.fields import Field, HiddenField

from forms_api.forms.token_form import TokenForm
from forms_api.typed_text import clean, one_line

REASON_LENGTH = 500


def _helpful(form: Form, field: Field) -> None:
    if field.data not in ("yes", "no"):
        raise ValidationError(_("请选择“有”或“没有”。"))


def reason_rule(form: Form, field: Field) -> None:
    """Want at most 500 characters."""
    if len(field.data) > REASON_LENGTH:
        raise ValidationError(_("原因有 %(count)s 个字，最多 500 个字，请写短一些。", count=len(field.data)))


def stars_rule(form: Form, field: Field) -> None:
    """Want one to five stars, or none."""
    if field.data not in ("", "1", "2", "3", "4", "5"):
        raise ValidationError(_("星级请从 1 颗星到 5 颗星里选，也可以不选。"))


def _stars() -> Any:
    return StringField(filters=[one_line], validators=[stars_rule])


def _reason() -> Any:
    return TextAreaField(filters=[clean], validators=[reason_rule])


class RatingForm(TokenForm):
    """满意度评价: the whole form."""

    class Meta(TokenForm.Meta):
        """How WTForms makes the token."""

        form_name = "rating"

    page = HiddenField(filters=[one_line])
    helpful: Any = StringField(filters=[one_line], validators=[_helpful])
    stars = _stars()
    reason = _reason()


class StarsForm(TokenForm):
    """满意度评价: stars and a reason, added to a rating; the token holds the rating's key."""

    class Meta(TokenForm.Meta):
        """How WTForms makes the token."""

        form_name = "stars"

    stars = _stars()
    reason = _reason()
