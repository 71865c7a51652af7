"""What becomes of what citizens hand in: kinds, states, receipts, messages, as frozen nouns.

In: nothing. Out: the dataclasses that pages, store and exports hand to each other; what is asked in each form stands in
`matter.py`. Every module of the form service may import this; it imports the standard library only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class SubmissionKind(StrEnum):
    """The kinds of submission; the value is the letters that open the receipt number."""

    CONSULTATION = "ZX"
    LEGAL_AID = "YZ"
    APPOINTMENT = "YY"
    MEDIATION = "TJ"
    NOTARY = "GZ"
    COMPLAINT = "TS"
    NEED = "XQ"
    VOLUNTEER = "ZY"
    CORRECTION = "JC"

    @property
    def label(self) -> str:
        """The kind in Chinese."""
        return _KIND_LABELS[self]

    @property
    def slug(self) -> str:
        """The kind in addresses and commands, such as legal-aid."""
        return self.name.lower().replace("_", "-")


class State(StrEnum):
    """How far a submission has come 状态.

    ANSWERED, CLOSED and a good rating are three things: an answer may not have solved anything.
    """

    RECEIVED = "received"
    HANDLING = "handling"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state in Chinese."""
        return _STATE_LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes the citizen something."""
        return self in (State.RECEIVED, State.HANDLING, State.REOPENED)


OPEN_STATES = tuple(state.value for state in State if state.is_open)

_KIND_LABELS = {
    SubmissionKind.CONSULTATION: "法律咨询",
    SubmissionKind.LEGAL_AID: "法律援助申请",
    SubmissionKind.APPOINTMENT: "预约",
    SubmissionKind.MEDIATION: "人民调解申请",
    SubmissionKind.NOTARY: "公证咨询",
    SubmissionKind.COMPLAINT: "投诉",
    SubmissionKind.NEED: "法律需求征询",
    SubmissionKind.VOLUNTEER: "普法志愿者报名",
    SubmissionKind.CORRECTION: "纠错",
}
_STATE_LABELS = {
    State.RECEIVED: "已收到",
    State.HANDLING: "办理中",
    State.ANSWERED: "已答复",
    State.REOPENED: "重新办理",
    State.CLOSED: "已办结",
    State.WITHDRAWN: "已撤回",
}


class Happened(StrEnum):
    """What can happen to a submission; the journal's words."""

    RECEIVED = "received"
    HELD = "held"  # looks like abuse: a person looks at it first
    RELEASED = "released"
    TAKEN = "taken"
    ADDED = "added"  # the citizen said more
    ANSWERED = "answered"
    UNSOLVED = "unsolved"  # answered, not solved: reopened
    SOLVED = "solved"
    RATED = "rated"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"  # the citizen's own data, on their wish
    PURGED = "purged"  # the time of keeping is over
    SEALED_ANEW = "sealed-anew"
    READ = "read"  # somebody of ours opened it by a command
    CLOSED = "closed"  # by the desk, without an answer: a visit that took place, rubbish that somebody has looked at
    LAPSED = "lapsed"  # answered, and nothing more was said: closed by itself


class Author(StrEnum):
    """Who wrote a message."""

    CITIZEN = "citizen"
    STAFF = "staff"


@dataclass(frozen=True)
class Consent:
    """One box and whether it was ticked; `wording` names the version and language that the citizen saw."""

    name: str
    given: bool
    wording: str


@dataclass(frozen=True)
class Place:
    """One of `capacity` places at a station in a half-day (`half`: 上午 or 下午)."""

    station: str
    day: date
    half: str
    capacity: int


class PlaceTaken(Exception):
    """The last place of that half-day went to somebody else."""


class ProofSpent(Exception):
    """That proof of work was used before."""


def never(received_on: date) -> date | None:
    """Set no latest day."""
    return None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What goes into the same transaction as a submission.

    `latest`: Beijing day of receipt → latest day for an answer. `held_for`: reasons to have a person look first.
    `spent_proof`: the name of the proof of work and the moment from which it need not be remembered.
    """

    consents: tuple[Consent, ...] = ()
    latest: Callable[[date], date | None] = never
    held_for: tuple[str, ...] = ()
    spent_proof: tuple[str, datetime] | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Acknowledged:
    """A submission that is safely stored 回执.

    `repeated`: the same form came before. `changed`: and said something else then; the first one stands.
    """

    kind: SubmissionKind
    receipt: str
    code: str
    received_at: datetime
    due_on: date | None
    repeated: bool = False
    changed: bool = False


@dataclass(frozen=True, kw_only=True)
class Rating:
    """What somebody thought of one page 评价; `stars` 1–5 or none."""

    page: str
    page_title: str
    helpful: bool
    stars: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Message:
    """One piece of the conversation about a submission; `officer` for what staff wrote."""

    written_at: datetime
    author: Author
    text: str
    officer: str = ""


@dataclass(frozen=True)
class Step:
    """One line of the status history."""

    happened_at: datetime
    what: Happened


@dataclass(frozen=True)
class RatingEntry:
    """A rating on its way out to a table."""

    rated_at: datetime
    rating: Rating
