"""A day, as people type it or as the browser's calendar sends it.

In: 2026-12-01, 2026年12月1日, 2026/12/1. Out: the ISO day, and what is wrong with it. The forms import this.
"""

import re
import unicodedata
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from wtforms import Form, ValidationError
from wtforms.fields import Field

from forms_api.forms.fields import SHOWN_LENGTH, Rule, line
from forms_api.typed_text import one_line

_DAY = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def iso_day(typed: str | None) -> str:
    """Give a day its one shape, 2026-12-01; what is no day comes back cleaned and otherwise as typed."""
    kept = one_line(typed)
    found = _DAY.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", kept)))
    try:
        return date(*(int(part) for part in found.groups() if part)).isoformat() if found else kept
    except ValueError:  # 31 June
        return kept


def day_line(label: Any, *rules: Rule, hint: Any = "", required: bool = True) -> Any:
    """Make a field for a day, kept in its one shape."""
    return line(label, *rules, hint=hint, required=required, filter_=iso_day, inputmode="numeric", type_="date")


def read_day(field: Field) -> date:
    """Read the day in a field; raises ValidationError when it is none."""
    try:
        if _ISO.fullmatch(field.data):  # fromisoformat alone also reads 2026-W49-2
            return date.fromisoformat(field.data)
    except ValueError:
        pass
    shown = field.data if len(field.data) <= SHOWN_LENGTH else field.data[:SHOWN_LENGTH] + "……"
    raise ValidationError(_("“%(day)s”不是日期，请写成 2026-12-01 这样。", day=shown))


def within(days: int) -> Rule:
    """Want a day from today on, at most `days` days ahead; the form's surroundings say what today is."""

    def checked(form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("请写“%(field)s”，如 2026-12-01。", field=field.label.text))
        today: date = form.around.today  # type: ignore[attr-defined]  # every SubmissionForm has it
        day, latest = read_day(field), today + timedelta(days)
        if day < today:
            raise ValidationError(_("%(day)s 已经过去了，请写今天或以后的日子。", day=day.isoformat()))
        if day > latest:
            raise ValidationError(
                _("最晚可以写 %(latest)s。要是还不够，请先写这一天，再打电话和我们商量。", latest=latest.isoformat())
            )

    return checked
