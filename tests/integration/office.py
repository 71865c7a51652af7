"""An office in operation for tests: a store with all that it can hold, and the commands as processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from forms_api.config import Settings
from forms_api.forms.form_token import new_key
from forms_api.store.db import open_store
from forms_api.store.matter import AppointmentRequest, Consultation
from forms_api.store.searches import Count
from forms_api.store.store import Store
from forms_api.store.submission import Acknowledged, Consent, Place, Rating, Terms
from tests.conftest import ROOT

NAME, PHONE, STORY, ANSWER, REASON = "欧阳金丝雀", "13912345678", "被拖欠工资的金丝雀", "金丝雀可以去投诉", "金丝雀说好"
CANARIES = (NAME, PHONE, STORY, ANSWER, REASON)
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PLACE = Place("stations/xian/", date(2026, 12, 1), "上午", 2)


class Clock:
    """A clock to be set."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, days: float) -> None:
        self.now += timedelta(days=days)


@contextmanager
def opened(settings: Settings, clock: Clock | None = None) -> Iterator[Store]:
    """Open the store and close it."""
    store = open_store(settings, clock) if clock else open_store(settings)
    try:
        yield store
    finally:
        store.engine.dispose()


def consult(store: Store, **said: str) -> Acknowledged:
    """Hand in a consultation."""
    matter = Consultation(**{"name": NAME, "phone": PHONE, "content": STORY, "topic": "劳动工资", **said})  # type: ignore[arg-type]
    terms = Terms(consents=(Consent("consent", True, "1-zh"),), latest=lambda day: day + timedelta(days=3))
    return store.intake.submit(matter, new_key(), terms)


def fill(store: Store) -> list[Acknowledged]:
    """Put something into every table: an answered and rated one, an appointment, a held one, a deleted one."""
    answered, held, deleted = consult(store), consult(store), consult(store)
    store.desk.take(answered.receipt, "王芳")
    store.desk.answer(answered.receipt, "王芳", ANSWER)
    case = store.follow.find(answered.receipt, answered.code)
    assert case
    store.follow.rate(case, 5, REASON)
    gone = store.follow.find(deleted.receipt, deleted.code)
    assert gone
    store.follow.delete(gone)
    spent = ("f" * 64, datetime(2100, 1, 1, tzinfo=UTC))
    appointment = AppointmentRequest(name=NAME, phone=PHONE, station=PLACE.station, day="2026-12-01", half="上午")
    booked = store.intake.submit(
        appointment, new_key(), Terms(place=PLACE, spent_proof=spent, held_for=("too-fast", "no-proof"))
    )
    rating = Rating(page="services/yuanzhu/", page_title="法律援助", helpful=True, stars=4, reason=REASON)
    store.ratings.rate(rating, [new_key()])
    store.searches.add({(NOON.date(), "老板跑路了"): Count(times=2, found=0)})
    return [answered, held, booked]


def mingfa(settings: Settings, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as the operator does."""
    given = {
        "MINGFA_CONTENT": str(settings.content),
        "MINGFA_BUILD": str(settings.build),
        "MINGFA_DATA": str(settings.data),
        "DATABASE_URL": settings.database_url,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MINGFA_", "DATABASE_"))}
    command = [sys.executable, str(ROOT / "mingfa.py"), *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**kept, **given}, capture_output=True, text=True, timeout=60, check=False
    )


@contextmanager
def behind_its_back(store: Store, *, append_only: bool = True) -> Iterator[Connection]:
    """Change the database as somebody would who has it; with `append_only` off the journal's triggers are dropped."""
    sqlite = store.engine.dialect.name == "sqlite"
    with store.engine.connect() as connection, connection.execution_options(writes=True).begin():
        if not append_only:
            triggers = ("journal_no_UPDATE", "journal_no_DELETE") if sqlite else ("journal_append_only ON journal",)
            for trigger in triggers:
                connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        yield connection


def files_with(canary: bytes, folder: Path) -> list[str]:
    """Name the files below a folder that have these bytes."""
    found = []
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink() and canary in file.read_bytes():
            found.append(str(file.relative_to(folder)))
    return sorted(found)
