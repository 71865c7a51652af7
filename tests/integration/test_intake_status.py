"""查询进度: what a receipt opens, and what it does not give away."""

from statistics import median
from time import perf_counter

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forms_api.clock import now_utc
from forms_api.store.receipts import new_number
from forms_api.store.submission import SubmissionKind
from tests.integration.conftest import CROSS_SITE, SAME_ORIGIN, Citizen, portal_of

LONG = "老板拖欠工资" * 10


def ask(client: Citizen, number: str, code: str, headers: dict[str, str] = SAME_ORIGIN) -> TestResponse:
    return client.post("/forms/status", data={"number": number, "code": code}, headers=headers)


@pytest.fixture
def receipt(client: Citizen) -> tuple[str, str]:
    client.consult(content=LONG)
    return client.receipt()


def test_number_and_code_show_what_was_received(client: Citizen, receipt: tuple[str, str]) -> None:
    response = ask(client, *receipt)
    assert response.status_code == 200
    for said in (receipt[0], "已收到", "法律咨询", "劳动工资", "城关镇", "（北京时间）", f">{LONG[:40]}……</dd>"):
        assert said in response.text
    assert receipt[1] not in response.text
    assert "13800000000" not in response.text


def test_slips_of_copying_are_forgiven(client: Citizen, receipt: tuple[str, str]) -> None:
    number, code = receipt
    number = number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert "已收到" in ask(client, number, f" {code[:4]}-{code[4:]} ".lower()).text


def test_an_unknown_number_and_a_wrong_code_look_alike(client: Citizen, receipt: tuple[str, str]) -> None:
    unknown = new_number(SubmissionKind.CONSULTATION, now_utc())
    wrong = "0" * 8 if receipt[1] != "0" * 8 else "1" * 8
    answers = [ask(client, unknown, receipt[1]), ask(client, receipt[0], wrong)]
    assert answers[0].status_code == answers[1].status_code == 422
    assert "没有查到" in answers[0].text
    texts = [
        answers[0].text.replace(unknown, "N").replace(receipt[1], "C"),
        answers[1].text.replace(receipt[0], "N").replace(wrong, "C"),
    ]
    assert texts[0] == texts[1]
    assert dict(answers[0].headers) == dict(answers[1].headers)


def test_an_unknown_number_and_a_wrong_code_cost_alike(app: Flask, receipt: tuple[str, str]) -> None:
    """Roughly: the medians of many tries in turn, with room for a busy machine."""
    store = portal_of(app).store
    unknown = new_number(SubmissionKind.CONSULTATION, now_utc())
    times: dict[str, list[float]] = {unknown: [], receipt[0]: []}
    for _ in range(400):
        for number, taken in times.items():
            start = perf_counter()
            assert store.find(number, "00000000") is None
            taken.append(perf_counter() - start)
    absent, wrong = (median(taken) for taken in times.values())
    assert 0.6 < absent / wrong < 1.6


def test_a_malformed_number_is_said_to_be_so(client: Citizen) -> None:
    response = ask(client, "ZX-1", "7K3QXM2P")
    assert response.status_code == 422
    assert "受理编号不完整，或者抄错了一位" in response.text
    assert 'value="ZX-1"' in response.text


def test_a_question_from_elsewhere_is_not_answered(client: Citizen, receipt: tuple[str, str]) -> None:
    response = ask(client, *receipt, headers=CROSS_SITE)
    assert response.status_code == 403
    assert "劳动工资" not in response.text


def test_number_and_code_are_not_taken_from_the_address(client: Citizen, receipt: tuple[str, str]) -> None:
    html = client.get("/forms/status", query_string={"number": receipt[0], "code": receipt[1]}).text
    assert receipt[0] not in html
