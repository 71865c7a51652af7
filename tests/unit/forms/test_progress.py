"""What is said about a submission's progress: complete, and silent about what is not the citizen's."""

from datetime import UTC, date, datetime

import pytest

from forms_api.pages.progress import NEXT, STATES, STEPS, moment_in_words, weekday_in_words
from forms_api.store.submission import Happened, State, SubmissionKind

OURS_ALONE = {Happened.HELD, Happened.RELEASED, Happened.READ, Happened.PURGED, Happened.SEALED_ANEW}


def test_every_state_and_every_kind_has_its_sentence() -> None:
    assert set(STATES) == set(State)
    assert set(NEXT) == set(SubmissionKind)


def test_the_history_tells_everything_but_what_is_ours_alone() -> None:
    assert set(STEPS) == set(Happened) - OURS_ALONE


@pytest.mark.usefixtures("in_chinese")
def test_days_and_moments_in_chinese() -> None:
    assert weekday_in_words(date(2026, 11, 26)) == "2026年11月26日（星期四）"
    assert moment_in_words(datetime(2026, 11, 21, 16, 5, tzinfo=UTC)) == "2026年11月22日 00:05"


@pytest.mark.usefixtures("in_english")
def test_moments_in_english() -> None:
    assert moment_in_words(datetime(2026, 11, 21, 16, 5, tzinfo=UTC)) == "November 22, 2026 00:05"
