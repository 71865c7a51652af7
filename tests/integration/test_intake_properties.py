"""Any text in any field: an answer, never a fault, and what is saved is what was meant.

Examples share one service: each hand-in has its own key, and each looks only at its own row.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content_model.vocabulary import Topic
from forms_api.clock import now_utc
from forms_api.config import Settings
from forms_api.store.receipts import ALPHABET, check_symbol, new_number, parse_code, parse_number, query_code
from forms_api.store.submission import SubmissionKind
from forms_api.typed_text import clean, is_telephone, one_line, telephone
from tests.integration.conftest import SAME_ORIGIN, Citizen, Kept, browser, open_app, portal_of
from tests.integration.databases import database_url as database_url

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CALM = settings(deadline=None)
ANSWERS = {200, 303, 400, 403, 413, 422}
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]), max_size=200)
WIRE_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200)
ANY_BYTES = st.binary(max_size=300)
PHONES = st.sampled_from(
    ["13800000000", "１３８００００００００", "0571-8888 0000", "+86 138-0000-0000", "010-66668888"]
)
GOOD_NAME = WIRE_TEXT.filter(lambda text: 1 <= len(one_line(text)) <= 30)
GOOD_CONTENT = WIRE_TEXT.map(lambda text: f"请问：{text}。怎么办")
GOOD_OR_ANY = st.one_of(WIRE_TEXT, st.just("张女士"))


@pytest.fixture(scope="module")
def shared_app(edition_build: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    content, build = edition_build
    app = open_app(
        Settings(content=content, build=build, data=tmp_path_factory.mktemp("data") / "data", limit_factor=1000)
    )
    yield app
    portal_of(app).store.engine.dispose()


@pytest.fixture(scope="module")
def citizen(shared_app: Flask) -> Citizen:
    return browser(shared_app)


@FEW
@given(
    name=GOOD_OR_ANY,
    phone=st.one_of(PHONES, WIRE_TEXT),
    town=st.one_of(st.sampled_from(["城关镇", "其他/不便说明"]), WIRE_TEXT),
    topic=st.one_of(st.sampled_from(list(Topic)), WIRE_TEXT),
    content=st.one_of(WIRE_TEXT, st.text(min_size=5, max_size=50)),
    consent=st.sampled_from(["y", ""]),
    page=WIRE_TEXT,
)
def test_any_text_in_the_consultation(shared_app: Flask, **typed: str) -> None:
    kept = Kept(portal_of(shared_app).store)
    before = len(kept.rows("submission"))
    response = browser(shared_app).consult(None, **typed)  # a browser of its own: the same words again are one question
    assert response.status_code in ANSWERS
    matters = kept.matters()
    assert len(matters) - before == (response.status_code == 303)
    if response.status_code == 303:
        kept_one = matters[-1]
        assert kept_one.name == one_line(typed["name"])
        assert kept_one.phone == telephone(typed["phone"])
        assert kept_one.content == clean(typed["content"])
        assert (kept_one.town, kept_one.topic) == (one_line(typed["town"]), one_line(typed["topic"]))


@FEW
@given(name=GOOD_NAME, phone=PHONES, content=GOOD_CONTENT)
def test_a_good_consultation_is_saved_as_it_was_meant(shared_app: Flask, name: str, phone: str, content: str) -> None:
    assert browser(shared_app).consult(name=name, phone=phone, content=content).status_code == 303
    kept_one = Kept(portal_of(shared_app).store).matters()[-1]
    assert (kept_one.name, kept_one.phone, kept_one.content) == (one_line(name), telephone(phone), clean(content))


@FEW
@given(
    raw=ANY_BYTES,
    mime=st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""]),
)
@pytest.mark.parametrize("path", ["/forms/consultation", "/forms/status", "/forms/rating", "/forms/rating/thanks"])
def test_any_bytes_as_a_body(citizen: Citizen, path: str, raw: bytes, mime: str) -> None:
    response = citizen.post(path, data=raw, content_type=mime, headers=SAME_ORIGIN)
    assert response.status_code in ANSWERS


@FEW
@given(values=st.lists(ANY_BYTES, min_size=8, max_size=8))
@pytest.mark.parametrize("path", ["/forms/consultation", "/forms/status", "/forms/rating", "/forms/rating/thanks"])
def test_any_bytes_in_every_field(citizen: Citizen, path: str, values: list[bytes]) -> None:
    names = ("token", "name", "phone", "town", "topic", "content", "page", "helpful")
    fields = [f"{name}={quote_from_bytes(value)}" for name, value in zip(names, values, strict=True)]
    fields += [f"{name}={quote_from_bytes(values[0])}" for name in ("number", "code", "stars", "reason", "consent")]
    response = citizen.post(
        path, data="&".join(fields).encode(), content_type="application/x-www-form-urlencoded", headers=SAME_ORIGIN
    )
    assert response.status_code in ANSWERS


@FEW
@given(number=WIRE_TEXT, code=WIRE_TEXT)
def test_any_text_in_the_status_form(citizen: Citizen, number: str, code: str) -> None:
    response = citizen.post("/forms/status", data={"number": number, "code": code}, headers=SAME_ORIGIN)
    assert response.status_code == 422


@FEW
@given(
    helpful=st.sampled_from(["yes", "no", "", "x"]),
    stars=st.one_of(st.sampled_from("12345"), WIRE_TEXT),
    reason=WIRE_TEXT,
)
def test_any_text_in_the_rating(citizen: Citizen, shared_app: Flask, helpful: str, stars: str, reason: str) -> None:
    token = citizen.token("/forms/rating?page=services/yuanzhu/")
    data = {"token": token, "page": "services/yuanzhu/", "helpful": helpful, "stars": stars, "reason": reason}
    response = citizen.post("/forms/rating", data=data, headers=SAME_ORIGIN)
    assert response.status_code in {303, 422}
    if response.status_code == 303:
        rating = Kept(portal_of(shared_app).store).ratings()[-1]
        assert (rating.helpful, rating.reason) == (helpful == "yes", clean(reason))
        assert rating.stars == (int(one_line(stars)) if one_line(stars) else None)


@FEW
@given(path=ANY_BYTES, query=ANY_BYTES)
def test_any_address(citizen: Citizen, path: bytes, query: bytes) -> None:
    for start in ("/", "/forms/", "/forms/consultation?content=", "/forms/rating?page=", "/search?q="):
        address = start + quote_from_bytes(path)
        response = citizen.get(address + ("&x=" if "?" in start else "?x=") + quote_from_bytes(query))
        assert response.status_code in {200, 308, 404, 405, 422}


@CALM
@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_and_leaves_no_control(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in cleaned)
    cleaned.encode("utf-8")  # no lone surrogate is left
    assert one_line(one_line(text)) == one_line(text)


@CALM
@given(ANY_TEXT)
def test_a_telephone_number_in_its_shape_keeps_it(text: str) -> None:
    shaped = telephone(text)
    assert telephone(shaped) == shaped
    if is_telephone(shaped):
        assert set(shaped) <= set("0123456789-")
        assert len(shaped) <= 24


@CALM
@given(ANY_TEXT)
def test_no_text_breaks_the_readers_of_receipts(text: str) -> None:
    for read in (parse_number, parse_code):
        found = read(text)
        assert found is None or read(found) == found


@CALM
@given(st.data())
def test_a_number_survives_copying_and_its_check_symbol_catches_a_slip(data: st.DataObject) -> None:
    number = new_number(SubmissionKind.CONSULTATION, now_utc())
    spoiled = data.draw(
        st.sampled_from([number.lower(), number.replace("-", ""), number.replace("0", "O"), f" {number} "])
    )
    assert parse_number(spoiled) == number
    plain = number.replace("-", "")
    place = data.draw(st.integers(10, 15))
    symbol = data.draw(st.sampled_from(ALPHABET.replace(plain[place], "")))
    assert parse_number(plain[:place] + symbol + plain[place + 1 :]) is None
    assert check_symbol(plain[:-1]) == plain[-1]


@CALM
@given(st.text(st.characters(codec="utf-8")), st.binary(min_size=32, max_size=32))
def test_every_code_can_be_read(key: str, secret: bytes) -> None:
    code = query_code(secret, key)
    assert parse_code(code.lower()) == code
