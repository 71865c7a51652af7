"""What citizens hand in, as frozen nouns: consultation 咨询, rating 评价, and what they get back.

In: nothing. Out: the dataclasses that pages, store and exports hand to each other.
Every module of the form service may import this; it imports the standard library only.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SubmissionKind(StrEnum):
    """The kinds of submission; the value is the letters that open the receipt number."""

    CONSULTATION = "ZX"

    @property
    def label(self) -> str:
        """The kind in Chinese."""
        return _KIND_LABELS[self]


class State(StrEnum):
    """How far a submission has come 状态."""

    RECEIVED = "received"

    @property
    def label(self) -> str:
        """The state in Chinese."""
        return _STATE_LABELS[self]


_KIND_LABELS = {SubmissionKind.CONSULTATION: "法律咨询"}
_STATE_LABELS = {State.RECEIVED: "已收到"}


@dataclass(frozen=True, kw_only=True)
class Consultation:
    """One question to the legal service 咨询, already normalised."""

    name: str
    phone: str
    town: str
    topic: str
    content: str
    consent_version: str
    source_page: str = ""

    @property
    def said(self) -> tuple[str, ...]:
        """What the citizen wrote; the wording of the consent and the page before are not theirs."""
        return (self.name, self.phone, self.town, self.topic, self.content)


@dataclass(frozen=True, kw_only=True)
class Rating:
    """What somebody thought of one page 评价; `stars` 1–5 or none."""

    page: str
    page_title: str
    helpful: bool
    stars: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Acknowledged:
    """A submission that is safely stored 回执.

    `repeated`: the same form came before. `changed`: and said something else then; the first one stands.
    """

    receipt: str
    code: str
    repeated: bool = False
    changed: bool = False


@dataclass(frozen=True)
class Received:
    """What the status page tells about a submission."""

    kind: SubmissionKind
    received_at: datetime
    state: State
    topic: str
    town: str
    content: str


@dataclass(frozen=True)
class ConsultationEntry:
    """A consultation on its way out to a table."""

    receipt: str
    received_at: datetime
    state: State
    consultation: Consultation


@dataclass(frozen=True)
class RatingEntry:
    """A rating on its way out to a table."""

    rated_at: datetime
    rating: Rating
