"""What the notice above a form tells of this very form: what is asked, how long it is kept, who else may learn of it.

In: a form. Out: a `Notice` for templates/_notice.html. `intake.py` imports this.
个人信息保护法 art. 17 wants controller, purpose, way, kinds, time of keeping and rights told before anything is asked.
"""

from dataclasses import dataclass

from wtforms.fields import Field

from forms_api.forms.submission_form import FORWARD, GUARDIAN, SENSITIVE, SubmissionForm
from forms_api.operation.retention import kept_for


@dataclass(frozen=True)
class Notice:
    """What differs from form to form; labels of questions that must be answered, and of those that need not."""

    needed: tuple[str, ...]
    free: tuple[str, ...]
    years: int
    forwarded: bool
    sensitive: bool
    called_back: bool
    for_children: bool


def notice_of(form: SubmissionForm) -> Notice:
    """Read it off the form, so that it cannot say less than is asked."""
    asked = [form[name] for group in form.groups for name in group.fields]
    boxes = {box.name for box in form.boxes}
    return Notice(
        needed=tuple(_short(one) for one in asked if _is_needed(one)),
        free=tuple(_short(one) for one in asked if not _is_needed(one)),
        years=kept_for(form.kind()),
        forwarded=FORWARD.name in boxes,
        sensitive=SENSITIVE.name in boxes,
        called_back="phone" in form,
        for_children=GUARDIAN.name in boxes,
    )


def _is_needed(asked: Field) -> bool:
    return bool((asked.render_kw or {}).get("required"))


def _short(asked: Field) -> str:
    """Give a label as a word in a list: without its mark of question and its explanation."""
    return str(asked.label.text).partition("：")[0].partition(":")[0].strip("？?。.")
