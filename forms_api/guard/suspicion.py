"""What makes a submission suspicious. It is stored all the same, with a receipt, and held for a person to look at.

In: what was found about one submission. Out: the reasons, in a fixed order; empty means nothing was found.
The pages import this; it is pure.
"""

import re
from datetime import timedelta
from enum import StrEnum
from unicodedata import normalize

from forms_api.guard.proof import ProofResult

FASTEST = timedelta(seconds=3)  # nobody fills a form sooner, not even with the browser's help
MANY_LINKS = 3
_WWW = re.compile(r"(?<![\w.])www\.")


class Reason(StrEnum):
    """Why a submission is held; the value is stored."""

    HONEYPOT = "honeypot"
    TOO_FAST = "too-fast"
    NO_PROOF = "no-proof"
    REPLAYED = "replayed"
    MANY_LINKS = "links"


def suspicions(
    *, honeypot: str, filled_in: timedelta | None, proof: ProofResult, over_unproven: bool, text: str
) -> tuple[Reason, ...]:
    """Give every reason to hold a submission.

    `filled_in`: from the making of the form to its sending; None, or below zero after a clock was set back, says
    nothing. `over_unproven`: the network has used up what it may send without proof of work (`Verdict`).
    """
    found = {
        Reason.HONEYPOT: bool(honeypot.strip()),
        Reason.TOO_FAST: filled_in is not None and timedelta(0) <= filled_in < FASTEST,
        Reason.NO_PROOF: over_unproven and proof is not ProofResult.PROVEN,
        Reason.REPLAYED: proof is ProofResult.SPENT,
        Reason.MANY_LINKS: _links(text) >= MANY_LINKS,
    }
    return tuple(reason for reason, is_so in found.items() if is_so)


def _links(text: str) -> int:
    plain = normalize("NFKC", text).casefold()  # full-width letters hide no link
    return plain.count("http://") + plain.count("https://") + len(_WWW.findall(plain))
