"""查询进度: the number, and the query code or else the telephone, as people copy them.

In: form data. Out: what was typed, cleaned, and what is wrong with it. The status pages import this.
"""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, StringField, ValidationError
from wtforms.fields import Field, HiddenField

from forms_api.forms.fields import line, phone_line, plausible_number
from forms_api.store.receipts import parse_code, parse_number
from forms_api.typed_text import clean, one_line


def _number(form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("请填写受理编号，它印在回执上，如 ZX-20261121-7K3QXM。"))
    if not parse_number(field.data):
        raise ValidationError(_("受理编号不完整，或者抄错了一位。请对照回执再填一次，如 ZX-20261121-7K3QXM。"))


def _code(form: Form, field: Field) -> None:
    if not field.data and not form["phone"].data:
        raise ValidationError(_("请填写查询码，它印在回执上受理编号的下面；没有查询码，就填提交时留的电话。"))
    if field.data and not parse_code(field.data):
        raise ValidationError(_("查询码应当是 8 个数字或字母。请对照回执再填一次。"))


def _phone(form: Form, field: Field) -> None:
    if not form["code"].data:  # who has the code needs no telephone
        plausible_number(form, field)


class StatusForm(Form):
    """查询进度; it changes nothing, so it carries no token.

    `kept` holds what was written about a submission when the time to do so was over; it travels along.
    """

    class Meta:
        """Keep WTForms' own messages out."""

        locales = False

    number: Any = StringField(filters=[one_line], validators=[_number])
    code = line(lazy_gettext("查询码"), _code, hint=lazy_gettext("8 个数字或字母。"))
    phone = phone_line(
        lazy_gettext("没有查询码，填提交时留的电话"),
        _phone,
        hint=lazy_gettext("用电话只能看进度，看不到答复。"),
        required=False,
    )
    kept = HiddenField(filters=[clean])

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """What is wrong: (id of the field, message)."""
        return [(field.id, str(field.errors[0])) for field in self if field.errors]
