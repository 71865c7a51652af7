"""法律咨询: what happened, whose matter it is, how to call back.

In: form data. Out: a `Consultation`. `catalogue.py` lists this form.
"""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, ValidationError
from wtforms.fields import Field

from content_model.vocabulary import Topic
from forms_api.forms.choices import TOPICS
from forms_api.forms.contact import CONTACT, WHOSE, ContactForm
from forms_api.forms.fields import area, choice, told
from forms_api.forms.submission_form import Group
from forms_api.store.matter import Consultation


def _topic(form: Form, field: Field) -> None:
    if field.data not in set(Topic):
        raise ValidationError(_("请选择咨询类别；拿不准，可以选“其他”。"))


class ConsultationForm(ContactForm):
    """法律咨询."""

    class Meta(ContactForm.Meta):
        """How WTForms makes the token."""

        form_name = "consultation"

    title = lazy_gettext("法律咨询")
    purpose = lazy_gettext("免费。写下您遇到的事，法律服务人员会打电话答复您。")
    makes = Consultation
    quick_exit = True
    groups = (
        Group("matter", lazy_gettext("您的事"), ("content", "topic", "town")),
        WHOSE,
        CONTACT,
    )

    content = area(
        lazy_gettext("想问什么"), told, hint=lazy_gettext("什么时候、发生了什么、您想怎么办。5 到 5000 个字。")
    )
    topic = choice(lazy_gettext("咨询类别"), TOPICS, _topic, hint=lazy_gettext("拿不准就选“其他”。"))
