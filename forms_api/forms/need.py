"""法律需求征询: which legal services people want, and how; nobody is asked for a name.

In: form data. Out: a `Need`. `catalogue.py` lists this form.
"""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, ValidationError
from wtforms.fields import Field

from content_model.vocabulary import Audience, Channel, ServiceCategory
from forms_api.forms.choices import TOPICS
from forms_api.forms.fields import Choice, area, checks, choice, short_enough
from forms_api.forms.submission_form import PROCESSING, Group, SubmissionForm
from forms_api.store.matter import Need

WORDS_LENGTH = 1000
SERVICES: list[Choice] = [
    (ServiceCategory.CONSULTATION, lazy_gettext("问法律问题")),
    (ServiceCategory.LEGAL_AID, lazy_gettext("请不起律师时的法律援助")),
    (ServiceCategory.MEDIATION, lazy_gettext("调解纠纷")),
    (ServiceCategory.NOTARY, lazy_gettext("公证")),
    (ServiceCategory.LAWYERS, lazy_gettext("找律师、请律师")),
    (ServiceCategory.VILLAGE_ADVISERS, lazy_gettext("村（居）法律顾问到村里来")),
    (ServiceCategory.EDUCATION, lazy_gettext("讲法律课、普法活动")),
    (ServiceCategory.FORENSICS, lazy_gettext("司法鉴定")),
    (ServiceCategory.RECONSIDERATION, lazy_gettext("行政复议")),
    ("其他", lazy_gettext("其他")),
]
WAYS: list[Choice] = [
    (Channel.WINDOW, lazy_gettext("到窗口当面说")),
    (Channel.HOTLINE, lazy_gettext("打电话")),
    (Channel.ONLINE, lazy_gettext("上网、用手机")),
    (Channel.VISIT, lazy_gettext("到家里来")),
    ("讲座", lazy_gettext("到村里、单位开讲座")),
    ("集市", lazy_gettext("赶集时摆摊")),
    ("晚上或周末", lazy_gettext("晚上、周末也能办")),
]
AUDIENCES: list[Choice] = [
    (Audience.MIGRANT_WORKERS, lazy_gettext("在外打工的")),
    (Audience.ELDERS, lazy_gettext("老年人")),
    (Audience.WOMEN, lazy_gettext("妇女")),
    (Audience.MINORS, lazy_gettext("未成年人或家长")),
    (Audience.DISABLED, lazy_gettext("残疾人")),
    (Audience.SOLDIERS, lazy_gettext("军人或军人家属")),
    (Audience.COMPANIES, lazy_gettext("企业、个体户")),
    (Audience.POOR, lazy_gettext("经济困难的")),
    ("其他", lazy_gettext("其他")),
]


def _what_else(form: Form, field: Field) -> None:
    if form["services"].data == ["其他"] and not field.data:
        raise ValidationError(_("您选了“其他”，请在“还想说什么”里写几个字。"))


class NeedForm(SubmissionForm):
    """法律需求征询."""

    class Meta(SubmissionForm.Meta):
        """How WTForms makes the token."""

        form_name = "need"

    title = lazy_gettext("法律需求征询")
    purpose = lazy_gettext("您那里缺什么法律服务，告诉我们，我们照着安排。不用留姓名和电话。")
    makes = Need
    boxes = (PROCESSING,)
    asks = False
    groups = (
        Group(
            "services",
            lazy_gettext("您需要什么"),
            ("services", "ways", "topic"),
            lazy_gettext("这里只收集意见。自己有事要问，请填“法律咨询”，或者打电话。"),
        ),
        Group("who", lazy_gettext("您的情况"), ("town", "audience", "content")),
    )

    services = checks(lazy_gettext("需要哪些服务"), SERVICES, hint=lazy_gettext("可以选几样。"), required=True)
    ways = checks(lazy_gettext("怎样提供最方便"), WAYS, hint=lazy_gettext("可以选几样。"))
    topic = choice(lazy_gettext("最关心哪方面的法律"), TOPICS, required=False)
    town = choice(lazy_gettext("所在乡镇"))
    audience = choice(lazy_gettext("您是"), AUDIENCES, required=False)
    content = area(
        lazy_gettext("还想说什么"),
        _what_else,
        short_enough(WORDS_LENGTH),
        hint=lazy_gettext("请不要写姓名、电话和自己家的私事。"),
        required=False,
        rows=5,
    )
