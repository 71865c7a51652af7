"""What is alike in meaning and not in words: the small model, its vectors beside an index, and an index without it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from content_model import load
from search_index import BrokenIndex, build_index
from search_index.meaning import FILE, NO_MEANINGS, SETTING, Meanings, keys_of
from search_index.opened import open_index
from search_index.query import ranked
from tests.samples import write_content
from tests.unit.law_library.small_library import small_library

VIOLENCE, WAGES = "禁止家庭暴力。国家采取措施，预防和制止家庭暴力。", "用人单位应当按月支付劳动报酬。"
BEATEN, UNPAID = "丈夫喝醉了总是动手打妻子怎么办", "老板好几个月不发薪水了怎么办"


@pytest.fixture(scope="module", autouse=True)
def wanted() -> Iterator[None]:
    """The other tests build without vectors, for time's sake."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(SETTING)
        yield


@pytest.fixture(scope="module")
def meanings(wanted: None) -> Meanings:
    return Meanings.of((VIOLENCE, WAGES))


def likeness(meanings: Meanings, asked: str, *texts: str) -> list[float]:
    found: list[float] = meanings.likeness(meanings.meant(asked), meanings.rows(keys_of(texts))).tolist()
    return found


@pytest.mark.parametrize(("asked", "meant", "other"), [(BEATEN, VIOLENCE, WAGES), (UNPAID, WAGES, VIOLENCE)])
def test_a_question_is_like_what_it_means(meanings: Meanings, asked: str, meant: str, other: str) -> None:
    alike, unlike = likeness(meanings, asked, meant, other)
    assert alike > unlike + 0.05


def test_the_same_text_is_like_itself_and_an_unknown_one_like_nothing(meanings: Meanings) -> None:
    same, unknown = likeness(meanings, WAGES, WAGES, "没有算过的话")
    assert same == pytest.approx(0.8, abs=0.02)
    assert unknown == 0.0


def test_the_file_gives_back_what_was_written(meanings: Meanings, tmp_path: Path) -> None:
    meanings.write(tmp_path)
    again = Meanings.read(tmp_path)
    assert likeness(again, BEATEN, VIOLENCE, WAGES) == likeness(meanings, BEATEN, VIOLENCE, WAGES)


def test_what_a_former_index_has_is_taken_over(meanings: Meanings) -> None:
    former = Meanings(meanings.held.copy())
    former.held["vector"] = 0
    again = Meanings.of((WAGES, "新的话"), former)
    assert likeness(again, WAGES, WAGES) == [0.0]
    assert likeness(again, "新的话", "新的话") == [pytest.approx(0.8, abs=0.02)]


def test_switched_off_or_without_texts_nothing_is_compared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(SETTING, "off")
    none = Meanings.of((WAGES,))
    none.write(tmp_path)
    assert (none, Meanings.read(tmp_path)) == (NO_MEANINGS, NO_MEANINGS)
    assert likeness(none, WAGES, WAGES) == [0.0]
    monkeypatch.delenv(SETTING)
    empty = Meanings.of(())
    assert likeness(empty, WAGES, WAGES) == [0.0]


def meaning(index: Path, typed: str) -> dict[str, float]:
    """Give what the meaning is worth at each address found."""
    opened = open_index(index)
    ranking = ranked(opened, typed).ranking
    return {
        opened.forward.addresses[number]: ranking.parts(at)["meaning"]
        for at, number in enumerate(ranking.numbers.tolist())
    }


def test_meaning_moves_what_answers_up_and_a_broken_file_breaks_the_index(tmp_path: Path) -> None:
    library = load(write_content(tmp_path / "content"), small_library())
    build_index(library, tmp_path / "index", engine="whoosh")
    parts = meaning(tmp_path / "index", "从建筑物的窗户丢垃圾下去会不会违法")
    assert parts["laws/minfadian/#1254"] > 0
    assert parts["laws/minfadian/#1254"] > parts.get("laws/laodongfa/#44", 0.0)
    assert set(meaning(tmp_path / "index", "离婚").values()) == {0.0}
    broken = (tmp_path / "index").rename(tmp_path / "broken")
    (broken / FILE).write_bytes((broken / FILE).read_bytes()[:-1])
    with pytest.raises(BrokenIndex):
        open_index(broken)
