"""Counting many parts in many texts at once, and summing what words are worth: the same as one by one."""

from hypothesis import given
from hypothesis import strategies as st

from search_index.counting import count_parts, signs_of
from search_index.postings import Postings, PostingsTable, highest

FEW_SIGNS = st.text("拖欠工资a𠮷", max_size=30)
PARTS = st.lists(st.text("拖欠工资b𠮷", min_size=1, max_size=4), unique=True, max_size=8)
HELD = st.lists(st.dictionaries(st.integers(0, 9), st.floats(0.1, 9), max_size=10), min_size=1, max_size=5)


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


def listed(found: Postings) -> list[tuple[int, float]]:
    return list(zip(found.numbers.tolist(), found.worths.tolist(), strict=True))


def test_the_highest_sums_come_first_and_of_equal_ones_the_first_document() -> None:
    one, other = Postings.of([(0, 1.0), (2, 1.0), (3, 1.0)]), Postings.of([(3, 2.0)])
    assert listed(highest([(one, 1.0), (other, 0.5)], 5, 2)) == [(3, 2.0), (0, 1.0)]
    assert listed(highest([(one, 1.0)], 5, 9)) == [(0, 1.0), (2, 1.0), (3, 1.0)]
    assert listed(highest([], 5, 9)) == []


@given(HELD, st.integers(1, 12))
def test_sums_are_those_of_each_document_by_itself(held: list[dict[int, float]], count: int) -> None:
    table = PostingsTable({str(word): list(worths.items()) for word, worths in enumerate(held)})
    found = listed(highest(((table.of(str(word)), 2.0) for word in range(len(held))), 10, count))
    by_hand = {at: sum(2.0 * worths.get(at, 0.0) for worths in held) for at in {at for one in held for at in one}}
    assert found == sorted(by_hand.items(), key=lambda pair: (-pair[1], pair[0]))[:count]
