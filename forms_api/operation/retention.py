"""How long what citizens hand in is kept 保存期限, in one table: the purge counts with it, the notice tells of it.

In: the present moment. Out: up to which moments things are purged. An office whose archives want another time changes
the table here, before it opens. The purge and the notice above the forms import this.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from forms_api.clock import BEIJING
from forms_api.store.submission import SubmissionKind
from forms_api.store.upkeep import Before

# Years after closing. 个人信息保护法 art. 19: no longer than the purpose needs. Three years is the general limitation
# of actions (民法典 art. 188): until then somebody may still have to show what was asked and answered. The notice above
# every form promises these years; a test compares.
YEARS: Mapping[SubmissionKind, int] = dict.fromkeys(SubmissionKind, 3)
RATING_YEARS = 3
SEARCH_YEARS = 2  # counts of searches: the words of a quarter are held against those before it
LAPSES_AFTER = timedelta(days=90)  # an answer to which nothing more is said
NOTICE_DAYS = timedelta(days=30)  # of a notice that has left: long enough to show that it did


def kept_for(kind: SubmissionKind) -> int:
    """Tell how many years after closing a kind of submission is kept."""
    return YEARS[kind]


def purge_before(now: datetime) -> Before:
    """Give up to which moments things are purged now."""
    return Before(
        closed={kind: _years_before(now, years) for kind, years in YEARS.items()},
        answered=now - LAPSES_AFTER,
        rated=_years_before(now, RATING_YEARS),
        delivered=now - NOTICE_DAYS,
        searched=_years_before(now, SEARCH_YEARS).date(),
    )


def _years_before(now: datetime, years: int) -> datetime:
    """Go back whole years by Beijing's calendar; from 29 February to the 28th."""
    local = now.astimezone(BEIJING)
    day = 28 if (local.month, local.day) == (2, 29) else local.day
    return local.replace(year=local.year - years, day=day)
