"""What is asked in each form 事项: consultation, legal aid, appointment …, already normalised; sealed as a whole.

In: nothing. Out: frozen nouns and their JSON. What was chosen from a list stands here in the list's own Chinese words.
Every field has a default: what an older form did not ask stays empty.
The forms make them, the store seals them, pages and exports read them; imports the standard library only.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from forms_api.store.submission import SubmissionKind


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What a citizen hands in; `source_page` is the page of the site that led to the form."""

    kind: ClassVar[SubmissionKind]
    name: str = ""
    phone: str = ""
    town: str = ""
    topic: str = ""
    content: str = ""
    source_page: str = ""

    @property
    def said(self) -> tuple[object, ...]:
        """What the citizen wrote; the page before is not theirs."""
        return tuple(getattr(self, field.name) for field in fields(self) if field.name != "source_page")


@dataclass(frozen=True, kw_only=True)
class Contacted(Matter):
    """A matter whose citizen is called back, who may hand in for somebody else.

    `for_whom`: 本人 or 替别人; for the other: what to call them, the relationship, whether we may call them, and
    whether we may say that the legal service is calling. `call_at`: the best time. `help_needed`: sign language …
    `under_14`: the person concerned is under fourteen; `guardian` is then who fills in.
    """

    for_whom: str = "本人"
    other_name: str = ""
    relation: str = ""
    may_call_other: bool = False
    may_say_who: bool = False
    may_text: bool = False
    call_at: str = ""
    help_needed: tuple[str, ...] = ()
    under_14: bool = False
    guardian: str = ""


@dataclass(frozen=True, kw_only=True)
class Consultation(Contacted):
    """法律咨询."""

    kind = SubmissionKind.CONSULTATION


@dataclass(frozen=True, kw_only=True)
class LegalAidApplication(Contacted):
    """法律援助申请.

    `grounds`: why means are not looked at, else `means`. `lawyer`: address of the chosen person's page, or "" for
    “请为我指派”; `lawyer_name`: as it was shown then. `missing`: papers that follow later 容缺受理, `missing_until`
    (ISO day). `home_visit` 上门服务. `urgent`: may be helped before the decision (法律援助法 art. 44).
    """

    kind = SubmissionKind.LEGAL_AID
    matter: str = ""
    stage: str = ""
    urgent: bool = False
    language: str = ""
    grounds: tuple[str, ...] = ()
    means: str = ""
    lawyer: str = ""
    lawyer_name: str = ""
    missing: tuple[str, ...] = ()
    missing_until: str = ""
    home_visit: bool = False
    visit_address: str = ""


@dataclass(frozen=True, kw_only=True)
class AppointmentRequest(Contacted):
    """预约: `station` is the address of its page, `day` an ISO day, `half` 上午 or 下午.

    `station_name`: as it was shown then.
    """

    kind = SubmissionKind.APPOINTMENT
    station: str = ""
    station_name: str = ""
    day: str = ""
    half: str = ""
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class MediationRequest(Contacted):
    """人民调解申请: who the other side is and what was tried."""

    kind = SubmissionKind.MEDIATION
    other_side: str = ""
    other_side_phone: str = ""
    tried: str = ""
    wish: str = ""


@dataclass(frozen=True, kw_only=True)
class NotaryInquiry(Contacted):
    """公证咨询: `act` is what is to be notarised, `used_where` where the deed will be used."""

    kind = SubmissionKind.NOTARY
    act: str = ""
    used_where: str = ""


@dataclass(frozen=True, kw_only=True)
class Complaint(Contacted):
    """投诉: against whom (`against_kind`: lawyer, notary …), about which receipt, and what is wanted.

    `happened_on` is an ISO day. `hide_name`: do not tell the other who complains. Name and telephone may be missing.
    """

    kind = SubmissionKind.COMPLAINT
    against_kind: str = ""
    against: str = ""
    about_receipt: str = ""
    happened_on: str = ""
    wish: str = ""
    hide_name: bool = False


@dataclass(frozen=True, kw_only=True)
class Need(Matter):
    """法律需求征询: which services are wanted, in which way, by whom (`audience`; no name is asked)."""

    kind = SubmissionKind.NEED
    services: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    audience: str = ""


@dataclass(frozen=True, kw_only=True)
class VolunteerApplication(Contacted):
    """普法志愿者报名."""

    kind = SubmissionKind.VOLUNTEER
    occupation: str = ""
    skills: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Correction(Matter):
    """纠错 (我为网站找错): what is wrong on a page (`content`), and how it should be; no telephone is needed.

    `where` is the page as the citizen names it; the address of the page that led here is `source_page`.
    """

    kind = SubmissionKind.CORRECTION
    where: str = ""
    fault: str = ""
    better: str = ""


MATTERS: tuple[type[Matter], ...] = (
    Consultation,
    LegalAidApplication,
    AppointmentRequest,
    MediationRequest,
    NotaryInquiry,
    Complaint,
    Need,
    VolunteerApplication,
    Correction,
)
_BY_KIND = {matter.kind: matter for matter in MATTERS}
_DEFAULTS = {matter.kind: {field.name: field.default for field in fields(matter)} for matter in MATTERS}


def defaults(kind: SubmissionKind) -> Mapping[str, Any]:
    """Give what each field of a matter holds where nothing was said."""
    return _DEFAULTS[kind]


def to_json(matter: Matter) -> str:
    """Write a matter as JSON, without what is empty by default."""
    kept = {name: said for name, default in defaults(matter.kind).items() if (said := getattr(matter, name)) != default}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(kind: SubmissionKind, text: str) -> Matter:
    """Read a matter back; what the form of then said and today's does not know is left out."""
    made = _BY_KIND[kind]
    read = {name: _read(value) for name, value in json.loads(text).items() if name in defaults(kind)}
    return made(**read)


def _read(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
