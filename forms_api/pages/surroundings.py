"""What the portal offers to choose from in a form now: towns, people, stations, days, and the places taken.

In: the portal. Out: `Surroundings`. The pages that make a form import this.
"""

from collections.abc import Mapping
from datetime import date

from content_model.answer_limits import Limit
from forms_api.clock import today
from forms_api.forms.submission_form import Surroundings
from forms_api.portal import portal
from forms_api.store.store import StoreUnavailable

BOOKABLE_DAYS = 10


def surroundings() -> Surroundings:
    """Collect it; days and places are looked up only by a form that asks for them."""
    opened = portal().editions.current()
    pages = opened.pages.values() if opened else ()
    return Surroundings(portal().site.towns, pages, today(), _bookable_days, _taken)


def _bookable_days() -> tuple[date, ...]:
    """Give the next ten working days, for which appointments are made."""
    each = (Limit(number, working=True) for number in range(1, BOOKABLE_DAYS + 1))
    return tuple(portal().working_days.latest(today(), limit) for limit in each)


def _taken(station: str, since: date, until: date) -> Mapping[tuple[date, str], int]:
    """Count the places taken; while nothing can be counted every half-day is offered, and sending decides."""
    try:
        return portal().store.intake.taken(station, since, until)
    except StoreUnavailable:
        return {}
