"""Proof of work: solved once it is worth something; late, forged, changed or used again it is not."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
import pytest
from hypothesis import given
from hypothesis import strategies as some

from forms_api.guard import proof
from forms_api.guard.proof import LONGEST_PAYLOAD, ProofResult, Proofs

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = b"proof" * 8


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """One try of one round: tests/browser/test_proof.py pays the whole price."""
    for name, value in {"COST": 1, "FEWEST_TRIES": 1, "MOST_TRIES": 4}.items():
        monkeypatch.setattr(proof, name, value)


def at(moment: datetime) -> Proofs:
    return Proofs(KEY, lambda: moment)


def solved(challenge: str) -> dict[str, Any]:
    """Solve as a browser does."""
    read = altcha.Challenge.from_dict(json.loads(challenge))
    solution = altcha.solve_challenge(read)
    assert solution
    return altcha.Payload(read, solution).to_dict()


def written(answer: object, **how: Any) -> str:
    return base64.b64encode(json.dumps(answer, **how).encode()).decode()


@pytest.fixture
def answer() -> dict[str, Any]:
    return solved(at(NOW).challenge())


def test_work_that_was_done_is_proven(answer: dict[str, Any]) -> None:
    assert at(NOW).verify(written(answer)) is ProofResult.PROVEN


@pytest.mark.parametrize("payload", [None, ""])
def test_a_form_without_the_script_has_none(payload: str | None) -> None:
    assert at(NOW).verify(payload) is ProofResult.ABSENT


@pytest.mark.parametrize(
    ("later", "result"),
    [
        (timedelta(minutes=19, seconds=59), ProofResult.PROVEN),
        (timedelta(minutes=20, seconds=1), ProofResult.EXPIRED),
        (timedelta(days=1), ProofResult.EXPIRED),
        (-timedelta(minutes=4), ProofResult.PROVEN),  # the server's clock was set back a little
        (-timedelta(minutes=6), ProofResult.EXPIRED),
        (-timedelta(days=1), ProofResult.EXPIRED),
    ],
)
def test_it_is_good_for_twenty_minutes(answer: dict[str, Any], later: timedelta, result: ProofResult) -> None:
    assert at(NOW + later).verify(written(answer)) is result


def test_a_replay_is_seen_however_it_is_written(answer: dict[str, Any]) -> None:
    proofs, spent = at(NOW), set[str]()
    first = written(answer)
    assert proofs.verify(first, spent.__contains__) is ProofResult.PROVEN
    spent.add(proofs.spent_id(first))
    others = [
        first,
        first.rstrip("=") + "\n" + "=" * (-len(first.rstrip("=")) % 4),
        written(answer, indent=2),
        written({"solution": answer["solution"], "challenge": answer["challenge"], "more": 1}),
        written({**answer, "solution": {**answer["solution"], "counter": 999, "time": 3}}),
    ]
    assert {proofs.verify(other, spent.__contains__) for other in others} == {ProofResult.SPENT}
    fresh = written(solved(proofs.challenge()))
    assert proofs.verify(fresh, spent.__contains__) is ProofResult.PROVEN


def test_what_is_spent_tells_nothing_and_fits_a_column(answer: dict[str, Any]) -> None:
    spent = at(NOW).spent_id(written(answer))
    assert len(spent) == 32
    assert spent not in written(answer)
    with pytest.raises(ValueError, match="no proof"):
        at(NOW).spent_id("中文")


def change_cost(answer: dict[str, Any]) -> None:
    answer["challenge"]["parameters"]["cost"] = 0


def change_prefix(answer: dict[str, Any]) -> None:
    answer["challenge"]["parameters"]["keyPrefix"] = ""


def change_end(answer: dict[str, Any]) -> None:
    answer["challenge"]["parameters"]["data"]["until"] += 1


def drop_data(answer: dict[str, Any]) -> None:
    del answer["challenge"]["parameters"]["data"]


def drop_answers_signature(answer: dict[str, Any]) -> None:
    del answer["challenge"]["parameters"]["keySignature"]


def drop_signature(answer: dict[str, Any]) -> None:
    del answer["challenge"]["signature"]


def list_signature(answer: dict[str, Any]) -> None:
    answer["challenge"]["signature"] = [answer["challenge"]["signature"]]


def guess(answer: dict[str, Any]) -> None:
    answer["solution"]["derivedKey"] = answer["challenge"]["parameters"]["keyPrefix"] + "0" * 32


def huge_counter(answer: dict[str, Any]) -> None:
    answer["solution"] = {"counter": 10**40, "derivedKey": ["00"]}


@pytest.mark.parametrize(
    "change",
    [
        change_cost,
        change_prefix,
        change_end,
        drop_data,
        drop_answers_signature,
        drop_signature,
        list_signature,
        guess,
        huge_counter,
    ],
)
def test_what_was_changed_is_wrong(answer: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> None:
    change(answer)
    assert at(NOW).verify(written(answer)) is ProofResult.WRONG


def test_another_installations_challenge_is_wrong() -> None:
    stranger = Proofs(b"stranger" * 4, lambda: NOW)
    assert at(NOW).verify(written(solved(stranger.challenge()))) is ProofResult.WRONG


def test_judging_derives_no_key(answer: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def derive(*_: object) -> bytes:
        pytest.fail("a derivation, at the sender's wish")

    monkeypatch.setattr(hashlib, "pbkdf2_hmac", derive)
    assert at(NOW).verify(written(answer)) is ProofResult.PROVEN
    change_cost(answer)
    assert at(NOW).verify(written(answer)) is ProofResult.WRONG
    with pytest.raises(pytest.fail.Exception):  # the negative control: making a challenge derives one
        at(NOW).challenge()


def test_a_long_payload_is_not_even_read(answer: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    padded = written({**answer, "more": "x" * 3 * LONGEST_PAYLOAD})

    def read(_: str) -> bytes:
        pytest.fail("it was read")

    with monkeypatch.context() as patched:
        patched.setattr(proof, "b64decode", read)
        assert at(NOW).verify(padded) is ProofResult.WRONG
    monkeypatch.setattr(proof, "LONGEST_PAYLOAD", len(padded))
    assert at(NOW).verify(padded) is ProofResult.PROVEN


def test_a_real_payload_is_far_from_too_long() -> None:
    challenge = json.loads(at(NOW).challenge())
    challenge["parameters"]["cost"] = 10**6
    solution = {"counter": 2**32, "derivedKey": "f" * 64, "time": 123456.7}
    assert len(written({"challenge": challenge, "solution": solution})) < LONGEST_PAYLOAD / 2


def test_under_pressure_the_browser_works_more_and_the_server_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "FEWEST_TRIES", 5)
    monkeypatch.setattr(proof, "MOST_TRIES", 6)  # always the same number of tries
    calm, pressed = (solved(at(NOW).challenge(pressure=so)) for so in (False, True))
    assert pressed["solution"]["counter"] == proof.PRESSURE * calm["solution"]["counter"]
    assert pressed["challenge"]["parameters"]["cost"] == calm["challenge"]["parameters"]["cost"]
    assert at(NOW).verify(written(pressed)) is ProofResult.PROVEN


JSON = some.recursive(
    some.none() | some.booleans() | some.floats() | some.integers() | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=6,
)
PARAMETERS = some.fixed_dictionaries(
    dict.fromkeys(("algorithm", "nonce", "salt", "cost"), JSON),
    optional=dict.fromkeys(("keyLength", "keyPrefix", "keySignature", "expiresAt", "data", "memoryCost"), JSON),
)
SHAPED = some.fixed_dictionaries(
    {
        "challenge": some.fixed_dictionaries({"parameters": PARAMETERS | JSON, "signature": JSON}),
        "solution": some.fixed_dictionaries({"counter": JSON, "derivedKey": JSON}) | JSON,
    }
)


@given(some.text() | some.binary().map(lambda raw: base64.b64encode(raw).decode()) | (SHAPED | JSON).map(written))
def test_no_crafted_payload_breaks_it(payload: str) -> None:
    assert at(NOW).verify(payload) in (ProofResult.WRONG, ProofResult.ABSENT)


@pytest.mark.parametrize(
    "text", ["[" * 1500, '{"challenge":' * 100, "9" * 1500, '{"challenge":[],"solution":{}}', "\ud800"]
)
def test_no_deep_or_huge_payload_breaks_it(text: str) -> None:
    payload = base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()
    assert len(payload) <= LONGEST_PAYLOAD
    assert at(NOW).verify(payload) is ProofResult.WRONG
    assert at(NOW).verify(text) is ProofResult.WRONG
