"""Since when a version is in force, and what it puts out of force."""

from datetime import date

import pytest

from law_library.law import Article, Prose
from law_library.number import ArticleNumber
from law_library.reading.dating import date_in_name, effective_from, passed_on
from law_library.reading.lexicon import known_effective
from law_library.reading.repeals import repeals_in

PASSED = date(2020, 5, 28)


def article(text: str) -> Article:
    return Article(ArticleNumber(9), (text,))


@pytest.mark.parametrize(
    ("history", "last", "effective"),
    [
        (["2021年1月1日 施行"], "", date(2021, 1, 1)),
        ([], "本法自2021年1月1日起施行。", date(2021, 1, 1)),
        ([], "本法自二〇二一年一月一日起施行。", date(2021, 1, 1)),
        ([], "本解释自２０２１年１月１日起施行。", date(2021, 1, 1)),
        ([], "本法自1995年1月1日起施行。", PASSED),  # the first version's day
        (["1995年1月1日 施行"], "", PASSED),
        ([], "本法自公布之日起施行。", PASSED),
        ([], "本法由国务院解释。", None),
        ([], "1999年2月2日施行的《某办法》与本法不一致的，适用本法。", None),
    ],
)
def test_effective_day(history: list[str], last: str, effective: date | None) -> None:
    assert effective_from(PASSED, history, [article(last)] if last else []) == effective


def test_the_lexicon_knows_later_days_of_amendments() -> None:
    assert known_effective("商标法", date(2019, 4, 23)) == date(2019, 11, 1)
    assert known_effective("商标法", date(2013, 8, 30)) is None


def test_the_day_of_a_version() -> None:
    assert date_in_name("劳动法(2018-12-29)") == date(2018, 12, 29)
    assert date_in_name("劳动法(2018-13-29)") is None
    history = ["1994年7月5日 通过", "2018年12月29日 《关于修改的决定》第二次修正", "2019年6月1日 施行"]
    assert passed_on(history) == date(2018, 12, 29)
    assert passed_on(["不详"]) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本法自2021年1月1日起施行。《甲法》、《乙法》和《丙〈丁〉办法》同时废止。", ["丙〈丁〉办法", "乙法", "甲法"]),
        ("1990年1月1日国务院发布的《甲条例》同时废止。", ["甲条例"]),
        ("《甲规定》（法释〔2001〕1号）同时予以废止。", ["甲规定"]),
        ("依照《甲法》的规定，《乙法》同时废止。", ["乙法"]),
        ("《甲法》第三条同时废止。", []),
        ("《甲法》中有关罚款的规定同时废止。", []),
        ("必要时应当同时提出修改或者废止《甲法》的意见。", []),
    ],
)
def test_whole_laws_that_are_repealed(text: str, names: list[str]) -> None:
    assert [repeal.name for repeal in repeals_in([article(text)])] == names


def test_a_repeal_knows_its_day_and_its_article() -> None:
    (repeal,) = repeals_in([Prose("前言。"), article("本法自2021年1月1日起施行。《甲法》同时废止。")])
    assert (repeal.effective_on, repeal.article) == (date(2021, 1, 1), "第九条")
