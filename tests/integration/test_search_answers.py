"""The answer box above the hits, and “您是不是想找”."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from forms_api.config import Settings
from forms_api.pages.known_questions import meant
from tests.integration.conftest import browser, open_app, portal_of, publish
from tests.samples import write_content
from tests.unit.content_model.test_answers import ANSWER, PATH

BOX = re.compile(r'<section class="mf-answer".*?</section>', re.S)


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("answers")
    content = write_content(folder / "content", {PATH: ANSWER})
    publish(content, folder / "build")
    app = open_app(Settings(content=content, build=folder / "build", data=folder / "data"))
    yield app
    portal_of(app).store.engine.dispose()


def box(app: Flask, query: str) -> str:
    found = BOX.search(browser(app).get("/search", query_string={"q": query}).text)
    return found[0] if found else ""


@pytest.mark.parametrize(
    "query", ["老板拖欠工资怎么办", "干了活不给钱，怎么办？", " 老板跑路了", "老闆拖欠工資怎麼辦", "老板拖欠工资咋办"]
)
def test_a_known_question_is_answered_above_the_hits(answering: Flask, query: str) -> None:
    shown = box(answering, query)
    assert '<h2 id="answer">老板拖欠工资怎么办</h2>' in shown
    assert re.search(r"<p>先留证据，再打 12333。</p>\s*<p>不要堵路。</p>", shown)
    assert re.search(r'<a href="/guides/qianxin/"( ping="[^"]*")?>', shown)
    assert '<li><a href="tel:12333">12333 人社热线</a></li>' in shown
    assert re.search(r'<a href="/forms/consultation"( ping="[^"]*")?>网上咨询</a>', shown)
    html = browser(answering).get("/search", query_string={"q": query}).text
    assert "没有找到" not in html.partition("<main>")[2]
    assert html.index("mf-answer") < (html + '<ol class="mf-hits"').index('<ol class="mf-hits"')


@pytest.mark.parametrize("query", ["工资", "老板", "高空抛物砸伤人怎么办", "怎么办", "？", "老板请客怎么办", ""])
def test_another_question_is_not(answering: Flask, query: str) -> None:
    assert box(answering, query) == ""


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("法律援住", "法律援助"),
        ("法律元助申请", "法律援助申请"),
        ("高空抛务", "高空抛物"),
        ("法律的援助", "法律援助"),
        ("律援助申", ""),
        ("法援助申请", "法律援助申请"),
        ("法律援助", ""),
        ("法律援助吧", ""),
        ("量子力学", ""),
        ("法律", ""),
        ("我想问一下法律援住", ""),
    ],
)
def test_one_wrong_sign_is_put_right(answering: Flask, query: str, words: str) -> None:
    opened = portal_of(answering).editions.current()
    assert opened
    assert meant(opened, query) == words


def test_the_page_asks_whether_that_was_meant(answering: Flask) -> None:
    html = browser(answering).get("/search", query_string={"q": "法律援住"}).text
    assert re.search(r'您是不是想找：<a href="/search\?q=%E6%B3%95%E5%BE%8B%E6%8F%B4%E5%8A%A9">法律援助</a>', html)
    assert "您是不是想找" not in browser(answering).get("/search?q=法律援助").text
