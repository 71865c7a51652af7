"""A copy 副本 of what is stored about a submission, for its citizen to keep (个人信息保护法 art. 45).

In: a `Case`. Out: a text file. `follow.py` imports this.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from forms_api.forms.catalogue import FORMS
from forms_api.forms.submission_form import in_words
from forms_api.pages.progress import moment_in_words, progress_of
from forms_api.pages.surroundings import surroundings
from forms_api.pages.text_file import in_script, text_file
from forms_api.portal import portal
from forms_api.store.follow import Case
from forms_api.store.matter import Matter
from forms_api.store.submission import Author

# What a form makes of its questions and does not ask by this name.
OTHER_LABELS: Mapping[str, Any] = {
    "source_page": lazy_gettext("从哪个网页来"),
    "matter": lazy_gettext("事项"),
    "lawyer_name": lazy_gettext("选的人"),
    "purpose": lazy_gettext("办什么事"),
    "station_name": lazy_gettext("站点"),
    "day": lazy_gettext("预约日期"),
    "half": lazy_gettext("上午或下午"),
}


def case_copy(case: Case) -> Response:
    """Write everything down."""
    return text_file(f"{case.receipt}-copy.txt", _lines(case))


def _lines(case: Case) -> Iterator[str]:
    progress = progress_of(case)
    yield _pair(_("受理编号"), case.receipt)
    yield _pair(_("办理事项"), in_script(progress.kind))
    yield _pair(_("提交时间"), f"{progress.received}{in_script(_('（北京时间）'))}")
    yield _pair(_("状态"), in_script(progress.state))
    yield ""
    yield in_script(_("【您填写的内容】"))
    yield from (_pair(label, answer) for label, answer in _answers(case.matter) if answer)
    for message in case.messages:
        yield ""
        who = _("答复") if message.author is Author.STAFF else _("您的补充")
        yield in_script(f"【{who} {moment_in_words(message.written_at)}】")
        yield message.text
    yield ""
    yield in_script(_("【您的同意】"))
    yield from _consents(case)
    yield ""
    yield in_script(_("【办理经过】"))
    yield from (in_script(f"{moment} {what}") for moment, what in progress.steps)
    if case.stars:
        yield _pair(_("您的评价"), in_script(_("%(count)s 颗星", count=case.stars)))


def _consents(case: Case) -> Iterator[str]:
    for box in FORMS[case.kind.slug].boxes:
        given = _("已同意") if box.name in case.consents else _("没有同意")
        yield _pair(given, in_script(str(box.sentence)))


def _answers(matter: Matter | None) -> Iterator[tuple[str, str]]:
    """Give what was asked and answered, in the form's own words; what the form no longer asks as it is stored."""
    if matter is None:
        return
    made = FORMS.get(matter.kind.slug)
    said = {field.name: getattr(matter, field.name) for field in fields(matter)}
    form = made(None, portal().signatures, surroundings(), **said) if made else None
    for field in fields(matter):
        value = said[field.name]
        if form is not None and field.name in form:
            yield str(form[field.name].label.text), in_words(form[field.name]) or _plain(value)
        elif value != field.default:
            yield str(OTHER_LABELS.get(field.name, field.name)), _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("是")) if value else ""
    return "、".join(value) if isinstance(value, tuple) else str(value)


def _pair(label: str, answer: str) -> str:
    return f"{in_script(label)}{_('：')}{answer}"
