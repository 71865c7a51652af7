"""A new index comes in while people search: each of them gets the former one or the new one, whole."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest
from flask import Flask

from content_model.edition import EDITIONS, published_edition
from forms_api.config import Settings
from search_index.engines import MODULES, SETTING
from tests.conftest import ROOT
from tests.integration.conftest import browser, open_app, portal_of, publish
from tests.samples import NOTICE, write_content

SEARCHERS = 4
FOUND = re.compile(r"找到 (\d+) 个网页")
TITLE = re.compile(r"^标题: .*$", re.M)
KILLED_BUILD = """
import os, signal, sys
from pathlib import Path
from content_model import load, new_edition
from search_index import build_index
from search_index.opened import Facts
Facts.write = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # everything is written but the last file
build_index(load(Path(sys.argv[1])), new_edition(Path(sys.argv[2])).index)
"""


def notices(content: Path, count: int) -> Path:
    """Write so many notices about the same matter."""
    return write_content(
        content, {f"notices/n{n}.md": TITLE.sub(f"标题: 拆迁公告第{n}号", NOTICE) for n in range(count)}
    )


def found(html: str) -> int:
    """Give how many pages were found; 0 where the page says anything else."""
    said = FOUND.search(html)
    return int(said[1]) if said else 0


class Searchers:
    """People who ask the same thing again and again until it is over."""

    def __init__(self, app: Flask) -> None:
        self.answers: Queue[int] = Queue()
        self._over = Event()
        self._all = [Thread(target=self._ask, args=(app,)) for _ in range(SEARCHERS)]

    def __enter__(self) -> "Searchers":
        for one in self._all:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for one in self._all:
            one.join()

    def _ask(self, app: Flask) -> None:
        citizen = browser(app)
        while not self._over.is_set():
            self.answers.put(found(citizen.get("/search?q=拆迁").text))

    def until(self, wanted: int) -> set[int]:
        """Give all answers up to the first that is wanted."""
        seen = set()
        while wanted not in seen:
            seen.add(self.answers.get(timeout=30))
        return seen


@pytest.fixture(params=MODULES)
def searched(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A portal in which two notices are found, with each of the engines."""
    monkeypatch.setenv(SETTING, request.param)
    publish(notices(tmp_path / "2", 2), tmp_path / "build")
    app = open_app(
        Settings(content=tmp_path / "2", build=tmp_path / "build", data=tmp_path / "data", limit_factor=10**6)
    )
    yield app
    portal_of(app).store.engine.dispose()


def test_nobody_meets_half_an_index(searched: Flask, tmp_path: Path) -> None:
    with Searchers(searched) as people:
        assert people.until(2) == {2}
        for count in (3, 4, 5):
            publish(notices(tmp_path / str(count), count), tmp_path / "build")
            assert people.until(count) <= set(range(2, count + 1))  # an answer may be late, none may be empty
            assert found(browser(searched).get("/search?q=拆迁").text) == count


def test_an_answer_without_an_index_is_told_from_a_whole_one(tmp_path: Path) -> None:
    publish(notices(tmp_path / "1", 1), tmp_path / "build", indexed=False)
    app = open_app(Settings(content=tmp_path / "1", build=tmp_path / "build", data=tmp_path / "data"))
    with Searchers(app) as people:
        assert people.until(0) == {0}
    portal_of(app).store.engine.dispose()


def test_a_build_that_is_killed_changes_nothing_and_leaves_nothing(searched: Flask, tmp_path: Path) -> None:
    build = tmp_path / "build"
    before = published_edition(build)
    killed = subprocess.run([sys.executable, "-c", KILLED_BUILD, str(notices(tmp_path / "3", 3)), str(build)], cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    assert published_edition(build) == before
    assert found(browser(searched).get("/search?q=拆迁").text) == 2
    publish(tmp_path / "3", build)
    assert found(browser(searched).get("/search?q=拆迁").text) == 3
    assert len(list((build / EDITIONS).iterdir())) == 2
