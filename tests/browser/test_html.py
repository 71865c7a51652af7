"""The Nu HTML checker finds no error on any page of the site and of the service, mistakes and receipts included."""

import json
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from forms_api.forms.catalogue import FORMS
from tests.browser.conftest import Portal
from tests.conftest import ROOT, absent

CHECKER = ROOT / "build/npm/node_modules/vnu-jar/build/dist/vnu.jar"
SHOWN = {
    "forms": "/forms/",
    "consultation": "/forms/consultation",
    "consultation-en": "/forms/consultation?lang=en",
    "status": "/forms/status",
    "rating": "/forms/rating?page=services/falv-zixun/",
    "rating-choice": "/forms/rating",
    "no-receipt": "/forms/receipt",
    "search": "/search",
    "hits": f"/search?q={quote('老板拖欠工资怎么办')}",
    "no-hits": f"/search?q={quote('量子力学')}",
    "nowhere": "/nowhere",
    **{f"form-{name}": f"/forms/{name}" for name in FORMS},
}
QUESTION = {
    "name": "王女士",
    "phone": "13800000000",
    "town": "青石镇",
    "topic": "劳动工资",
    "content": "老板不给工资，我怎么办？",
    "consent": "y",
}


@pytest.fixture(scope="session")
def checker() -> list[str]:
    """The command that checks; without Java or the jar the tests are skipped loudly."""
    java = shutil.which("java")
    if not java or not CHECKER.is_file():
        absent(
            "HTML CHECKER SKIPPED: no Java or no vnu.jar (apt-get install default-jre-headless npm; make html-checker)"
        )
    return [str(java), "-jar", str(CHECKER), "--stdout", "--exit-zero-always", "--format", "json", "--skip-non-html"]


def errors(checker: list[str], folder: Path) -> set[tuple[str, str, str]]:
    """Check a folder of pages; give each error's page, sentence and place."""
    done = subprocess.run([*checker, str(folder)], capture_output=True, text=True, check=True, timeout=120)
    return {
        (one["url"].split(folder.name, 1)[-1], one["message"], one.get("extract", ""))
        for one in json.loads(done.stdout)["messages"]
        if one["type"] != "info"
    }


class Citizen:
    """Asks for pages as a browser without JavaScript does, and keeps each in a file."""

    def __init__(self, portal: Portal, folder: Path) -> None:
        self.portal, self.folder = portal, folder
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def see(self, name: str, path: str, typed: Mapping[str, str] | None = None) -> str:
        """Ask, or send what was typed; keep the page under a name."""
        data = urlencode(typed).encode() if typed is not None else None
        request = urllib.request.Request(self.portal.url + path, data, {"Sec-Fetch-Site": "same-origin"})
        try:
            with self.opener.open(request) as answer:
                page: str = answer.read().decode()
        except urllib.error.HTTPError as refusal:
            page = refusal.read().decode()
        (self.folder / f"{name}.html").write_text(page, encoding="utf-8")
        return page


def token_in(page: str) -> str:
    """Take the token of a form."""
    return unescape(re.search(r'name="token" value="([^"]*)"', page)[1])  # type: ignore[index]


def test_no_page_of_the_site_has_an_error(checker: list[str], portal: Portal) -> None:
    site = (Path(portal.environment["MINGFA_BUILD"]) / "current/site").resolve()
    assert errors(checker, site) == set()


def test_no_page_of_the_service_has_an_error(checker: list[str], portal: Portal, tmp_path: Path) -> None:
    citizen = Citizen(portal, tmp_path)
    pages = {name: citizen.see(name, path) for name, path in SHOWN.items()}
    citizen.see("mistakes", "/forms/consultation", {"token": token_in(pages["consultation"]), "name": "王"})
    english = {"token": token_in(pages["consultation-en"]), "phone": "1"}
    citizen.see("mistakes-en", "/forms/consultation?lang=en", english)
    citizen.see("no-status", "/forms/status", {"number": "ZX-1", "code": "1"})
    citizen.see(
        "confirm", "/forms/consultation", {"token": token_in(pages["consultation"]), **QUESTION, "go": "confirm"}
    )
    receipt = citizen.see("receipt", "/forms/consultation", {"token": token_in(pages["consultation"]), **QUESTION})
    number, code = re.findall(r'<dd id="(?:receipt-number|query-code)">(.*?)</dd>', receipt)
    assert QUESTION["content"] in citizen.see("found", "/forms/status", {"number": number, "code": code})
    rated = citizen.see("rated", "/forms/rating", {"page": "services/falv-zixun/", "helpful": "no"})
    assert "谢谢" in citizen.see("thanks", "/forms/rating/thanks", {"token": token_in(rated), "stars": "2"})
    assert sorted(errors(checker, tmp_path)) == []


def test_errors_are_found(checker: list[str], tmp_path: Path) -> None:
    head = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>试</title></head>'
    wrong = f'{head}<body><p id="a">一</p><p id="a">二</p><label for="b">三</label></body></html>'
    (tmp_path / "wrong.html").write_text(wrong, encoding="utf-8")
    (tmp_path / "right.html").write_text(f'{head}<body><p id="a">一</p></body></html>', encoding="utf-8")
    found = errors(checker, tmp_path)
    assert {page for page, _, _ in found} == {"/wrong.html"}
    assert any("Duplicate ID" in message for _, message, _ in found)
    assert any("“for” attribute" in message for _, message, _ in found)
