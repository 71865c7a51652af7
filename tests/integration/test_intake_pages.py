"""Pages around the forms: static files, faults, headers, the base path, and life before the first build."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from forms_api.config import Settings
from tests.integration.conftest import (
    CONSULTATION,
    RECEIPT,
    SAME_ORIGIN,
    SHELL,
    Citizen,
    Kept,
    browser,
    open_app,
    portal_of,
    publish,
    token_in,
)
from tests.samples import SITE, write_content

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture
def unbuilt(portal_settings: Settings, tmp_path: Path) -> Iterator[Citizen]:
    """A browser before the first build."""
    app = open_app(replace(portal_settings, build=tmp_path / "no build"))
    yield browser(app)
    portal_of(app).store.engine.dispose()


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Citizen]:
    """A browser at a portal under /fw/."""
    content = write_content(tmp_path / "content", {"site.yml": SITE + "网站路径: /fw/\n"})
    publish(content, tmp_path / "build")
    app = open_app(Settings(content=content, build=tmp_path / "build", data=tmp_path / "data"))
    yield browser(app)
    portal_of(app).store.engine.dispose()


@pytest.mark.parametrize(
    "path",
    ["/forms/", "/forms/consultation", "/forms/status", "/forms/receipt", "/forms/rating/thanks", "/search", "/healthz",
     "/forms/rating?page=services/yuanzhu/"],
)  # fmt: skip
def test_dynamic_pages_have_all_headers(client: Citizen, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Content-Security-Policy"] == CSP


def test_static_pages_have_the_policy_and_may_be_cached(client: Citizen) -> None:
    page, sheet = client.get("/services/yuanzhu/"), client.get("/assets/site.css")
    for response in (page, sheet):
        assert response.status_code == 200
        assert response.headers["Content-Security-Policy"] == CSP
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["ETag"]
    assert page.headers["Cache-Control"].startswith("no-cache")
    assert sheet.headers["Cache-Control"] == "public, max-age=300"
    assert client.get("/assets/site.css", headers={"If-None-Match": sheet.headers["ETag"]}).status_code == 304


def test_a_folder_shows_its_index_and_wants_its_slash(client: Citizen) -> None:
    assert "法律援助申请" in client.get("/services/yuanzhu/").text
    response = client.get("/services/yuanzhu?x=1")
    assert (response.status_code, response.location) == (308, "/services/yuanzhu/?x=1")
    assert "首页" in client.get("/").text


@pytest.mark.parametrize(
    "path",
    [
        "/../pages.json",
        "/..%2fpages.json",
        "/%2e%2e/pages.json",
        "/services/../../pages.json",
        "/....//pages.json",
        "//etc/passwd",
        "/%00",
        "/a%00.html",
        "/" + "a" * 5000,
        "/link.html",
        "/services/",
        "/%ff",
    ],
)
def test_nothing_outside_the_site_is_served(client: Citizen, path: str) -> None:
    response = client.get(path, follow_redirects=True)
    assert response.status_code == 404
    assert "没有这个网页" in response.text


def test_a_link_out_of_the_site_is_not_followed(tmp_path: Path) -> None:
    content = write_content(tmp_path / "content")
    edition = publish(content, tmp_path / "build", indexed=False)
    (edition.site / "link.json").symlink_to(edition.root / "pages.json")
    app = open_app(Settings(content=content, build=tmp_path / "build", data=tmp_path / "data"))
    assert browser(app).get("/link.json").status_code == 404
    portal_of(app).store.engine.dispose()


def test_a_missing_page_is_the_shell_page_itself(client: Citizen) -> None:
    response = client.get("/none/")
    assert (response.status_code, response.text) == (404, SHELL)


def test_a_wrong_method_is_answered_in_the_shell(client: Citizen) -> None:
    response = client.post("/search")
    assert response.status_code == 405
    assert "这个网页不能这样打开" in response.text
    assert "站头" in response.text
    assert "GET" in response.headers["Allow"]


def test_a_body_too_large_is_answered_in_the_shell(client: Citizen, kept: Kept) -> None:
    response = client.consult(content="字" * 100_000)
    assert response.status_code == 413
    assert "写短一些再提交" in response.text
    assert 'href="tel:12348"' in response.text
    assert kept.rows("submission") == []


def test_too_many_parts_are_too_large(client: Citizen) -> None:
    fields = {f"field{number}": "x" for number in range(100)}
    response = client.post("/forms/consultation", data=fields, headers=SAME_ORIGIN, content_type="multipart/form-data")
    assert response.status_code == 413


def test_an_unexpected_fault_is_answered_in_the_shell(
    app: Flask, client: Citizen, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(key: str) -> None:
        raise ValueError("13800000000 must not be logged")

    client.consult()
    monkeypatch.setattr(portal_of(app).store.intake, "acknowledged", fail)
    response = client.get("/forms/receipt")
    assert response.status_code == 500
    assert "系统出了问题" in response.text
    assert "站头" in response.text
    assert "ValueError at receipt.receipt" in caplog.text
    assert "13800000000" not in caplog.text


def test_a_broken_page_still_answers_in_words(client: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **values: object) -> str:
        raise RuntimeError

    monkeypatch.setattr("forms_api.pages.page.render_template", fail)
    response = client.get("/forms/")
    assert (response.status_code, response.mimetype) == (500, "text/plain")
    assert "系统出了问题" in response.text


def test_health(client: Citizen) -> None:
    assert client.get("/healthz").text == "ok"


def test_a_new_edition_is_used_by_the_next_request(tmp_path: Path) -> None:
    content = write_content(tmp_path / "content")
    publish(content, tmp_path / "build", indexed=False)
    app = open_app(Settings(content=content, build=tmp_path / "build", data=tmp_path / "data"))
    citizen = browser(app)
    assert "站头" in citizen.get("/forms/").text
    publish(content, tmp_path / "build", SHELL.replace("站头", "新站头"), indexed=False)
    assert "新站头" in citizen.get("/forms/").text
    portal_of(app).store.engine.dispose()


def test_before_the_first_build_pages_say_what_to_run(unbuilt: Citizen) -> None:
    for path in ("/", "/forms/", "/forms/consultation", "/forms/status", "/search", "/services/x/"):
        response = unbuilt.get(path)
        assert response.status_code == 503, path
        assert "请管理员先运行 mingfa build" in response.text


def test_before_the_first_build_a_consultation_is_saved_all_the_same(unbuilt: Citizen) -> None:
    token = token_in(unbuilt.get("/forms/consultation").text)
    assert unbuilt.consult(token=token).status_code == 303
    assert RECEIPT.search(unbuilt.get("/forms/receipt").text)


def test_under_a_base_path_everything_stays_below_it(mounted: Citizen) -> None:
    assert mounted.get("/").location == "/fw/"
    assert mounted.get("/forms/consultation").status_code == 404
    shown = mounted.get("/fw/forms/consultation").text
    assert 'action="/fw/forms/consultation"' in shown
    data = {**CONSULTATION, "token": token_in(shown), "page": "/fw/services/yuanzhu/"}
    response = mounted.post("/fw/forms/consultation", data=data, headers=SAME_ORIGIN)
    assert response.location == "/fw/forms/receipt"
    assert "Path=/fw/forms/receipt;" in response.headers["Set-Cookie"]
    assert RECEIPT.search(mounted.get("/fw/forms/receipt").text)
    rated = mounted.post("/fw/forms/rating", data={"page": "services/yuanzhu/", "helpful": "yes"}, headers=SAME_ORIGIN)
    assert rated.location == "/fw/forms/rating/thanks"
    assert 'href="/fw/services/yuanzhu/"' in mounted.get("/fw/forms/rating/thanks").text
    assert 'href="/fw/services/yuanzhu/"' in mounted.get("/fw/search?q=法律援助").text
    assert mounted.get("/fw/services/yuanzhu").location == "/fw/services/yuanzhu/"
    assert "首页" in mounted.get("/fw/").text


# Who may ask for what. A route that is missing here, or here and gone, fails the test below.
ACCESS = {
    ("GET", "/"): "everybody",
    ("GET", "/<path:path>"): "everybody",
    ("GET", "/healthz"): "everybody",
    ("GET", "/health"): "everybody; nothing personal in it",
    ("GET", "/search"): "everybody",
    ("POST", "/search/opened"): "everybody; only adds to a count that a search has begun",
    ("GET", "/forms/"): "everybody",
    ("GET", "/forms/<name>"): "everybody",
    ("POST", "/forms/<name>"): "a form of ours with its token",
    ("GET", "/forms/receipt"): "the browser that handed the form in",
    ("GET", "/forms/receipt/saved"): "the browser that handed the form in",
    ("GET", "/forms/receipt/slip"): "the browser that handed the form in",
    ("POST", "/forms/receipt/forget"): "a page of ours",
    ("GET", "/forms/status/case"): "who has looked up with the code",
    ("GET", "/forms/status/copy"): "who has looked up with the code",
    ("GET", "/forms/status/<name>"): "who has looked up with the code",
    ("POST", "/forms/status/<name>"): "a form of this lookup with its token",
    ("POST", "/forms/status/end"): "a page of ours",
    ("GET", "/forms/status"): "everybody",
    ("POST", "/forms/status"): "who knows number and code",
    ("GET", "/forms/rating"): "everybody",
    ("POST", "/forms/rating"): "a page of ours, or a form of ours with its token",
    ("GET", "/forms/rating/thanks"): "the browser that rated",
    ("POST", "/forms/rating/thanks"): "a form of ours with its token",
}


def test_every_route_stands_in_the_access_list_and_every_entry_is_a_route(app: Flask) -> None:
    routes = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == set(ACCESS)
