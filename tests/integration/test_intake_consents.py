"""个人信息保护法 on every form: told before asked, nothing ticked beforehand, each purpose agreed to on its own.

What is not needed never stands in the way; what is needed is said with another way to be helped; what was agreed to is
kept with its wording; nothing that came in is shown to anybody else.
"""

import re
from html import unescape

import pytest
from flask import Flask

from content_model.script import traditional
from forms_api.forms.catalogue import FORMS
from forms_api.forms.submission_form import CONFIRM, FORWARD, GUARDIAN
from forms_api.operation.retention import kept_for
from forms_api.pages.consent import WORDING
from tests.integration.conftest import Citizen, Kept, browser, portal_of
from tests.integration.databases import database_url, postgres, postgres_url
from tests.integration.no_script import controls, visible
from tests.integration.whole_forms import Pairs, answers, asked_by, send

__all__ = ["database_url", "postgres", "postgres_url"]

LISTED = pytest.mark.parametrize("name", list(FORMS))
NOTICE = re.compile(r'<section class="mf-notice" aria-labelledby="notice">.*?</section>', re.S)
FREE = "老板拖欠工资三个月"
NEEDED = [(name, box.name) for name, form in FORMS.items() for box in form.boxes if box.required]

OF_CHILDREN = [name for name, form in FORMS.items() if GUARDIAN.name in {box.name for box in form.boxes}]
OF_LEGAL_AID = {"consent_truth", "consent_sensitive", "consent_forward"}  # nobody can examine what nobody may see


def without(said: Pairs, *names: str) -> Pairs:
    return [(name, value) for name, value in said if name not in names]


def given(kept: Kept) -> dict[str, bool]:
    return {row["name"]: bool(row["given"]) for row in kept.consents()}


@LISTED
def test_the_notice_stands_above_the_form_and_names_all_seven_things(app: Flask, client: Citizen, name: str) -> None:
    html = unescape(client.get(f"/forms/{name}").text)
    (notice,) = NOTICE.findall(html)
    assert html.index(notice) < html.index("<form")
    assert notice.count("<li>") >= 9, "art. 21 of 网络数据安全管理条例: in the form of a list"
    with app.test_request_context("/"):
        form = asked_by(app, name)
        told = ["试验县司法局，电话 0300-5550100", f"只用来办理您的“{form.title}”", "加密存在本单位的服务器上"]
        told += [
            f"办结后保存 {kept_for(form.kind())} 年，到期删除",
            "未满十四周岁",
            "查阅、复制、更正、删除",
            "撤回同意",
        ]
        asked = [form[field] for group in form.groups for field in group.fields]
        told += [str(one.label.text).partition("：")[0].strip("？") for one in asked]
    assert [words for words in told if words not in notice] == []
    assert ("您单独同意，才转给" in notice) is (FORWARD.name in {box.name for box in form.boxes})
    assert ("没有您的单独同意，不转给别的单位" in notice) is (FORWARD.name not in {box.name for box in form.boxes})


@LISTED
def test_the_notice_speaks_the_citizens_language(client: Citizen, name: str) -> None:
    (notice,) = NOTICE.findall(client.get(f"/forms/{name}?lang=zh-Hant").text)
    assert traditional("办结后保存") in notice


@LISTED
def test_no_box_is_ticked_beforehand(app: Flask, client: Citizen, name: str) -> None:
    said = without(answers(app, name, FREE), *(box.name for box in FORMS[name].boxes))
    shown = list(visible(controls(send(client, app, name, said, go=CONFIRM).text)))
    assert {one.name for one in shown} == {box.name for box in FORMS[name].boxes if not box.when} | _called_for(name)
    assert not any(one.on for one in shown)
    first = visible(controls(client.get(f"/forms/{name}").text))
    assert not any(one.on for one in first)
    ticked = visible(controls(send(client, app, name, answers(app, name, FREE), go=CONFIRM).text))
    assert all(one.on for one in ticked), "the negative control: a box that was ticked stays so"


def _called_for(name: str) -> set[str]:
    """Name the consents that the answers call for: they say that it is about a child."""
    return {GUARDIAN.name} & {box.name for box in FORMS[name].boxes}


def test_only_what_the_matter_cannot_do_without_is_needed() -> None:
    always = {(name, "consent") for name in FORMS}
    of_children = {(name, GUARDIAN.name) for name in OF_CHILDREN}
    assert set(NEEDED) == always | of_children | {("legal-aid", box) for box in OF_LEGAL_AID}
    assert set(FORMS) - set(OF_CHILDREN) == {"need", "correction"}, "these ask nobody who they are"


@LISTED
def test_what_is_not_needed_never_stands_in_the_way(app: Flask, client: Citizen, kept: Kept, name: str) -> None:
    free = [box.name for box in FORMS[name].boxes if not box.required]
    assert send(client, app, name, without(answers(app, name, FREE), *free)).status_code == 303
    assert given(kept) == {box.name: box.name not in free for box in FORMS[name].boxes}


@pytest.mark.parametrize(("name", "box"), NEEDED)
def test_without_what_is_needed_nothing_is_saved_and_another_way_is_named(
    app: Flask, client: Citizen, kept: Kept, name: str, box: str
) -> None:
    refused = send(client, app, name, without(answers(app, name, FREE), box))
    assert refused.status_code == 422
    assert f'<a href="#{box}">' in refused.text
    assert 'href="tel:12348"' in refused.text
    assert kept.rows("submission") == []


@LISTED
def test_each_consent_is_kept_with_its_wording(app: Flask, client: Citizen, kept: Kept, name: str) -> None:
    assert send(client, app, name, answers(app, name, FREE)).status_code == 303
    rows = {(row["name"], bool(row["given"]), row["wording"]) for row in kept.consents()}
    assert rows == {(box.name, True, f"{WORDING}-zh") for box in FORMS[name].boxes}


def test_in_english_the_wording_is_another(app: Flask, client: Citizen, kept: Kept) -> None:
    said = answers(app, "consultation", FREE)
    data = {**dict(said), "token": client.token("/forms/consultation?lang=en")}
    client.post("/forms/consultation?lang=en", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert {row["wording"] for row in kept.consents()} == {f"{WORDING}-en"}


@pytest.mark.parametrize("for_whom", ["本人", "替别人", ""])
@pytest.mark.parametrize("name", OF_CHILDREN)
def test_a_child_needs_its_guardian_whoever_fills_it_in(
    app: Flask, client: Citizen, kept: Kept, name: str, for_whom: str
) -> None:
    said = [*without(answers(app, name, FREE), "for_whom"), *([("for_whom", for_whom)] if for_whom else [])]
    assert send(client, app, name, without(said, "consent_guardian")).status_code == 422
    assert send(client, app, name, without(said, "guardian")).status_code == 422
    assert kept.rows("submission") == []
    grown = without(said, "under_14", "guardian", "consent_guardian")
    assert send(client, app, name, grown).status_code == 303, "the negative control: a grown-up does not"
    assert "consent_guardian" not in given(kept)
    assert send(browser(app), app, name, said).status_code == 303


@LISTED
def test_what_came_in_is_shown_to_nobody_else(app: Flask, client: Citizen, name: str) -> None:
    words = "独角金丝雀的事情经过"
    assert send(client, app, name, answers(app, name, words)).status_code == 303
    number, code = client.receipt()
    case = portal_of(app).store.follow.find(number, code)
    assert case
    assert words in repr(case.matter)
    stranger = browser(app)
    read = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    for rule in read:
        for filled in (name, "withdraw"):
            seen = stranger.get(rule.replace("<name>", filled).replace("<path:path>", filled)).text
            assert words not in seen, rule
            assert number not in seen, rule
    assert words not in stranger.get("/search", query_string={"q": words[:6]}).text
    found = client.post(
        "/forms/status", data={"number": number, "code": code}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert number in found.text, "the negative control: its own citizen sees it"
