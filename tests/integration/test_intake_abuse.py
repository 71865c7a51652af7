"""What looks like a robot's is kept, with a receipt like any other, for a person to look at; nothing is dropped.

A limit refuses politely: every word is still there, with the telephone number and the time when it may be sent again.
"""

import base64
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import altcha
import pytest
import time_machine
from flask import Flask

from forms_api.forms.catalogue import FORMS
from forms_api.forms.form_token import SignedKey, new_key
from forms_api.guard import proof
from forms_api.guard.limits import Limits
from forms_api.guard.suspicion import FASTEST
from forms_api.portal import EXTENSION
from tests.integration.conftest import CONSULTATION, SAME_ORIGIN, Citizen, Kept, browser, portal_of
from tests.integration.databases import database_url, postgres, postgres_url
from tests.integration.whole_forms import answers, send

__all__ = ["database_url", "postgres", "postgres_url"]

CHALLENGE = re.compile(r'data-challenge="([^"]*)"')
ONE_LINE = "127.0.0.1"
FREE = "老板拖欠工资三个月"
LINKS = "看 http://a.cn http://b.cn www.c.cn"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """One try of one round: tests/browser/test_proof.py pays the whole price."""
    for name, value in {"COST": 1, "FEWEST_TRIES": 1, "MOST_TRIES": 4}.items():
        monkeypatch.setattr(proof, name, value)


def an_old_token(app: Flask, name: str = "consultation") -> str:
    """Sign what a form carries that was opened a minute ago, as people take that long."""
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=1), tick=False):
        return portal_of(app).signatures.sign(f"form/{name}", SignedKey(new_key()))


def exhausted(app: Flask) -> Limits:
    """Take away what one line may send without proof of work."""
    portal = portal_of(app)
    limits = Limits(key=portal.keys.limit)
    while limits.submission(ONE_LINE, None, proven=False).allowed:
        pass
    app.extensions[EXTENSION] = replace(portal, limits=limits)
    return limits


def beyond_the_unproven(app: Flask) -> None:
    """Take away what one line may send without proof and without being held."""
    portal = portal_of(app)
    limits = Limits(key=portal.keys.limit)
    while not limits.submission(ONE_LINE, None, proven=False).over_unproven:
        pass
    app.extensions[EXTENSION] = replace(portal, limits=limits)


def worked_out(app: Flask, citizen: Citizen) -> str:
    """Solve the challenge of the last page, as the script does."""
    data = {**CONSULTATION, "token": an_old_token(app), "at": "contact", "go": "next"}
    found = CHALLENGE.search(citizen.post("/forms/consultation", data=data, headers=SAME_ORIGIN).text)
    assert found, "no challenge"
    challenge = altcha.Challenge.from_dict(json.loads(unescape(found[1])))
    solution = altcha.solve_challenge(challenge)
    assert solution
    return base64.b64encode(json.dumps(altcha.Payload(challenge, solution).to_dict()).encode()).decode()


def held_for(kept: Kept) -> list[str]:
    return [row["held_for"] for row in sorted(kept.rows("submission"), key=lambda row: int(row["id"]))]


def what_a_citizen_sees(app: Flask, citizen: Citizen) -> list[str]:
    """Read every page about a submission, without what differs from one to the next."""
    number, code = citizen.receipt()
    pages = [citizen.get("/forms/receipt").text, citizen.get("/forms/receipt/saved").text]
    pages.append(citizen.post("/forms/status", data={"number": number, "code": code}, headers=SAME_ORIGIN).text)
    by_phone = {"number": number, "phone": CONSULTATION["phone"]}
    pages.append(citizen.post("/forms/status", data=by_phone, headers=SAME_ORIGIN).text)
    pages.append(citizen.get("/forms/status/copy").text)
    return [_without_what_is_its_own(page, number, code) for page in pages]


def _without_what_is_its_own(page: str, number: str, code: str) -> str:
    page = page.replace(number, "编号").replace(code, "查询码")
    page = re.sub(r'(name="token" value|class="mf-slip__code" src)="[^"]*"', "", page)
    return re.sub(r"\d{2}:\d{2}", "", page).replace(LINKS, CONSULTATION["content"])


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"website": "http://spam.example"}, "honeypot"),
        ({"content": LINKS}, "links"),
        ({"token": ""}, "too-fast"),
        ({"beyond": "y"}, "no-proof"),
    ],
)
def test_what_is_suspicious_is_kept_and_its_sender_sees_nothing_of_it(
    app: Flask, kept: Kept, more: dict[str, str], reason: str
) -> None:
    honest, suspect = browser(app), browser(app)
    assert honest.consult(token=an_old_token(app)).status_code == 303
    if "beyond" in more:
        beyond_the_unproven(app)
    token = suspect.token() if more.get("token") == "" else an_old_token(app)
    assert suspect.consult(None, **{**more, "token": token}).status_code == 303
    assert held_for(kept) == ["", reason]
    assert [row["what"] for row in kept.rows("journal")].count("held") == 1
    assert what_a_citizen_sees(app, suspect) == what_a_citizen_sees(app, honest)
    assert [waiting.held_for for waiting in portal_of(app).store.desk.queue()].count((reason,)) == 1


def test_who_took_their_time_is_not_held(app: Flask, client: Citizen, kept: Kept) -> None:
    with time_machine.travel(datetime.now(UTC) - FASTEST, tick=False):
        token = portal_of(app).signatures.sign("form/consultation", SignedKey(new_key()))
    assert client.consult(token=token).status_code == 303
    assert held_for(kept) == [""]


def test_a_proof_that_was_used_is_kept_and_held_but_not_for_the_same_form(app: Flask, kept: Kept) -> None:
    first, second = browser(app), browser(app)
    token, payload = an_old_token(app), worked_out(app, first)
    assert first.consult(token=token, proof=payload).status_code == 303
    assert first.consult(token=token, proof=payload).status_code == 303, "a double click is no replay"
    assert held_for(kept) == [""]
    assert second.consult(token=an_old_token(app), proof=payload).status_code == 303
    assert held_for(kept) == ["", "replayed"]
    assert second.receipt() != first.receipt()
    assert second.consult(token=an_old_token(app), proof=worked_out(app, second), content=FREE).status_code == 303
    assert held_for(kept) == ["", "replayed", ""], "the negative control: work of its own"


@pytest.mark.parametrize("name", list(FORMS))
def test_over_the_limit_every_word_is_still_there_with_a_telephone_number(
    app: Flask, client: Citizen, kept: Kept, name: str
) -> None:
    exhausted(app)
    said = answers(app, name, FREE)
    refused = send(client, app, name, said)
    assert refused.status_code == 429
    assert kept.rows("submission") == []
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    html = unescape(refused.text)
    assert "从这里发来的提交太多了，这次没有保存" in html
    assert 'href="tel:12348"' in html
    for field, value in said:
        mark = " checked" if field.startswith("consent") else ""
        assert not value or re.search(rf'name="{field}" value="{re.escape(value)}"[^>]*{mark}', html), field
    app.extensions[EXTENSION] = replace(portal_of(app), limits=Limits(key=b"another day"))
    assert send(client, app, name, said).status_code == 303
    assert len(kept.rows("submission")) == 1


def test_a_retry_of_what_is_saved_is_never_refused(app: Flask, client: Citizen, kept: Kept) -> None:
    token = client.token()
    assert client.consult(token=token).status_code == 303
    receipt = client.receipt()
    exhausted(app)
    assert client.consult(token=token).status_code == 303
    assert client.receipt() == receipt
    assert client.consult(content=FREE).status_code == 429, "the negative control: another one is"
