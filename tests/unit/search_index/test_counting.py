"""Counting many parts in many texts at once, and summing what words are worth: the same as one by one."""

from math import log

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.counting import count_parts, signs_of
from search_index.postings import Postings, PostingsTable, highest

FEW_SIGNS = st.text("拖欠工资a𠮷", max_size=30)
PARTS = st.lists(st.text("拖欠工资b𠮷", min_size=1, max_size=4), unique=True, max_size=8)
TEXT = st.dictionaries(st.sampled_from(["工资", "拖欠", "离婚", "赔偿", "合同"]), st.integers(1, 4))


def counts(texts: list[str], parts: list[str]) -> list[list[int]]:
    return count_parts([signs_of(text) for text in texts], parts).tolist()  # type: ignore[no-any-return]


def test_parts_are_counted_in_each_text_also_where_they_overlap() -> None:
    assert counts(["拖欠工资，工资拖欠", "工工工"], ["工资", "工工", "资", "拖欠工资"]) == [[2, 0, 2, 1], [0, 2, 0, 0]]


def test_no_part_goes_on_from_one_text_into_the_next() -> None:
    assert counts(["拖", "欠工", "资"], ["拖欠", "工资", "欠工资"]) == [[0, 0, 0]] * 3


def test_where_there_is_nothing_nothing_is_counted() -> None:
    assert counts([], ["工资"]) == []
    assert counts(["工资", ""], []) == [[], []]


@given(st.lists(FEW_SIGNS, max_size=6), PARTS)
def test_it_counts_like_somebody_who_looks_at_each_place(texts: list[str], parts: list[str]) -> None:
    assert counts(texts, parts) == [
        [sum(text.startswith(part, at) for at in range(len(text))) for part in parts] for text in texts
    ]


def postings(held: dict[int, float]) -> Postings:
    return Postings(numpy.array(list(held)), numpy.array(list(held.values())))


def listed(found: Postings) -> list[tuple[int, float]]:
    return list(zip(found.numbers.tolist(), found.worths.tolist(), strict=True))


def test_the_highest_sums_come_first_and_of_equal_ones_the_first_document() -> None:
    one, other = postings({0: 1.0, 2: 1.0, 3: 1.0}), postings({3: 2.0})
    assert listed(highest([(one, 1.0), (other, 0.5)], 5, 2)) == [(3, 2.0), (0, 1.0)]
    assert listed(highest([(one, 1.0)], 5, 9)) == [(0, 1.0), (2, 1.0), (3, 1.0)]
    assert listed(highest([], 5, 9)) == []


@given(st.lists(TEXT, min_size=1, max_size=6), st.integers(1, 8))
def test_a_table_weighs_words_as_bm25_says(texts: list[dict[str, int]], count: int) -> None:
    table = PostingsTable(texts)
    mean = sum(sum(text.values()) for text in texts) / len(texts) or 1.0

    def worth(word: str, text: dict[str, int]) -> float:
        held = sum(word in other for other in texts)
        norm = 1.2 * (0.25 + 0.75 * sum(text.values()) / mean)
        return log(1 + (len(texts) - held + 0.5) / (held + 0.5)) * text[word] * 2.2 / (text[word] + norm)

    words = {word for text in texts for word in text}
    assert set(table.rarity) == words
    sums = {at: sum(2.0 * worth(word, text) for word in text) for at, text in enumerate(texts) if text}
    found = listed(highest([(table.of(word), 2.0) for word in sorted(words)], len(texts), count))
    best = sorted(sums.values(), reverse=True)[:count]
    assert [worth for _, worth in found] == pytest.approx(best)
    assert [sums[at] for at, _ in found] == pytest.approx(best)
