"""满意度评价: one click, once, and more for who likes."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from forms_api.forms.form_token import SignedKey
from forms_api.pages import rating as rating_page
from forms_api.pages.rating import one_click_keys
from tests.integration.conftest import CROSS_SITE, SAME_ORIGIN, Citizen, Kept, portal_of, token_in
from tests.integration.databases import database_url as database_url

PAGE = "services/yuanzhu/"
MIDDAY = datetime(2026, 11, 21, 4, 0, 30, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The rating page's clock, to be set."""
    clock = SimpleNamespace(now=MIDDAY)
    monkeypatch.setattr(rating_page, "now_utc", lambda: clock.now)
    return clock


def click(
    client: Citizen, helpful: str = "yes", headers: dict[str, str] = SAME_ORIGIN, page: str = PAGE
) -> TestResponse:
    return client.post("/forms/rating", data={"page": page, "helpful": helpful}, headers=headers)


def test_one_click_is_one_rating(client: Citizen, kept: Kept) -> None:
    response = click(client)
    assert (response.status_code, response.location) == (303, "/forms/rating/thanks")
    (rating,) = kept.ratings()
    assert (rating.page, rating.page_title, rating.helpful) == (PAGE, "法律援助申请", 1)
    assert (rating.stars, rating.reason) == (None, "")


def test_a_double_click_is_one_rating(client: Citizen, kept: Kept, clock: SimpleNamespace) -> None:
    click(client)
    clock.now += timedelta(seconds=1)
    assert click(client).status_code == 303
    assert len(kept.rows("rating")) == 1


def test_a_double_click_over_the_turn_of_the_minute_is_one_rating(
    client: Citizen, kept: Kept, clock: SimpleNamespace
) -> None:
    clock.now = MIDDAY.replace(second=59)
    click(client)
    clock.now += timedelta(seconds=2)
    click(client)
    assert len(kept.rows("rating")) == 1


def test_another_minute_choice_browser_or_page_is_another_rating(
    client: Citizen, kept: Kept, clock: SimpleNamespace
) -> None:
    click(client)
    click(client, "no")
    click(client, headers={**SAME_ORIGIN, "User-Agent": "another"})
    click(client, page="guides/qianxin/")
    clock.now += timedelta(minutes=2)
    click(client)
    assert len(kept.rows("rating")) == 5


def test_the_keys_differ_by_address(app: Flask) -> None:
    typed = MultiDict({"page": PAGE, "helpful": "yes"})
    keys = []
    for address in ("10.0.0.1", "10.0.0.2"):
        with app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
            keys += one_click_keys(typed, MIDDAY)
    assert len(keys) == len(set(keys)) == 2


def test_stars_and_a_reason_are_added_to_the_same_rating(client: Citizen, kept: Kept) -> None:
    click(client, "no")
    thanks = client.get("/forms/rating/thanks").text
    assert "checked" not in thanks
    assert "向法律服务人员提问" in thanks
    data = {"token": token_in(thanks), "stars": "2", "reason": "看不懂\r\n字太小"}
    response = client.post("/forms/rating/thanks", data=data, headers=SAME_ORIGIN)
    assert response.status_code == 303
    assert "您的评价已经记下" in client.get("/forms/rating/thanks").text
    (rating,) = kept.ratings()
    assert (rating.helpful, rating.stars, rating.reason) == (0, 2, "看不懂\n字太小")


@pytest.mark.parametrize(("stars", "reason", "message"), [("6", "", "星级请从"), ("1", "字" * 501, "原因有 501 个字")])
def test_wrong_stars_are_named(client: Citizen, kept: Kept, stars: str, reason: str, message: str) -> None:
    click(client)
    token = token_in(client.get("/forms/rating/thanks").text)
    data = {"token": token, "stars": stars, "reason": reason}
    response = client.post("/forms/rating/thanks", data=data, headers=SAME_ORIGIN)
    assert response.status_code == 422
    assert message in response.text
    assert kept.rows("rating")[0]["stars"] is None


def token_of_nothing(app: Flask) -> str:
    """Sign a key that no rating has."""
    return portal_of(app).signatures.sign("form/stars", SignedKey("no rating"))


def test_stars_from_elsewhere_or_for_no_rating_are_not_added(app: Flask, client: Citizen, kept: Kept) -> None:
    click(client)
    token = token_in(client.get("/forms/rating/thanks").text)
    assert (
        client.post("/forms/rating/thanks", data={"token": token, "stars": "1"}, headers=CROSS_SITE).status_code == 403
    )
    for data in ({"stars": "1"}, {"stars": "1", "token": token_of_nothing(app)}):
        response = client.post("/forms/rating/thanks", data=data, headers=SAME_ORIGIN)
        assert response.status_code == 422
        assert "没有保存" in response.text
    assert kept.rows("rating")[0]["stars"] is None


def test_thanks_without_a_rating_is_a_plain_thanks(client: Citizen) -> None:
    html = client.get("/forms/rating/thanks").text
    assert "<h1>谢谢您的评价</h1>" in html
    assert "<form" not in html


def test_the_whole_form_saves_all_at_once_and_once(client: Citizen, kept: Kept) -> None:
    html = client.get("/forms/rating", query_string={"page": PAGE}).text
    assert "法律援助申请" in html
    data = {"token": token_in(html), "page": PAGE, "helpful": "no", "stars": "5", "reason": "好"}
    for _ in range(2):
        assert client.post("/forms/rating", data=data, headers=SAME_ORIGIN).status_code == 303
    (rating,) = kept.ratings()
    assert (rating.helpful, rating.stars, rating.reason) == (0, 5, "好")
    assert "<form" not in client.get("/forms/rating/thanks").text


def test_a_click_that_does_not_say_whose_it_is_needs_a_second_look(client: Citizen, kept: Kept) -> None:
    response = click(client, headers={})
    assert response.status_code == 200
    assert "请核对后再点一次提交" in response.text
    assert 'value="yes" checked' in response.text
    assert kept.rows("rating") == []
    data = {"token": token_in(response.text), "page": PAGE, "helpful": "yes"}
    assert client.post("/forms/rating", data=data).status_code == 303
    assert len(kept.rows("rating")) == 1


@pytest.mark.parametrize("headers", [CROSS_SITE, {"Origin": "null"}, {"Origin": "https://evil.example"}])
def test_a_click_from_elsewhere_is_not_saved(client: Citizen, kept: Kept, headers: dict[str, str]) -> None:
    response = click(client, headers=headers)
    assert response.status_code == 403
    assert 'value="yes" checked' in response.text
    assert kept.rows("rating") == []


@pytest.mark.parametrize("page", ["services/none/", "../../etc/passwd", "\x00", "字" * 5000])
def test_an_unknown_page_is_kindly_refused(client: Citizen, kept: Kept, page: str) -> None:
    for response in (click(client, page=page), client.get("/forms/rating", query_string={"page": page})):
        assert response.status_code == 422
        assert "没有找到您要评价的网页" in response.text
    assert kept.rows("rating") == []


def test_a_choice_that_is_none_shows_the_form(client: Citizen, kept: Kept) -> None:
    response = click(client, "maybe")
    assert response.status_code == 422
    assert "请选择“有”或“没有”" in response.text
    assert kept.rows("rating") == []


def test_a_bad_token_shows_the_form_again(client: Citizen, kept: Kept) -> None:
    data = {"token": "old", "page": PAGE, "helpful": "yes", "reason": "好"}
    response = client.post("/forms/rating", data=data, headers=SAME_ORIGIN)
    assert response.status_code == 200
    assert "请核对后再点一次提交" in response.text
    assert ">\n好</textarea>" in response.text
    assert kept.rows("rating") == []


def test_without_a_page_the_citizen_chooses_a_service(client: Citizen) -> None:
    answer = client.get("/forms/rating")
    assert answer.status_code == 200
    assert 'href="/forms/rating?page=services/yuanzhu/' in answer.text.replace("%2F", "/")
