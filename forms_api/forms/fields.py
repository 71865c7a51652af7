"""The kinds of field, and the rules that many forms share, with messages that name the cure.

In: labels, hints, rules. Out: WTForms fields whose data is cleaned. WTForms' own messages are never shown.
The forms import this. Labels and hints are lazy: they are spoken in the language of the request.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, Form, StringField, TextAreaField, ValidationError
from wtforms.fields import Field

from forms_api.typed_text import clean, is_telephone, one_line, telephone

NAME_LENGTH = 30
LINE_LENGTH = 100
CONTENT_LENGTH = range(5, 5001)
SHOWN_LENGTH = 30

Rule = Callable[[Form, Field], None]
Choice = tuple[str, Any]  # the word that is stored, and the lazy label that is shown


class OneOfList(StringField):
    """One answer from a list that folds out; `choices` may be set anew by the form."""

    def __init__(self, label: Any, validators: list[Rule], choices: list[Choice], **how: Any) -> None:
        super().__init__(label, validators, filters=[one_line], **how)
        self.choices = choices


class OneOfButtons(OneOfList):
    """One answer from buttons that all stand there."""


class AnyOfBoxes(Field):
    """As many answers as fit, from boxes that all stand there; `data` is a list of words."""

    def __init__(self, label: Any, validators: list[Rule], choices: list[Choice], **how: Any) -> None:
        super().__init__(label, validators, **how)
        self.choices = choices

    def process_data(self, value: Any) -> None:
        """Start with what the form was made with."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take every box that was ticked, once."""
        self.data = list(dict.fromkeys(one_line(value) for value in valuelist))


def line(
    label: Any,
    *rules: Rule,
    hint: Any = "",
    required: bool = True,
    filter_: Callable[[str | None], str] = one_line,
    autocomplete: str = "off",
    inputmode: str = "text",
    type_: str = "text",
) -> Any:
    """Make a field of one line."""
    how = {"autocomplete": autocomplete, "inputmode": inputmode, "type": type_, "required": required}
    checks = [*rules, _not_too_long]
    return StringField(label, filters=[filter_], validators=checks, description=hint, render_kw=how)


def phone_line(label: Any, *rules: Rule, hint: Any = "", required: bool = True) -> Any:
    """Make a field for a telephone number, kept in its one shape."""
    how = {"autocomplete": "tel", "inputmode": "tel", "type": "tel", "required": required}
    return StringField(label, filters=[telephone], validators=list(rules), description=hint, render_kw=how)


def area(label: Any, *rules: Rule, hint: Any = "", required: bool = True, rows: int = 8) -> Any:
    """Make a field of several lines."""
    how = {"rows": rows, "required": required}
    return TextAreaField(label, filters=[clean], validators=list(rules), description=hint, render_kw=how)


def choice(label: Any, choices: Iterable[Choice] = (), *rules: Rule, hint: Any = "", required: bool = True) -> Any:
    """Make a list to choose one from; choices known only at run time are set by the form."""
    return _choosing(OneOfList, label, choices, rules, hint, required)


def radios(label: Any, choices: Iterable[Choice] = (), *rules: Rule, hint: Any = "", required: bool = True) -> Any:
    """Make buttons to choose one from."""
    return _choosing(OneOfButtons, label, choices, rules, hint, required)


def checks(label: Any, choices: Iterable[Choice] = (), *rules: Rule, hint: Any = "", required: bool = False) -> Any:
    """Make boxes to tick as many as fit."""
    return _choosing(AnyOfBoxes, label, choices, rules, hint, required)


def box(label: Any, *rules: Rule, hint: Any = "", required: bool = False) -> Any:
    """Make one box to tick; nothing is ever ticked beforehand."""
    return BooleanField(label, validators=list(rules), description=hint, render_kw={"required": required})


def _choosing(
    field: type[OneOfList] | type[AnyOfBoxes],
    label: Any,
    choices: Iterable[Choice],
    rules: Iterable[Rule],
    hint: Any,
    required: bool,
) -> Any:
    return field(
        label,
        [_offered, *rules],
        list(choices),
        description=hint,
        render_kw={"required": required},
    )


def _offered(form: Form, field: Field) -> None:
    """Accept what was offered, and nothing at all where nothing is needed."""
    offered = {value for value, _label in field.choices}  # type: ignore[attr-defined]  # only such come here
    typed = field.data if isinstance(field.data, list) else [field.data] if field.data else []
    if not typed and (field.render_kw or {}).get("required"):
        raise ValidationError(_("“%(field)s”还没有选，请选一项。", field=field.label.text))
    if not set(typed) <= offered:
        field.data = [] if isinstance(field.data, list) else ""
        raise ValidationError(_("“%(field)s”里没有这个选项，请重新选一次。", field=field.label.text))


def _not_too_long(form: Form, field: Field) -> None:
    short_enough(NAME_LENGTH if field.name == "name" else LINE_LENGTH)(form, field)


def needed(form: Form, field: Field) -> None:
    """Want something in the field."""
    if not field.data:
        raise ValidationError(_("请填写“%(field)s”。", field=field.label.text))


def only_when(other: str, value: object, rule: Rule) -> Rule:
    """Apply a rule only when another field holds `value`."""

    def checked(form: Form, field: Field) -> None:
        data = form[other].data
        if data == value or (isinstance(data, list) and value in data):
            rule(form, field)

    return checked


def callable_number(form: Form, field: Field) -> None:
    """Want a telephone number that can be called back."""
    if not field.data:
        raise ValidationError(_("请填写联系电话，方便我们回复您。"))
    plausible_number(form, field)


def plausible_number(form: Form, field: Field) -> None:
    """Want a telephone number or nothing."""
    if field.data and not is_telephone(field.data):
        shown = field.data if len(field.data) <= SHOWN_LENGTH else field.data[:SHOWN_LENGTH] + "……"
        raise ValidationError(
            _(
                "“%(phone)s”不像电话号码，请填 11 位手机号，或区号加座机号，如 0571-88880000。",
                phone=shown,
            )
        )


def told(form: Form, field: Field) -> None:
    """Want at least five characters and at most 5,000."""
    count = len(field.data or "")
    if count < CONTENT_LENGTH.start:
        raise ValidationError(_("请写“%(field)s”，至少 5 个字。", field=field.label.text))
    if count >= CONTENT_LENGTH.stop:
        raise ValidationError(
            _(
                "“%(field)s”有 %(count)s 个字，最多 5000 个字。请写短一些，细节可以在电话里说。",
                field=field.label.text,
                count=count,
            )
        )


def short_enough(longest: int) -> Rule:
    """Want at most `longest` characters, or none."""

    def checked(form: Form, field: Field) -> None:
        if len(field.data or "") > longest:
            raise ValidationError(
                _(
                    "“%(field)s”有 %(count)s 个字，最多 %(longest)s 个字，请写短一些。",
                    field=field.label.text,
                    count=len(field.data),
                    longest=longest,
                )
            )

    return checked
