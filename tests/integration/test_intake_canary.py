"""Nothing that a citizen wrote, and no number or code, in what the service prints or leaves lying about: on every path.

Every form, everything that comes after it, and every kind of refusal from 403 to 503, against a process of its own.
A second service prints what it is sent; the same test must find it out.
"""

import sys
import urllib.parse
from pathlib import Path

import pytest
from flask import Flask, request
from sqlalchemy import text

from forms_api import application
from forms_api.config import Settings
from forms_api.forms.catalogue import FORMS
from tests.integration import served
from tests.integration.conftest import RECEIPT, open_app, portal_of, token_in
from tests.integration.databases import database_url, postgres, postgres_url
from tests.integration.office import behind_its_back, files_with
from tests.integration.test_intake_follow import token_of
from tests.integration.test_intake_logs import Visitor
from tests.integration.whole_forms import PHONE, answers, token_for

__all__ = ["database_url", "postgres", "postgres_url"]

WRITTEN, ANSWER = "金丝雀的伤心事CANARY", "答金丝雀CANARY书"
HONEST = application.create_app
FOREIGN = "https://evil.example"
EVERY_ANSWER = {200, 403, 404, 405, 413, 422, 429, 500, 503}
Typed = dict[str, str]


class Tour:
    """A citizen who goes everywhere; remembers what answers came and what secrets were given."""

    def __init__(self, app: Flask, server: served.Service) -> None:
        self.app = app
        self.server = server
        self.answers: set[int] = set()
        self.secrets = [WRITTEN, ANSWER, PHONE, urllib.parse.quote(WRITTEN), "CANARY"]

    def call(self, visitor: Visitor, path: str, typed: Typed | None = None, origin: str | None = None) -> str:
        status, page = visitor.call(path, typed, origin)
        self.answers.add(status)
        return page

    def form(self, name: str) -> None:
        """Open it, stumble in every way, hand it in, and do all that can be done afterwards."""
        visitor, path = Visitor(self.server), f"/forms/{name}"
        token = token_for(self.app, name)
        typed = {**dict(answers(self.app, name, WRITTEN)), "token": token}
        self.call(visitor, f"{path}?content={urllib.parse.quote(WRITTEN)}&page=/CANARY/")
        self.call(visitor, path, {**typed, "at": FORMS[name].groups[0].name, "go": "next"})
        self.call(visitor, path, {**typed, "at": "confirm", "go": "back"})
        self.call(visitor, path, {**typed, "consent": ""})
        self.call(visitor, path, {**typed, "token": "CANARY"})
        self.call(visitor, path, typed, FOREIGN)
        self.call(visitor, path, {**typed, "content": WRITTEN * 5_000})
        found = RECEIPT.search(self.call(visitor, path, typed))
        assert found, name
        self.secrets += [token, *found.groups()]
        self.afterwards(visitor, *found.groups())

    def afterwards(self, visitor: Visitor, number: str, code: str) -> None:
        """Keep the receipt, look up rightly and wrongly, add, be answered, complain, rate, copy, delete."""
        for path in ("/forms/receipt", "/forms/receipt/slip", "/forms/receipt/saved", f"/forms/status?number={number}"):
            self.call(visitor, path)
        self.call(visitor, "/forms/status", {"number": number, "code": "CANARY00"})
        self.call(visitor, "/forms/status", {"number": number, "phone": PHONE})
        page = self.call(visitor, "/forms/status", {"number": number, "code": code})
        page = self.deed(visitor, page, "add", more=WRITTEN)
        portal_of(self.app).store.desk.answer(number, "王芳", ANSWER)
        page = self.call(visitor, "/forms/status/case")
        page = self.deed(visitor, page, "rate", stars="6", reason=WRITTEN)
        page = self.deed(visitor, page, "rate", stars="2", reason=WRITTEN)
        self.deed(visitor, page, "unsolved", why=WRITTEN)
        self.call(visitor, "/forms/status/copy")
        self.call(visitor, "/forms/status/add", {"more": WRITTEN}, FOREIGN)
        self.deed(visitor, self.call(visitor, "/forms/status/delete"), "delete")
        self.call(visitor, "/forms/status/end", {})
        self.call(visitor, "/forms/status/add", {"more": WRITTEN})
        self.call(visitor, "/forms/receipt/forget", {})

    def deed(self, visitor: Visitor, page: str, name: str, **typed: str) -> str:
        return self.call(visitor, f"/forms/status/{name}", {"token": token_of(page, name), **typed})

    def elsewhere(self) -> None:
        """Search, rate, go astray."""
        visitor, quoted = Visitor(self.server), urllib.parse.quote(WRITTEN)
        self.call(visitor, f"/search?q={quoted}")
        self.call(visitor, f"/{quoted}/?x={quoted}")
        self.call(visitor, "/search", {"q": WRITTEN})
        token = token_in(self.call(visitor, "/forms/rating?page=services/yuanzhu/"))
        rating = {"token": token, "page": "services/yuanzhu/", "helpful": "no", "reason": WRITTEN}
        self.call(visitor, "/forms/rating", {**rating, "stars": "9"})
        self.call(visitor, "/forms/rating", {**rating, "stars": "1"})

    def one_too_many(self) -> None:
        """Send from one telephone until it is too much."""
        while 429 not in self.answers:
            typed = {**dict(answers(self.app, "consultation", WRITTEN)), "token": token_for(self.app, "consultation")}
            self.call(Visitor(self.server), "/forms/consultation", typed)

    def when_all_fails(self) -> None:
        """Spoil what is stored, then take the table away."""
        store, visitor = portal_of(self.app).store, Visitor(self.server)
        typed = {**dict(answers(self.app, "need", WRITTEN)), "token": token_for(self.app, "need")}
        found = RECEIPT.search(self.call(visitor, "/forms/need", typed))
        assert found
        self.secrets += found.groups()
        with behind_its_back(store) as connection:
            spoiled = "UPDATE submission SET sealed = :nothing WHERE receipt = :receipt"
            connection.execute(text(spoiled), {"nothing": b"CANARY", "receipt": found[1]})
        self.call(visitor, "/forms/status", {"number": found[1], "code": found[2]})
        with behind_its_back(store) as connection:
            connection.execute(text("ALTER TABLE submission RENAME TO gone"))
        for name in FORMS:
            typed = {**dict(answers(self.app, name, WRITTEN)), "token": token_for(self.app, name)}
            self.call(Visitor(self.server), f"/forms/{name}", typed)
        self.call(Visitor(self.server), "/forms/status", {"number": found[1], "code": found[2]})
        self.call(Visitor(self.server), "/forms/status/case")


@pytest.fixture
def settings(
    edition_build: tuple[Path, Path], tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """A portal that puts what it does not need for long into a folder of its own."""
    content, build = edition_build
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    return Settings(content=content, build=build, data=tmp_path / "data", database_url=database_url, limit_factor=4)


def tour(settings: Settings, kind: str) -> tuple[Tour, str]:
    """Go everywhere; give what was found and what the service printed."""
    with served.start(settings, __name__, kind) as service:
        app = open_app(settings)
        going = Tour(app, service)
        for name in FORMS:
            going.form(name)
        going.elsewhere()
        going.one_too_many()
        going.when_all_fails()
        portal_of(app).store.engine.dispose()
        return going, service.stop()


def test_nothing_personal_is_printed_or_left_lying_about_on_any_path(settings: Settings, tmp_path: Path) -> None:
    going, printed = tour(settings, "honest")
    assert going.answers == EVERY_ANSWER
    assert "Tampered" in printed, "what failed is named"
    assert [secret for secret in going.secrets if secret in printed] == []
    assert [name for way in (WRITTEN, "金丝雀") for name in files_with(way.encode(), tmp_path)] == []
    assert not any((tmp_path / "temporary").rglob("*"))


def test_a_service_that_prints_what_it_is_sent_is_found_out(settings: Settings) -> None:
    going, printed = tour(settings, "careless")
    assert {WRITTEN, PHONE} <= {secret for secret in going.secrets if secret in printed}


def careless(settings: Settings) -> Flask:
    """For the negative control only: make a service that prints every form."""
    app = HONEST(settings)
    app.before_request(lambda: print(dict(request.form), flush=True))
    return app


if __name__ == "__main__":
    if sys.argv[1] == "careless":
        application.create_app = careless
    served.run(None, *sys.argv[2:])
