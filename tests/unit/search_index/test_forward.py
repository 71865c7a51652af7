"""The forward index: what stands in each document, which page it is of, and which articles stand beside it."""

from math import exp
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.engines import Document
from search_index.forward import COLUMNS, Forward
from search_index.law_order import REACH, LawOrder
from search_index.passages import Passage


def page(address: str, text: str, kind: str = "服务事项") -> Document:
    url, _, anchor = address.partition("#")
    return Document.of(Passage(url, anchor, kind, "题", "", text))


HELD = Forward.of(
    (
        page("services/aid/", "申请法律援助"),
        None,
        page("services/aid/#fee", "不收费，法律援助不收费"),
        page("laws/x/#1", "第一条的话", "法律条文"),
        page("laws/x/#2", "第二条", "法律条文"),
    ),
    (page("services/aid/", "没钱请律师怎么办"),),
)


def test_documents_are_counted_by_their_numbers() -> None:
    numbers = numpy.array([2, 1, 0])
    assert HELD.count(numbers, ["法律援助", "收费", "题"]).tolist() == [[1, 2, 1], [0, 0, 0], [1, 0, 1]]
    assert HELD.lengths(numbers).tolist() == [len("题 不收费,法律援助不收费"), 0, len("题 申请法律援助")]


def test_sections_are_of_a_page_and_an_article_stands_for_itself() -> None:
    assert HELD.pages.tolist() == [0, 1, 0, 3, 4, 0]
    assert HELD.places.tolist() == [0, 0, 2, 3, 4, 0]
    assert HELD.numbers["services/aid/"] == 0
    assert "" not in HELD.numbers


def test_documents_take_turns_by_their_addresses() -> None:
    assert [HELD.addresses[number] for number in numpy.argsort(HELD.turns)] == sorted(HELD.addresses)


def test_the_files_give_back_what_was_written_and_a_file_of_another_length_is_a_fault(tmp_path: Path) -> None:
    HELD.write(tmp_path)
    again = Forward.read(tmp_path)
    numbers = numpy.arange(6)
    assert again.addresses == HELD.addresses
    assert (again.of_engine, again.keys.tolist()) == (5, HELD.keys.tolist())
    assert again.count(numbers, ["收费", "第"]).tolist() == HELD.count(numbers, ["收费", "第"]).tolist()
    numpy.save(tmp_path / COLUMNS, HELD.columns[:-1])
    with pytest.raises(ValueError, match=COLUMNS):
        Forward.read(tmp_path)


def test_an_index_of_nothing_holds_nothing(tmp_path: Path) -> None:
    Forward.of(()).write(tmp_path)
    assert Forward.read(tmp_path).count(numpy.array([], numpy.int64), ["话"]).tolist() == []


LAWS = st.lists(st.integers(0, 30), min_size=1, max_size=5)


@given(LAWS, st.lists(st.integers(0, 40), max_size=4), st.integers(1, REACH))
def test_what_is_said_for_an_article_spreads_within_its_law(sizes: list[int], said: list[int], reach: int) -> None:
    addresses = ["services/x/", *(f"laws/{law}/#{at}" for law, size in enumerate(sizes) for at in range(size))]
    numbers = {address: number for number, address in enumerate(addresses)}
    listed = [(str(law), list(map(str, range(size)))) for law, size in enumerate(sizes)]
    order = LawOrder.of(listed, numbers, len(addresses))
    worths = {place: 1.0 + place for place in said if place < len(addresses)}
    spread = order.beside(worths, reach, 3.0)
    expected = [0.0] * len(addresses)
    for place, worth in worths.items():
        for other in range(1, len(addresses)):
            same = addresses[place].split("/")[:2] == addresses[other].split("/")[:2]
            if same and 0 < abs(other - place) <= reach:
                expected[other] += worth * exp(-abs(other - place) / 3.0)
    assert spread[order.steps].tolist() == pytest.approx(expected)
    best = sorted((place for place, worth in enumerate(expected) if worth), key=lambda place: -expected[place])
    assert [expected[place] for place in order.highest(spread, 7)] == pytest.approx(
        [expected[place] for place in best[:7]]
    )


def test_a_law_counts_what_its_articles_are_worth_and_a_page_counts_for_none() -> None:
    numbers = {"services/x/": 0, "laws/a/#1": 1, "laws/b/#1": 2, "laws/b/#2": 3}
    order = LawOrder.of([("a", ["1"]), ("b", ["1", "2", "9"])], numbers, 4)
    assert order.by_law({0: 5.0, 2: 1.0, 3: 2.0}).tolist() == [0.0, 0.0, 3.0]
    assert order.by_law({}).tolist() == [0.0, 0.0, 0.0]
