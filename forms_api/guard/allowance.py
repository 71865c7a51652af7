"""The figures of the limits: how much at once, how much for good.

In: nothing. Out: `Allowance`s. A whole village hall shares one address, hence so much at once.
`limits.py` imports this; it knows throttled-py.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from throttled import Quota, per_duration

_DAY, _HOUR, _QUARTER = timedelta(days=1), timedelta(hours=1), timedelta(minutes=15)


@dataclass(frozen=True)
class Allowance:
    """So many at once (`burst`), and so many in each `period` for good (`limit`); `name` stands in the store's keys."""

    name: str
    burst: int
    limit: int
    period: timedelta

    def times(self, factor: int) -> "Allowance":
        """Give the same, so many times wider; guessing at one receipt never gets easier."""
        if self == RECEIPT_TRIES:
            return self
        return replace(self, burst=self.burst * factor, limit=self.limit * factor)

    @property
    def quota(self) -> Quota:
        """Say it as throttled-py wants it."""
        return per_duration(self.period, self.limit, self.burst)

    @property
    def slack(self) -> float:
        """How many seconds a bucket may be ahead of the clock and still take one more."""
        return (self.burst - 1) * self.quota.emission_interval

    @property
    def longest(self) -> float:
        """How many seconds a bucket can be ahead of the clock at most."""
        return self.burst * self.quota.emission_interval


UNPROVEN = Allowance("unproven", 10, 20, _HOUR)  # of a network, without proof of work: like any other submission
HELD = Allowance("held", 30, 60, _HOUR)  # and beyond: with a receipt, but held for a person to look at
PROVEN = Allowance("proven", 60, 240, _HOUR)  # of a network, with proof; a bucket of its own, no bot empties it
TELEPHONE = Allowance("telephone", 5, 10, _DAY)
EVERYBODY = Allowance("everybody", 300, 3000, _HOUR)
RECEIPT_TRIES = Allowance("receipt-tries", 5, 5, _QUARTER)
NETWORK_TRIES = Allowance("network-tries", 30, 30, _QUARTER)
RATING = Allowance("rating", 30, 120, _HOUR)

ALL = (UNPROVEN, HELD, PROVEN, TELEPHONE, EVERYBODY, RECEIPT_TRIES, NETWORK_TRIES, RATING)
