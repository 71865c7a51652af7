"""What a text cites: understood or left alone, never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law_library.citations import Citation, CitationStatus, Missing, read_citations
from tests.unit.law_library.small_library import TODAY, small_library

LIBRARY = small_library()


def read(text: str, on: date | None = None) -> list[Citation]:
    return read_citations(text, LIBRARY, on, today=TODAY)


def shown(text: str) -> list[str]:
    """Write each citation of an article as 反垄断法 17.-.5; a law alone by its name, what is unknown with ?."""
    return [" ".join(filter(None, (_name(citation), _number(citation)))) for citation in read(text)]


def _name(citation: Citation) -> str:
    return citation.law.title if citation.law else f"?{citation.law_name}"


def _number(citation: Citation) -> str:
    parts = [citation.article, citation.paragraph or "-", citation.item or "-"] if citation.article else []
    return ".".join(map(str, parts)).removesuffix(".-").removesuffix(".-")


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("《中华人民共和国民法典》第一千二百五十四条第一款规定", ["民法典 1254.1"]),
        ("《民法典》第1254条", ["民法典 1254"]),
        ("根据民法典第1179条、第1183条的规定", ["民法典 1179", "民法典 1183"]),
        ("劳动合同法第38条、46条", ["劳动合同法 38", "劳动合同法 46"]),
        ("《刑法》第一百二十条之一", ["刑法 120-1"]),
        ("《民法典》第１２５４条第２款", ["民法典 1254.2"]),
        ("《民法典》 第 1254 条", ["民法典 1254"]),
        ("民法典1254条", ["民法典 1254"]),
        ("《民法典》第十至十二条", ["民法典 10", "民法典 11", "民法典 12"]),
        ("《民法典》第10条至第12条及第15条", ["民法典 10", "民法典 11", "民法典 12", "民法典 15"]),
        ("《民法典》第1079条第2款第（一）（三）项", ["民法典 1079.2.1", "民法典 1079.2.3"]),
        ("《民法典》第1079条第2款第（一）项至第（三）项", ["民法典 1079.2.1", "民法典 1079.2.2", "民法典 1079.2.3"]),
        ("反垄断法第十七条第五项", ["反垄断法 17.-.5"]),
        ("《民法典》第1079条第一款和第三款", ["民法典 1079.1", "民法典 1079.3"]),
        ("《民法典》侵权责任编第1165条", ["民法典 1165"]),
        ("《中华人民共和国民法典》（2021年1月1日起施行）第七条", ["民法典 7"]),
        (
            "《劳动合同法》（主席令第73号）（以下简称《合同法规》）第38条，《合同法规》第39条",
            ["劳动合同法 38", "劳动合同法 39"],
        ),
        ("《中华人民共和国劳动合同法》（以下简称劳动法律）第38条。劳动法律第46条", ["劳动合同法 38", "劳动合同法 46"]),
        ("《劳动法》第四十四条规定加班费，同法第三十六条规定工时，前款另有规定的除外。", ["劳动法 44", "劳动法 36"]),
        ("我国民法典第七条规定诚信。第八条规定守法。", ["民法典 7", "民法典 8"]),
        ("《行政协议司法解释》第十七条", ["最高人民法院关于审理行政协议案件若干问题的规定 17"]),
        (
            "最高人民法院《关于审理行政协议案件若干问题的规定》第十七条",
            ["最高人民法院关于审理行政协议案件若干问题的规定 17"],
        ),
        (
            "最高人民法院关于审理行政协议案件若干问题的规定第十七条",
            ["最高人民法院关于审理行政协议案件若干问题的规定 17"],
        ),
        ("**《民法典》** **第1254条**", ["民法典 1254"]),
        ("《江苏省工资支付条例》第二十条，第三十条", ["?江苏省工资支付条例 20", "?江苏省工资支付条例 30"]),
        ("《民法典》第1165条规定过错责任。该条第一款", ["民法典 1165", "民法典 1165.1"]),
        ("合同第七条约定违约金，依据民法典第585条可以调整，第584条亦同", ["民法典 585", "民法典 584"]),
        (
            "《劳动合同法》第38条……《民法典》规定。《劳动法》第三十六条也有。第三十八条",
            ["劳动合同法 38", "民法典", "劳动法 36", "劳动法 38"],
        ),
    ],
)
def test_what_a_careful_reader_understands_is_understood(text: str, cited: list[str]) -> None:
    assert shown(text) == cited


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("民法典人格权编第一千一百六十五条", ["民法典 1165"]),
        ("未经劳动合同法第三十九条规定的程序", ["劳动合同法 39"]),
        ("《劳动法》第36条。而劳动合同法规定得更严：第三十八条", ["劳动法 36", "劳动合同法"]),
        (
            "《民法典》（法释〔2020〕26号，以下简称《法典（一）》）第七条，《法典（一）》第八条",
            ["民法典 7", "民法典 8"],
        ),
        ("《民法典》第7条（原《合同法》第6条）规定诚信，第8条", ["民法典 7", "合同法 6", "民法典 8"]),
        ("（1）履行（民法典第584条）；（2）支付（第585条第1款）", ["民法典 584", "民法典 585.1"]),
        ("“民法典”第七条", ["民法典 7"]),
        ("[《民法典》](/laws/)第七条", ["民法典 7"]),
        ("《民法典·合同编》第584条", ["民法典 584"]),
        ("《民法典》第1079条第二款第一、二项", ["民法典 1079.2.1", "民法典 1079.2.2"]),
        ("《民法典》第1079条第二款第（一）—（三）项", ["民法典 1079.2.1", "民法典 1079.2.2", "民法典 1079.2.3"]),
        ("《民法典》第1079条3款", ["民法典 1079.3"]),
        (
            "甲案适用《江苏省物业管理条例》（以下简称《条例》）第五条。乙案适用《劳动法》（以下简称《条例》）第36条，《条例》第38条",
            ["?江苏省物业管理条例 5", "劳动法 36", "劳动法 38"],
        ),
        ("江苏省《劳动法》第三十六条", ["?江苏省劳动法 36"]),
        ("| 《民法典》 | 第7条 |", ["民法典", "民法典 7"]),
    ],
)
def test_what_real_writers_do_is_understood(text: str, cited: list[str]) -> None:
    assert shown(text) == cited


@pytest.mark.parametrize(
    "text",
    [
        "依据《民法典》，遗嘱第七条、离婚调解书第八条、借条第十条、九民纪要第11条",
        "《民法典》很重要。给您三条建议：第一条，及时报警；第二条，到医院",
        "《民法典》是第一条路，也是第二条防线",
        "《民法典》的格式条款无效，该条款第一款",
        "《商品房买卖合同》第八条约定违约金。《民法典》规定清楚，故应按第八条承担责任",
        '《民法典》写道："第七条违约金，第八条"',
        "| 《民法典》第1079条 | 第十一条 违约金 |",
        "德国《民法典》第十条，台湾“民法典”第十一条",
        "《公司法》及其实施条例（第二十条第一款）",
        "民法典第1,254条",
        "宪法、法律都要遵守，依据第七条",
        "《民法典》\n\n房屋租赁合同（示范文本）\n\n第七条 房屋的基本情况",
        "本合同依据以下法律制定：\n- 《民法典》\n\n第七条 合同期限",
        "《民法典》\n\n第七条 租金每月三千元，押一付三，逾期加收滞纳金",
        "民法典有十条",
    ],
)
def test_numbers_that_are_not_of_the_law_are_left_alone(text: str) -> None:
    assert [line for line in shown(text) if " " in line and not line.endswith(" 1079")] == []


def test_a_number_that_the_law_does_not_have_is_not_taken_for_its_article() -> None:
    assert shown("《劳动法》第三十六条。第九百条另有说法。") == ["劳动法 36"]


@pytest.mark.parametrize(
    "text",
    [
        "公司法人人格独立，公司法定代表人，公司法律顾问",
        "合同法律关系",
        "民法典型案例第三条",
        "法治宣传教育法第十条",
        "该合同第七条约定：卖方保证所购车辆为新车",
        "《补充协议》第三条",
        "甲公司《员工手册》第十二条、第十三条",
        "《员工考勤管理规定》第五条",
        "其中第六条第一项约定",
        "北京市劳动合同规定第十条",
        "浙江省实施劳动合同法办法第三条",
        "根据第四十四条，劳动者可以要求",
        "前款规定的情形",
        "`《民法典》第7条`",
        "<!-- 《民法典》第7条 -->",
        "```\n《民法典》第7条\n```",
    ],
)
def test_what_only_looks_like_a_citation_is_left_alone(text: str) -> None:
    assert [line for line in shown(text) if line != "劳动合同法"] == []


@pytest.mark.parametrize(
    "text",
    [
        "《劳动法》和《劳动合同法》都有规定，第三十八条写明。",
        "依据《劳动合同法》第三十九条、《员工手册》第五条，第三十八条",
        "《劳动法》第36条，合同第九条，第四十四条",
        "《民法典》第七条规定：“第八条另有规定的除外”",
    ],
)
def test_a_number_that_could_belong_to_two_is_left_alone(text: str) -> None:
    assert not any(line.endswith((" 38", " 44", " 8")) for line in shown(text))


def test_inside_a_quotation_this_law_and_this_article_are_the_quoted_ones() -> None:
    text = "《劳动合同法》第四十六条规定：“依照本法第三十八条解除的”，“不受本条第一款限制”。"
    assert shown(text) == ["劳动合同法 46", "劳动合同法 38", "劳动合同法 46.1"]


def test_a_law_named_inside_a_quotation_is_not_what_the_text_is_about_afterwards() -> None:
    text = "《劳动法》第三十六条规定：“适用民法典第七条”。第四十四条规定加班费。"
    assert shown(text) == ["劳动法 36", "民法典 7", "劳动法 44"]


def test_an_article_printed_below_the_title_of_its_law_belongs_to_it() -> None:
    text = "《最高人民法院关于审理行政协议案件若干问题的规定》。\n\n第十七条 原告请求解除行政协议的"
    assert shown(text)[1:] == ["最高人民法院关于审理行政协议案件若干问题的规定 17"]


def test_all_articles_printed_below_a_title_belong_to_it_until_the_next_heading() -> None:
    text = (
        "《劳动法》\n\n第三十六条 每日工作不超过八小时。\n\n第四十四条 支付加班费。\n\n## 其他\n\n第三十八条 每周一日。"
    )
    assert shown(text) == ["劳动法", "劳动法 36", "劳动法 44"]


def test_an_article_printed_below_words_about_another_law_is_left_alone() -> None:
    assert shown("依照《劳动法》第三十六条处理。\n\n第四十四条 本解释自公布之日起施行。") == ["劳动法 36"]


def test_a_number_in_the_middle_of_the_next_paragraph_is_left_alone() -> None:
    assert shown("《劳动法》第三十六条。\n\n他说，第四十四条也对。") == ["劳动法 36"]


@pytest.mark.parametrize(
    ("text", "status", "missing"),
    [
        ("《民法典》第7条", CitationStatus.RESOLVED, Missing.NONE),
        ("《民法典》", CitationStatus.LAW_ONLY, Missing.NONE),
        ("《合同法》第94条", CitationStatus.FORMER_LAW, Missing.NONE),
        ("《合同法》", CitationStatus.FORMER_LAW, Missing.NONE),
        ("修订前的《反垄断法》第十七条", CitationStatus.FORMER_LAW, Missing.NONE),
        ("《江苏省工资支付条例》第二十条", CitationStatus.UNKNOWN_LAW, Missing.NONE),
        ("《民法典》第8888条", CitationStatus.UNKNOWN_ARTICLE, Missing.ARTICLE),
        ("《民法典》第1254条第3款", CitationStatus.RESOLVED, Missing.PARAGRAPH),
        ("《民法典》第1079条第2款第4项", CitationStatus.RESOLVED, Missing.ITEM),
    ],
)
def test_each_citation_says_whether_it_stands(text: str, status: CitationStatus, missing: Missing) -> None:
    (citation,) = read(text)
    assert (citation.status, citation.missing) == (status, missing)


def test_the_day_that_counts_decides_the_version() -> None:
    (today,) = read("反垄断法第十七条")
    (then,) = read("反垄断法第十七条", date(2016, 5, 31))
    (before,) = read("反垄断法第十七条", date(2007, 1, 1))
    assert today.version is not None
    assert today.version.name == "2022-06-24"
    assert then.version is not None
    assert then.version.name == "2007-08-30"
    assert before.status is CitationStatus.FORMER_LAW


def test_a_judgement_that_dates_itself_cites_the_law_of_its_day() -> None:
    judged = "最高人民法院于2016年5月31日作出（2016）最高法民再98号民事判决。\n\n被告违反了反垄断法第十七条。"
    undated = "被告违反了反垄断法第十七条。"
    assert [citation.version and citation.version.name for citation in read(judged)] == ["2007-08-30"]
    assert [citation.version and citation.version.name for citation in read(undated)] == ["2022-06-24"]


@pytest.mark.parametrize(
    "said",
    [
        "2016年5月31日，某市中级人民法院作出（2016）某01民终1号民事判决。",
        "裁判日期：2016年5月31日",
        "二〇一六年五月三十一日",
    ],
)
def test_the_day_of_a_judgement_is_found_however_it_is_said(said: str) -> None:
    found = read(f"被告违反了反垄断法第十七条。\n\n{said}")
    assert [citation.version and citation.version.name for citation in found] == ["2007-08-30"]


@pytest.mark.parametrize(
    "said", ["仲裁委员会于2016年5月31日作出仲裁裁决。", "某局于2016年5月作出处罚决定。", "2016年5月31日订立合同。"]
)
def test_other_days_are_not_those_of_a_judgement(said: str) -> None:
    found = read(f"{said}被告违反了反垄断法第十七条。")
    assert [citation.version and citation.version.name for citation in found] == ["2022-06-24"]


def test_new_law_in_the_words_about_an_old_case_is_todays() -> None:
    old = date(2016, 5, 31)
    for text, version in (
        ("反垄断法第十七条", "2007-08-30"),
        ("新反垄断法第十七条", "2022-06-24"),
        ("修改后的《反垄断法》第十七条", "2022-06-24"),
        ("《民法典》第7条", "2020-05-28"),
    ):
        (citation,) = read(text, old)
        assert citation.version is not None
        assert citation.version.name == version


@pytest.mark.parametrize("said", ["当时有效的", "裁判时的", "原", "已废止的"])
def test_words_that_speak_of_former_law_are_believed(said: str) -> None:
    (citation,) = read(f"{said}《反垄断法》第十七条")
    assert citation.status is CitationStatus.FORMER_LAW


def test_a_year_that_is_the_sentences_is_no_year_of_the_law() -> None:
    (citation,) = read("王某2019年《劳动合同法》第三十八条")
    assert citation.status is CitationStatus.RESOLVED


def test_law_that_came_after_a_judgement_is_cited_as_it_stands() -> None:
    (citation,) = read("某法院于2019年5月23日作出判决。《民法典》第7条首次规定。")[-1:]
    assert citation.status is CitationStatus.RESOLVED


def test_a_year_beside_the_name_picks_that_version() -> None:
    for text in ("2007年《反垄断法》第十七条", "《反垄断法（2007）》第十七条", "《反垄断法》（2007年版）第十七条"):
        (citation,) = read(text)
        assert citation.version is not None
        assert citation.version.name == "2007-08-30"


def test_a_citation_knows_its_line_its_words_and_whether_it_is_a_link() -> None:
    first, second = read("一行\n依据**《民法典》第7条**\n[《民法典》第8条](x.md)")
    assert (first.line, first.text, first.in_link, first.bracketed) == (2, "《民法典》第7条", False, True)
    assert (second.line, second.in_link) == (3, True)


@given(
    st.text(
        st.sampled_from("《》民法典劳动合同第一二十条款项（）()、至和“”该同本\n 1234规定：*`[]") | st.characters(),
        max_size=80,
    )
)
def test_no_text_breaks_the_reader_and_every_citation_stands_where_it_says(text: str) -> None:
    for citation in read(text):
        assert text[citation.start : citation.end] == citation.text
        assert citation.line == text.count("\n", 0, citation.start) + 1
