"""查询进度: what a receipt opens, and what it does not give away."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from forms_api.clock import now_utc
from forms_api.store.database import StoreUnavailable
from forms_api.store.receipts import new_number
from forms_api.store.submission import SubmissionKind, Terms
from tests.integration.conftest import CROSS_SITE, SAME_ORIGIN, Citizen, portal_of

LONG = "老板拖欠工资" * 10
PHONE = "13800000000"
MARK = re.compile(r"ZX-\d{8}-\w{6}|[0-9A-HJKMNP-TV-Z]{8}|\d{11}")


def ask(client: Citizen, number: str, headers: dict[str, str] = SAME_ORIGIN, /, **proof: str) -> TestResponse:
    return client.post("/forms/status", data={"number": number, **proof}, headers=headers)


def wrong(code: str) -> str:
    return "0" * 8 if code != "0" * 8 else "1" * 8


@pytest.fixture
def receipt(client: Citizen) -> tuple[str, str]:
    client.consult(content=LONG)
    return client.receipt()


def test_number_and_code_show_what_was_received(client: Citizen, receipt: tuple[str, str]) -> None:
    response = ask(client, receipt[0], code=receipt[1])
    assert response.status_code == 200
    for said in (receipt[0], "已收到，正在安排承办人", "法律咨询", "（北京时间）", f">{LONG[:40]}……</summary>", LONG):
        assert said in response.text
    assert receipt[1] not in response.text
    assert PHONE not in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_number_and_telephone_show_progress_and_nothing_that_was_said(
    app: Flask, client: Citizen, receipt: tuple[str, str]
) -> None:
    portal_of(app).store.desk.answer(receipt[0], "李律师", "可以去劳动监察大队投诉。")
    response = ask(client, receipt[0], phone="138-0000-0000")
    assert response.status_code == 200
    for said in (receipt[0], "已答复", "法律咨询", "看答复请用查询码，或打电话。"):
        assert said in response.text
    for hidden in ("劳动监察", "老板", "李律师", "张女士", PHONE, receipt[1], "follow", 'method="post"'):
        assert hidden not in response.text
    assert "Set-Cookie" not in response.headers
    assert "劳动监察" in ask(client, receipt[0], code=receipt[1]).text


def test_slips_of_copying_are_forgiven(client: Citizen, receipt: tuple[str, str]) -> None:
    number, code = receipt
    number = number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert "已收到" in ask(client, number, code=f" {code[:4]}-{code[4:]} ".lower()).text


def test_unknown_number_wrong_code_and_wrong_telephone_look_alike(client: Citizen, receipt: tuple[str, str]) -> None:
    unknown = new_number(SubmissionKind.CONSULTATION, now_utc())
    for name, typed in (("code", wrong(receipt[1])), ("phone", "13900000001")):
        answers = [ask(client, number, SAME_ORIGIN, **{name: typed}) for number in (unknown, receipt[0])]
        assert [answer.status_code for answer in answers] == [422, 422]
        assert "没有查到" in answers[0].text
        texts = [MARK.sub("*", answer.text) for answer in answers]
        assert texts[0] == texts[1]
        assert dict(answers[0].headers) == dict(answers[1].headers)
        assert "Set-Cookie" not in answers[1].headers


def test_a_case_that_is_held_looks_like_any_other(app: Flask, client: Citizen, receipt: tuple[str, str]) -> None:
    store = portal_of(app).store
    matter = store.desk.case(receipt[0]).matter  # type: ignore[union-attr]
    assert matter
    held = store.intake.submit(matter, "another", Terms(latest=lambda day: day, held_for=("links",)))
    plain = store.intake.submit(matter, "a third", Terms(latest=lambda day: day))
    pages = [ask(client, made.receipt, code=made.code).text for made in (held, plain)]
    texts = [re.sub(r'name="token" value="[^"]*"', "", MARK.sub("*", page)) for page in pages]
    assert texts[0] == texts[1]
    store.desk.release(held.receipt)
    assert ask(client, held.receipt, code=held.code).status_code == 200


def test_a_malformed_number_is_said_to_be_so(client: Citizen) -> None:
    response = ask(client, "ZX-1", code="7K3QXM2P")
    assert response.status_code == 422
    assert "受理编号不完整，或者抄错了一位" in response.text
    assert 'value="ZX-1"' in response.text


def test_neither_code_nor_telephone_says_what_to_fill_in(client: Citizen, receipt: tuple[str, str]) -> None:
    response = ask(client, receipt[0])
    assert response.status_code == 422
    assert "请填写查询码，它印在回执上受理编号的下面；没有查询码，就填提交时留的电话。" in response.text
    assert "不像电话号码" in ask(client, receipt[0], phone="12").text


def test_a_question_from_elsewhere_is_not_answered(client: Citizen, receipt: tuple[str, str]) -> None:
    response = ask(client, receipt[0], CROSS_SITE, code=receipt[1])
    assert response.status_code == 403
    assert "老板" not in response.text
    assert "Set-Cookie" not in response.headers


def test_the_number_may_stand_in_the_address_and_the_code_may_not(client: Citizen, receipt: tuple[str, str]) -> None:
    html = client.get("/forms/status", query_string={"number": receipt[0], "code": receipt[1]}).text
    assert f'value="{receipt[0]}"' in html
    assert receipt[1] not in html
    assert "mf-error" not in html
    assert "&lt;b&gt;" not in client.get("/forms/status?number=<b>").text


def test_the_latest_day_stands_in_words(client: Citizen) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 2, tzinfo=UTC), tick=True):
        client.consult()
        number, code = client.receipt()
        text = ask(client, number, code=code).text
    assert "最迟 2026年11月26日（星期四）答复您，节假日不算。" in text
    assert "已经超过" not in text


@pytest.mark.parametrize(
    ("days_on", "said"),
    [(3, None), (4, "1 个工作日"), (5, "1 个工作日"), (7, "2 个工作日")],
    ids=["the day itself", "Friday", "Saturday", "Monday"],
)
def test_an_answer_that_is_late_is_said_to_be_late(client: Citizen, days_on: int, said: str | None) -> None:
    start = datetime(2026, 11, 23, 2, tzinfo=UTC)
    with time_machine.travel(start, tick=True) as clock:
        client.consult()
        number, code = client.receipt()
        clock.move_to(start + timedelta(days=days_on))
        text = ask(client, number, code=code).text
    assert ("已经超过最迟答复日" in text) is bool(said)
    if said:
        assert f"已经超过最迟答复日 {said}，对不起。请打电话 0300-5550100 催办，报受理编号就行。" in text


def test_without_the_database_the_question_is_kept(
    app: Flask, client: Citizen, receipt: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(portal_of(app).store.follow, "find", fail)
    response = ask(client, receipt[0], code=receipt[1])
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert f'value="{receipt[0]}"' in response.text
