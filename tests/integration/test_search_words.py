"""Synonyms, pinyin and wrong characters: each line of the lexicon finds what it says, in a real index."""

from pathlib import Path

import pytest

from content_model import load
from law_library.law import Article, Law, LawText, Version
from law_library.library import LawLibrary
from law_library.number import ArticleNumber
from search_index import build_index, search
from search_index.analyzer import LEXICON
from search_index.opened import open_index
from search_index.query import ranked
from search_index.synonyms import FILE, Synonym, WrongLine, read_synonyms
from search_index.wanted import Source
from tests.samples import write_content
from tests.unit.law_library.small_library import TODAY

LINES = list(read_synonyms((LEXICON / FILE).read_text(encoding="utf-8")))
SYNONYMS = [line for line in LINES if isinstance(line, Synonym)]
VERSION = Version("cihui", TODAY.replace(year=2020), TODAY.replace(year=2020))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index in which the right side of each line is an article, and the bureau has a synonym of its own."""
    folder = tmp_path_factory.mktemp("words")
    said = ["，".join(line.meant) + "。" for line in SYNONYMS] + ["劳动仲裁委员会受理劳动仲裁。"] * 2
    said += ["街道设公正处办事，做事要公正。"]
    text = LawText(VERSION, tuple(Article(ArticleNumber(at), (one,)) for at, one in enumerate(said, start=1)))
    law = Law("cihui", "词汇法", "词汇法", "", (VERSION,))
    content = write_content(folder / "content")
    (content / "synonyms.txt").write_text("窝火事 → 劳动仲裁\n", encoding="utf-8")
    build_index(load(content, LawLibrary((law,), lambda version: text)), folder / "index", engine="whoosh")
    return folder / "index"


def test_every_line_of_the_lexicon_can_be_read() -> None:
    assert [line for line in LINES if isinstance(line, WrongLine)] == []
    assert len(SYNONYMS) >= 200


def test_no_word_is_said_in_two_lines() -> None:
    said = [word for line in SYNONYMS for word in line.said]
    assert sorted({word for word in said if said.count(word) > 1}) == []


def test_what_each_line_says_finds_what_it_means(index: Path) -> None:
    opened, missed = open_index(index), []
    for number, line in enumerate(SYNONYMS, start=1):
        for word in line.said:
            first = ranked(opened, word).ranking.numbers[:10]
            if f"laws/cihui/#{number}" not in [opened.forward.addresses[at] for at in first.tolist()]:
                missed.append((word, line.meant))
    assert missed == []


def test_without_its_line_a_word_does_not_find_it(index: Path) -> None:
    number = next(at for at, line in enumerate(SYNONYMS, start=1) if "炒鱿鱼" in line.said)
    assert f"laws/cihui/#{number}" in {hit.anchor_url for hit in search(index, "炒鱿鱼").hits}
    assert f"laws/cihui/#{number}" not in {hit.anchor_url for hit in search(index, "炸鱿鱼").hits}


ARBITRATION = f"laws/cihui/#{len(SYNONYMS) + 1}"


@pytest.mark.parametrize("typed", ["laodongzhongcai", "LaoDong ZhongCai", "劳动仲栽", "劳动中裁", "勞動仲裁", "窝火事"])
def test_pinyin_a_wrong_character_and_the_bureaus_own_synonym_find(index: Path, typed: str) -> None:
    assert ARBITRATION in {hit.anchor_url for hit in search(index, typed).hits}


@pytest.mark.parametrize("typed", ["zhixingheyi", "xyzxyz", "劳动光荣"])
def test_what_means_something_else_is_not_bent(index: Path, typed: str) -> None:
    sought = ranked(open_index(index), typed).wanted
    assert "仲裁" not in sought.weights


def test_what_stands_in_what_was_found_was_right_as_it_was_typed(index: Path) -> None:
    sought = ranked(open_index(index), "公正书").wanted
    assert sought.reasons["公证书"].source is Source.SLIP
    sought = ranked(open_index(index), "公正处").wanted
    assert Source.SLIP not in {reason.source for reason in sought.reasons.values()}


def test_the_bureaus_synonyms_are_no_page_and_no_attachment(tmp_path: Path) -> None:
    content = write_content(tmp_path / "content")
    (content / "synonyms.txt").write_text("甲 → 乙\n", encoding="utf-8")
    library = load(content)
    assert library.unread == ()
    assert [path.as_posix() for path in library.attachments if path.suffix == ".txt"] == []
