"""Why a hit was found: what of the words and of what they mean stands in it."""

from search_index.asked import Alike
from search_index.engines import Document
from search_index.explanation import Why, explanation, joined, why
from search_index.known import Known
from search_index.passages import Passage
from search_index.query import Answer, Hit, Scored
from search_index.wanted import Reason, Source, Wanted

WAGE = Reason(Source.SYNONYM, "工钱", "拖欠劳动报酬")
SHOP = Reason(Source.SYNONYM, "网购", "网络交易")
LEARNED = Reason(Source.LEARNED, "工钱", "支付")
SLIP = Reason(Source.SLIP, "仲栽", "仲裁")
WANTED = Wanted(
    ("老板", "跑", "路", "工钱"),
    (),
    {"劳动报酬": 0.5, "支付": 0.4, "网络": 0.3, "仲裁": 1.0},
    {"劳动报酬": WAGE, "支付": LEARNED, "网络": SHOP, "仲裁": SLIP},
)


def hit(text: str, alike: Alike | None = None) -> tuple[Answer, Hit]:
    document = Document.of(Passage("a/", "", "以案释法", "题", "", text))
    found = Hit("a/", "题", "以案释法", "", "a/", "", 1.0, Scored(document, {"asked": 0.0, "words": 2.0}, alike))
    return Answer((found,), 1, WANTED.words, (), WANTED), found


def test_words_typed_are_told_as_they_stand_and_single_signs_only_if_nothing_else_does() -> None:
    assert joined(["拖欠", "劳动", "报酬", "量子"], "被拖欠劳动报酬的人") == ["拖欠劳动报酬"]
    assert why(*hit("老板不见了，跑路很久")).typed == ("老板", "跑路")
    assert why(*hit("跑得快")).typed == ("跑",)


def test_a_term_is_told_with_as_much_of_it_as_stands_there() -> None:
    assert why(*hit("用人单位支付劳动报酬")).meant == ((WAGE, ("劳动报酬",)), (LEARNED, ("支付",)))
    assert why(*hit("不得拖欠劳动报酬")).meant == ((WAGE, ("拖欠劳动报酬",)),)
    assert why(*hit("申请仲裁")).meant == ((SLIP, ("仲裁",)),)


def test_half_a_term_may_mean_anything_and_is_not_told() -> None:
    assert why(*hit("网络安全")).meant == ()
    assert why(*hit("网络交易")).meant == ((SHOP, ("网络交易",)),)


def test_a_question_is_told_if_it_is_like_enough() -> None:
    known = Known("工钱没给找谁", ("a/",))
    assert why(*hit("x", Alike(known, 0.8))).asked == "工钱没给找谁"
    assert why(*hit("x", Alike(known, 0.3))).asked == ""


def test_the_command_line_tells_the_same_words_with_figures() -> None:
    assert list(explanation(*hit("老板支付劳动报酬"))) == [
        "有这些词：老板",
        "还有这些词：劳动报酬（同义词：工钱）、支付（从问题学到：工钱）",
        "得分：词 2.0",
    ]


def test_a_hit_of_nobodys_search_has_no_reason() -> None:
    found = hit("老板")[1]
    assert why(Answer((found,), 1, ()), found) == Why()
