"""What citizens read: translated completely, pinned where consent hangs on it, without inline code."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from wtforms.fields.core import Label

import forms_api
from forms_api.forms.catalogue import FORMS
from forms_api.forms.form_token import Signatures
from forms_api.forms.submission_form import FORWARD, SubmissionForm
from forms_api.pages import consent
from forms_api.pages.notice import notice_of
from tests.unit.forms.filling import AROUND

PACKAGE = Path(forms_api.__file__).parent
NOTICE = (PACKAGE / "templates/_notice.html").read_text(encoding="utf-8")
TEMPLATES = sorted((PACKAGE / "templates").glob("*.html"))
METHOD = "jinja2"
PLACEHOLDER = re.compile(r"%\(\w+\)s")
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Change both together: a citizen's consent names the wording it was given to.
WORDING_HASH = "f2e73cac6dd428ac"


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (PACKAGE / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def said() -> set[str]:
    """Every sentence in the code, found by Python's own parser, and every one in the templates."""
    return set(_in_code()) | set(_in_templates())


def _in_code() -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "lazy_gettext"):
                argument = node.args[0]
                assert isinstance(argument, ast.Constant), f"{path}:{node.lineno}"
                yield str(argument.value)


def _in_templates() -> Iterator[str]:
    for path in TEMPLATES:
        with path.open("rb") as file:
            for _, message, _, _ in extract(METHOD, file, keywords={"_": None}):
                yield str(message)


def test_every_sentence_is_in_the_english_catalogue_and_none_is_left_over(english: Catalog, said: set[str]) -> None:
    assert {str(message.id) for message in english if message.id} == said


def test_every_sentence_is_translated_with_its_placeholders(english: Catalog) -> None:
    for message in english:
        if message.id:
            source, target = str(message.id), str(message.string)
            assert target.strip() or not source.strip(), source
            assert not message.fuzzy, source
            assert not CHINESE.search(target), target
            assert sorted(PLACEHOLDER.findall(source)) == sorted(PLACEHOLDER.findall(target)), source


def all_forms(signatures: Signatures) -> list[SubmissionForm]:
    return [form(None, signatures, AROUND) for form in FORMS.values()]


def wording_of(notice: str, forms: Iterable[SubmissionForm]) -> str:
    """Give the mark of all that is told above the forms and agreed to below them."""
    told = [notice]
    for form in forms:
        asked = [f"{box.name} {box.required} {box.when} {box.sentence}" for box in form.boxes]
        told += [str(form.title), repr(notice_of(form)), *asked]
    return sha256("\n".join(told).encode()).hexdigest()[:16]


@pytest.mark.usefixtures("in_chinese")
def test_the_consents_version_changes_with_its_wording(signatures: Signatures) -> None:
    assert (consent.WORDING, wording_of(NOTICE, all_forms(signatures))) == ("2026-11-28", WORDING_HASH)


def _another_sentence(form: SubmissionForm) -> None:
    form.boxes = (*form.boxes[:-1], replace(form.boxes[-1], sentence="另一句"))  # type: ignore[misc]  # of this one


def _another_need(form: SubmissionForm) -> None:
    form.boxes = (*form.boxes[:-1], replace(form.boxes[-1], mistake=None if form.boxes[-1].required else "要勾选"))  # type: ignore[misc]  # of this one


def _another_question(form: SubmissionForm) -> None:
    asked = form[form.groups[-1].fields[-1]]
    asked.label = Label(asked.id, "另一问")


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize("change", [_another_sentence, _another_need, _another_question])
def test_one_word_in_one_form_is_another_wording(
    signatures: Signatures, change: Callable[[SubmissionForm], None]
) -> None:
    for at in range(len(FORMS)):
        forms = all_forms(signatures)
        before = wording_of(NOTICE, forms)
        change(forms[at])
        assert wording_of(NOTICE, forms) != before, forms[at].title
    assert wording_of(NOTICE + "。", all_forms(signatures)) != wording_of(NOTICE, all_forms(signatures))


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize("name", FORMS)
def test_the_notice_is_read_off_the_form(signatures: Signatures, name: str) -> None:
    form = FORMS[name](None, signatures, AROUND)
    notice = notice_of(form)
    questions = [form[asked] for group in form.groups for asked in group.fields]
    assert len(notice.needed) + len(notice.free) == len(questions)
    assert notice.needed, "a form asks for something"
    for word in (*notice.needed, *notice.free):
        assert any(str(asked.label.text).startswith(word) for asked in questions), word
    assert notice.forwarded is (FORWARD.name in {box.name for box in form.boxes})


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.name))
def test_templates_have_no_inline_code_and_trust_no_html(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|\|\s*safe|javascript:", text)


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.name))
def test_code_trusts_no_html(module: Path) -> None:
    assert "Markup(" not in module.read_text(encoding="utf-8")
