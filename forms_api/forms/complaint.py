"""投诉: against whom, about what, and what is wanted; first of all, what is a 投诉 and what a 信访.

In: form data. Out: a `Complaint`. `catalogue.py` lists this form.
A complaint is taken without a name as well: the answer is then read with number and query code.
"""

from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import ValidationError
from wtforms.fields import Field

from forms_api.clock import beijing_day
from forms_api.forms.contact import WHOSE, ContactForm
from forms_api.forms.day import day_line, read_day
from forms_api.forms.fields import (
    Choice,
    area,
    box,
    choice,
    line,
    needed,
    phone_line,
    plausible_number,
    short_enough,
    told,
)
from forms_api.forms.submission_form import FORWARD, GUARDIAN, PROCESSING, SENSITIVE, Group
from forms_api.store.matter import Complaint
from forms_api.store.receipts import parse_number
from forms_api.typed_text import one_line

WISH_LENGTH = 500
AGAINST: list[Choice] = [
    ("律师", lazy_gettext("律师、律师事务所")),
    ("公证", lazy_gettext("公证员、公证处")),
    ("法律援助", lazy_gettext("法律援助的律师、工作人员")),
    ("基层法律服务", lazy_gettext("基层法律服务工作者")),
    ("司法鉴定", lazy_gettext("司法鉴定机构、鉴定人")),
    ("人民调解", lazy_gettext("人民调解员、调解委员会")),
    ("窗口和站点", lazy_gettext("法律服务中心、站点的工作人员")),
    ("热线", lazy_gettext("接热线电话的人员")),
    ("其他", lazy_gettext("其他，或者说不清")),
]

TO_OTHERS = replace(
    FORWARD,
    sentence=lazy_gettext("单独同意：这件事该别的单位管的，把它转过去，并告诉我转给了谁。不勾选，就只告诉我该找谁。"),
)


def receipt_number(typed: str | None) -> str:
    """Give a receipt number its one shape; what is none comes back cleaned and otherwise as typed."""
    kept = one_line(typed)
    return parse_number(kept) or kept


class ComplaintForm(ContactForm):
    """投诉."""

    class Meta(ContactForm.Meta):
        """How WTForms makes the token."""

        form_name = "complaint"

    title = lazy_gettext("投诉")
    purpose = lazy_gettext("律师、公证、法律援助、鉴定、调解的服务，或者我们的工作人员有不对的地方，请告诉我们。")
    makes = Complaint
    boxes = (PROCESSING, SENSITIVE, TO_OTHERS, GUARDIAN)
    groups = (
        Group(
            "about",
            lazy_gettext("投诉谁"),
            ("against_kind", "against", "about_receipt", "happened_on"),
            points=(
                lazy_gettext("投诉：说的是某次法律服务、某个人做得不对。在这里填。"),
                lazy_gettext(
                    "信访：向各级机关、单位反映别的情况，提建议、意见或者请求。请找信访部门，网络、书信、电话、上门都可以。"
                ),
                lazy_gettext(
                    "不服判决、仲裁或者政府部门的决定：请看文书最后写的办法和期限。投诉、信访都不会延长这些期限。"
                ),
                lazy_gettext("分不清没关系，照样填。我们帮您分，告诉您该找谁。"),
            ),
        ),
        Group("matter", lazy_gettext("什么事"), ("content", "wish")),
        WHOSE,
        Group(
            "contact",
            lazy_gettext("怎样联系您"),
            ("name", "phone", "hide_name", "call_at", "may_say_who", "may_text", "help_needed"),
            lazy_gettext(
                "只有办投诉的工作人员看得到您的称呼和电话；被投诉的人不办这件投诉。"
                "不留也登记，只是我们没法问您、也没法给您回话，要凭受理编号和查询码在网上看答复。"
            ),
        ),
    )

    against_kind = choice(lazy_gettext("投诉哪一类服务"), AGAINST, hint=lazy_gettext("拿不准就选“其他”。"))
    against = line(
        lazy_gettext("投诉的人或单位"),
        needed,
        hint=lazy_gettext("如“某某律师事务所王律师”。不知道姓名，写哪个单位、哪个窗口。"),
    )
    about_receipt = line(
        lazy_gettext("和哪份受理编号有关"),
        hint=lazy_gettext("在我们这里办过、手里有回执的才填，如 ZX-20261121-7K3QXM。"),
        required=False,
        filter_=receipt_number,
    )
    happened_on = day_line(
        lazy_gettext("哪一天的事"),
        hint=lazy_gettext("如 2026-11-03。记不清就不填，在下一步写个大概。"),
        required=False,
    )
    content = area(
        lazy_gettext("发生了什么"), told, hint=lazy_gettext("谁、做了什么、手里有什么凭据。照实写，不夸大。")
    )
    wish = area(lazy_gettext("您希望怎样处理"), short_enough(WISH_LENGTH), required=False, rows=3)
    name = line(lazy_gettext("称呼"), required=False, autocomplete="name")
    phone = phone_line(
        lazy_gettext("联系电话"),
        plausible_number,
        hint=lazy_gettext("手机号，或区号加座机号。写您接电话安全、方便的号码。"),
        required=False,
    )
    hide_name = box(
        lazy_gettext("不要把我是谁告诉被投诉的人"),
        hint=lazy_gettext("有的事不说出是谁就查不了，那时我们先打电话问您。"),
    )
    town = None  # the desk does not need it

    def validate_about_receipt(self, asked: Field) -> None:
        """Want a whole receipt number or none; WTForms finds this rule by its name."""
        if asked.data and not parse_number(asked.data):
            raise ValidationError(
                _("受理编号不完整，或者抄错了一位。请对照回执再填一次，如 ZX-20261121-7K3QXM；找不到回执，就空着。")
            )

    def validate_happened_on(self, asked: Field) -> None:
        """Want a day that has come, or none; WTForms finds this rule by its name."""
        if asked.data and (day := read_day(asked)) > self.around.today:
            raise ValidationError(_("%(day)s还没有到，请写已经过去的日子；记不清，就空着。", day=beijing_day(day)))
