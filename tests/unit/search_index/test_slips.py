"""Slips of the keyboard and of the tongue: thirty that are mended, and what is right and stays as it is."""

import pytest

from search_index.slips import alike, meant
from search_index.sounds import Sounds
from search_index.terms import by_initials

WORDS = (
    *(
        "劳动",
        "仲裁",
        "法律",
        "援助",
        "法律援助",
        "遗嘱",
        "拆迁",
        "抛物",
        "高空",
        "调解",
        "人民",
        "赡养",
        "赡养费",
        "离婚",
    ),
    *("公证", "公证处", "继承", "遗产", "交通", "事故", "交通事故", "赔偿", "经济", "工资", "合同", "司法局", "司法"),
    *("由于", "漏洞", "前期", "高塔", "还钱"),
)
TERMS = by_initials(
    ("劳动仲裁", "法律援助", "遗嘱继承", "拆迁补偿", "高空抛物", "人民调解", "赡养费", "离婚协议", "公证处")
)


@pytest.fixture(scope="module")
def sounds() -> Sounds:
    return Sounds.of([(word, 9) for word in WORDS], TERMS)


def is_word(word: str) -> bool:
    return word in WORDS


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("劳动中裁", "仲裁"),
        ("劳动仲栽", "仲裁"),
        ("劳动总裁", "仲裁"),
        ("遗瞩", "遗嘱"),
        ("立遗主", "遗嘱"),
        ("折迁", "拆迁"),
        ("拆千", "拆迁"),
        ("法律元助", "法律援助"),
        ("法律缓助", "法律援助"),
        ("法律援住", "法律援助"),
        ("高空抛务", "抛物"),
        ("高空抱物", "抛物"),
        ("人民条解", "调解"),
        ("人民凋解", "调解"),
        ("瞻养费", "赡养费"),
        ("赡养废", "赡养费"),
        ("离昏", "离婚"),
        ("公正处", "公证处"),
        ("遗产继成", "继承"),
        ("交通事古", "交通事故"),
        ("劳仲裁", "劳动"),
        ("法律律援助", "法律援助"),
        ("laodongzhongcai", "仲裁"),
        ("laodong zhongcai", "仲裁"),
        ("lao dong zhong cai", "仲裁"),
        ("Láodòng zhòngcái", "仲裁"),
        ("lao2dong4zhong4cai2", "仲裁"),
        ("laodongzongcai", "仲裁"),
        ("falü yuanzhu", "法律援助"),
        ("falv yuanzu", "法律援助"),
        ("ldzc", "仲裁"),
        ("FLYZ", "援助"),
        ("ｌｄｚｃ", "仲裁"),
    ],
)
def test_a_slip_finds_what_was_meant(sounds: Sounds, typed: str, word: str) -> None:
    assert word in meant(typed, sounds, is_word)


@pytest.mark.parametrize(
    "typed",
    [
        *("劳动仲裁", "法律援助", "交通事故赔偿", "还钱", "司法所", "狗咬人谁赔", "楼栋", "前妻", "告他", "有鱼"),
        *("劳动光荣", "zhixingheyi", "xyz", "wifi", "zc", "", "???", "\ud800", "𠮷"),
    ],
)
def test_what_is_right_or_something_else_is_left_alone(sounds: Sounds, typed: str) -> None:
    assert meant(typed, sounds, is_word) == {}


def test_letters_that_are_a_word_are_that_word(sounds: Sounds) -> None:
    assert meant("ldzc", sounds, lambda word: word == "ldzc") == {}


def test_what_was_typed_stands_beside_what_was_meant(sounds: Sounds) -> None:
    assert meant("申请劳动仲栽", sounds, is_word) == {"仲裁": "劳动仲栽"}


def test_each_line_of_the_lexicon_names_single_signs() -> None:
    assert all(len(sign) == 1 for group in alike().values() for sign in group)
    assert "裁" in alike()["栽"]
    assert "栽" in alike()["裁"]
