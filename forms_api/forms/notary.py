"""公证咨询: what is to be notarised, and where the deed will be used.

In: form data. Out: a `NotaryInquiry`. `catalogue.py` lists this form.
"""

from dataclasses import replace

from flask_babel import lazy_gettext

from forms_api.forms.contact import CONTACT, WHOSE, ContactForm
from forms_api.forms.fields import Choice, area, choice, radios, told
from forms_api.forms.submission_form import FORWARD, GUARDIAN, PROCESSING, SENSITIVE, Group
from forms_api.store.matter import NotaryInquiry

# The acts of 公证法 art. 11 that people ask for, in their words.
ACTS: list[Choice] = [
    ("遗嘱", lazy_gettext("立遗嘱")),
    ("继承", lazy_gettext("办继承")),
    ("委托", lazy_gettext("写委托书")),
    ("赠与或声明", lazy_gettext("赠与、声明")),
    ("财产分割", lazy_gettext("分财产")),
    ("合同", lazy_gettext("合同、借款、还款协议")),
    ("婚姻、亲属、收养", lazy_gettext("婚姻、亲属、收养关系")),
    ("出生、学历等", lazy_gettext("出生、生存、死亡、学历、有无犯罪记录等")),
    ("保全证据", lazy_gettext("保全证据")),
    ("签名或复印件", lazy_gettext("签名、复印件属实")),
    ("其他", lazy_gettext("其他，或者说不清")),
]
USED_WHERE: list[Choice] = [
    ("本省", lazy_gettext("本省")),
    ("外省", lazy_gettext("国内别的省")),
    ("港澳台", lazy_gettext("香港、澳门、台湾")),
    ("国外", lazy_gettext("国外")),
    ("还不知道", lazy_gettext("还不知道")),
]
# 个人信息保护法 art. 23: a notary office is somebody else than the bureau.
TO_NOTARY = replace(
    FORWARD,
    sentence=lazy_gettext("单独同意把我的问题和电话转给公证处，由公证员答复我。不勾选，就由本单位的人员答复。"),
)


class NotaryForm(ContactForm):
    """公证咨询."""

    class Meta(ContactForm.Meta):
        """How WTForms makes the token."""

        form_name = "notary"

    title = lazy_gettext("公证咨询")
    purpose = lazy_gettext("先问清带什么、怎么收费、多久拿到，再去公证处，少跑路。")
    makes = NotaryInquiry
    boxes = (PROCESSING, SENSITIVE, TO_NOTARY, GUARDIAN)
    groups = (
        Group(
            "matter",
            lazy_gettext("要办什么公证"),
            ("act", "used_where", "content", "town"),
            lazy_gettext("这里只答复咨询，不是正式申请。正式办理要到公证处。"),
        ),
        WHOSE,
        CONTACT,
    )

    act = choice(
        lazy_gettext("公证什么"),
        ACTS,
        hint=lazy_gettext("遗嘱、生存、收养关系这些，要本人去办，别人不能代办。"),
    )
    used_where = radios(lazy_gettext("公证书用在哪里"), USED_WHERE, hint=lazy_gettext("要交给哪里，就选哪里。"))
    content = area(lazy_gettext("说说情况"), told, hint=lazy_gettext("为什么要办、手里有哪些材料、想问什么。"), rows=6)
