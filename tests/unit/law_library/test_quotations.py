"""What is quoted after a citation is the law's own wording, or it is said where it is not."""

import pytest

from law_library.citations import difference, read_citations, read_quotations
from tests.unit.law_library.small_library import TODAY, small_library

LIBRARY = small_library()


def differences(text: str) -> list[str | None]:
    citations = read_citations(text, LIBRARY, today=TODAY)
    return [difference(quotation, LIBRARY) for quotation in read_quotations(text, citations)]


@pytest.mark.parametrize(
    "text",
    [
        "《民法典》第七条规定：“民事主体从事民事活动，应当遵循诚信原则，秉持诚实，恪守承诺。”",
        "民法典第7条规定,“民事主体从事民事活动,应当遵循诚信原则”。",
        "《民法典》第七条明确规定：“……应当遵循诚信原则……恪守承诺。”",
        "《民法典》第一千零七十九条规定：“有下列情形之一，调解无效的，应当准予离婚：……（二）实施家庭暴力”",
        "《民法典》第1254条第2款规定：“物业服务企业应当采取必要的安全保障措施。”",
        "《民法典》第七条、第八条规定：“民事主体从事民事活动，应当遵循诚信原则……不得违反法律”",
        "《民法典》第七条规定：“民事主体从事民事活动，\n\n应当遵循诚信原则”",
    ],
)
def test_the_laws_own_words_are_exact(text: str) -> None:
    assert differences(text) == [None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "《民法典》第七条规定：“民事主体从事民事活动，应当遵守诚信原则”",
            "……主体从事民事活动,应当遵〔文中“守”，法条“循”〕诚信原则……",
        ),
        ("《民法典》第七条规定：“恪守承诺……民事主体从事民事活动”", "省略号前后的话，先后次序与法条不同"),
        ("《民法典》第七条规定：“大家都要守信用”", "法条里没有“大家都要守信用”"),
        (
            "《民法典》第1254条第1款规定：“物业服务企业应当采取必要的安全保障措施”",
            "法条里没有“物业服务企业应当采取必要的安全保障措施”",
        ),
    ],
)
def test_where_the_words_differ_the_place_is_shown(text: str, said: str) -> None:
    assert differences(text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "《民法典》第七条规定的“诚信”",
        "《民法典》第七条规定诚信原则。他说：“我不守信。”",
        "《合同法》第94条规定：“随便什么”",
        "所谓“民事活动”，见《民法典》第七条",
    ],
)
def test_what_is_no_quotation_of_an_article_is_left_alone(text: str) -> None:
    assert [said for said in differences(text) if said] == []
