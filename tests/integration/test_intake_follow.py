"""What comes after: the receipt kept, more said, solved or not, rated, withdrawn, deleted, copied; nothing twice."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse
from wtforms.fields.core import UnboundField

from forms_api.forms.catalogue import FORMS
from forms_api.forms.contact import ContactForm
from forms_api.forms.submission_form import SubmissionForm
from forms_api.pages.case_copy import OTHER_LABELS
from forms_api.pages.lookup import LOOKUP_COOKIE
from forms_api.pages.receipt import status_address
from forms_api.portal import Portal
from forms_api.store.database import StoreUnavailable
from forms_api.store.follow import Case, NotAllowed
from forms_api.store.matter import AppointmentRequest, Consultation, Contacted
from forms_api.store.submission import Acknowledged, Happened, Place, State, Terms
from tests.integration.conftest import CROSS_SITE, SAME_ORIGIN, Citizen, Kept, browser, portal_of
from tests.integration.databases import database_url as database_url

MATTER = Consultation(name="张女士", phone="13800000000", content="老板拖欠工资三个月，怎么办？", topic="劳动工资")
MORE = "我找到了工资条，还有打卡记录。"
ANSWER = "先去劳动监察大队投诉。\n带上工资条 <b>原件</b>。"
FORM = re.compile(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.S)
TOKEN = re.compile(r'name="token" value="([^"]*)"')


@pytest.fixture
def portal(app: Flask) -> Portal:
    return portal_of(app)


@pytest.fixture
def receipt(portal: Portal) -> Acknowledged:
    return portal.store.intake.submit(MATTER, "key")


def look_up(client: Citizen, receipt: Acknowledged, **more: str) -> TestResponse:
    data = {"number": receipt.receipt, "code": receipt.code, **more}
    return client.post("/forms/status", data=data, headers=SAME_ORIGIN)


def token_of(html: str, name: str) -> str:
    """Take the token from the form of one deed."""
    for action, inside in FORM.findall(html):
        if action == f"/forms/status/{name}":
            found = TOKEN.search(inside)
            assert found
            return unescape(found[1])
    pytest.fail(f"{name} is not offered")


def do(client: Citizen, html: str, name: str, headers: dict[str, str] = SAME_ORIGIN, **typed: str) -> TestResponse:
    data = {"token": token_of(html, name), **typed}
    return client.post(f"/forms/status/{name}", data=data, headers=headers)


def confirm(client: Citizen, name: str) -> TestResponse:
    return do(client, client.get(f"/forms/status/{name}").text, name)


def case_of(portal: Portal, receipt: Acknowledged) -> Case:
    case = portal.store.follow.find(receipt.receipt, receipt.code)
    assert case
    return case


def steps(case: Case) -> list[Happened]:
    return [step.what for step in case.history]


def answer(portal: Portal, receipt: Acknowledged, text: str = ANSWER) -> None:
    portal.store.desk.take(receipt.receipt, "李律师")
    portal.store.desk.answer(receipt.receipt, "李律师", text)


def test_what_is_added_stands_there_once_however_often_it_was_sent(
    client: Citizen, portal: Portal, receipt: Acknowledged
) -> None:
    html = look_up(client, receipt).text
    responses = [do(client, html, "add", more=MORE) for _ in range(2)]
    assert {(response.status_code, response.location) for response in responses} == {
        (303, "/forms/status/case?done=add")
    }
    shown = client.get(responses[0].location).text
    assert "补充的情况已经保存，承办人会看到。" in shown
    assert shown.count(MORE) == 1
    case = case_of(portal, receipt)
    assert [message.text for message in case.messages] == [MORE]
    assert steps(case) == [Happened.RECEIVED, Happened.ADDED]
    do(client, html, "add", more=f"{MORE}还有一张欠条。")
    assert len(case_of(portal, receipt).messages) == 2


def test_a_double_click_at_the_same_moment_adds_once(portal: Portal, receipt: Acknowledged) -> None:
    case = case_of(portal, receipt)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: portal.store.follow.add(case, MORE), range(8)))
    assert [message.text for message in case_of(portal, receipt).messages] == [MORE]


def test_too_little_is_said_to_be_so_and_kept(client: Citizen, portal: Portal, receipt: Acknowledged) -> None:
    response = do(client, look_up(client, receipt).text, "add", more="有")
    assert response.status_code == 422
    assert "请写“补充情况”，至少 5 个字。" in response.text
    assert ">\n有</textarea>" in response.text
    assert case_of(portal, receipt).messages == ()


def test_the_answer_is_shown_as_it_was_written(client: Citizen, portal: Portal, receipt: Acknowledged) -> None:
    answer(portal, receipt)
    html = look_up(client, receipt).text
    assert "先去劳动监察大队投诉。\n带上工资条 &lt;b&gt;原件&lt;/b&gt;。" in html
    assert "李律师" in html
    for said in ("已收到", "已转给承办人", "已答复"):
        assert f"<li>{said} <span" in html
    assert 'name="more"' not in html, "after the answer nobody would look"


def test_not_solved_reopens_with_the_same_officer_and_a_new_latest_day(
    client: Citizen, portal: Portal, receipt: Acknowledged
) -> None:
    answer(portal, receipt)
    with time_machine.travel(datetime(2026, 12, 7, 2, tzinfo=UTC), tick=True):
        html = look_up(client, receipt).text
        first, second = (do(client, html, "unsolved", why="他们不受理。") for _ in range(2))
        shown = client.get(first.location).text
    assert (first.status_code, second.status_code) == (303, 303)
    case = case_of(portal, receipt)
    assert (case.state, case.officer) == (State.REOPENED, "李律师")
    assert str(case.due_on) == "2026-12-10"
    assert steps(case).count(Happened.UNSOLVED) == 1
    assert [message.text for message in case.messages] == [ANSWER, "他们不受理。"]
    assert "最迟 2026年12月10日（星期四）答复您，节假日不算。" in shown
    assert "您说没有解决，正在重新办理" in shown
    assert {line.receipt for line in portal.store.desk.queue()} == {receipt.receipt}


def test_one_tap_is_enough_to_say_that_it_is_not_solved(client: Citizen, portal: Portal, receipt: Acknowledged) -> None:
    answer(portal, receipt)
    assert do(client, look_up(client, receipt).text, "unsolved").status_code == 303
    assert case_of(portal, receipt).state is State.REOPENED


def test_solved_closes_once_and_can_still_turn_out_not_to_be(
    client: Citizen, portal: Portal, receipt: Acknowledged
) -> None:
    answer(portal, receipt)
    html = look_up(client, receipt).text
    for _ in range(2):
        do(client, html, "solved")
    case = case_of(portal, receipt)
    assert case.state is State.CLOSED
    assert steps(case).count(Happened.SOLVED) == 1
    do(client, client.get("/forms/status/case").text, "unsolved", why="又不给了。")
    assert case_of(portal, receipt).state is State.REOPENED


def test_an_answer_has_one_rating(client: Citizen, portal: Portal, receipt: Acknowledged, kept: Kept) -> None:
    html = look_up(client, receipt).text
    assert 'name="stars"' not in html
    answer(portal, receipt)
    html = look_up(client, receipt).text
    response = do(client, html, "rate")
    assert response.status_code == 422
    assert "请选 1 颗到 5 颗星。" in response.text
    for _ in range(2):
        do(client, html, "rate", stars="2", reason="没说清楚")
    assert steps(case_of(portal, receipt)).count(Happened.RATED) == 1
    do(client, html, "rate", stars="4")
    assert [row["stars"] for row in kept.rows("case_rating")] == [4]
    assert "您打了 4 颗星。" in client.get("/forms/status/case").text


def test_withdrawing_is_asked_first_and_frees_the_place(client: Citizen, portal: Portal) -> None:
    day = datetime(2026, 12, 8, tzinfo=UTC).date()
    matter = AppointmentRequest(station="stations/zhongxin/", day=str(day), half="上午", phone="13800000000")
    place = Place(matter.station, day, "上午", 1)
    receipt = portal.store.intake.submit(matter, "appointment", Terms(place=place))
    html = look_up(client, receipt).text
    assert "2026年12月8日（星期二） 上午" in html
    assert "县公共法律服务中心，法治路 1 号" in html
    asked = client.get("/forms/status/withdraw").text
    assert "撤回不能反悔" in asked
    assert case_of(portal, receipt).state is State.RECEIVED
    for _ in range(2):
        assert do(client, asked, "withdraw").status_code == 303
    case = case_of(portal, receipt)
    assert case.state is State.WITHDRAWN
    assert steps(case).count(Happened.WITHDRAWN) == 1
    assert portal.store.intake.taken(matter.station, day, day) == {}
    shown = client.get("/forms/status/case").text
    assert "已撤回" in shown
    assert client.get("/forms/status/withdraw").location == "/forms/status/case"


def test_deleting_leaves_number_and_dates_and_nobody(
    client: Citizen, portal: Portal, receipt: Acknowledged, kept: Kept
) -> None:
    portal.store.follow.add(case_of(portal, receipt), MORE)
    look_up(client, receipt)
    assert "不能恢复" in client.get("/forms/status/delete").text
    asked = client.get("/forms/status/delete").text
    for _ in range(2):
        assert do(client, asked, "delete").status_code == 303
    (row,) = kept.rows("submission")
    assert (row["sealed"], row["phone_hmac"], row["topic"], row["town"]) == (None, None, "", "")
    assert row["receipt"] == receipt.receipt
    assert kept.rows("message") == []
    case = case_of(portal, receipt)
    assert steps(case).count(Happened.DELETED) == 1
    shown = client.get("/forms/status/case").text
    assert "您的信息已经按您的要求删除。" in shown
    assert "老板" not in shown
    assert "老板" not in client.get("/forms/status/copy").text
    assert portal.store.follow.find_by_phone(receipt.receipt, "13800000000") is None


def test_the_copy_holds_everything_and_is_a_file(client: Citizen, portal: Portal, receipt: Acknowledged) -> None:
    portal.store.follow.add(case_of(portal, receipt), "=1+1 第二行\n我找到了𠮷先生写的欠条。")
    answer(portal, receipt)
    look_up(client, receipt)
    copy = client.get("/forms/status/copy")
    assert copy.headers["Content-Disposition"] == f"attachment; filename={receipt.receipt}-copy.txt"
    assert copy.headers["Cache-Control"] == "no-store"
    text = copy.get_data().decode("utf-8-sig")
    for said in ("称呼：张女士", "联系电话：13800000000", "想问什么：老板拖欠工资三个月", "咨询类别：劳动工资",
                 "𠮷先生写的欠条", "先去劳动监察大队投诉。\r\n带上", "已转给承办人"):  # fmt: skip
        assert said in text
    assert receipt.code not in text


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_everything_in_a_copy_has_a_name_in_chinese(form: type[SubmissionForm]) -> None:
    """What no form of this kind can make needs no name."""
    asked = {name for name in vars(form) | vars(ContactForm) if isinstance(getattr(form, name, None), UnboundField)}
    unnamed = {field.name for field in fields(form.makes)} - asked - set(OTHER_LABELS)
    assert unnamed <= {field.name for field in fields(Contacted)}


def test_without_a_lookup_nothing_is_shown_and_nothing_happens(
    app: Flask, client: Citizen, portal: Portal, receipt: Acknowledged
) -> None:
    html = look_up(client, receipt).text
    stranger = browser(app)
    for path in ("case", "copy", "withdraw", "delete"):
        shown = stranger.get(f"/forms/status/{path}")
        assert "请再查一次" in shown.text
        assert "老板" not in shown.text
    response = do(stranger, html, "add", more=MORE)
    assert f'name="kept" value="{MORE}"' in response.text
    assert case_of(portal, receipt).messages == ()


def test_a_form_of_another_lookup_changes_nothing(
    app: Flask, client: Citizen, portal: Portal, receipt: Acknowledged
) -> None:
    """Who has a submission of their own has tokens of ours, but none for somebody else's lookup."""
    other = portal.store.intake.submit(MATTER, "other")
    foreign_html = look_up(browser(app), other).text
    look_up(client, receipt)
    response = do(client, foreign_html, "add", more=MORE)
    assert response.status_code == 200
    assert "这个页面打开的时间太久了" in response.text
    assert f">\n{MORE}</textarea>" in response.text
    assert case_of(portal, receipt).messages == case_of(portal, other).messages == ()


@pytest.mark.parametrize(
    "headers",
    [CROSS_SITE, {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"}, {"Origin": "https://evil.example"}],
    ids=["cross-site", "same-site", "null", "elsewhere"],
)
def test_what_comes_from_elsewhere_changes_nothing_and_is_kept(
    client: Citizen, portal: Portal, receipt: Acknowledged, headers: dict[str, str]
) -> None:
    html = look_up(client, receipt).text
    response = do(client, html, "add", headers, more=MORE)
    assert response.status_code == 403
    assert f'name="kept" value="{MORE}"' in response.text
    assert case_of(portal, receipt).messages == ()
    assert do(client, html, "add", {}, more=MORE).status_code == 303, "an old browser says nothing, and has its token"


def test_when_the_time_is_over_what_was_written_comes_back(
    client: Citizen, portal: Portal, receipt: Acknowledged
) -> None:
    html = look_up(client, receipt).text
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16), tick=True):
        late = do(client, html, "add", more=MORE)
        assert "您写的内容还没有保存，但没有丢" in late.text
        again = look_up(client, receipt, kept=MORE)
        assert f">\n{MORE}</textarea>" in again.text
        assert do(client, again.text, "add", more=MORE).status_code == 303
    assert [message.text for message in case_of(portal, receipt).messages] == [MORE]


def test_what_was_written_while_the_answer_came_is_kept(client: Citizen, portal: Portal, receipt: Acknowledged) -> None:
    html = look_up(client, receipt).text
    answer(portal, receipt)
    response = do(client, html, "add", more=MORE)
    assert response.status_code == 409
    assert "先去劳动监察大队投诉。" in response.text
    assert f'name="why" rows="4" aria-describedby="why-hint">\n{MORE}</textarea>' in response.text


def test_without_the_database_what_was_written_is_kept(
    client: Citizen, portal: Portal, receipt: Acknowledged, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise StoreUnavailable

    html = look_up(client, receipt).text
    monkeypatch.setattr(portal.store.follow, "add", fail)
    response = do(client, html, "add", more=MORE)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert f'name="kept" value="{MORE}"' in response.text


def test_the_lookups_cookie_is_strict_and_says_nothing(client: Citizen, receipt: Acknowledged) -> None:
    cookie = look_up(client, receipt).headers["Set-Cookie"]
    assert cookie.startswith(f"{LOOKUP_COOKIE}=")
    for wanted in ("HttpOnly", "SameSite=Strict", "Path=/forms/status", "Max-Age=900"):
        assert wanted in cookie
    assert receipt.code not in cookie


def test_ending_the_lookup_shuts_it(client: Citizen, receipt: Acknowledged) -> None:
    look_up(client, receipt)
    client.post("/forms/status/end", headers=CROSS_SITE)
    assert "老板" in client.get("/forms/status/case").text
    assert client.post("/forms/status/end", headers=SAME_ORIGIN).location == "/forms/status"
    assert "请再查一次" in client.get("/forms/status/case").text


def test_what_there_is_not_is_not_found(client: Citizen, receipt: Acknowledged) -> None:
    look_up(client, receipt)
    assert client.get("/forms/status/add").status_code == 404
    assert client.get("/forms/status/x").status_code == 404
    assert client.post("/forms/status/x", headers=SAME_ORIGIN).status_code == 404


def test_what_does_not_fit_the_state_is_refused(portal: Portal, receipt: Acknowledged) -> None:
    case = case_of(portal, receipt)
    follow = portal.store.follow
    with pytest.raises(NotAllowed):
        follow.rate(case, 5, "")
    with pytest.raises(NotAllowed):
        follow.unsolved(case, "", None)
    with pytest.raises(NotAllowed):
        follow.solved(case)
    follow.withdraw(case)
    with pytest.raises(NotAllowed):
        follow.add(case, MORE)
    assert steps(case_of(portal, receipt)) == [Happened.RECEIVED, Happened.WITHDRAWN]


def test_the_receipt_says_what_comes_next_and_carries_the_number_alone_in_its_picture(client: Citizen) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 2, tzinfo=UTC), tick=True):
        client.consult()
        html = client.get("/forms/receipt").text
    for said in ("最迟 2026年11月26日（星期四）答复您，节假日不算。", "已收到：法律咨询", "我已保存，继续",
                 "法律服务人员看过您写的事", "不要存在这台设备里"):  # fmt: skip
        assert said in html
    assert 'src="data:image/svg+xml' in html


def test_the_pictures_address_is_the_lookup_with_the_number(app: Flask) -> None:
    with app.test_request_context("/forms/receipt"):
        assert status_address("ZX-20261121-7K3QXM") == (
            "https://sf.example.gov.cn/forms/status?number=ZX-20261121-7K3QXM"
        )


def test_after_saving_the_code_is_not_shown_again(client: Citizen) -> None:
    client.consult()
    number, code = client.receipt()
    saved = client.get("/forms/receipt/saved").text
    assert number in saved
    assert code not in saved


def test_the_slip_is_a_file_with_number_and_code(client: Citizen) -> None:
    client.consult()
    number, code = client.receipt()
    slip = client.get("/forms/receipt/slip")
    assert slip.headers["Content-Disposition"] == f"attachment; filename={number}.txt"
    assert slip.headers["Cache-Control"] == "no-store"
    text = slip.get_data().decode("utf-8-sig")
    for said in (number, f"查询码：{code}", "法律咨询", "0300-5550100"):
        assert said in text
    assert f"number={number}" in text
    assert f"={code}" not in text


def test_the_receipt_can_be_cleared_from_the_device(app: Flask, client: Citizen) -> None:
    client.consult()
    client.post("/forms/receipt/forget", headers=CROSS_SITE)
    client.receipt()
    assert client.post("/forms/receipt/forget", headers=SAME_ORIGIN).status_code == 303
    for path in ("", "/saved", "/slip"):
        assert "这里没有可以显示的回执" in client.get(f"/forms/receipt{path}").text


def test_in_traditional_characters_the_frame_is_turned_and_the_citizens_words_are_not(
    client: Citizen, portal: Portal, receipt: Acknowledged
) -> None:
    client.set_cookie("lang", "zh-Hant")
    html = look_up(client, receipt).text
    assert "辦理經過" in html
    assert MATTER.content in html
    text = client.get("/forms/status/copy").get_data().decode("utf-8-sig")
    assert "辦理經過" in text
    assert MATTER.content in text
