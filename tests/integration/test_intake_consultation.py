"""法律咨询 from the empty form to the receipt."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from forms_api.forms.form_token import TOKEN_LIFE, Signatures
from forms_api.pages.consent import WORDING
from forms_api.portal import EXTENSION
from forms_api.store.matter import Consultation
from forms_api.store.receipts import parse_code, parse_number
from tests.integration.conftest import (
    CONSULTATION,
    CROSS_SITE,
    SAME_ORIGIN,
    Citizen,
    Kept,
    browser,
    moment,
    portal_of,
    token_in,
)
from tests.integration.databases import database_url as database_url


def pass_time(app: Flask, passed: timedelta) -> None:
    """Let the signatures' clock run ahead by `passed`."""
    portal = portal_of(app)
    later = Signatures(portal.keys.signature, clock=lambda: datetime.now(UTC) + passed)
    app.extensions[EXTENSION] = replace(portal, signatures=later)


def test_a_good_consultation_is_saved_and_leads_to_its_receipt(client: Citizen, kept: Kept) -> None:
    before = datetime.now(UTC)
    response = client.consult(page="/services/yuanzhu/")
    assert (response.status_code, response.location) == (303, "/forms/receipt")
    receipt, code = client.receipt()
    assert parse_number(receipt) == receipt
    assert parse_code(code) == code
    (submission,) = kept.rows("submission")
    entry, held = kept.rows("journal")
    assert (submission["kind"], submission["receipt"], submission["state"]) == ("ZX", receipt, "received")
    received_at = moment(submission["received_at"])
    assert before - timedelta(seconds=1) <= received_at <= datetime.now(UTC)
    assert kept.matters() == [
        Consultation(
            name="张女士",
            phone="13800000000",
            town="城关镇",
            topic="劳动工资",
            content="老板拖欠工资三个月，怎么办？",
            source_page="services/yuanzhu/",
        )
    ]
    assert (submission["topic"], submission["town"], submission["held_for"]) == ("劳动工资", "城关镇", "too-fast")
    assert (entry["submission_id"], entry["what"]) == (submission["id"], "received")
    assert (held["submission_id"], held["what"]) == (submission["id"], "held")
    consents = [(row["name"], bool(row["given"]), row["wording"]) for row in kept.consents()]
    assert consents == [("consent", True, f"{WORDING}-zh"), ("consent_sensitive", False, f"{WORDING}-zh")]


def test_neither_the_code_nor_the_key_stands_in_the_database(client: Citizen, kept: Kept) -> None:
    token = client.token()
    client.consult(token=token)
    _, code = client.receipt()
    (submission,) = kept.rows("submission")
    assert code not in str(submission)
    assert len(submission["code_hmac"]) == len(submission["key_hmac"]) == 64


def test_the_form_has_a_notice_above_the_fields_and_one_heading(client: Citizen) -> None:
    html = client.get("/forms/consultation").text
    assert html.count("<h1>") == 1
    assert html.index("mf-notice") < html.index("<form")
    for said in ("试验县司法局，电话 0300-5550100", "办结后保存 3 年", "查阅、复制、更正、删除", "敏感信息"):
        assert said in html
    assert "checked" not in html
    assert "<title>法律咨询 - 试验县公共法律服务网</title>" in html
    assert "站头" in html


def test_a_question_is_carried_over_and_capped(client: Citizen) -> None:
    html = client.get("/forms/consultation", query_string={"content": "欠薪<b>\0怎么办" + "字" * 6000}).text
    found = re.search(r'<textarea id="content"[^>]*>\n(.*?)</textarea>', html, re.S)
    assert found
    assert found[1].startswith("欠薪&lt;b&gt;怎么办")
    assert len(found[1].replace("&lt;", "<").replace("&gt;", ">")) == 5000


@pytest.mark.parametrize(
    ("page", "known"),
    [
        ("services/yuanzhu/", "services/yuanzhu/"),
        ("/services/yuanzhu", "services/yuanzhu/"),
        ("https://evil/", ""),
        ("", ""),
    ],
)
def test_the_page_before_must_be_a_published_one(client: Citizen, kept: Kept, page: str, known: str) -> None:
    shown = client.get("/forms/consultation", query_string={"page": page}).text
    assert (f'name="page" value="{known}"' in shown) == bool(known)
    client.consult(page=page)
    assert kept.matters()[0].source_page == known


def test_mistakes_are_named_beside_the_field_and_above_and_nothing_is_lost(client: Citizen, kept: Kept) -> None:
    response = client.consult(phone="12345", consent="", content="第一行\r\n<第二行>")
    html = response.text
    assert response.status_code == 422
    assert '<div class="mf-error-summary" role="alert" tabindex="-1" autofocus>' in html
    assert '<a href="#phone">“12345”不像电话号码' in html
    assert '<p class="mf-error" id="phone-error">“12345”' in html
    assert 'aria-describedby="phone-hint phone-error" aria-invalid="true"' in html
    assert "mf-field mf-field--error" in html
    assert 'value="12345"' in html
    assert '<input type="hidden" name="content" value="第一行\n&lt;第二行&gt;">' in html
    assert '<input type="hidden" name="town" value="城关镇">' in html
    assert kept.rows("submission") == []


def test_a_corrected_form_keeps_its_key(client: Citizen) -> None:
    token = client.token()
    response = client.consult(token=token, phone="")
    assert token_in(response.text) == token


def test_the_same_form_again_gives_the_same_receipt(client: Citizen, kept: Kept) -> None:
    token = client.token()
    client.consult(token=token)
    first = client.receipt()
    assert client.consult(token=token).status_code == 303
    assert client.receipt() == first
    assert "这份表刚才已经提交过" not in client.get("/forms/receipt").text
    assert len(kept.rows("submission")) == 1


def test_the_same_question_from_a_new_form_in_the_same_browser_is_one(client: Citizen, kept: Kept) -> None:
    client.consult()
    first = client.receipt()
    client.consult()  # a new token: the form was fetched again by going back
    assert client.receipt() == first
    client.consult(content="另一件事：邻居占了我家的地。")  # the negative control
    assert client.receipt() != first
    assert len(kept.rows("submission")) == 2


def test_the_same_question_from_another_browser_is_another(app: Flask, client: Citizen, kept: Kept) -> None:
    client.consult()
    browser(app).consult()
    assert len(kept.rows("submission")) == 2


def test_the_same_form_with_other_words_gives_the_first_receipt_and_says_so(client: Citizen, kept: Kept) -> None:
    token = client.token()
    client.consult(token=token)
    first = client.receipt()
    client.consult(token=token, content="我又想起来一件事")
    assert client.receipt() == first
    assert "这份表刚才已经提交过，我们收到的是第一次的内容" in client.get("/forms/receipt").text
    assert [matter.content for matter in kept.matters()] == [CONSULTATION["content"]]


def test_two_forms_are_two_submissions(client: Citizen, kept: Kept) -> None:
    client.consult()
    first = client.receipt()
    client.consult(content="另外还想问一件事。")
    second = client.receipt()
    assert first[0] != second[0]
    assert first[1] != second[1]
    assert len(kept.rows("submission")) == 2


def test_the_receipt_is_shown_only_in_the_browser_that_handed_in(app: Flask, client: Citizen) -> None:
    client.consult()
    receipt, code = client.receipt()
    elsewhere = browser(app).get("/forms/receipt").text
    assert receipt not in elsewhere
    assert code not in elsewhere
    assert "会得到同一份回执，不会重复" in elsewhere


def test_the_receipt_cookie_is_scoped_short_and_out_of_scripts_reach(client: Citizen) -> None:
    cookie = client.consult().headers["Set-Cookie"]
    assert "Path=/forms/receipt;" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=900" in cookie
    assert "Secure" not in cookie


def test_the_receipt_cookie_is_secure_where_the_browser_sees_https(client: Citizen) -> None:
    cookie = client.consult(headers={**SAME_ORIGIN, "Origin": "https://localhost"}).headers["Set-Cookie"]
    assert "Secure" in cookie


def test_the_receipt_goes_after_a_quarter_of_an_hour(app: Flask, client: Citizen) -> None:
    client.consult()
    receipt, _ = client.receipt()
    pass_time(app, timedelta(minutes=14))
    assert receipt in client.get("/forms/receipt").text
    pass_time(app, timedelta(minutes=16))
    assert receipt not in client.get("/forms/receipt").text


@pytest.mark.parametrize("token", ["", "forged", "W10.aaaa.bbbb"])
def test_without_a_good_token_the_filled_form_comes_back_with_a_fresh_one(
    client: Citizen, kept: Kept, token: str
) -> None:
    response = client.consult(token=token)
    assert response.status_code == 200
    assert "请核对后再点一次提交" in response.text
    assert CONSULTATION["content"] in response.text
    assert kept.rows("submission") == []
    assert client.consult(token=token_in(response.text)).status_code == 303


def test_a_token_that_is_too_old_is_exchanged(app: Flask, client: Citizen, kept: Kept) -> None:
    token = client.token()
    pass_time(app, TOKEN_LIFE + timedelta(minutes=1))
    response = client.consult(token=token)
    assert response.status_code == 200
    assert token_in(response.text) != token
    assert kept.rows("submission") == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (SAME_ORIGIN, 303),
        (CROSS_SITE, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none", "Origin": "http://localhost"}, 303),
        ({"Sec-Fetch-Site": "none", "Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "https://sf.example.gov.cn"}, 303),
        ({"Referer": "http://localhost/forms/consultation"}, 303),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Referer": "https://evil.example/"}, 403),
        ({}, 303),  # a browser that says nothing, with a good token
    ],
)
def test_where_a_form_comes_from(client: Citizen, kept: Kept, headers: dict[str, str], status: int) -> None:
    response = client.consult(headers=headers)
    assert response.status_code == status
    assert len(kept.rows("submission")) == (status == 303)
    if status == 403:
        assert "没有保存" in response.text
        assert CONSULTATION["content"] in response.text
        assert client.consult(token=token_in(response.text)).status_code == 303


def test_in_english_everything_is_english_and_stays_so(client: Citizen) -> None:
    shown = client.get("/forms/consultation?lang=en").text
    assert '<div lang="en">' in shown
    assert "<h1>Legal consultation</h1>" in shown
    assert 'action="/forms/consultation?lang=en"' in shown
    assert '<a href="/forms/consultation?lang=zh" hreflang="zh-Hans" lang="zh-Hans">简体</a>' in shown
    data = {**CONSULTATION, "token": token_in(shown)}
    response = client.post("/forms/consultation?lang=en", data=data, headers=SAME_ORIGIN)
    assert response.location == "/forms/receipt?lang=en"
    assert "Receipt number" in client.get(response.location).text


def test_the_cookie_chooses_the_language_and_the_address_overrules_it(client: Citizen, kept: Kept) -> None:
    client.set_cookie("lang", "en")
    assert "<h1>Legal consultation</h1>" in client.get("/forms/consultation").text
    assert "<h1>法律咨询</h1>" in client.get("/forms/consultation?lang=zh").text
    client.consult()
    assert {row["wording"] for row in kept.consents()} == {f"{WORDING}-en"}


def test_the_forms_are_listed(client: Citizen) -> None:
    html = client.get("/forms/").text
    assert 'href="/forms/consultation"' in html
    assert 'href="/forms/status"' in html
