"""What is learned from questions, and what is made of it."""

from datetime import date
from pathlib import Path

import pytest

from search_index.asked import AskedIndex, asked_terms
from search_index.known import Known
from search_index.law_order import LawOrder
from search_index.learned import FILE, Learned, Lesson
from search_index.learning import Lexis, learn
from search_index.synonyms import Synonym, Synonyms, WrongLine, read_synonyms
from search_index.votes import Prior, vote
from search_index.wanted import Reason, Source, wanted

TODAY = date(2026, 11, 28)
DOG, WAGE = "laws/minfadian/#1245", "laws/laodongfa/#50"
OF = {DOG: ["饲养", "动物", "损害"], WAGE: ["工资", "支付", "劳动者"]} | {
    f"laws/x/#{n}": ["别的", "条文"] for n in range(96)
}
HELD = {"饲养": 3, "动物": 4, "损害": 5, "工资": 3, "支付": 4, "劳动者": 6, "别的": 96, "条文": 96}
LEXIS = Lexis(OF, HELD, 98)
ASKED = (
    Known("狗咬人", (DOG,)),
    Known("狗伤人了", (DOG,)),
    Known("薪水没发", (WAGE,)),
    Known("薪水拖着", (WAGE,)),
    Known("别处的问题", ("laws/unknown/#1",)),
)
PLACES = ("services/x/", *(f"laws/minfadian/#{number}" for number in (1244, 1245, 1246)), WAGE)
NUMBERS = {address: number for number, address in enumerate(PLACES)}
ORDER = LawOrder.of([("minfadian", ("1244", "1245", "1246")), ("laodongfa", ("50", "51"))], NUMBERS, len(PLACES))


def learned() -> Learned:
    return learn(ASKED, LEXIS, TODAY)


def test_words_of_citizens_learn_the_words_of_the_law_that_answers() -> None:
    table = {word: [said for said, _ in row] for word, row in learned().translation.items()}
    assert set(table["狗"]) == {"饲养", "动物", "损害"}
    assert set(table["薪水"]) == {"工资", "支付", "劳动者"}


def test_words_in_very_many_articles_are_not_learned() -> None:
    known = (Known("奇怪的事", ("laws/x/#1",)),)
    assert learn(known, LEXIS, TODAY).translation == {}


def test_the_prior_counts_questions_of_laws_and_articles() -> None:
    assert learned().laws == {"minfadian": 2, "laodongfa": 2}
    assert learned().articles == {DOG: 2, WAGE: 2}


def test_a_lesson_says_from_what_it_was_learned_and_counts_on() -> None:
    first = learned()
    second = learn(ASKED[:2], LEXIS, TODAY, first)
    assert first.lesson is not None
    assert second.lesson is not None
    assert (first.lesson.number, first.lesson.on, first.lesson.questions) == (1, "2026-11-28", 4)
    assert (second.lesson.number, second.lesson.questions) == (2, 2)
    assert first.lesson.digest != second.lesson.digest


def test_the_file_gives_back_what_was_written(tmp_path: Path) -> None:
    first = learned()
    first.write(tmp_path)
    assert Learned.read(tmp_path) == first
    assert Learned.read(tmp_path / "nowhere") == Learned()


@pytest.mark.parametrize(
    "text", ["", "{}", '{"format": 1}', '{"format": 1, "lesson": 3, "table": 4, "laws": 5, "articles": 6}']
)
def test_a_broken_file_is_a_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r".*"):
        Learned.read(tmp_path)


def test_a_file_of_another_release_is_as_if_nothing_was_learned(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"format": 0}', encoding="utf-8")
    assert Learned.read(tmp_path) == Learned()


def test_each_word_that_was_not_typed_has_its_reason() -> None:
    synonyms = Synonyms([Synonym(("老板",), ("用人单位",))])
    table = Learned(Lesson(1, "2026-11-28", 1, ""), {"欠薪": (("劳动报酬", 0.5),)})
    sought = wanted("老板欠薪", synonyms, table, {"仲裁": "仲栽"})
    assert sought.words == ("老板", "欠薪")
    assert sought.reasons == {
        "仲裁": Reason(Source.SLIP, "仲栽", "仲裁"),
        "用人": Reason(Source.SYNONYM, "老板", "用人单位"),
        "单位": Reason(Source.SYNONYM, "老板", "用人单位"),
        "用人单位": Reason(Source.SYNONYM, "老板", "用人单位"),
        "劳动报酬": Reason(Source.LEARNED, "欠薪", "劳动报酬"),
    }
    assert sought.weights["老板"] == 1.0
    assert sought.weights["劳动报酬"] == pytest.approx(1.15)


def test_a_synonym_line_brings_all_of_its_right_side() -> None:
    lines = list(read_synonyms("# 说明\n\n老板 东家 → 用人单位\n房东->出租人\n没有箭头\n → 空\n"))
    assert lines == [
        Synonym(("老板", "东家"), ("用人单位",)),
        Synonym(("房东",), ("出租人",)),
        WrongLine(5, "没有箭头"),
        WrongLine(6, " → 空"),
    ]
    synonyms = Synonyms(line for line in lines if isinstance(line, Synonym))
    assert set(synonyms.meant_by("东家不讲理")) == {"用人", "单位", "用人单位"}
    assert synonyms.meant_by("老板和东家")["单位"] == ("老板", "用人单位")
    assert synonyms.meant_by("邻居不讲理") == {}


def test_questions_alike_vote_for_their_articles_what_stands_beside_and_the_law() -> None:
    votes = vote(AskedIndex(ASKED[:4], NUMBERS).nearest(asked_terms("狗咬人怎么办")), ORDER)
    assert votes.asked[NUMBERS[DOG]] > 0
    assert NUMBERS[WAGE] not in votes.asked
    assert [PLACES[place] for place in ORDER.highest(votes.beside, 9)] == [
        "laws/minfadian/#1244",
        "laws/minfadian/#1246",
    ]
    assert votes.laws.tolist() == [0.0, 1.0, 0.0]


def test_what_we_wrote_votes_for_its_article_alone() -> None:
    votes = vote(AskedIndex(ASKED[:4], NUMBERS, written=True).nearest(asked_terms("狗咬人怎么办")), ORDER)
    assert votes.written[NUMBERS[DOG]] > 0
    assert not votes.asked
    assert not votes.beside.any()
    assert not votes.laws.any()


def test_the_prior_reaches_the_articles_beside() -> None:
    prior = Prior.of(learned(), NUMBERS, ORDER)
    nearby = dict(zip(PLACES, prior.nearby[ORDER.steps].tolist(), strict=True))
    assert nearby["laws/minfadian/#1244"] > 0
    assert (nearby[DOG], nearby[WAGE], nearby["services/x/"]) == (0, 0, 0)
    assert prior.laws.tolist() == pytest.approx([0.0, 1.0986, 1.0986], abs=1e-3)
