"""The results page: where one is, why this was found, and a question taken apart."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from forms_api.config import Settings
from forms_api.pages.found_words import Part, parts
from search_index import whole
from tests.integration.conftest import Citizen, browser, open_app, portal_of, publish
from tests.samples import NOTICE, write_content

NEXT, BEFORE = (
    '<a class="mf-button mf-button--secondary" rel="next"',
    '<a class="mf-button mf-button--secondary" rel="prev"',
)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal with twenty-three notices about the same matter."""
    folder = tmp_path_factory.mktemp("many")
    title = re.compile(r"^标题: .*$", re.M)
    pages = {f"notices/chaiqian{n}.md": title.sub(f"标题: 拆迁公告第{n}号", NOTICE) for n in range(23)}
    content = write_content(folder / "content", pages)
    publish(content, folder / "build")
    app = open_app(Settings(content=content, build=folder / "build", data=folder / "data"))
    yield app
    portal_of(app).store.engine.dispose()


def titles(html: str) -> list[str]:
    return re.findall(r"<h2><a [^>]*>(拆迁公告第\d+号)</a>", html)


def test_pages_of_hits_follow_each_other_without_a_gap(many: Flask) -> None:
    citizen: Citizen = browser(many)
    first, second, third = (citizen.get(f"/search?q=拆迁{page}").text for page in ("", "&page=2", "&page=3"))
    assert [len(titles(html)) for html in (first, second, third)] == [10, 10, 3]
    assert len({*titles(first), *titles(second), *titles(third)}) == 23
    assert "找到 23 个网页。 这里是第 1 到 10 个。" in first
    assert "这里是第 21 到 23 个。" in third
    assert '<ol class="mf-hits" start="21">' in third
    assert f'{NEXT} href="/search?q=%E6%8B%86%E8%BF%81&amp;page=2"' in first
    assert BEFORE not in first
    assert f'{BEFORE} href="/search?q=%E6%8B%86%E8%BF%81"' in second
    assert NEXT not in third


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "1.5", "", "99999999999"])
def test_a_page_that_is_none_is_the_first_and_one_too_far_the_last(many: Flask, page: str) -> None:
    assert "这里是第 1 到 10 个。" in browser(many).get(f"/search?q=拆迁&page={page}").text
    assert "这里是第 21 到 23 个。" in browser(many).get("/search?q=拆迁&page=9").text


def test_language_and_quiet_go_along(many: Flask) -> None:
    html = browser(many).get("/search?q=拆迁&lang=zh-Hant&quiet=1").text
    assert f'{NEXT} href="/search?q=%E6%8B%86%E8%BF%81&amp;page=2&amp;quiet=1&amp;lang=zh-Hant"' in html


def test_only_the_first_page_counts(many: Flask) -> None:
    portal_of(many).tally.write()
    for page in ("", "&page=2"):
        assert ' ping="http://localhost/search/opened?q=' in browser(many).get(f"/search?q=拆迁公告{page}").text
    counts = portal_of(many).tally._counts
    assert [count.times for (_day, query), count in counts.items() if query == "拆迁公告"] == [1]


def test_each_hit_says_why(client: Citizen) -> None:
    html = client.get("/search?q=高空抛物").text
    assert '<p class="mf-hint mf-hit__why">因为您写了：高空抛物</p>' in html


def told(app: Flask, query: str) -> list[str]:
    """Give the reasons of all hits, each once."""
    html = browser(app).get("/search", query_string={"q": query}).text
    return list(dict.fromkeys(re.findall(r'<p class="mf-hint mf-hit__why">(.*?)</p>', html)))


def test_the_reasons_are_those_of_the_ranking_in_citizens_words(many: Flask) -> None:
    assert told(many, "量子拆迁公告") == ["因为您写了：拆迁公告"]
    assert told(many, "cqbc") == ["您写的“cqbc”，可能是想写：拆迁"]
    assert "您写的“flyz”，可能是想写：法律援助" in told(many, "flyz")
    assert told(many, "请不起律师")[:3] == [
        "因为您写了：请不起律师",
        "您写的“请不起律师”，法律里有关的说法是：法律援助",
        "因为有人这样问过：请不起律师怎么办",
    ]


def test_a_word_within_another_is_not_told() -> None:
    assert whole(["拖欠", "工资", "拖欠工资", "工资"]) == ("拖欠工资",)


def test_a_question_is_taken_apart_when_a_word_stands_nowhere(many: Flask) -> None:
    html = browser(many).get("/search?q=量子拆迁").text
    assert "<li>没有网页写到“量子”。</li>" in html
    assert '<li><a href="/search?q=%E6%8B%86%E8%BF%81">只搜“拆迁”</a> 找到 23 个网页。</li>' in html
    assert "只搜" not in browser(many).get("/search?q=拆迁").text
    nothing = browser(many).get("/search?q=量子").text
    assert "<li>没有网页写到“量子”。</li>" in nothing


def test_parts_are_few(many: Flask) -> None:
    edition = portal_of(many).editions.current()
    assert edition
    words = [sign * 3 for sign in "甲乙丙丁戊己庚辛壬癸"]
    assert parts(edition.edition.index, words, ()) == tuple(Part(word, 0) for word in words[:6])


def test_in_english_and_without_an_index_too(many: Flask, tmp_path: Path) -> None:
    html = browser(many).get("/search?q=拆迁&lang=en").text
    assert "Pages found: 23. Here are those from 1 to 10." in html
    assert "Because you wrote: 拆迁" in html
