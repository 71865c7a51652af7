"""/search: any words in, a way on out."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from forms_api.config import Settings
from tests.integration.conftest import Citizen, browser, open_app, portal_of, publish
from tests.samples import SERVICE, write_content


@pytest.fixture
def unindexed(tmp_path: Path) -> Iterator[Citizen]:
    """A browser at a portal whose index is gone."""
    content = write_content(tmp_path / "content")
    publish(content, tmp_path / "build", indexed=False)
    app = open_app(Settings(content=content, build=tmp_path / "build", data=tmp_path / "data"))
    yield browser(app)
    portal_of(app).store.engine.dispose()


def test_hits_show_kind_section_and_marked_words(client: Citizen) -> None:
    html = client.get("/search?q=高空抛物").text
    assert 'value="高空抛物"' in html
    told = "http://localhost/search/opened?q=%E9%AB%98%E7%A9%BA%E6%8A%9B%E7%89%A9"
    assert f'<a href="/cases/paowu/" ping="{told}">高空抛物砸伤人</a>' in html
    assert "以案释法" in html
    assert "<mark>" in html
    assert 'href="/forms/consultation?content=%E9%AB%98' in html
    assert "<title>“高空抛物”的搜索结果 - 试验县公共法律服务网</title>" in html


def test_a_hit_leads_to_its_section(client: Citizen) -> None:
    assert 'href="/services/yuanzhu/#' in client.get("/search?q=身份证").text


def test_an_empty_question_gets_examples(client: Citizen) -> None:
    for address in ("/search", "/search?q=", "/search?q=%20%00"):
        html = client.get(address).text.partition("<main>")[2]  # behind the switch of languages
        assert "用平常的话问就行" in html
        assert html.count('<li><a href="/search?q=') == 4


def test_no_hits_give_the_hotline_the_nearest_services_and_the_form(tmp_path: Path) -> None:
    titles = {"yuanzhu": "法律援助申请", "gongzheng": "公证办理", "tiaojie": "人民调解申请", "sifa": "司法鉴定"}
    pages = {
        f"services/{slug}.md": SERVICE.replace("标题: 法律援助申请", f"标题: {title}") for slug, title in titles.items()
    }
    content = write_content(tmp_path / "content", pages)
    publish(content, tmp_path / "build")
    app = open_app(Settings(content=content, build=tmp_path / "build", data=tmp_path / "data"))
    html = browser(app).get("/search?q=zzzz").text
    portal_of(app).store.engine.dispose()
    assert "没有找到“zzzz”" in html
    assert 'href="tel:12348"' in html
    assert html.count('class="mf-hit"') == 3
    assert 'href="/forms/consultation?content=zzzz"' in html


@pytest.mark.parametrize(
    "query",
    [b"%ff%fe%80", b"%00", b"%ED%A0%80", b"***", b"a" * 10_000, b"%E5%AD%97" * 10_000, b"(((((", b"AND OR NOT", b"%22",
     b"heads:x", b"%3Cscript%3Ealert(1)%3C/script%3E", b"%E2%80%AE", b"[a TO", b"a~9", b"+-!", b"%F0%A0%AE%B7"],
)  # fmt: skip
def test_whatever_is_asked_is_answered_within_a_second(client: Citizen, query: bytes) -> None:
    client.get("/search?q=法律")  # the dictionary is loaded once
    start = perf_counter()
    response = client.get("/search", query_string="q=" + query.decode("ascii"))
    assert perf_counter() - start < 1
    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_a_long_question_is_cut(client: Citizen) -> None:
    assert f'value="{"字" * 200}"' in client.get("/search", query_string={"q": "字" * 300}).text


def test_the_language_is_kept_by_the_form(client: Citizen) -> None:
    html = client.get("/search?q=x&lang=en").text
    assert '<input type="hidden" name="lang" value="en">' in html
    assert "Nothing was found for “x”" in html


def test_without_an_index_the_browser_searches(unindexed: Citizen) -> None:
    response = unindexed.get("/search?q=法律&lang=zh-Hant&topic=x")
    assert response.status_code == 302
    assert response.headers["Location"] == "/search/?static=&q=%E6%B3%95%E5%BE%8B&topic=x"
    assert "wasm" not in response.headers["Content-Security-Policy"]
    page = unindexed.get(response.headers["Location"])
    assert page.status_code == 200
    assert "script-src 'self' 'wasm-unsafe-eval';" in page.headers["Content-Security-Policy"]


def test_without_an_index_and_such_a_page_the_search_says_so(unindexed: Citizen, tmp_path: Path) -> None:
    (tmp_path / "build/current/site/search/index.html").unlink()
    response = unindexed.get("/search?q=法律")
    assert response.status_code == 503
    assert "现在搜索不了" in response.text
