"""The second stage: only promising candidates are looked at closely, and nothing that answers is lost by it."""

import numpy
import pytest

from search_index.engines import Document
from search_index.forward import Forward
from search_index.law_order import LawOrder
from search_index.learned import Learned
from search_index.passages import Passage
from search_index.ranking import PROMISING, SIGNS, Candidates, Ground, Ranking, Rarity, rank
from search_index.votes import Prior, vote
from search_index.wanted import Wanted

ARTICLES = 250
WANTED = Wanted(("工资",), (), {"工资": 1.0}, {})
RARITY = Rarity({"工资": 2.0}, {}, 10.0)


def documents() -> list[Document]:
    """Articles that say nothing of it, the last one that does, and a page that does."""
    said = ["别的话"] * (ARTICLES - 1) + ["拖欠工资"]
    laws = [Passage("laws/x/", str(number), "法律条文", "", "", text) for number, text in enumerate(said)]
    return [Document.of(passage) for passage in (*laws, Passage("services/pay/", "", "服务事项", "", "", "讨要工资"))]


@pytest.fixture(scope="module")
def ground() -> Ground:
    forward = Forward.of(documents())
    order = LawOrder.of([("x", map(str, range(ARTICLES)))], forward.numbers, ARTICLES + 1)
    return Ground(forward, order, Prior.of(Learned(), forward.numbers, order))


def ranked(ground: Ground, engine: dict[int, float], kinds: float = 1.0, meaning: float = 0.0) -> Ranking:
    numbers = numpy.arange(ARTICLES + 1)
    said = numpy.array([engine.get(number, 1.0) for number in numbers.tolist()])
    weights = numpy.where(numbers == ARTICLES, 1.0, kinds)
    candidates = Candidates(numbers, said, numpy.full(len(numbers), meaning), weights)
    return rank(candidates, WANTED, RARITY, vote((), ground.order), ground)


def test_what_the_engine_says_decides_who_is_looked_at_and_the_words_who_is_first(ground: Ground) -> None:
    found = ranked(ground, {ARTICLES - 1: 1.1, ARTICLES: 1.1, 0: 9.0})
    assert len(found.numbers) == PROMISING
    assert found.numbers[:2].tolist() == [ARTICLES - 1, ARTICLES]  # nine says the engine, nothing say the words
    assert found.parts(0)["words"] > found.parts(2)["words"] == 0.0


def test_the_parts_are_the_score(ground: Ground) -> None:
    found = ranked(ground, {ARTICLES: 5.0}, meaning=0.1)
    assert list(found.parts(0)) == list(SIGNS)
    assert sum(found.parts(0).values()) == pytest.approx(found.scores[0])
    assert found.parts(0)["meaning"] == pytest.approx(11.0)
    assert found.scores.tolist() == sorted(found.scores.tolist(), reverse=True)


def test_a_page_is_not_put_aside_for_articles_that_weigh_less(ground: Ground) -> None:
    poor = {ARTICLES: 0.9}
    assert ARTICLES not in ranked(ground, poor).numbers
    assert ARTICLES in ranked(ground, poor, kinds=0.35).numbers


def test_equal_ones_stand_by_their_addresses(ground: Ground) -> None:
    last = [ground.forward.addresses[number] for number in ranked(ground, {}).numbers[2:].tolist()]
    assert last == sorted(last)
