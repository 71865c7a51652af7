"""法律援助申请 over HTTP: 点援, the fast lane said before sending, consents of their own, any text in any field."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from forms_api.clock import today
from forms_api.config import Settings
from forms_api.forms.aid_choices import GROUNDS, MATTERS, MEANS, PAPERS, STAGES
from forms_api.forms.day import iso_day
from forms_api.store.matter import LegalAidApplication
from forms_api.typed_text import clean, one_line, telephone
from tests.integration.conftest import SAME_ORIGIN, Citizen, Kept, browser, open_app, portal_of
from tests.integration.radio_buttons import radio_buttons

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PATH = "/forms/legal-aid"
CONSENTS = ("consent", "consent_truth", "consent_sensitive", "consent_forward")
FILLED = {
    "matter_kind": "劳动报酬或劳动关系",
    "stage": "还没有办",
    "content": "老板拖欠工资三个月，怎么办？",
    "topic": "劳动工资",
    "town": "城关镇",
    "grounds": "进城务工人员",
    "lawyer": "people/lin/",
    "for_whom": "本人",
    "name": "张女士",
    "phone": "13800000000",
    **dict.fromkeys(CONSENTS, "y"),
}
LIN = "林试言 · 试验律师事务所 · 专长：劳动工资、婚姻家庭 · 城关镇 · 普通话、手语"


def apply(citizen: Citizen, typed: dict[str, str | list[str]]) -> TestResponse:
    """Hand in an application."""
    data = {"token": citizen.token(PATH), **typed}
    return citizen.post(PATH, data=data, headers=SAME_ORIGIN)


def test_an_application_is_saved_with_the_chosen_lawyer_and_each_consent(client: Citizen, kept: Kept) -> None:
    assert apply(client, {**FILLED, "grounds": ["进城务工人员", "优抚对象"]}).status_code == 303
    receipt, _ = client.receipt()
    assert receipt.startswith("YZ-")
    (application,) = kept.matters()
    assert isinstance(application, LegalAidApplication)
    assert application.grounds == ("进城务工人员", "优抚对象")
    assert (application.lawyer, application.lawyer_name) == ("people/lin/", "林试言（试验律师事务所）")
    assert {row["name"]: bool(row["given"]) for row in kept.consents()} == dict.fromkeys(CONSENTS, True)


def test_the_answer_is_due_in_seven_days_of_the_calendar(client: Citizen, kept: Kept) -> None:
    apply(client, dict(FILLED))
    (row,) = kept.rows("submission")
    assert str(row["due_on"]) == (today() + timedelta(days=7)).isoformat()


def test_please_assign_stands_first_and_is_chosen_until_somebody_is(client: Citizen) -> None:
    data = {**FILLED, "token": client.token(PATH), "lawyer": "", "at": "means", "go": "next"}
    html = client.post(PATH, data=data, headers=SAME_ORIGIN).text
    assert "请谁帮您" in html
    shown = [(button.value, button.words, button.chosen) for button in radio_buttons(html, "lawyer")]
    assert shown == [("", "请为我指派", True), ("people/lin/", LIN, False)]


def test_a_lawyer_that_was_chosen_in_the_directory_is_carried_along(client: Citizen) -> None:
    html = client.get(f"{PATH}?lawyer=people/lin/").text
    assert '<input type="hidden" name="lawyer" value="people/lin/">' in html


@pytest.mark.parametrize(
    ("ground", "said"),
    [
        ("虐待、遗弃或家庭暴力", "不受经济困难条件的限制（《法律援助法》第三十二条）"),
        ("进城务工人员", "有材料证明的，免予核查经济困难状况（《法律援助法》第四十二条）"),
    ],
)
def test_the_fast_lane_is_said_before_sending(client: Citizen, ground: str, said: str) -> None:
    data = {**FILLED, "token": client.token(PATH), "at": "contact", "go": "next"}
    assert said in client.post(PATH, data={**data, "grounds": ground}, headers=SAME_ORIGIN).text
    without = client.post(PATH, data={**data, "grounds": [], "means": "收入少"}, headers=SAME_ORIGIN).text
    assert "请核对后提交" in without
    assert "《法律援助法》第" not in without


@pytest.mark.parametrize("missing", CONSENTS)
def test_without_a_consent_nothing_is_saved_and_nothing_is_lost(client: Citizen, kept: Kept, missing: str) -> None:
    html = apply(client, {name: value for name, value in FILLED.items() if name != missing}).text
    assert f'<a href="#{missing}">请勾选' in html
    assert f'<input type="hidden" name="content" value="{FILLED["content"]}">' in html
    assert kept.rows("submission") == []


def test_a_childs_guardian_consents_and_that_is_kept(client: Citizen, kept: Kept) -> None:
    child: dict[str, str | list[str]] = {**FILLED, "under_14": "y", "guardian": "王女士"}
    html = apply(client, child).text
    assert "我是他/她的父母或其他监护人" in html
    assert kept.rows("submission") == []
    assert apply(client, {**child, "consent_guardian": "y"}).status_code == 303
    assert {row["name"] for row in kept.consents() if row["given"]} == {*CONSENTS, "consent_guardian"}


# Any text in any field.

ANY = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=120)
DAYS = st.integers(-2, 40).map(lambda ahead: (today() + timedelta(ahead)).isoformat())


def of_list(choices: list[tuple[str, object]]) -> st.SearchStrategy[str]:
    """Mostly what is offered, sometimes anything."""
    return st.one_of(st.sampled_from([value for value, _ in choices]), st.sampled_from(["", "\x00", "没有的选项"]))


@pytest.fixture(scope="module")
def shared_app(edition_build: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    content, build = edition_build
    data = tmp_path_factory.mktemp("data") / "data"
    app = open_app(Settings(content=content, build=build, data=data, limit_factor=1000))
    yield app
    portal_of(app).store.engine.dispose()


@FEW
@given(
    typed=st.fixed_dictionaries(
        {
            "content": ANY.map(lambda text: f"请问：{text}。怎么办"),
            "means": of_list(MEANS),
            "phone": st.one_of(st.just("１３８ ００００ ００００"), ANY),
            "name": st.one_of(st.just(" 张\x00女士 "), ANY),
        },
        optional={
            "matter_kind": of_list(MATTERS),
            "stage": of_list(STAGES),
            "grounds": st.lists(of_list(GROUNDS), max_size=4),
            "lawyer": st.sampled_from(["", "people/lin/", "people/nobody/", "‮"]),
            "missing": st.lists(of_list(PAPERS), max_size=4),
            "missing_until": st.one_of(DAYS, ANY),
            "home_visit": st.sampled_from(["y", ""]),
            "visit_address": ANY,
            "urgent": st.sampled_from(["y", ""]),
            "go": st.sampled_from(["next", "back", "lawyer", "confirm", "??"]),
            "at": st.sampled_from(["matter", "means", "lawyer", "papers", "nowhere"]),
        },
    )
)
def test_any_text_in_the_application(shared_app: Flask, typed: dict[str, str | list[str]]) -> None:
    assert _judge(shared_app, {**FILLED, **typed}) in {200, 303, 403, 413, 422}


@FEW
@given(content=ANY.map(lambda text: f"请问：{text}。怎么办"), days=st.integers(0, 30), address=ANY)
def test_a_good_application_is_saved_as_it_was_meant(shared_app: Flask, content: str, days: int, address: str) -> None:
    until = f"{today() + timedelta(days):%Y/%m/%d}"
    typed: dict[str, str | list[str]] = {
        "missing": ["身份证明"],
        "missing_until": until,
        "home_visit": "y",
        "visit_address": f"村口{address[:90]}",
    }
    assert _judge(shared_app, {**FILLED, **typed, "content": content}) == 303


def _judge(app: Flask, typed: dict[str, str | list[str]]) -> int:
    """Hand in; whatever comes, no fault; what is saved is what was typed, cleaned."""
    kept = Kept(portal_of(app).store)
    before = len(kept.rows("submission"))
    response = apply(browser(app), typed)
    assert len(kept.rows("submission")) - before == (response.status_code == 303)
    if response.status_code == 303:
        saved = kept.matters()[-1]
        assert isinstance(saved, LegalAidApplication)
        _same(saved, typed)
    return response.status_code


def _same(saved: LegalAidApplication, typed: dict[str, str | list[str]]) -> None:
    def one(name: str) -> str:
        value = typed.get(name, "")
        return value if isinstance(value, str) else ""

    visits, lacks = bool(one("home_visit")), bool(typed.get("missing"))
    assert (saved.content, saved.name, saved.phone) == (
        clean(one("content")),
        one_line(one("name")),
        telephone(one("phone")),
    )
    assert saved.missing == tuple(dict.fromkeys(typed.get("missing", ())))
    assert saved.missing_until == (iso_day(one("missing_until")) if lacks else "")
    assert (saved.home_visit, saved.visit_address) == (visits, one_line(one("visit_address")) if visits else "")
    chosen = [one_line(one(name)) for name in ("matter_kind", "means", "lawyer")]
    assert [saved.matter, saved.means, saved.lawyer] == chosen
