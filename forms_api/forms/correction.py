"""纠错 (我为网站找错): which page, what is wrong, how it should be.

In: form data, the page that led here. Out: a `Correction`. `catalogue.py` lists this form.
No name and no telephone are needed: the answer is read with number and query code.
"""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, ValidationError
from wtforms.fields import Field

from forms_api.forms.fields import Choice, area, line, phone_line, plausible_number, radios, short_enough
from forms_api.forms.submission_form import PROCESSING, Group, SubmissionForm
from forms_api.store.matter import Correction

WORDS_LENGTH = 2000
FAULTS: list[Choice] = [
    ("文字错误", lazy_gettext("错别字、话说错了")),
    ("内容过时", lazy_gettext("内容过时，电话、地址、规定变了")),
    ("链接打不开", lazy_gettext("链接打不开、图片不显示")),
    ("看不懂", lazy_gettext("看不懂")),
    ("不好用", lazy_gettext("不好用：字太小、点不到、读不出来")),
    ("其他", lazy_gettext("其他")),
]


def _where(form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("请写哪个网页：标题或者网址都行；整个网站都这样，就写“全站”。"))


def _what(form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("请写哪里错了，几个字也行。"))


class CorrectionForm(SubmissionForm):
    """纠错."""

    class Meta(SubmissionForm.Meta):
        """How WTForms makes the token."""

        form_name = "correction"

    title = lazy_gettext("我为网站找错")
    purpose = lazy_gettext("网页上哪里错了、看不懂、不好用，告诉我们，我们来改。自己有事要问，请填“法律咨询”。")
    makes = Correction
    boxes = (PROCESSING,)
    asks = False
    groups = (
        Group("fault", lazy_gettext("网页的问题"), ("where", "fault", "content", "better")),
        Group(
            "contact",
            lazy_gettext("怎样联系您"),
            ("name", "phone"),
            lazy_gettext("可以都不填，直接点“下一步”。凭受理编号和查询码，在网上就能看答复。"),
        ),
    )

    where = line(lazy_gettext("哪个网页"), _where, hint=lazy_gettext("网页的标题或者网址。"))
    fault = radios(lazy_gettext("是什么问题"), FAULTS)
    content = area(lazy_gettext("哪里错了"), _what, short_enough(WORDS_LENGTH), rows=4)
    better = area(
        lazy_gettext("应当是什么样"),
        short_enough(WORDS_LENGTH),
        hint=lazy_gettext("知道就写。"),
        required=False,
        rows=3,
    )
    name = line(lazy_gettext("称呼"), required=False, autocomplete="name")
    phone = phone_line(
        lazy_gettext("联系电话"), plausible_number, hint=lazy_gettext("想让我们回电话，就留。"), required=False
    )

    def offer(self) -> None:
        """Write the title of the page that led here into an untouched form."""
        if self.where.raw_data is None and not self.where.data:
            self.where.data = next((page.title for page in self.around.pages if page.url == self.page.data), "")
