"""What citizens read: translated completely, pinned where consent hangs on it, without inline code."""

import ast
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

import forms_api
from forms_api.pages import consent

PACKAGE = Path(forms_api.__file__).parent
TEMPLATES = sorted((PACKAGE / "templates").glob("*.html"))
METHOD = "jinja2"
PLACEHOLDER = re.compile(r"%\(\w+\)s")
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Change both together: a citizen's consent names the wording it was given to.
WORDING_HASH = "0da59539346c2cd6"


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


def test_the_consents_version_changes_with_its_wording() -> None:
    label = re.search(r'<label for="consent">(.*?)</label>', (PACKAGE / "templates/consultation.html").read_text())
    assert label
    wording = (PACKAGE / "templates/_notice.html").read_text(encoding="utf-8") + label[1]
    assert (consent.WORDING, sha256(wording.encode()).hexdigest()[:16]) == ("2026-11-21", WORDING_HASH)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.name))
def test_templates_have_no_inline_code_and_trust_no_html(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|\|\s*safe|javascript:", text)


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.name))
def test_code_trusts_no_html(module: Path) -> None:
    assert "Markup(" not in module.read_text(encoding="utf-8")
