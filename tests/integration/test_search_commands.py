"""mingfa questions and search --explain as the bureau uses them; a service whose index breaks."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import search_index
from content_model import load, new_edition, published_edition
from forms_api.config import Settings
from law_library.opening import open_laws
from search_index.commands import questions
from search_index.known import Known, add_known, read_known
from search_index.learned import Learned
from search_index.opened import FACTS
from tests.conftest import ROOT
from tests.integration.conftest import browser, open_app, portal_of, publish
from tests.integration.law_store import take, write_tree
from tests.samples import write_content

TODAY = date(2026, 11, 28)
WAGES = """# 中华人民共和国工资法

2021年1月1日 通过

<!-- INFO END -->

第一条 用人单位拖欠劳动报酬的，由劳动行政部门责令支付。

第二条 劳动者可以申请支付令。
"""
LINE = {"question": "老板跑路了工资咋办", "articles": {"工资法第一条": "", "旧法第九条": ""}}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with content, a law store and a file of one question."""
    write_content(tmp_path / "content")
    take(tmp_path / "laws", write_tree(tmp_path / "tree", **{"工资法(2021-01-01)": WAGES}))
    (tmp_path / "questions.jsonl").write_text(json.dumps(LINE, ensure_ascii=False) + "\n", encoding="utf-8")
    return tmp_path


def mingfa(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MINGFA_", "DATABASE_"))}
    command = [sys.executable, str(ROOT / "mingfa.py"), *words]
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=60, check=False)


def indexed(place: Path) -> None:
    """Publish an edition that has an index and no site."""
    library = load(place / "content", open_laws(place / "laws", None, TODAY))
    former = published_edition(place / "build")
    edition = new_edition(place / "build")
    search_index.build_index(library, edition.index, former=former.index if former else None, laws=place / "laws")
    edition.publish()


def test_questions_are_taken_in_learned_and_explained(place: Path) -> None:
    took = mingfa(place, "questions", "import", "questions.jsonl")
    assert took.returncode == 0
    assert took.stdout == (
        "有 1 条在法条库里找不到或已不再有效：旧法第九条。\n"
        "读了 1 个问题：新收下 1 个，更改 0 个，没有可用法条的 0 个没有收。\n"
        "请运行 mingfa questions learn，再运行 mingfa build，搜索才会用上它们。\n"
    )
    learned = mingfa(place, "questions", "learn")
    assert learned.stdout == (
        "第 1 次学习完毕：用了 1 个问题，学到 0 个词的说法，涉及 1 部法律。请运行 mingfa build，搜索才会用上。\n"
    )
    lesson = Learned.read(place / "laws").lesson
    assert lesson is not None
    assert (lesson.number, lesson.questions) == (1, 1)
    indexed(place)
    told = mingfa(place, "search", "--explain", "老板跑路，工资咋办")
    assert "《工资法》第一条" in told.stdout
    assert "有人这样问过：“老板跑路了工资咋办”（像 " in told.stdout
    assert "用人单位（同义词：老板）" in told.stdout
    plain = mingfa(place, "search", "老板跑路，工资咋办")
    assert "有人这样问过" not in plain.stdout
    held = json.loads(mingfa(place, "search", "--json", "老板跑路，工资咋办").stdout)
    assert set(held) == {"words", "total", "hits"}
    assert set(held["hits"][0]) == {"url", "kind", "title", "heading", "snippet", "score"}


def test_a_question_is_struck_in_its_very_words(place: Path) -> None:
    add_known(place / "laws", [Known("老板跑路了工资咋办", ("laws/gongzifa/#1",))])
    where = ["--laws", str(place / "laws"), "--content", str(place / "content")]
    unknown = CliRunner().invoke(questions, ["strike", "老板跑路了", *where])
    assert (unknown.exit_code, unknown.stderr) == (
        1,
        "没有这个问题。请照 mingfa search --explain 显示的原话写，一字不差。\n",
    )
    struck = CliRunner().invoke(questions, ["strike", "老板跑路了工资咋办", *where])
    assert struck.output == "“老板跑路了工资咋办”不再引向法条。请再运行 mingfa questions learn 和 mingfa build。\n"
    assert read_known(place / "laws") == (Known("老板跑路了工资咋办", ()),)


def test_without_laws_or_with_a_wrong_file_nothing_is_taken_in(place: Path) -> None:
    (place / "wrong.jsonl").write_text("{}\n", encoding="utf-8")
    wrong = mingfa(place, "questions", "import", "wrong.jsonl")
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("没有收下：wrong.jsonl:1: 这一行不是问题。")
    empty = mingfa(place, "questions", "learn")
    assert empty.returncode == 1
    assert empty.stderr == ("没有学习：问题库里没有能用的问题。请先运行 mingfa questions import 文件.jsonl。\n")
    lawless = mingfa(place, "questions", "import", "questions.jsonl", "--laws", "nowhere")
    assert lawless.returncode == 1
    assert lawless.stderr == (
        "没有法律文本，不知道问题由哪些法条回答。请先运行 mingfa laws import 文件夹 --as-of 日期。\n"
    )
    assert sorted(file.name for file in (place / "laws").iterdir()) == ["import.lock", "laws.db"]


def test_an_index_that_cannot_be_read_is_said(place: Path) -> None:
    indexed(place)
    edition = published_edition(place / "build")
    assert edition is not None
    (edition.index / FACTS).write_text("{", encoding="utf-8")
    done = mingfa(place, "search", "工资")
    assert done.returncode == 1
    assert done.stderr == "索引读不了。请重新运行 mingfa build。\n"


def test_the_health_page_says_that_the_index_broke_and_the_one_before_answers(tmp_path: Path) -> None:
    content = write_content(tmp_path / "content")
    for _ in range(2):
        publish(content, tmp_path / "build")
    settings = replace(Settings(content=content, build=tmp_path / "build", data=tmp_path / "data"))
    app = open_app(settings)
    assert browser(app).get("/health").get_json()["index"] == "ok"
    edition = published_edition(tmp_path / "build")
    assert edition is not None
    portal_of(app).store.engine.dispose()
    broken = edition.index / "documents"
    for file in broken.iterdir():
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    search_index.opened._opened.cache_clear()
    app = open_app(settings)
    citizen = browser(app)
    assert citizen.get("/health").get_json()["index"] == "degraded"
    answered = citizen.get("/search?q=高空抛物")
    portal_of(app).store.engine.dispose()
    assert answered.status_code == 200
    assert re.search(r'<a href="/cases/paowu/"[^>]*>高空抛物砸伤人</a>', answered.text)
