"""Delivers notices, at least once: handed over first, noted afterwards; whatever happens between, it comes again.

In: the store, channels, words. Out: counts, and a line in the log for each failure without anything personal in it.
`courier` and the command `mingfa deliver` import this.
"""

import logging
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time

from content_model.answer_limits import Limit
from forms_api.clock import BEIJING, now_utc
from forms_api.config import Settings
from forms_api.notices.channels import Channels, Letter, NotDelivered, open_channels
from forms_api.notices.wording import Wording
from forms_api.store.outbox import Notice
from forms_api.store.store import Store, StoreUnavailable
from forms_api.workdays import WorkingDays

DESKS_OPEN = time(8, 0)
NEXT_WORKING_DAY = Limit(1, working=True)


@dataclass(frozen=True)
class Delivered:
    """How many notices left, how many stay for another try, and how many were for nobody."""

    left: int = 0
    failed: int = 0
    unwanted: int = 0


class Delivery:
    """Delivers what is due, through channels, in a site's words."""

    def __init__(self, store: Store, channels: Channels, wording: Wording) -> None:
        self._store = store
        self._channels = channels
        self._wording = wording

    def deliver(self, at_most: int = sys.maxsize) -> Delivered:
        """Hand over what is due now, oldest first; raises StoreUnavailable, then the rest comes again later.

        Ends after the claim in which `at_most` notices are reached.
        """
        went: Counter[bool | None] = Counter()
        while went.total() < at_most and (notices := self._store.outbox.claim()):
            for notice in notices:
                if not self._store.outbox.is_ours(notice):
                    break  # a slow gateway used the lease up: it comes again when that is over
                went[self._deliver(notice)] += 1
        return Delivered(went[True], went[False], went[None])

    def _deliver(self, notice: Notice) -> bool | None:
        """Deliver one notice and note how it went; None when it is for nobody."""
        outbox = self._store.outbox
        try:
            phone = outbox.phone(notice) if notice.to_citizen else ""
            if notice.to_citizen and not phone:
                outbox.unwanted(notice.number)
                return None
            letter = Letter(notice.id, self._wording.text(notice), notice.receipt, notice.made_at, phone)
            (self._channels.citizens if notice.to_citizen else self._channels.staff).hand_over(letter)
        except StoreUnavailable:
            raise
        except Exception as error:
            _log(notice, error)
            outbox.failed(notice.number, notice.attempts)
            return False
        outbox.delivered(notice.number)
        return True


def remind(store: Store, working_days: WorkingDays, now: datetime) -> int:
    """Post reminders of what is due by the next working day or overdue, while desks are open; give their number."""
    here = now.astimezone(BEIJING)
    if not working_days.is_working(here.date()) or here.time() < DESKS_OPEN:
        return 0
    return store.outbox.remind(here.date(), working_days.latest(here.date(), NEXT_WORKING_DAY))


def deliver_now(settings: Settings, store: Store) -> Delivered:
    """Remind and deliver once; raises ConfigurationError, StoreUnavailable."""
    site = settings.site()
    delivery = Delivery(store, open_channels(settings), Wording(site))
    remind(store, WorkingDays(site.days_off, site.days_on), now_utc())
    return delivery.deliver()


def _log(notice: Notice, error: Exception) -> None:
    """Say what failed; what an unforeseen error says may hold anything, so only its kind is said."""
    why = str(error) if isinstance(error, NotDelivered) else type(error).__name__
    line = "notice %s not delivered, attempt %d (%s): it comes again"
    logging.getLogger("mingfa").warning(line, notice.id, notice.attempts + 1, why)
