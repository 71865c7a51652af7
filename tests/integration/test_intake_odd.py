"""Odd and oversized requests to every form: files, broken multipart, too many fields, invalid UTF-8; never a fault.

Nothing of a file is kept: no form takes one. Any text in any field: `test_intake_forms.py`.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forms_api.application import BODY_LIMIT
from forms_api.config import Settings
from forms_api.forms.catalogue import FORMS
from forms_api.typed_text import clean
from tests.integration.conftest import SAME_ORIGIN, Citizen, Kept, browser, open_app, portal_of
from tests.integration.office import files_with
from tests.integration.whole_forms import answers, token_for

LISTED = pytest.mark.parametrize("name", list(FORMS))
FREE = "老板拖欠工资三个月"
CANARY = b"CANARY-IN-A-FILE-7c1f"
ANSWERED = {200, 303, 400, 413, 422}
EDGE = "----edge"
MIME = f"multipart/form-data; boundary={EDGE}"
NEEDED = ("content", "where", "against", "station", "act", "services", "skills")
STEERING = ('name="token"', 'name="go"', 'name="at"')
Part = tuple[str, bytes]


@pytest.fixture(scope="module")
def settings(edition_build: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    content, build = edition_build
    return Settings(content=content, build=build, data=tmp_path_factory.mktemp("odd") / "data", limit_factor=1000)


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    made = open_app(settings)
    yield made
    portal_of(made).store.engine.dispose()


@pytest.fixture
def citizen(app: Flask) -> Citizen:
    return browser(app)


def parts_of(app: Flask, name: str) -> list[Part]:
    said = [("token", token_for(app, name)), *answers(app, name, FREE), ("go", "send"), ("at", "confirm")]
    return [(f'name="{field}"', value.encode()) for field, value in said]


def posted(citizen: Citizen, name: str, parts: list[Part], mime: str = MIME, end: bytes = b"--") -> TestResponse:
    """Send a multipart body as it stands, right or wrong."""
    lines = [f"--{EDGE}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + value for head, value in parts]
    body = b"\r\n".join([*lines, f"--{EDGE}".encode() + end])
    return citizen.post(f"/forms/{name}", data=body, content_type=mime, headers=SAME_ORIGIN)


@LISTED
def test_a_form_sent_as_multipart_is_as_good(app: Flask, citizen: Citizen, name: str) -> None:
    assert posted(citizen, name, parts_of(app, name)).status_code == 303, "the negative control of what follows"
    _free_the_place(app, citizen)


@LISTED
def test_a_file_beside_the_answers_is_not_kept(app: Flask, citizen: Citizen, settings: Settings, name: str) -> None:
    attached = [(f'name="{field}"; filename="../../{field}.pdf"', CANARY) for field in ("file", "content", "name")]
    assert posted(citizen, name, [*parts_of(app, name), *attached]).status_code == 303
    assert CANARY.decode() not in str([vars(matter) for matter in Kept(portal_of(app).store).matters()])
    assert files_with(CANARY, settings.data.parent) == []
    _free_the_place(app, citizen)


@LISTED
def test_a_file_in_place_of_an_answer_is_no_answer(app: Flask, citizen: Citizen, settings: Settings, name: str) -> None:
    field = next(asked for asked in FORMS[name].groups[0].fields if asked in NEEDED)
    kept = len(Kept(portal_of(app).store).rows("submission"))
    without = [part for part in parts_of(app, name) if part[0] != f'name="{field}"']
    answer = posted(citizen, name, [*without, (f'name="{field}"; filename="a.docx"', CANARY)])
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert len(Kept(portal_of(app).store).rows("submission")) == kept
    assert files_with(CANARY, settings.data.parent) == []


@LISTED
@pytest.mark.parametrize(("size", "status"), [(BODY_LIMIT - 20_000, 422), (BODY_LIMIT + 1, 413), (4 * BODY_LIMIT, 413)])
def test_what_is_too_large_is_said_to_be_so(app: Flask, citizen: Citizen, name: str, size: int, status: int) -> None:
    """Under the limit of a body the form itself counts; above it nothing is read."""
    for head in ('name="content"', 'name="other_name"; filename="a.bin"'):
        if status == 422 and "filename" in head:
            continue  # a file under the limit is not kept, see above
        parts = [part for part in parts_of(app, name) if part[0] != 'name="content"']
        answer = posted(citizen, name, [*parts, (head, b"x" * size)])
        assert answer.status_code == status
        assert "写短一些" in answer.text


@LISTED
@pytest.mark.parametrize("many", [51, 5_000])
def test_too_many_parts_are_too_large(app: Flask, citizen: Citizen, name: str, many: int) -> None:
    assert posted(citizen, name, [(f'name="field{number}"', b"x") for number in range(many)]).status_code == 413


@LISTED
@pytest.mark.parametrize(
    "raw", [b"\xff\xfe\xfa", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf8\x88\x80\x80\x80", "字".encode("gbk"), b"\x00" * 9]
)
def test_what_is_no_utf_8_is_answered(app: Flask, citizen: Citizen, name: str, raw: bytes) -> None:
    spoiled = [(head, value if head in STEERING else raw) for head, value in parts_of(app, name)]
    assert posted(citizen, name, spoiled).status_code == 422
    kept = Kept(portal_of(app).store)
    said = [(head, value + raw if head == 'name="content"' else value) for head, value in parts_of(app, name)]
    if posted(citizen, name, said).status_code == 303:
        content = kept.matters()[-1].content
        assert content == clean((FREE.encode() + raw).decode("utf-8", "replace"))
        content.encode("utf-8")  # nothing that is no text is stored
        _free_the_place(app, citizen)


@LISTED
@pytest.mark.parametrize(
    ("mime", "end"),
    [
        (MIME, b""),
        (MIME, b"\r\nContent-Disposition: form-data"),
        ("multipart/form-data", b"--"),
        ("multipart/form-data; boundary=", b"--"),
        ("multipart/form-data; boundary=other", b"--"),
        ("multipart/mixed; boundary=" + EDGE, b"--"),
        ("application/json", b"--"),
        ("text/xml; charset=utf-7", b"--"),
        ("", b"--"),
    ],
)
def test_a_broken_body_is_answered(app: Flask, citizen: Citizen, name: str, mime: str, end: bytes) -> None:
    answer = posted(citizen, name, parts_of(app, name), mime, end)
    assert answer.status_code in ANSWERED
    if answer.status_code == 303:
        _free_the_place(app, citizen)


@LISTED
def test_a_body_that_is_shorter_than_it_says_is_answered(app: Flask, citizen: Citizen, name: str) -> None:
    answer = citizen.post(
        f"/forms/{name}",
        input_stream=BytesIO(b"token=x&content="),
        headers={**SAME_ORIGIN, "Content-Length": "5000"},
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code in ANSWERED


def _free_the_place(app: Flask, citizen: Citizen) -> None:
    """Give back the place at the station: there are two of them only."""
    case = portal_of(app).store.follow.find(*citizen.receipt())
    assert case
    portal_of(app).store.follow.delete(case)
