"""Guessing 枚举: ten thousand guesses find nothing, a handful of them is the end, and no clock tells them apart."""

import gc
import secrets
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from math import erfc, sqrt
from operator import itemgetter
from statistics import median
from time import perf_counter

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forms_api.clock import now_utc
from forms_api.config import Settings
from forms_api.store.matter import Consultation
from forms_api.store.receipts import ALPHABET, new_number
from forms_api.store.store import Store
from forms_api.store.submission import Acknowledged, SubmissionKind
from tests.integration.conftest import SAME_ORIGIN, Citizen, browser, open_app, portal_of

GUESSES = 10_000
SAMPLES = 1000
ROUNDS = 3  # a busy machine may spoil one round; what is given away is seen in every one
MATTER = Consultation(name="张女士", phone="13800000000", content="老板拖欠工资三个月，怎么办？" * 20)


@pytest.fixture
def store(app: Flask) -> Store:
    return portal_of(app).store


@pytest.fixture
def receipt(store: Store) -> Acknowledged:
    """One of many, so that the index has some depth."""
    for number in range(50):
        store.intake.submit(MATTER, f"somebody {number}")
    return store.intake.submit(MATTER, "key")


def guessed_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def guess(client: Citizen, number: str, code: str) -> TestResponse:
    return client.post("/forms/status", data={"number": number, "code": code}, headers=SAME_ORIGIN)


def test_ten_thousand_guesses_find_nothing(store: Store, receipt: Acknowledged) -> None:
    find = store.follow.find
    numbers = (receipt.receipt, *(new_number(SubmissionKind.CONSULTATION, now_utc()) for _ in range(GUESSES // 2)))
    hits = [code for code in (guessed_code() for _ in range(GUESSES // 2)) if find(receipt.receipt, code)]
    hits += [number for number in numbers[1:] if find(number, receipt.code)]
    assert hits == []
    assert find(receipt.receipt, receipt.code), "the negative control: what is no guess is found"


def test_a_handful_of_guesses_at_one_number_is_the_end(client: Citizen, receipt: Acknowledged) -> None:
    unknown = new_number(SubmissionKind.CONSULTATION, now_utc())
    for number in (receipt.receipt, unknown):
        answers = [guess(client, number, guessed_code()) for _ in range(7)]
        assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 2
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 900
        assert "查错的次数太多了" in answers[-1].text
        assert 'href="tel:12348"' in answers[-1].text
    shut = guess(client, receipt.receipt, receipt.code)
    assert shut.status_code == 429
    assert "老板" not in shut.text


def test_a_citizen_who_is_right_is_never_shut_out_by_looking_often(client: Citizen, receipt: Acknowledged) -> None:
    answers = [guess(client, receipt.receipt, receipt.code) for _ in range(40)]
    assert {answer.status_code for answer in answers} == {200}


def test_guesses_at_many_numbers_end_by_the_network(portal_settings: Settings) -> None:
    app = open_app(replace(portal_settings, limit_factor=1))
    client = browser(app)
    numbers = [new_number(SubmissionKind.CONSULTATION, now_utc()) for _ in range(31)]
    answers = [guess(client, number, guessed_code()).status_code for number in numbers]
    portal_of(app).store.engine.dispose()
    assert answers == [422] * 30 + [429]


def measured(find: Callable[[str, str], object], numbers: tuple[str, str]) -> tuple[list[float], list[float]]:
    """Time wrong tries at two numbers in turn, now one first and now the other."""
    times: dict[str, list[float]] = {number: [] for number in numbers}
    gc.disable()
    try:
        for turn in range(SAMPLES):
            for number in numbers if turn % 2 else reversed(numbers):
                start = perf_counter()
                assert find(number, "00000000") is None
                times[number].append(perf_counter() - start)
    finally:
        gc.enable()
    return times[numbers[0]], times[numbers[1]]


def spread(times: tuple[list[float], list[float]]) -> float:
    """Tell by which part the medians differ."""
    absent, present = (median(taken) for taken in times)
    return abs(present - absent) / absent


def likelihood(times: tuple[list[float], list[float]]) -> float:
    """Give p of Mann and Whitney, by the normal approximation: how likely a difference like this is by chance."""
    ranked = sorted((taken, which) for which, each in enumerate(times) for taken in each)
    ranks, (first, second) = [0.0, 0.0], map(len, times)
    tied, begun = 0, 0
    for _taken, equal in groupby(ranked, key=itemgetter(0)):
        whose = [which for _taken, which in equal]
        for which in whose:
            ranks[which] += begun + (len(whose) + 1) / 2
        begun, tied = begun + len(whose), tied + len(whose) ** 3 - len(whose)
    above = ranks[0] - first * (first + 1) / 2 - first * second / 2
    variance = first * second / 12 * (begun + 1 - tied / (begun * (begun - 1)))
    return erfc(abs(above) / sqrt(2 * variance))


@pytest.mark.parametrize(
    ("times", "p"),
    [  # by scipy.stats.mannwhitneyu(…, method="asymptotic", use_continuity=False)
        (([1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]), 0.0209213),
        (([1.0, 2.0, 2.0, 5.0], [2.0, 3.0, 4.0, 9.0, 9.0]), 0.1332770),
        (([1.0, 4.0], [2.0, 3.0]), 1.0),
    ],
)
def test_the_measurement_reckons_rightly(times: tuple[list[float], list[float]], p: float) -> None:
    assert likelihood(times) == pytest.approx(p, abs=1e-6)


def test_an_unknown_number_and_a_wrong_code_cost_alike(store: Store, receipt: Acknowledged) -> None:
    """Neither the medians nor the order of two thousand tries in turn gives away that a number exists."""
    numbers = (new_number(SubmissionKind.CONSULTATION, now_utc()), receipt.receipt)
    rounds = [measured(store.follow.find, numbers) for _ in range(ROUNDS)]
    assert min(map(spread, rounds)) < 0.05
    assert max(map(likelihood, rounds)) > 0.01
    assert min(spread(measured(store.follow.find_by_phone, numbers)) for _ in range(ROUNDS)) < 0.05


def test_the_measurement_sees_a_lookup_that_reads_before_the_proof(store: Store, receipt: Acknowledged) -> None:
    """The negative control."""

    def hasty(number: str, code: str) -> None:
        store.follow.again(number)

    numbers = (new_number(SubmissionKind.CONSULTATION, now_utc()), receipt.receipt)
    rounds = [measured(hasty, numbers) for _ in range(ROUNDS)]
    assert min(map(spread, rounds)) > 0.05
    assert max(map(likelihood, rounds)) < 0.01
