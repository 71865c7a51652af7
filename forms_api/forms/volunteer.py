"""普法志愿者报名: what somebody can do for legal education, and when.

In: form data. Out: a `VolunteerApplication`. `catalogue.py` lists this form.
"""

from dataclasses import replace

from flask_babel import lazy_gettext

from forms_api.forms.contact import ContactForm
from forms_api.forms.fields import Choice, area, box, checks, choice, line, needed, short_enough
from forms_api.forms.submission_form import GUARDIAN, PROCESSING, Group, SubmissionForm
from forms_api.store.matter import VolunteerApplication

WORDS_LENGTH = 1000
SKILLS: list[Choice] = [
    ("讲课", lazy_gettext("讲法律课、讲故事")),
    ("写作或拍视频", lazy_gettext("写文章、画画、拍视频")),
    ("文艺表演", lazy_gettext("唱戏、说书、演小品")),
    ("劝和", lazy_gettext("劝和、拉家常")),
    ("教用手机", lazy_gettext("教老人用手机、填表")),
    ("本地话", lazy_gettext("用本地话讲")),
    ("手语", lazy_gettext("手语")),
    ("外语", lazy_gettext("外语")),
    ("活动帮忙", lazy_gettext("搬桌椅、发材料、照相")),
    ("其他", lazy_gettext("其他")),
]
TIMES: list[Choice] = [
    ("工作日白天", lazy_gettext("工作日白天")),
    ("工作日晚上", lazy_gettext("工作日晚上")),
    ("周末", lazy_gettext("周末")),
    ("寒暑假", lazy_gettext("寒暑假")),
    ("说不定", lazy_gettext("说不定，先联系我")),
]
# 个人信息保护法 art. 31: a child may help too, if its parents know and agree.
OF_A_CHILD = replace(
    GUARDIAN,
    sentence=lazy_gettext(
        "报名的人未满十四周岁。我是他/她的父母或其他监护人，同意他/她报名，也同意为这件事使用他/她的信息。"
    ),
    mistake=lazy_gettext(
        "报名的人未满十四周岁，要由父母或其他监护人勾选同意。监护人不能来填，可以打电话或到窗口报名。"
    ),
)


class VolunteerForm(SubmissionForm):
    """普法志愿者报名."""

    class Meta(SubmissionForm.Meta):
        """How WTForms makes the token."""

        form_name = "volunteer"

    title = lazy_gettext("普法志愿者报名")
    purpose = lazy_gettext("愿意帮乡亲学法、懂法，就来报名。不用是律师，能讲、能写、能陪老人填表都行。")
    makes = VolunteerApplication
    boxes = (PROCESSING, OF_A_CHILD)
    asks = False
    groups = (
        Group("skills", lazy_gettext("您能做什么"), ("skills", "times", "occupation", "town", "content")),
        Group(
            "contact",
            lazy_gettext("怎样联系您"),
            ("name", "under_14", "guardian", "phone", "call_at", "may_text"),
            lazy_gettext("未满十八周岁的，请先和家长商量好，留家长的电话。"),
        ),
    )

    skills = checks(lazy_gettext("能做什么"), SKILLS, hint=lazy_gettext("可以选几样。"), required=True)
    times = checks(lazy_gettext("什么时候有空"), TIMES, hint=lazy_gettext("可以选几样。"))
    occupation = line(lazy_gettext("您是做什么的"), needed, hint=lazy_gettext("如“退休教师”“大学生”“在家务农”。"))
    town = choice(lazy_gettext("所在乡镇"))
    content = area(lazy_gettext("还想说什么"), short_enough(WORDS_LENGTH), required=False, rows=4)
    name = ContactForm.name
    under_14 = box(
        lazy_gettext("报名的人未满十四周岁"), hint=lazy_gettext("欢迎孩子报名，要由父母或其他监护人同意、陪着一起来。")
    )
    guardian = ContactForm.guardian
    phone = ContactForm.phone
    call_at = ContactForm.call_at
    may_text = ContactForm.may_text
