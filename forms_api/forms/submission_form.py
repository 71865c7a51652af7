"""A form that ends in a receipt: its groups of questions, its consents, its traps for robots, and the matter it makes.

In: form data and what the portal offers (`Surroundings`). Out: pages to show, a summary to confirm, a `Matter`.
Each form is one class on this; `catalogue.py` lists them, `pages/intake.py` walks through them.

A long form is asked one group a page. What was answered on other pages travels along in hidden fields: nothing is
stored anywhere before it is sent, and it works without JavaScript.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, ValidationError
from wtforms.fields import Field, HiddenField, StringField

from content_model.edition import PublishedPage
from forms_api.forms.choices import NO_TOWN
from forms_api.forms.fields import AnyOfBoxes, Rule
from forms_api.forms.form_token import Signatures
from forms_api.forms.token_form import TokenForm
from forms_api.store.matter import Matter, defaults
from forms_api.store.submission import Place, SubmissionKind
from forms_api.typed_text import clean, one_line

CONFIRM = "confirm"
_ELSEWHERE = (NO_TOWN, lazy_gettext("其他/不便说明"))  # translated where it is shown, not for every form that comes in


@dataclass(frozen=True)
class Group:
    """One page of a form: questions that belong together."""

    name: str
    heading: Any
    fields: tuple[str, ...]
    lead: Any = ""
    points: tuple[Any, ...] = ()  # what to know before answering, one line each


@dataclass(frozen=True)
class Box:
    """One consent, asked for on its own; `required` where the matter cannot be handled without.

    `when` names the question that makes it necessary: only where that was ticked is the consent asked for.
    """

    name: str
    sentence: Any
    mistake: Any = None  # the lazy sentence; asked whether it is one, not whether it is empty: that would translate it
    when: str = ""

    @property
    def required(self) -> bool:
        """Whether the form cannot be sent without it."""
        return self.mistake is not None


Taken = Callable[[str, date, date], Mapping[tuple[date, str], int]]


def _nothing_taken(station: str, since: date, until: date) -> Mapping[tuple[date, str], int]:
    return {}


def _no_days() -> Sequence[date]:
    return ()


@dataclass(frozen=True)
class Surroundings:
    """What the portal offers to choose from when a form is shown.

    `days`: for which appointments are made; `taken`: counts the places taken at a station from a day to a day.
    """

    towns: Sequence[str] = ()
    pages: Collection[PublishedPage] = ()
    today: date = field(default_factory=date.today)
    days: Callable[[], Sequence[date]] = _no_days
    taken: Taken = _nothing_taken


# 个人信息保护法 art. 13, 17, 23, 25, 29, 31: each purpose its own box, none ticked beforehand.
PROCESSING = Box(
    "consent",
    lazy_gettext("我已看过“您的信息怎样使用”，同意为办这件事使用我填的信息。"),
    lazy_gettext("请勾选“同意使用我填的信息”，我们才能办理。不想留下信息，也可以直接打电话或到窗口。"),
)
SENSITIVE = Box(
    "consent_sensitive",
    lazy_gettext("我写到了病情、伤情、家庭情况等敏感信息，单独同意为办这件事使用。没有写到，可以不勾选。"),
)
FORWARD = Box(
    "consent_forward",
    lazy_gettext(
        "单独同意把这件事转给具体承办的单位和人员，只用来办这件事。转给谁、怎样联系、转了哪些信息，会告诉我。"
    ),
)
GUARDIAN = Box(
    "consent_guardian",
    lazy_gettext("当事人未满十四周岁。我是他/她的父母或其他监护人，同意为办这件事使用他/她的信息。"),
    lazy_gettext(
        "当事人未满十四周岁，要由父母或其他监护人勾选同意。监护人不能来填，或者孩子正受到伤害，请直接打电话。"
    ),
    when="under_14",
)


def required(box: Box, mistake: Any) -> Box:
    """Make a consent one that the form cannot be sent without; `mistake` says why, and what else one can do."""
    return replace(box, mistake=mistake)


class SubmissionForm(TokenForm):
    """A form that ends in a receipt."""

    title: ClassVar[Any]
    purpose: ClassVar[Any]
    makes: ClassVar[type[Matter]]
    groups: ClassVar[tuple[Group, ...]]
    boxes: ClassVar[tuple[Box, ...]] = (PROCESSING, SENSITIVE, GUARDIAN)
    quick_exit: ClassVar[bool] = False  # offered where a matter of violence at home may be told
    asks: ClassVar[bool] = True  # a page of the site may already answer it

    page = HiddenField(filters=[one_line])
    proof = HiddenField()
    website = StringField(filters=[clean])  # the trap: people do not see it, robots fill it
    consent = BooleanField()
    consent_sensitive = BooleanField()
    consent_forward = BooleanField()
    consent_guardian = BooleanField()

    def __init__(
        self, typed: MultiDict[str, str] | None, signatures: Signatures, around: Surroundings, **start: Any
    ) -> None:
        super().__init__(typed, signatures, **start)
        self.around = around
        if "town" in self:
            self["town"].choices = [(town, town) for town in around.towns] + [_ELSEWHERE]  # type: ignore[attr-defined]
        self.offer()

    @classmethod
    def kind(cls) -> SubmissionKind:
        """Tell the kind of submission that this form makes."""
        return cls.makes.kind

    def offer(self) -> None:
        """Fill in the choices that depend on the surroundings; forms that have such override this."""

    def place(self) -> Place | None:
        """Give the place that the submission takes; only appointments do."""
        return None

    def look_again(self) -> None:
        """Add mistakes for what others may have taken meanwhile; when a form is sent, the store decides instead."""

    def good_news(self) -> tuple[str, ...]:
        """Give sentences that the citizen is glad to read before sending."""
        return ()

    def group(self, name: str) -> Group | None:
        """Find a group; None stands for the last page, on which everything is confirmed."""
        return next((group for group in self.groups if group.name == name), None)

    def after(self, group: Group) -> Group | None:
        """Give the group after this one; None for the last page."""
        place = self.groups.index(group) + 1
        return self.groups[place] if place < len(self.groups) else None

    def before(self, group: Group | None) -> Group:
        """Give the group before this one, or the first."""
        place = self.groups.index(group) if group else len(self.groups)
        return self.groups[max(place - 1, 0)]

    def faulty(self, last: Group | None = None) -> Group | None:
        """Give the first group with a mistake, looking as far as `last` (None: all)."""
        looked = self.groups[: self.groups.index(last) + 1] if last else self.groups
        return next((group for group in looked if any(self[name].errors for name in group.fields)), None)

    def forget_mistakes(self, but: Group | None) -> None:
        """Say nothing of mistakes on pages that nobody has seen yet."""
        kept = but.fields if but else ()
        for asked in self:
            if asked.name not in kept:
                asked.errors = ()

    def carried(self, shown: Group | None) -> Iterator[tuple[str, str]]:
        """Give (name, value) of the answers that are not on the page shown."""
        for group in self.groups:
            if group is not shown:
                for name in group.fields:
                    yield from _values(self[name])
        yield from _values(self.page)

    def summary(self) -> Iterator[tuple[Group, list[tuple[Any, str]]]]:
        """Give each group with what was answered, in words."""
        for group in self.groups:
            said = [(self[name].label.text, in_words(self[name])) for name in group.fields]
            yield group, [(label, answer) for label, answer in said if answer]

    def asked_boxes(self) -> Iterator[tuple[Field, Box]]:
        """Give the consents that this form asks for, as it is filled."""
        for box in self.boxes:
            if not box.when or (box.when in self and self[box.when].data):
                yield self[box.name], box

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """What is wrong: (id of the field, message), in the order of the questions, the consents last."""
        asked = [name for group in self.groups for name in group.fields]
        ordered = [*(self[name] for name in asked), *(field for field, _box in self.asked_boxes())]
        return [(field.id, str(field.errors[0])) for field in ordered if field.errors]

    def matter(self) -> Matter:
        """Make what the store keeps; call it on a validated form."""
        known = defaults(self.kind())
        said = {asked.name: _datum(asked) or known[asked.name] for asked in self if asked.name in known}
        return self.makes(**{**said, "source_page": self.page.data or ""})

    @property
    def text(self) -> str:
        """All that was written freely, for the look at links."""
        written = (self[name].data for group in self.groups for name in group.fields)
        return "\n".join(said for said in written if isinstance(said, str))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every answer, and want every consent that the form cannot do without."""
        wanted = {box.name: [_ticked(box)] for _field, box in self.asked_boxes() if box.required}
        return super().validate({**(extra_validators or {}), **wanted})


def _ticked(box: Box) -> Rule:
    def checked(form: Form, asked: Field) -> None:
        if not asked.data:
            raise ValidationError(str(box.mistake))

    return checked


def in_words(asked: Field) -> str:
    """Say an answer in the citizen's language."""
    if isinstance(asked, BooleanField):
        return _("是") if asked.data else ""
    choices = getattr(asked, "choices", None)
    if choices is None:
        return str(asked.data or "")
    chosen = asked.data if isinstance(asked.data, list) else [asked.data]
    return str(_("、")).join(str(label) for value, label in choices if value in chosen)


def _values(asked: Field) -> Iterator[tuple[str, str]]:
    if isinstance(asked, BooleanField):
        if asked.data:
            yield asked.name, "y"
    elif isinstance(asked, AnyOfBoxes):
        yield from ((asked.name, value) for value in asked.data or ())
    elif asked.data:
        yield asked.name, str(asked.data)


def _datum(asked: Field) -> Any:
    if isinstance(asked, AnyOfBoxes):
        return tuple(asked.data or ())
    return asked.data
