"""Receipt numbers and query codes: made, checked, read back as people copy them."""

import re
from datetime import UTC, datetime

import pytest

from forms_api.keys import Keys
from forms_api.store.receipts import ALPHABET, check_symbol, new_number, parse_code, parse_number, query_code, seal_code
from forms_api.store.submission import SubmissionKind

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
GOOD = "ZX-20261121-7K3QX" + check_symbol("ZX202611217K3QX")


def test_a_number_shows_kind_beijing_date_and_six_symbols() -> None:
    assert re.fullmatch(r"ZX-20261121-[0-9A-HJKMNP-TV-Z]{6}", new_number(SubmissionKind.CONSULTATION, NOON))


def test_the_date_is_beijings() -> None:
    late = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    assert new_number(SubmissionKind.CONSULTATION, late).startswith("ZX-20261122-")


def test_a_made_number_can_be_read() -> None:
    number = new_number(SubmissionKind.CONSULTATION, NOON)
    assert parse_number(number) == number


@pytest.mark.parametrize(
    "copied",
    [
        GOOD.lower(),
        GOOD.replace("-", " "),
        GOOD.replace("-", ""),
        f"  {GOOD}\n",
        GOOD.replace("-", "—"),
        "".join(chr(ord(sign) + 0xFEE0) for sign in GOOD),  # full width
        GOOD.replace("0", "O").replace("1", "I"),
        GOOD.replace("0", "o").replace("1", "l"),
        "\u200b" + GOOD,
    ],
)
def test_slips_of_copying_are_forgiven(copied: str) -> None:
    assert parse_number(copied) == GOOD


@pytest.mark.parametrize("wrong", ["", "ZX", GOOD[:-1], GOOD + "0", "AB" + GOOD[2:], GOOD.replace("ZX", "U-"), "回执"])
def test_what_is_no_number_is_none(wrong: str) -> None:
    assert parse_number(wrong) is None


def test_every_single_slip_is_caught() -> None:
    plain = GOOD.replace("-", "")
    for place in range(2, len(plain)):
        for symbol in ALPHABET if place >= 10 else "0123456789":
            if symbol != plain[place]:
                assert parse_number(plain[:place] + symbol + plain[place + 1 :]) is None


def test_every_exchange_of_two_symbols_is_caught() -> None:
    plain = GOOD.replace("-", "")
    for first in range(2, len(plain)):
        for second in range(first + 1, len(plain)):
            if plain[first] != plain[second]:
                signs = list(plain)
                signs[first], signs[second] = signs[second], signs[first]
                assert parse_number("".join(signs)) is None


def test_the_same_form_gets_the_same_code_and_another_form_another(keys: Keys) -> None:
    code = query_code(keys.code, "key")
    assert code == query_code(keys.code, "key")
    assert code != query_code(keys.code, "other")
    assert parse_code(code) == code


def test_codes_spread_over_the_whole_alphabet(keys: Keys) -> None:
    codes = {query_code(keys.code, str(number)) for number in range(300)}
    assert len(codes) == 300
    for place in range(8):
        assert len({code[place] for code in codes}) == 32


@pytest.mark.parametrize("copied", ["7k3q xm2p", "7K3Q-XM2P", "７Ｋ３ＱＸＭ２Ｐ"])
def test_a_code_is_read_as_people_copy_it(copied: str) -> None:
    assert parse_code(copied) == "7K3QXM2P"


@pytest.mark.parametrize("wrong", ["", "7K3QXM2", "7K3QXM2PP", "7K3QXM2U", "查询码"])
def test_what_is_no_code_is_none(wrong: str) -> None:
    assert parse_code(wrong) is None


def test_the_seal_depends_on_number_code_and_pepper(keys: Keys) -> None:
    seals = {
        seal_code(keys.pepper, GOOD, "7K3QXM2P"),
        seal_code(keys.pepper, GOOD, "7K3QXM2Q"),
        seal_code(keys.pepper, GOOD[:-1] + "0", "7K3QXM2P"),
        seal_code(keys.once, GOOD, "7K3QXM2P"),
    }
    assert len(seals) == 4
