"""How the citizen is called back, and whether they hand in for somebody else: questions that most forms share.

In: nothing. Out: a form to stand on, and its groups. The forms that call back import this.
"""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, ValidationError
from wtforms.fields import Field

from forms_api.forms.choices import CALL_AT, FOR_WHOM, HELP_NEEDED, RELATIONS, SOMEBODY_ELSE
from forms_api.forms.fields import box, callable_number, checks, choice, line, needed, only_when, phone_line, radios
from forms_api.forms.submission_form import Group, SubmissionForm


def _name(form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("请填写称呼，方便我们称呼您，如“张女士”。"))


class ContactForm(SubmissionForm):
    """A form whose citizen is called back."""

    for_whom = radios(lazy_gettext("这件事是谁的？"), FOR_WHOM, required=False)
    other_name = line(
        lazy_gettext("怎样称呼当事人"),
        only_when("for_whom", SOMEBODY_ELSE, needed),
        hint=lazy_gettext("您替谁办，就写谁，如“王大爷”。"),
        required=False,
    )
    relation = choice(
        lazy_gettext("您和当事人的关系"), RELATIONS, only_when("for_whom", SOMEBODY_ELSE, needed), required=False
    )
    may_call_other = box(lazy_gettext("可以直接联系当事人本人"))
    under_14 = box(lazy_gettext("当事人未满十四周岁"))
    guardian = line(
        lazy_gettext("监护人的称呼"),
        only_when("under_14", True, needed),
        hint=lazy_gettext("未满十四周岁的，要由父母或其他监护人同意。请写监护人的称呼。"),
        required=False,
    )
    name = line(
        lazy_gettext("称呼"), _name, hint=lazy_gettext("我们怎样称呼您，如“张女士”。不必写全名。"), autocomplete="name"
    )
    phone = phone_line(
        lazy_gettext("联系电话"),
        callable_number,
        hint=lazy_gettext("手机号，或区号加座机号。写您接电话安全、方便的号码。"),
    )
    call_at = choice(lazy_gettext("什么时候方便接电话"), CALL_AT, required=False)
    may_say_who = box(
        lazy_gettext("打电话时可以说明是公共法律服务中心"), hint=lazy_gettext("怕家里人或旁人知道，就不要勾选。")
    )
    may_text = box(lazy_gettext("可以发短信告诉我进度"), hint=lazy_gettext("短信不写您办的是什么事。"))
    help_needed = checks(lazy_gettext("需要什么帮助"), HELP_NEEDED)
    town = choice(lazy_gettext("所在乡镇"))


WHOSE = Group(
    "whose",
    lazy_gettext("谁的事"),
    ("for_whom", "other_name", "relation", "may_call_other", "under_14", "guardian"),
    lazy_gettext("替父母、孩子、邻居办也可以。是自己的事，直接点“下一步”；未满十四周岁的，请在下面勾选。"),
)
CONTACT = Group(
    "contact",
    lazy_gettext("怎样联系您"),
    ("name", "phone", "call_at", "may_say_who", "may_text", "help_needed"),
)
