"""The forms: their fields, and what is wrong with what was typed, said kindly.

In: the request's form data. Out: WTForms forms with cleaned data and messages that name the cure.
The pages import this. WTForms' own messages are never shown.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, StringField, TextAreaField, ValidationError
from wtforms.fields import Field, HiddenField

from content_model.vocabulary import Topic
from forms_api.pages.form_token import FormToken, Signatures
from forms_api.store.receipts import parse_code, parse_number
from forms_api.typed_text import clean, is_telephone, one_line, telephone

NAME_LENGTH = 30
CONTENT_LENGTH = range(5, 5001)
REASON_LENGTH = 500
SHOWN_LENGTH = 30
NO_TOWN = "其他/不便说明"

# The vocabulary once more, so that gettext finds it; a test compares.
TOPIC_LABELS = {
    Topic.LABOUR: lazy_gettext("劳动工资"),
    Topic.FAMILY: lazy_gettext("婚姻家庭"),
    Topic.INHERITANCE: lazy_gettext("继承"),
    Topic.DEBT: lazy_gettext("借贷债务"),
    Topic.TRAFFIC: lazy_gettext("交通事故"),
    Topic.CONSUMER: lazy_gettext("消费购物"),
    Topic.HOUSING: lazy_gettext("房屋物业"),
    Topic.LAND: lazy_gettext("土地征收"),
    Topic.INJURY: lazy_gettext("人身损害"),
    Topic.MINORS: lazy_gettext("未成年人"),
    Topic.ELDERS: lazy_gettext("老年人"),
    Topic.ONLINE: lazy_gettext("网络与个人信息"),
    Topic.CRIMINAL: lazy_gettext("刑事"),
    Topic.ADMINISTRATIVE: lazy_gettext("行政争议"),
    Topic.OTHER: lazy_gettext("其他"),
}

Rule = Callable[[Form, Field], None]
Choice = tuple[str, str]  # value, label


class TokenForm(Form):
    """A form that carries a signed idempotency key."""

    class Meta:
        """How WTForms makes the token."""

        csrf = True
        csrf_class = FormToken
        csrf_field_name = "token"
        locales = False

    def __init__(self, typed: MultiDict[str, str] | None, signatures: Signatures, **start: Any) -> None:
        super().__init__(typed, data=start, meta={"csrf_context": signatures})

    @property
    def key(self) -> str | None:
        """The idempotency key that came with the form; None without a good token."""
        token: Any = self["token"]
        key: str | None = token.csrf_impl.key_of(token)
        return key

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """What is wrong: (id of the field, message), without the token."""
        return [(field.id, str(field.errors[0])) for field in self if field.errors and field.name != "token"]


def _text(field: type[StringField] | type[TextAreaField], filter_: Callable[[str | None], str], *rules: Rule) -> Any:
    return field(filters=[filter_], validators=list(rules))


def _topic(form: Form, field: Field) -> None:
    if field.data not in set(Topic):
        raise ValidationError(_("请选择咨询类别；拿不准，可以选“其他”。"))


def _helpful(form: Form, field: Field) -> None:
    if field.data not in ("yes", "no"):
        raise ValidationError(_("请选择“有”或“没有”。"))


def _name(form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("请填写称呼，方便我们称呼您，如“张女士”。"))
    if len(field.data) > NAME_LENGTH:
        raise ValidationError(_("称呼有 %(count)s 个字，最多 30 个字，请写短一些。", count=len(field.data)))


def _phone(form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("请填写联系电话，方便我们回复您。"))
    if not is_telephone(field.data):
        shown = field.data if len(field.data) <= SHOWN_LENGTH else field.data[:SHOWN_LENGTH] + "……"
        raise ValidationError(
            _(
                "联系电话“%(phone)s”不像电话号码，请填 11 位手机号，或区号加座机号，如 0571-88880000。",
                phone=shown,
            )
        )


def _content(form: Form, field: Field) -> None:
    count = len(field.data)
    if count < CONTENT_LENGTH.start:
        raise ValidationError(_("请写下您想问什么，至少 5 个字。"))
    if count >= CONTENT_LENGTH.stop:
        raise ValidationError(
            _("您想问的内容有 %(count)s 个字，最多 5000 个字。请写短一些，细节可以在电话里说。", count=count)
        )


def _consent(form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("请勾选“同意”，我们才能用这些信息答复您。不想留下信息，也可以直接打电话咨询。"))


def _reason(form: Form, field: Field) -> None:
    if len(field.data) > REASON_LENGTH:
        raise ValidationError(_("原因有 %(count)s 个字，最多 500 个字，请写短一些。", count=len(field.data)))


def _stars(form: Form, field: Field) -> None:
    if field.data not in ("", "1", "2", "3", "4", "5"):
        raise ValidationError(_("星级请从 1 颗星到 5 颗星里选，也可以不选。"))


def _number(form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("请填写受理编号，它印在回执上，如 ZX-20261121-7K3QXM。"))
    if not parse_number(field.data):
        raise ValidationError(_("受理编号不完整，或者抄错了一位。请对照回执再填一次，如 ZX-20261121-7K3QXM。"))


def _code(form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("请填写查询码，它印在回执上受理编号的下面。"))
    if not parse_code(field.data):
        raise ValidationError(_("查询码应当是 8 个数字或字母。请对照回执再填一次。"))


class ConsultationForm(TokenForm):
    """法律咨询."""

    class Meta(TokenForm.Meta):
        """How WTForms makes the token."""

        form_name = "consultation"

    name = _text(StringField, one_line, _name)
    phone = _text(StringField, telephone, _phone)
    town = _text(StringField, one_line)
    topic = _text(StringField, one_line, _topic)
    content = _text(TextAreaField, clean, _content)
    consent = BooleanField(validators=[_consent])
    page = HiddenField(filters=[one_line])

    def __init__(
        self, typed: MultiDict[str, str] | None, signatures: Signatures, towns: Iterable[str], **start: Any
    ) -> None:
        super().__init__(typed, signatures, **start)
        self.towns: list[Choice] = [(town, town) for town in towns] + [(NO_TOWN, _("其他/不便说明"))]
        self.topics: list[Choice] = [(topic.value, str(label)) for topic, label in TOPIC_LABELS.items()]

    def validate_town(self, field: Field) -> None:
        """Accept the towns offered; WTForms finds this rule by its name."""
        if field.data not in {value for value, _label in self.towns}:
            raise ValidationError(_("请选择所在乡镇；不便说明，可以选“其他/不便说明”。"))


class RatingForm(TokenForm):
    """满意度评价: the whole form."""

    class Meta(TokenForm.Meta):
        """How WTForms makes the token."""

        form_name = "rating"

    page = HiddenField(filters=[one_line])
    helpful = _text(StringField, one_line, _helpful)
    stars = _text(StringField, one_line, _stars)
    reason = _text(TextAreaField, clean, _reason)


class StarsForm(TokenForm):
    """满意度评价: stars and a reason, added to a rating; the token holds the rating's key."""

    class Meta(TokenForm.Meta):
        """How WTForms makes the token."""

        form_name = "stars"

    stars = _text(StringField, one_line, _stars)
    reason = _text(TextAreaField, clean, _reason)


class StatusForm(Form):
    """查询进度; it changes nothing, so it carries no token."""

    class Meta:
        """Keep WTForms' own messages out."""

        locales = False

    number = _text(StringField, one_line, _number)
    code = _text(StringField, one_line, _code)

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """What is wrong: (id of the field, message)."""
        return [(field.id, str(field.errors[0])) for field in self if field.errors]
