"""预约 over HTTP: half-days with places left, the last place for one of twenty, a place that is given back.

The second service gives places away without looking which are free; the same test must find it out.
"""

import http.client
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, insert, select
from werkzeug.test import TestResponse

from forms_api.clock import today
from forms_api.config import Settings
from forms_api.forms.form_token import new_key
from forms_api.store import intake, models
from forms_api.store.db import open_engine
from forms_api.store.matter import AppointmentRequest, Matter
from forms_api.store.store import StoreUnavailable
from forms_api.store.submission import Acknowledged, Place, Terms
from forms_api.typed_text import clean
from tests.integration import served
from tests.integration.conftest import SAME_ORIGIN, Citizen, Kept, browser, open_app, portal_of, publish, token_in
from tests.integration.databases import database_url, postgres, postgres_url
from tests.integration.no_script import controls, heading
from tests.integration.radio_buttons import radio_buttons
from tests.samples import STATION, write_content

__all__ = ["database_url", "postgres", "postgres_url"]

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PATH = "/forms/appointment"
STATION_URL = "stations/zhongxin/"
CITIZENS = 20
TAKEN = "您选的那半天刚刚约满了，没有约上。请另选一个时间，您填的别的内容都还在。"
FILLED = {
    "station": STATION_URL,
    "errand": "法律咨询",
    "content": "借条的事，带着原件",
    "for_whom": "本人",
    "name": "张女士",
    "phone": "13800000000",
    "consent": "y",
}


def half_days(citizen: Citizen) -> list[tuple[str, str, bool]]:
    """Open the page with the half-days: stored word, what is shown, whether it can be chosen."""
    shown = radio_buttons(turn(citizen, "where", "next").text, "when")
    return [(button.value, button.words, button.open) for button in shown]


def is_open(html: str, when: str) -> bool:
    """Say whether a half-day can be chosen."""
    (button,) = (button for button in radio_buttons(html, "when") if button.value == when)
    return button.open


def turn(citizen: Citizen, at: str, go: str, **typed: str) -> TestResponse:
    """Press a button on one page of the form."""
    data = {**FILLED, "token": citizen.token(PATH), "at": at, "go": go, **typed}
    return citizen.post(PATH, data=data, headers=SAME_ORIGIN)


def book(citizen: Citizen, when: str, **typed: str) -> TestResponse:
    """Hand in."""
    data = {**FILLED, "token": citizen.token(PATH), "when": when, **typed}
    return citizen.post(PATH, data=data, headers=SAME_ORIGIN)


@pytest.fixture
def app(edition_build: tuple[Path, Path], tmp_path: Path) -> Iterator[Flask]:
    """The service on SQLite; the race alone is run on both databases."""
    content, build = edition_build
    made = open_app(Settings(content=content, build=build, data=tmp_path / "data", limit_factor=100))
    yield made
    portal_of(made).store.engine.dispose()


@pytest.fixture
def one_place(tmp_path: Path, database_url: str) -> Settings:
    """A portal whose only station has one place in each half-day."""
    content = write_content(
        tmp_path / "content", {"stations/zhongxin.md": STATION.replace("预约名额: 2", "预约名额: 1")}
    )
    publish(content, tmp_path / "build", indexed=False)
    return Settings(content=content, build=tmp_path / "build", data=tmp_path / "data", database_url=database_url)


def test_an_appointment_is_saved_with_its_place(client: Citizen, kept: Kept) -> None:
    when = half_days(client)[0][0]
    assert book(client, when).status_code == 303
    receipt, _ = client.receipt()
    assert receipt.startswith("YY-")
    (asked,) = kept.matters()
    assert isinstance(asked, AppointmentRequest)
    assert f"{asked.day} {asked.half}" == when
    assert (asked.station, asked.station_name, asked.purpose) == (STATION_URL, "县公共法律服务中心", "法律咨询")
    (place,) = kept.rows("place")
    assert (place["station"], str(place["day"]), place["half"], place["number"]) == (
        STATION_URL,
        asked.day,
        asked.half,
        1,
    )


def test_half_days_of_ten_working_days_are_shown_with_what_is_left_of_them(app: Flask, client: Citizen) -> None:
    first, second, *_ = empty = half_days(client)
    assert len(empty) == 20
    assert {value.split()[0] > today().isoformat() for value, _, _ in empty} == {True}
    assert first[1].endswith("上午（还有 2 个名额）")
    for _ in range(2):
        book(browser(app), first[0])
    book(browser(app), second[0])
    now = half_days(client)
    assert (now[0][1].endswith("上午（已约满）"), now[0][2]) == (True, False)
    assert (now[1][1].endswith("下午（还有 1 个名额）"), now[1][2]) == (True, True)
    assert now[2:] == empty[2:]


def test_who_comes_too_late_is_told_and_chooses_another_half_day_with_all_that_was_typed(
    app: Flask, client: Citizen, kept: Kept
) -> None:
    full, free = (half_days(client)[place][0] for place in (0, 1))
    for _ in range(2):
        book(browser(app), full)
    response = book(client, full)
    assert (response.status_code, heading(response.text)[-3:]) == (409, "哪天来")
    assert TAKEN in response.text
    carried = {one.name: one.value for one in controls(response.text) if one.kind == "hidden"}
    assert {name: carried[name] for name in FILLED if name != "consent"} == {
        name: value for name, value in FILLED.items() if name != "consent"
    }
    assert not is_open(response.text, full)
    assert is_open(response.text, free)
    again = {**carried, "when": free, "consent": "y", "go": "send"}
    assert client.post(PATH, data=again, headers=SAME_ORIGIN).status_code == 303
    assert len(kept.rows("place")) == 3


def test_a_place_that_goes_in_the_last_moment_is_shown_as_gone(
    app: Flask, client: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    when = half_days(client)[0][0]
    taking_in = portal_of(app).store.intake
    submit = taking_in.submit

    def after_two_others(matter: Matter, key: str, terms: Terms) -> Acknowledged:
        for _ in range(2):
            submit(AppointmentRequest(name="李先生"), new_key(), Terms(place=terms.place))
        return submit(matter, key, terms)

    monkeypatch.setattr(taking_in, "submit", after_two_others)
    response = book(client, when)
    assert response.status_code == 409
    assert not is_open(response.text, when)


def test_who_turns_the_page_with_a_half_day_that_filled_up_is_told_at_once(app: Flask, client: Citizen) -> None:
    when = half_days(client)[0][0]
    assert heading(turn(client, "when", "next", when=when).text).endswith("谁的事")
    for _ in range(2):
        book(browser(app), when)
    response = turn(client, "when", "next", when=when)
    assert (response.status_code, heading(response.text)[-3:]) == (422, "哪天来")
    assert "您选的那半天刚刚约满了，请另选一个时间。" in response.text


def test_the_last_place_sent_twice_is_one_place_and_one_receipt(app: Flask, client: Citizen, kept: Kept) -> None:
    when = half_days(client)[0][0]
    book(browser(app), when)
    token = client.token(PATH)
    assert book(client, when, token=token).status_code == 303
    first = client.receipt()
    assert book(client, when, token=token).status_code == 303
    assert client.receipt() == first
    assert len(kept.rows("place")) == 2


@pytest.mark.parametrize("way", ["withdraw", "delete"])
def test_a_place_is_free_again_when_its_appointment_is_withdrawn_or_deleted(
    app: Flask, client: Citizen, kept: Kept, way: str
) -> None:
    when = half_days(client)[0][0]
    book(browser(app), when)
    book(client, when)
    assert not half_days(client)[0][2]
    follow = portal_of(app).store.follow
    case = follow.find(*client.receipt())
    assert case
    getattr(follow, way)(case)
    assert half_days(client)[0][1].endswith("（还有 1 个名额）")
    assert book(browser(app), when).status_code == 303
    assert sorted(row["number"] for row in kept.rows("place")) == [1, 2]


def test_a_station_that_gives_no_appointments_cannot_be_chosen(tmp_path: Path) -> None:
    village = STATION.replace("标题: 县公共", "标题: 村公共").replace("预约名额: 2\n", "")
    content = write_content(tmp_path / "content", {"stations/cun.md": village})
    publish(content, tmp_path / "build", indexed=False)
    app = open_app(Settings(content=content, build=tmp_path / "build", data=tmp_path / "data"))
    citizen = browser(app)
    html = citizen.get(PATH).text
    assert "县公共法律服务中心 · 法治路 1 号" in html
    assert "村公共法律服务中心" not in html
    assert book(citizen, half_days(citizen)[0][0], station="stations/cun/").status_code == 422
    portal_of(app).store.engine.dispose()


def test_while_places_cannot_be_counted_every_half_day_is_offered(
    app: Flask, client: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_asked: object) -> None:
        raise StoreUnavailable("locked")

    monkeypatch.setattr(portal_of(app).store.intake, "taken", unavailable)
    assert [free for _, _, free in half_days(client)] == [True] * 20


# The last place.


def hand_in(port: int, when: str, number: int, together: Barrier) -> tuple[int, str]:
    """Hand in as one of many at the same moment; give the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", PATH)
        typed = {**FILLED, "token": token_in(connection.getresponse().read().decode())}
        typed |= {"when": when, "phone": f"138{number:08}", "content": f"我是第 {number} 个人"}
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        together.wait(timeout=30)
        connection.request("POST", PATH, urlencode(typed), kind)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def answers_to_a_rush(portal: Settings, kind: str) -> list[tuple[int, str]]:
    """Let twenty citizens ask two services that share one database for the same half-day; give their answers."""
    app = open_app(portal)
    when = half_days(browser(app))[0][0]
    portal_of(app).store.engine.dispose()
    together = Barrier(CITIZENS)
    with (
        served.start(portal, __name__, kind) as one,
        served.start(portal, __name__, kind) as other,
        ThreadPoolExecutor(CITIZENS) as pool,
    ):
        ports = [(one.port, other.port)[number % 2] for number in range(CITIZENS)]
        asked = [pool.submit(hand_in, port, when, number, together) for number, port in enumerate(ports)]
        return [each.result() for each in asked]


def places(portal: Settings) -> tuple[int, int]:
    """Count the places given and the submissions saved."""
    engine = open_engine(portal)
    with engine.connect() as connection:
        given, saved = (
            connection.scalar(select(func.count()).select_from(table)) for table in (models.place, models.submission)
        )
    engine.dispose()
    return int(given or 0), int(saved or 0)


def test_twenty_want_the_last_place_and_one_gets_it(one_place: Settings) -> None:
    answers = answers_to_a_rush(one_place, "honest")
    assert sorted(status for status, _ in answers) == [303] + [409] * (CITIZENS - 1)
    for number, (status, html) in enumerate(answers):
        if status == 409:
            assert TAKEN in html
            assert f'name="content" value="我是第 {number} 个人"' in html
            assert "（还有 1 个名额）" in html
    assert places(one_place) == (1, 1)


def test_a_service_that_does_not_look_gives_it_to_many(one_place: Settings) -> None:
    answers = answers_to_a_rush(replace(one_place), "careless")
    assert sum(status == 303 for status, _ in answers) > 1
    assert places(one_place)[0] > 1


def _give_away(connection: Connection, submission_id: int, place: Place) -> None:
    """Give a place without looking which are free."""
    values = {"station": place.station, "day": place.day, "half": place.half, "number": next(_NUMBERS)}
    connection.execute(insert(models.place).values(submission_id=submission_id, **values))


_NUMBERS = count(1)


# Any text in any field.

ANY = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=120)


@pytest.fixture(scope="module")
def shared_app(edition_build: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    content, build = edition_build
    data = tmp_path_factory.mktemp("data") / "data"
    app = open_app(Settings(content=content, build=build, data=data, limit_factor=1000))
    yield app
    portal_of(app).store.engine.dispose()


@FEW
@given(
    content=ANY,
    which=st.integers(0, 19),
    typed=st.fixed_dictionaries(
        {},
        optional={
            "when": ANY,
            "station": st.one_of(st.sampled_from(["", "stations/", "services/yuanzhu/"]), ANY),
            "errand": st.one_of(st.sampled_from(["公证", ""]), ANY),
            "at": st.sampled_from(["where", "when", "contact", ""]),
            "go": st.sampled_from(["next", "back", "when", "confirm", "send"]),
        },
    ),
)
def test_any_text_in_the_appointment(shared_app: Flask, content: str, which: int, typed: dict[str, str]) -> None:
    kept, citizen = Kept(portal_of(shared_app).store), browser(shared_app)
    before = len(kept.rows("submission"))
    when = typed.pop("when", None) or half_days(citizen)[which][0]
    response = book(citizen, when, **{**typed, "content": content})
    assert response.status_code in {200, 303, 409, 422}
    assert len(kept.rows("submission")) - before == (response.status_code == 303)
    assert len(kept.rows("place")) == len(kept.rows("submission"))
    if response.status_code == 303:
        saved = kept.matters()[-1]
        assert isinstance(saved, AppointmentRequest)
        assert (saved.content, f"{saved.day} {saved.half}", saved.station) == (clean(content), when, STATION_URL)


if __name__ == "__main__":
    if sys.argv[1] == "careless":
        intake._take_place = _give_away
    served.run(None, *sys.argv[2:])
