"""人民调解申请: what happened, with whom, and whether the application may go to a mediation committee.

In: form data. Out: a `MediationRequest`. `catalogue.py` lists this form.
"""

from dataclasses import replace

from flask_babel import lazy_gettext

from content_model.vocabulary import Topic
from forms_api.forms.choices import TOPICS
from forms_api.forms.contact import CONTACT, WHOSE, ContactForm
from forms_api.forms.fields import area, choice, line, needed, phone_line, plausible_number, short_enough, told
from forms_api.forms.submission_form import FORWARD, GUARDIAN, PROCESSING, SENSITIVE, Group
from forms_api.store.matter import MediationRequest

WISH_LENGTH = 500
NOT_MEDIATED = {Topic.CRIMINAL, Topic.ADMINISTRATIVE}  # 人民调解法 art. 2: 民间纠纷 only
MEDIATED = [(topic, label) for topic, label in TOPICS if topic not in NOT_MEDIATED]
# 个人信息保护法 art. 23: the committee is somebody else; who does not tick is called first, so nobody is turned away.
TO_COMMITTEE = replace(
    FORWARD,
    sentence=lazy_gettext(
        "我单独同意把这份申请转给人民调解委员会，由调解员联系对方。对方会知道您申请了调解。"
        "转给哪一家、怎样联系，我们打电话告诉您。不勾选，我们就先打电话和您商量，不转、也不联系对方。"
    ),
)


class MediationForm(ContactForm):
    """人民调解申请."""

    class Meta(ContactForm.Meta):
        """How WTForms makes the token."""

        form_name = "mediation"

    title = lazy_gettext("人民调解申请")
    purpose = lazy_gettext("不收任何费用。邻里、家庭、欠款、摔伤碰伤这些纠纷，请调解员帮双方坐下来谈。")
    makes = MediationRequest
    quick_exit = True
    boxes = (PROCESSING, SENSITIVE, TO_COMMITTEE, GUARDIAN)
    groups = (
        Group(
            "matter",
            lazy_gettext("您的事"),
            ("content", "topic", "town"),
            points=(
                lazy_gettext("正在打人、有人受威胁：马上打 110，不要等调解。"),
                lazy_gettext("家里有人打您、吓唬您：不用和他谈，您有权拒绝调解。请先打法律服务热线，问怎样保护自己。"),
                lazy_gettext("调解要双方都愿意。没谈成，您还可以去法院。"),
            ),
        ),
        Group("other", lazy_gettext("对方和您的想法"), ("other_side", "other_side_phone", "tried", "wish")),
        WHOSE,
        CONTACT,
    )

    content = area(
        lazy_gettext("发生了什么"), told, hint=lazy_gettext("什么时候、和谁、因为什么。有借条、合同、照片，也写上。")
    )
    topic = choice(lazy_gettext("是哪一类纠纷"), MEDIATED, hint=lazy_gettext("拿不准就选“其他”。"))
    other_side = line(
        lazy_gettext("对方是谁"), needed, hint=lazy_gettext("怎样称呼、和您什么关系、住在哪里，知道多少写多少。")
    )
    other_side_phone = phone_line(
        lazy_gettext("对方的电话"), plausible_number, hint=lazy_gettext("不知道就不填。"), required=False
    )
    tried = line(
        lazy_gettext("已经找过谁"), hint=lazy_gettext("比如村干部、派出所、法院；没找过就不填。"), required=False
    )
    wish = area(lazy_gettext("您希望怎样解决"), short_enough(WISH_LENGTH), required=False, rows=3)
