"""法律援助申请: the matter, the means or why they need not be looked at, the lawyer, missing papers, a visit at home.

In: form data. Out: a `LegalAidApplication`. `catalogue.py` lists this form.
"""

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, Form
from wtforms.fields import Field

from content_model.edition import PublishedPage, PublishedPerson
from forms_api.forms.aid_choices import GROUNDS, LANGUAGES, MATTERS, MEANS, PAPERS, STAGES, fast_lane
from forms_api.forms.choices import TOPICS
from forms_api.forms.contact import CONTACT, WHOSE, ContactForm
from forms_api.forms.day import day_line, within
from forms_api.forms.fields import Choice, Rule, area, box, checks, choice, line, needed, radios, told
from forms_api.forms.submission_form import FORWARD, GUARDIAN, PROCESSING, SENSITIVE, Box, Group, required
from forms_api.store.matter import LegalAidApplication, Matter

LATEST_PAPERS = 30  # days

# 法律援助法 art. 41: 如实说明经济困难状况, checked by 个人诚信承诺.
TRUTH = Box(
    "consent_truth",
    lazy_gettext("我承诺：我说的情况，包括经济情况，都是真的。拿不准的，我会照实说拿不准。"),
    lazy_gettext("请勾选“我说的情况都是真的”。哪里拿不准，在“情况说明”里写一句就行。"),
)


def _only_if(other: str, rule: Rule) -> Rule:
    """Apply a rule where another question was answered; where it was not, an answer says nothing and is dropped."""

    def checked(form: Form, field: Field) -> None:
        if form[other].data:
            rule(form, field)
        else:
            field.data = ""

    return checked


class LegalAidForm(ContactForm):
    """法律援助申请."""

    class Meta(ContactForm.Meta):
        """How WTForms makes the token."""

        form_name = "legal-aid"

    title = lazy_gettext("法律援助申请")
    purpose = lazy_gettext("不收费。请不起律师的，国家出钱，请人帮您。材料不齐也可以先申请。")
    makes = LegalAidApplication
    quick_exit = True
    boxes = (
        TRUTH,
        PROCESSING,
        required(
            replace(
                SENSITIVE,
                sentence=lazy_gettext("单独同意使用我写的经济、健康、家庭情况等敏感信息，只用来审查和办理这次申请。"),
            ),
            lazy_gettext("请勾选“同意使用敏感信息”：不看您的情况，就没法审查。不想在网上写，可以到窗口申请。"),
        ),
        required(
            replace(
                FORWARD,
                sentence=lazy_gettext(
                    "单独同意把这次申请转给法律援助中心，和承办的律师或基层法律服务工作者，只用来审查和办理。"
                    "由谁承办、怎样联系，会告诉我。"
                ),
            ),
            lazy_gettext("请勾选“同意转给法律援助中心和承办人”：他们看不到，就没法帮您。"),
        ),
        GUARDIAN,
    )
    groups = (
        Group(
            "matter",
            lazy_gettext("您的事"),
            ("matter_kind", "stage", "content", "urgent", "topic", "town", "language"),
        ),
        Group(
            "means",
            lazy_gettext("要不要看经济情况"),
            ("grounds", "means"),
            lazy_gettext("有些人申请，法律规定不看或者不查经济情况，走绿色通道。先看看有没有您。"),
        ),
        Group(
            "lawyer",
            lazy_gettext("选一位帮您的人"),
            ("lawyer",),
            lazy_gettext(
                "可以自己选，也可以请我们指派，都不收费。和您的事、乡镇、语言对得上的排在前面。"
                "您选的人手上案子多、排不开时，我们打电话和您商量。"
            ),
        ),
        Group(
            "papers",
            lazy_gettext("材料和上门"),
            ("missing", "missing_until", "home_visit", "visit_address"),
            lazy_gettext(
                "缺材料也可以先申请，还缺什么我们一次告诉您。法律规定，没有按要求补充材料或者作出说明的，视为撤回申请；"
                "有难处，请打电话告诉我们。"
            ),
        ),
        WHOSE,
        CONTACT,
    )

    consent_truth = BooleanField()
    matter_kind = radios(lazy_gettext("要办什么事"), MATTERS)
    stage = choice(lazy_gettext("办到哪一步了"), STAGES)
    content = area(
        lazy_gettext("情况说明"),
        told,
        hint=lazy_gettext("什么时候、和谁、发生了什么、您想要什么。不用写法律上的话。"),
    )
    urgent = box(
        lazy_gettext("很急：离起诉、申请仲裁或者行政复议的期限不到七天，或者要马上申请保全、先予执行"),
        hint=lazy_gettext("是这样的，请同时打电话：法律援助机构可以决定先帮您，手续后补（《法律援助法》第四十四条）。"),
    )
    topic = choice(lazy_gettext("属于哪一类"), TOPICS, hint=lazy_gettext("拿不准就选“其他”。"))
    language = choice(lazy_gettext("希望帮您的人会说"), LANGUAGES, required=False)
    grounds = checks(
        lazy_gettext("您（或您替他办的人）属于哪种情况"),
        GROUNDS,
        hint=lazy_gettext("有一项是就勾选，走绿色通道。都不是，就不勾，回答下一题。"),
    )
    means = radios(
        lazy_gettext("经济情况"),
        MEANS,
        hint=lazy_gettext("不用写数目，也不用找村里、单位开证明。拿不准，选“说不准”。上面勾选了的，这一题可以不选。"),
    )
    lawyer = radios(lazy_gettext("请谁帮您"), required=False)
    missing = checks(lazy_gettext("还缺哪些材料"), PAPERS, hint=lazy_gettext("都齐了，就不用勾。"))
    missing_until = day_line(
        lazy_gettext("哪一天能补齐"),
        _only_if("missing", within(LATEST_PAPERS)),
        hint=lazy_gettext("勾了缺的材料才填，三十天以内。"),
        required=False,
    )
    home_visit = box(
        lazy_gettext("来不了，请上门"),
        hint=lazy_gettext("年纪大、有残疾、生病等来不了的，我们打电话和您约时间。"),
    )
    visit_address = line(
        lazy_gettext("上门的地址"),
        _only_if("home_visit", needed),
        hint=lazy_gettext("请上门才填。"),
        required=False,
    )

    def offer(self) -> None:
        """Offer those who can be chosen 点援, who fit best first, after “请为我指派”; and the languages they speak.

        Means are asked of those without a ground alone.
        """
        self.means.render_kw = {"required": not self.grounds.data}
        fitting = sorted(self._choosable(), key=lambda chosen: self._strangeness(chosen[1]))
        spoken = {language for _page, person in fitting for language in person.languages}
        self.language.choices = [(language, label) for language, label in LANGUAGES if language in spoken]
        self.lawyer.choices = [("", _("请为我指派")), *(_offered(page, person) for page, person in fitting)]

    def good_news(self) -> tuple[str, ...]:
        """Say what the fast lane gives."""
        return fast_lane(self.grounds.data)

    def matter(self) -> Matter:
        """Make what the store keeps; the chosen person by name as well, for a page may go."""
        names = {page.url: f"{page.title}（{person.institution}）" for page, person in self._choosable()}
        own = {"matter": self.matter_kind.data, "lawyer_name": names.get(self.lawyer.data, "")}
        return replace(super().matter(), **own)

    def _choosable(self) -> Iterator[tuple[PublishedPage, PublishedPerson]]:
        return ((page, page.person) for page in self.around.pages if page.person and page.person.chosen_for_aid)

    def _strangeness(self, person: PublishedPerson) -> tuple[bool, bool, bool]:
        """Rank for sorting: those of the language first, without whom nothing is understood; then topic; then town."""
        wanted = self.language.data
        return (
            bool(wanted) and wanted not in person.languages,
            self.topic.data not in person.specialities,
            self.town.data != person.town,
        )


def _offered(page: PublishedPage, person: PublishedPerson) -> Choice:
    """Make a line such as 赵守约 · 示例律师事务所 · 专长：劳动工资、人身损害 · 城关镇 · 普通话、手语."""
    good_at = _("专长：%(topics)s", topics="、".join(person.specialities))
    return page.url, " · ".join((page.title, person.institution, good_at, person.town, "、".join(person.languages)))
