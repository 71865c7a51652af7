"""The checkpoint before a submission is saved: limits, proof of work, marks of suspicion.

In: a form that is right, and the request. Out: how long to wait, or what the store must know. Nothing is dropped here.
`intake.py` imports this.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request

from forms_api.clock import now_utc
from forms_api.forms.submission_form import SubmissionForm
from forms_api.guard.address import client_network
from forms_api.guard.proof import ProofResult
from forms_api.guard.suspicion import suspicions
from forms_api.portal import portal
from forms_api.store.matter import Matter

REMEMBERED = timedelta(days=1)  # a proof is young for twenty minutes; a day is past every clock's slip


@dataclass(frozen=True)
class Checked:
    """What came out: seconds to wait (0: go on), reasons to hold, the proof that is used up by this."""

    wait: int = 0
    held_for: tuple[str, ...] = ()
    spent_proof: tuple[str, datetime] | None = None


def check(filled: SubmissionForm, matter: Matter) -> Checked:
    """Judge a submission; counts it in the limits if it may go on."""
    payload = filled.proof.data or ""
    proof = portal().proofs.verify(payload)
    index = portal().store.seals.phone_hmac(matter.phone)
    verdict = portal().limits.submission(network(), index, proven=proof is ProofResult.PROVEN)
    if not verdict.allowed:
        return Checked(wait=verdict.retry_after)
    reasons = suspicions(
        honeypot=filled.website.data or "",
        filled_in=filled.signed.age if filled.signed else None,
        proof=proof,
        over_unproven=verdict.over_unproven,
        text=filled.text,
    )
    spent = (portal().proofs.spent_id(payload), now_utc() + REMEMBERED) if proof is ProofResult.PROVEN else None
    return Checked(held_for=tuple(reason.value for reason in reasons), spent_proof=spent)


def network() -> str:
    """Name the network of the request: an IPv4 address or an IPv6 /64."""
    return client_network(request.remote_addr or "")
