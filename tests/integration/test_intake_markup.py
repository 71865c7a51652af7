"""What citizens write stays text: on no page of any form does it become an element, an attribute or a script.

The shape of a page (its elements with the names of their attributes) must be the same whatever was written.
The same must be red when templates no longer escape. Real Chromium: tests/browser/test_markup.py.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import html5lib
import pytest
from flask import Flask

from forms_api.config import Settings
from forms_api.forms.catalogue import FORMS
from forms_api.forms.submission_form import CONFIRM
from tests.integration.conftest import SAME_ORIGIN, Citizen, browser, open_app, portal_of
from tests.integration.markup import PAYLOADS
from tests.integration.whole_forms import PLAIN, answers, send

Shape = list[tuple[str, tuple[str, ...]]]
Shapes = dict[str, Shape]
Walk = Callable[[Flask, str, str], Shapes]
LISTED = pytest.mark.parametrize("name", list(FORMS))


@pytest.fixture(scope="module")
def app(edition_build: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    content, build = edition_build
    data = tmp_path_factory.mktemp("markup") / "data"
    made = open_app(Settings(content=content, build=build, data=data, limit_factor=1000))
    yield made
    portal_of(made).store.engine.dispose()


def shape_of(html: str) -> Shape:
    """Give the elements of a page with the names of their attributes; of lists of hits nothing, they differ."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    for section in tree.iter("body"):
        for inner in section.iter():
            for child in list(inner):
                if child.get("aria-labelledby") == "similar":
                    inner.remove(child)
    return [(str(found.tag), tuple(sorted(found.attrib))) for found in tree.iter()]


def filled(app: Flask, name: str, free: str) -> Shapes:
    """Give the shape of every page on which a form is shown with these words."""
    citizen, said = browser(app), answers(app, name, free)
    pages = {group.name: send(citizen, app, name, said, go=group.name) for group in FORMS[name].groups}
    pages["confirm"] = send(citizen, app, name, said, go=CONFIRM)
    pages["mistake"] = send(citizen, app, name, said, consent="", phone=free)
    return {step: shape_of(page.text) for step, page in pages.items()}


def followed(app: Flask, name: str, free: str) -> Shapes:
    """Hand in with these words, write more of them and answer with them; give the shape of every page after that."""
    citizen, pages = browser(app), {}
    assert send(citizen, app, name, answers(app, name, free)).status_code == 303
    pages["receipt"] = citizen.get("/forms/receipt")
    number, code = citizen.receipt()
    found = {"number": number, "code": code}
    pages["over"] = browser(app).post("/forms/status/add", data={"more": free}, headers=SAME_ORIGIN)
    case = portal_of(app).store.follow.find(number, code)
    assert case
    portal_of(app).store.follow.add(case, free)
    pages["status"] = citizen.post("/forms/status", data=found, headers=SAME_ORIGIN)
    portal_of(app).store.desk.answer(number, free, free)
    pages["answered"] = citizen.post("/forms/status", data=found, headers=SAME_ORIGIN)
    pages["too little"] = citizen.post("/forms/status/rate", data={"reason": free}, headers=SAME_ORIGIN)
    portal_of(app).store.follow.delete(case)  # a place at a station is free again
    return {step: shape_of(page.text) for step, page in pages.items()}


@LISTED
@pytest.mark.parametrize("walk", [filled, followed])
def test_whatever_is_written_the_pages_keep_their_shape(app: Flask, name: str, walk: Walk) -> None:
    plain = walk(app, name, PLAIN)
    for payload in PAYLOADS:
        written = walk(app, name, payload)
        assert {step for step in plain if plain[step] != written[step]} == set(), payload


def test_without_escaping_the_shape_is_another(portal_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Citizen, "open")  # a browser that is less strict: such pages are no good HTML
    careless = open_app(portal_settings)
    careless.jinja_env.autoescape, careless.jinja_env.bytecode_cache = False, None
    for walk, told in (
        (filled, {"matter", "contact", "confirm", "mistake"}),
        (followed, {"over", "status", "answered"}),
    ):
        plain, written = (walk(careless, "consultation", free) for free in (PLAIN, PAYLOADS[1]))
        assert {step for step in plain if plain[step] != written[step]} >= told
    portal_of(careless).store.engine.dispose()
