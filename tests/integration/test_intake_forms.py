"""Every form from its empty page to the receipt without scripts, and any text in any field of it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from content_model.vocabulary import OnlineForm
from forms_api.clock import today
from forms_api.config import Settings
from forms_api.forms.catalogue import FORMS
from forms_api.forms.day import iso_day
from forms_api.forms.form_token import SignedKey, new_key
from forms_api.forms.submission_form import CONFIRM, SubmissionForm
from forms_api.pages.surroundings import surroundings
from forms_api.store.matter import Matter
from forms_api.store.submission import SubmissionKind
from forms_api.typed_text import clean, one_line, telephone
from tests.conftest import ROOT
from tests.integration.conftest import SAME_ORIGIN, Citizen, Kept, browser, open_app, portal_of
from tests.integration.no_script import Control, controls, heading, press, visible

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LISTED = pytest.mark.parametrize("name", list(FORMS))
OURS = pytest.mark.parametrize(
    "name", ["consultation", "mediation", "notary", "complaint", "need", "volunteer", "correction"]
)
TYPED_BY_NAME = {
    "happened_on": "2026年1月3日",
    "about_receipt": "",
    "missing_until": (today() + timedelta(days=7)).isoformat(),
}
UNTICKED = {"under_14"}  # whoever ticks it must name a guardian; the walk is the same


class Walk:
    """One citizen on the way through one form, remembering what they answered."""

    def __init__(self, citizen: Citizen, name: str, query: str = "") -> None:
        self.citizen = citizen
        self.name = name
        self.answers: dict[str, list[str]] = {}
        self.see(citizen.get(f"/forms/{name}{query}"))

    def see(self, response: TestResponse, status: int = 200) -> None:
        """Look at the page that came."""
        assert response.status_code == status, response.text
        self.html = response.text
        self.shown = controls(self.html) if status < 300 else []

    def fill(self) -> None:
        """Answer all that is asked on this page, once."""
        radios = set()
        for one in visible(self.shown):
            if one.kind == "radio":
                one.on = one.name not in radios
                radios.add(one.name)
            else:
                _answer(one)
        self.answers |= self.seen()

    def seen(self) -> dict[str, list[str]]:
        """Give the answers that stand on this page."""
        found: dict[str, list[str]] = {one.name: [] for one in visible(self.shown)}
        for one in visible(self.shown):
            found[one.name] += [one.value] if one.sent else []
        return found

    def press(self, go: str, status: int = 200) -> None:
        """Press a button."""
        data = {name: [] for name, _ in press(self.shown, go)}  # type: dict[str, list[str]]
        for name, value in press(self.shown, go):
            data[name].append(value)
        self.see(self.citizen.post(f"/forms/{self.name}", data=data, headers=SAME_ORIGIN), status)


def _answer(one: Control) -> None:
    if one.kind == "checkbox":
        one.on = one.name not in UNTICKED
    elif one.kind == "select":
        one.value = next(offered for offered in one.offered if offered)
    elif one.kind == "tel":
        one.value = "0300-5550199"
    else:
        one.value = TYPED_BY_NAME.get(one.name, f"我的回答：{one.name} 𠮷")


@LISTED
def test_every_form_leads_page_by_page_to_a_receipt_and_keeps_what_was_said(
    client: Citizen, kept: Kept, name: str
) -> None:
    walk, form = Walk(client, name), FORMS[name]
    for group in form.groups:
        assert heading(walk.html).endswith(str(group.heading))
        walk.fill()
        walk.press("next")
    assert heading(walk.html).endswith("请核对后提交")
    walk.fill()
    walk.press("send", 303)
    receipt, _code = client.receipt()
    assert receipt.startswith(form.kind().value)
    (matter,) = kept.matters()
    assert matter.kind is form.kind()
    _same(form, matter, walk.answers)
    assert {row["name"] for row in kept.consents() if row["given"]} >= {"consent"}


def _same(form: type[SubmissionForm], matter: Matter, answers: dict[str, list[str]]) -> None:
    for group in form.groups:
        for name in set(group.fields) & set(vars(matter)):
            stored = getattr(matter, name)
            said = answers[name]
            if isinstance(stored, bool):
                assert stored is bool(said), name
            elif isinstance(stored, tuple):
                assert stored == tuple(said), name
            else:
                assert stored == (iso_day(said[0]) if name == "happened_on" else "".join(said)), name


@LISTED
def test_going_back_and_forward_loses_no_answer(client: Citizen, name: str) -> None:
    walk, form = Walk(client, name), FORMS[name]
    for _group in form.groups:
        walk.fill()
        walk.press("next")
    for group in reversed(form.groups):
        walk.press("back")
        assert heading(walk.html).endswith(str(group.heading))
        assert _shaped(walk.seen()) == _shaped({asked: walk.answers[asked] for asked in walk.seen()})
    walk.press(CONFIRM)
    for group in form.groups:
        walk.press(group.name)
        assert _shaped(walk.seen()) == _shaped({asked: walk.answers[asked] for asked in walk.seen()})


def _shaped(answers: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: [iso_day(value) for value in said] for name, said in answers.items()}


@LISTED
def test_an_empty_form_stays_on_its_first_page_and_names_what_is_missing(
    client: Citizen, kept: Kept, name: str
) -> None:
    walk, form = Walk(client, name), FORMS[name]
    walk.press("next", 422)
    missing = [asked for asked in form.groups[0].fields if f'id="{asked}-error"' in walk.html]
    assert missing
    assert "请改好下面几处" in walk.html
    assert kept.rows("submission") == []


@LISTED
def test_sending_without_consent_saves_nothing_and_keeps_everything(client: Citizen, kept: Kept, name: str) -> None:
    walk, form = Walk(client, name), FORMS[name]
    for _group in form.groups:
        walk.fill()
        walk.press("next")
    carried = {one.value for one in walk.shown if one.kind == "hidden"}
    walk.press("send", 422)
    assert "请勾选“同意使用我填的信息”" in walk.html
    again = controls(walk.html)
    assert {one.value for one in again if one.kind == "hidden"} >= carried - {""}
    assert kept.rows("submission") == []


def test_the_page_that_led_here_stands_in_the_correction(client: Citizen, kept: Kept) -> None:
    walk = Walk(client, "correction", "?page=services/yuanzhu/")
    assert walk.seen()["where"] == ["法律援助申请"]
    for _group in FORMS["correction"].groups:
        walk.fill()
        walk.press("next")
    walk.fill()
    walk.press("send", 303)
    assert kept.matters()[0].source_page == "services/yuanzhu/"


def test_a_complaint_is_taken_without_a_name(client: Citizen, kept: Kept) -> None:
    walk = Walk(client, "complaint")
    for _group in FORMS["complaint"].groups:
        walk.fill()
        for one in visible(walk.shown):
            if one.name in ("name", "phone"):
                one.value = ""
        walk.press("next")
    walk.fill()
    walk.press("send", 303)
    (matter,) = kept.matters()
    assert (matter.name, matter.phone, matter.content) == ("", "", "我的回答：content 𠮷")
    assert kept.rows("submission")[0]["phone_hmac"] is None
    assert client.receipt()


# Any text in any field. Each form has a service of its own: the county's limit holds for all that comes in.

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]), max_size=60)
ODD_TEXT = st.sampled_from(["\0", "\ud800", "\u202eabc", "👩‍👩‍👧", "é" * 300, "\ufffe", "=1+1", "<b>", "字" * 6000])
ANY_BYTES = st.one_of(
    ANY_TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")),
    ODD_TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=40),
)
WIRE_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
PHONES = st.integers(10**8, 10**9 - 1).map(lambda digits: f"+86 13{digits}")
NORMALISED_BY_NAME: dict[str, Any] = {"happened_on": iso_day}


@pytest.fixture(scope="module")
def apps(edition_build: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Flask]]:
    content, build = edition_build
    made = {
        name: open_app(
            Settings(content=content, build=build, data=tmp_path_factory.mktemp(name) / "data", limit_factor=100)
        )
        for name in FORMS
    }
    yield made
    for app in made.values():
        portal_of(app).store.engine.dispose()


def _body(app: Flask, name: str, pairs: list[tuple[str, bytes]]) -> bytes:
    token = portal_of(app).signatures.sign(f"form/{name}", SignedKey(new_key()))
    sent = [("token", token.encode()), *pairs]
    return "&".join(f"{key}={quote_from_bytes(value)}" for key, value in sent).encode()


def _send(app: Flask, name: str, body: bytes) -> TestResponse:
    how = "application/x-www-form-urlencoded"
    return browser(app).post(f"/forms/{name}", data=body, content_type=how, headers=SAME_ORIGIN)


def _asked(app: Flask, name: str) -> SubmissionForm:
    with app.test_request_context("/"):
        return FORMS[name](None, portal_of(app).signatures, surroundings())


@FEW
@given(data=st.data())
@LISTED
def test_any_bytes_in_any_field_are_answered(apps: dict[str, Flask], name: str, data: st.DataObject) -> None:
    app = apps[name]
    names = [field.name for field in _asked(app, name) if field.name != "token"]
    values = data.draw(st.lists(ANY_BYTES, min_size=1, max_size=6))
    pairs = [
        (field, data.draw(st.sampled_from(values))) for field in names for _ in range(data.draw(st.integers(0, 2)))
    ]
    steps = [*(group.name for group in FORMS[name].groups), "next", "back", CONFIRM, "send", "nowhere"]
    pairs += [("go", data.draw(st.sampled_from(steps)).encode()), ("at", data.draw(st.sampled_from(steps)).encode())]
    response = _send(app, name, _body(app, name, pairs))
    assert response.status_code in {200, 303, 400, 403, 409, 413, 422, 429}


@LISTED
def test_ten_thousand_fields_are_answered(apps: dict[str, Flask], name: str) -> None:
    pairs = [(f"field{number}", b"x") for number in range(10_000)]
    assert _send(apps[name], name, _body(apps[name], name, pairs)).status_code in {413, 422}


@FEW
@given(data=st.data())
@OURS
def test_what_is_stored_is_what_was_typed_made_clean(apps: dict[str, Flask], name: str, data: st.DataObject) -> None:
    app = apps[name]
    form = _asked(app, name)
    typed = {field: data.draw(_good(form, field), label=field) for group in form.groups for field in group.fields}
    pairs = [(field, value.encode()) for field, values in typed.items() for value in values]
    pairs += [(box.name, b"y") for box in form.boxes] + [("go", b"send"), ("at", b"confirm")]
    response = _send(app, name, _body(app, name, pairs))
    assert response.status_code == 303, response.text
    matter = Kept(portal_of(app).store).matters()[-1]
    for field, values in typed.items():
        assert getattr(matter, field) == _expected(form, field, values), field


def _good(form: SubmissionForm, name: str) -> st.SearchStrategy[list[str]]:
    field: Any = form[name]
    if name == "happened_on":
        return st.sampled_from([["2026-1-3"], ["２０２６年01月03日"], [""]])
    if name == "about_receipt":
        return st.just([""])
    if field.type == "BooleanField":
        return st.sampled_from([["y"], []])
    if field.type == "AnyOfBoxes":
        return st.lists(st.sampled_from([value for value, _ in field.choices]), min_size=1, unique=True)
    if getattr(field, "choices", None):
        return st.sampled_from([[value] for value, _ in field.choices])
    if field.type == "TextAreaField":
        return WIRE_TEXT.map(lambda text: [f" 请问：{text}。\r\n怎么办 \0"])
    if field.render_kw["type"] == "tel":
        return PHONES.map(lambda number: [number])
    return WIRE_TEXT.filter(lambda text: 1 <= len(one_line(text)) <= 30).map(lambda text: [text])


def _expected(form: SubmissionForm, name: str, values: list[str]) -> object:
    field: Any = form[name]
    if field.type == "BooleanField":
        return bool(values)
    if field.type == "AnyOfBoxes":
        return tuple(values)
    if field.type == "TextAreaField":
        return clean(values[0])
    if field.render_kw.get("type") == "tel":
        return telephone(values[0])
    return NORMALISED_BY_NAME.get(name, one_line)(values[0])


def test_the_forms_are_the_kinds() -> None:
    assert {form.kind() for form in FORMS.values()} == set(SubmissionKind)


def test_what_a_service_page_can_lead_to_is_a_form() -> None:
    for online in OnlineForm:
        assert FORMS[online.slug].kind().label == online.value
        assert online.target == f"/forms/{online.slug}"


def test_every_link_from_the_content_to_a_form_leads_to_one() -> None:
    for file in [*(ROOT / "content").rglob("*.md"), ROOT / "content/site.yml"]:
        for name in re.findall(r"/forms/([\w-]*)", file.read_text(encoding="utf-8")):
            assert name in {*FORMS, "", "status", "rating"}, file
