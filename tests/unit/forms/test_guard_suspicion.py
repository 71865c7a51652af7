"""What makes a submission suspicious, and what does not."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from forms_api.guard.proof import ProofResult
from forms_api.guard.suspicion import Reason, suspicions

HONEST: dict[str, Any] = {
    "honeypot": "",
    "filled_in": timedelta(minutes=4),
    "proof": ProofResult.PROVEN,
    "over_unproven": False,
    "text": "老板拖欠工资三个月，怎么办？",
}


@pytest.mark.parametrize(
    "also",
    [
        {},
        {"honeypot": " \r\n"},
        {"filled_in": timedelta(seconds=3)},
        {"filled_in": None},  # a form that bears no time
        {"filled_in": -timedelta(hours=20)},  # the server's clock was set back
        {"proof": ProofResult.ABSENT},  # no JavaScript
        {"proof": ProofResult.EXPIRED},  # a long story, slowly typed
        {"proof": ProofResult.WRONG},
        {"over_unproven": True},  # the hall is over, this one has its proof
        {"text": "我在 https://a.example 和 http://b.example 被骗，www 是什么？"},
    ],
)
def test_an_honest_citizen_is_not_held(also: dict[str, Any]) -> None:
    assert suspicions(**{**HONEST, **also}) == ()


@pytest.mark.parametrize(
    ("also", "reason"),
    [
        ({"honeypot": "https://spam.example"}, Reason.HONEYPOT),
        ({"filled_in": timedelta(seconds=2, milliseconds=999)}, Reason.TOO_FAST),
        ({"filled_in": timedelta(0)}, Reason.TOO_FAST),
        ({"proof": ProofResult.ABSENT, "over_unproven": True}, Reason.NO_PROOF),
        ({"proof": ProofResult.EXPIRED, "over_unproven": True}, Reason.NO_PROOF),
        ({"proof": ProofResult.WRONG, "over_unproven": True}, Reason.NO_PROOF),
        ({"proof": ProofResult.SPENT}, Reason.REPLAYED),
        ({"text": "http://a.example HTTPS://b.example www.c.example"}, Reason.MANY_LINKS),
        ({"text": "ｈｔｔｐ：／／a.example http://www.b.example ＷＷＷ．c.example"}, Reason.MANY_LINKS),
    ],
)
def test_each_mark_is_seen(also: dict[str, Any], reason: Reason) -> None:
    assert suspicions(**{**HONEST, **also}) == (reason,)


def test_all_that_is_found_is_told_in_one_order() -> None:
    everything = suspicions(
        honeypot="x",
        filled_in=timedelta(seconds=1),
        proof=ProofResult.SPENT,
        over_unproven=True,
        text="http://a http://b http://c",
    )
    assert everything == tuple(Reason)


@given(some.text(), some.text(), some.none() | some.timedeltas(), some.sampled_from(ProofResult), some.booleans())
def test_nothing_that_anybody_types_breaks_it(
    honeypot: str, text: str, filled_in: timedelta | None, proof: ProofResult, over_unproven: bool
) -> None:
    found = suspicions(honeypot=honeypot, filled_in=filled_in, proof=proof, over_unproven=over_unproven, text=text)
    assert set(found) <= set(Reason)
