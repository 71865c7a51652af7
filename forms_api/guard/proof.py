"""Proof of work: a browser has spent about a second on this form, which a flood cannot afford for each of its own.

In: a key. Out: a challenge for the page (ALTCHA version 2), and what became of the answer.
The pages import this; it knows altcha, no Flask and no database. The solver: site_gen/assets/js/proof.js.
"""

import hmac
import json
import secrets
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from altcha import Payload, create_challenge, verify_solution

from forms_api.clock import Clock, now_utc

LIFE = timedelta(minutes=20)
CLOCK_SLIP = timedelta(minutes=5)  # as for form tokens: a server clock set back a little spoils nothing
LONGEST_PAYLOAD = 2048  # characters; a solver's answer has about 700
ALGORITHM = "PBKDF2/SHA-256"
COST = 2000  # rounds of one try: the browser's own overhead for a try weighs little beside them
FEWEST_TRIES, MOST_TRIES = 100, 300  # a bounded number, so that no telephone draws a bad lot
PRESSURE = 4  # so many times the tries while a flood is going on; costs the server nothing
_UNTIL = "until"


class ProofResult(StrEnum):
    """What became of a proof; only PROVEN buys the wider allowance."""

    PROVEN = "proven"
    ABSENT = "absent"
    EXPIRED = "expired"
    WRONG = "wrong"
    SPENT = "spent"


def _never_spent(_: str) -> bool:
    return False


class Proofs:
    """Makes challenges and judges answers; it remembers nothing, the caller stores `spent_id`."""

    def __init__(self, key: bytes, clock: Clock = now_utc) -> None:
        self._of_challenge = hmac.digest(key, b"challenge", sha256)
        self._of_answer = hmac.digest(key, b"answer", sha256)
        self._clock = clock

    def challenge(self, *, pressure: bool = False) -> str:
        """Make a challenge, as JSON for the page; under `pressure` it costs more.

        The server itself makes one try, so that it knows the answer: judging it costs two HMACs and no derivation.
        """
        more = PRESSURE if pressure else 1
        made = create_challenge(
            ALGORITHM,
            COST,
            counter=more * (FEWEST_TRIES + secrets.randbelow(MOST_TRIES - FEWEST_TRIES)),
            data={_UNTIL: int((self._clock() + LIFE).timestamp())},  # ours: altcha's own expiry knows one clock only
            hmac_secret=self._of_challenge,
            hmac_key_secret=self._of_answer,
        )
        return json.dumps(made.to_dict(), separators=(",", ":"))

    def verify(self, payload: str | None, spent: Callable[[str], bool] = _never_spent) -> ProofResult:
        """Judge an answer; `spent` says of a `spent_id` whether another submission has used it up."""
        if not payload:
            return ProofResult.ABSENT
        answer = _read(payload)
        if answer is None:
            return ProofResult.WRONG
        judged = verify_solution(answer, self._of_challenge, hmac_key_secret=self._of_answer)
        if not judged.verified:
            return ProofResult.WRONG
        if not self._is_young(answer):
            return ProofResult.EXPIRED
        return ProofResult.SPENT if spent(_id_of(answer)) else ProofResult.PROVEN

    def spent_id(self, payload: str) -> str:
        """Name the challenge of a payload that was PROVEN, 32 characters; raises ValueError for what is no payload.

        Store it unique, in the submission's own transaction and beside its idempotency key: the same form sent
        again carries the same proof and is no replay. It may be forgotten a day after.
        """
        answer = _read(payload)
        if answer is None:
            raise ValueError("no proof of work in this payload")
        return _id_of(answer)

    def _is_young(self, answer: Payload) -> bool:
        left = (answer.challenge.parameters.data or {})[_UNTIL] - self._clock().timestamp()
        return bool(0 <= left <= (LIFE + CLOCK_SLIP).total_seconds())


def _read(payload: str) -> Payload | None:
    """Read a payload before anything is reckoned; None when it is too long or nothing a solver writes."""
    if len(payload) > LONGEST_PAYLOAD:
        return None
    try:
        return Payload.from_dict(json.loads(b64decode(payload)))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _id_of(answer: Payload) -> str:
    """Name a challenge by its signature, which stays the same however the payload is written."""
    return sha256(str(answer.challenge.signature).encode("utf-8", "surrogatepass")).hexdigest()[:32]
