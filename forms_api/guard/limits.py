"""How often one line, one telephone, one receipt and the whole county may ask: GCRA, by throttled-py.

In: networks of `address.py`, blind indexes of telephones, receipt numbers. Out: a `Verdict`.
The pages import this; it knows throttled-py, no Flask and no database. Figures: `allowance.py`.
"""

import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import ceil

from throttled import BaseStore, Throttled
from throttled.exceptions import StoreUnavailableError
from throttled.store import MemoryStore

from forms_api.guard import allowance
from forms_api.guard.alarm import Alarm
from forms_api.guard.allowance import Allowance
from forms_api.guard.shared_store import open_shared_store

KEPT_IN_MEMORY = 50_000  # buckets; the longest unused give way
ONE_FOR_ALL = "all"


@dataclass(frozen=True)
class Verdict:
    """Whether it may go on; if not, after how many whole seconds (≥ 1) it may.

    `over_unproven`: it may, but the network has used up what it may send without proof of work, so it is held.
    """

    allowed: bool
    retry_after: int = 0
    over_unproven: bool = False


OPEN = Verdict(allowed=True)


class Limits:
    """All limits of the service, in this process's memory or, with `redis_url`, shared by all processes.

    `key` turns addresses into what is kept; processes that share must have the same. `factor`: how many times wider
    than usual, for a hall with many people behind one address. Raises ConfigurationError for a
    bad `redis_url`. A store that fails refuses nobody and is logged once a minute.
    """

    def __init__(
        self,
        redis_url: str = "",
        *,
        key: bytes,
        prefix: str = "mingfa",
        factor: int = 1,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._key = key
        self._alarm = Alarm(monotonic)
        store = open_shared_store(redis_url) if redis_url else MemoryStore(options={"MAX_SIZE": KEPT_IN_MEMORY})
        self._buckets = {one: Bucket(one.times(factor), store, prefix) for one in allowance.ALL}

    def submission(self, network: str, phone_index: str | None, *, proven: bool) -> Verdict:
        """Judge one submission and count it if it may go on.

        Without proof it is never walled off at once: first it is only marked `over_unproven`.
        """
        shared = [(allowance.EVERYBODY, ONE_FOR_ALL)]
        if phone_index:
            shared.append((allowance.TELEPHONE, phone_index))

        def judge() -> Verdict:
            if proven:
                return self._charge((allowance.PROVEN, network), shared)
            at_first = self._charge((allowance.UNPROVEN, network), shared)
            if at_first.allowed:
                return at_first
            held = self._charge((allowance.HELD, network), shared)
            return replace(held, over_unproven=held.allowed)

        return self._guarded(judge)

    def lookup(self, network: str, receipt: str) -> Verdict:
        """Judge one look at a receipt; counts nothing, see `miss`."""
        return self._guarded(lambda: self._look(_tries(network, receipt)))

    def miss(self, network: str, receipt: str) -> None:
        """Count one wrong try at a receipt."""

        def count() -> Verdict:
            for one in _tries(network, receipt):
                self._count(*one)
            return OPEN

        self._guarded(count)

    def rating(self, network: str) -> Verdict:
        """Judge one rating and count it if it may go on."""
        return self._guarded(lambda: self._charge((allowance.RATING, network)))

    def pressure(self) -> bool:
        """Tell whether a flood is going on: more than half of the whole county's allowance is used up."""

        def judge() -> Verdict:
            used = self._buckets[allowance.EVERYBODY].used(self._hidden(allowance.EVERYBODY, ONE_FOR_ALL))
            return Verdict(allowed=used <= 1 / 2)

        return not self._guarded(judge).allowed

    def _charge(self, first: tuple[Allowance, str], others: Sequence[tuple[Allowance, str]] = ()) -> Verdict:
        """Count in all or in none: a refusal by one must not use up another, least of all everybody's."""
        if not self._look(others).allowed:
            return self._look([first, *others])  # for who waits longest
        if (wait := self._count(*first)) > 0:
            return _verdict(wait)
        return _verdict(max((self._count(*one) for one in others), default=0))  # the buckets themselves decide

    def _count(self, one: Allowance, whose: str) -> float:
        return self._buckets[one].charge(self._hidden(one, whose))

    def _look(self, wanted: Sequence[tuple[Allowance, str]]) -> Verdict:
        return _verdict(max((self._wait(*one) for one in wanted), default=0))

    def _wait(self, one: Allowance, whose: str) -> float:
        return self._buckets[one].wait(self._hidden(one, whose))

    def _hidden(self, one: Allowance, whose: str) -> str:
        return hmac.digest(self._key, f"{one.name}/{whose}".encode(errors="replace"), sha256).hex()[:32]

    def _guarded(self, judge: Callable[[], Verdict]) -> Verdict:
        """Ask the store; when it fails, or has failed a moment ago, let everything pass."""
        if self._alarm.resting:
            return OPEN
        try:
            return judge()
        except StoreUnavailableError as fault:
            self._alarm.ring(fault)
            return OPEN


class Bucket:
    """One allowance in one store."""

    def __init__(self, of: Allowance, store: BaseStore, prefix: str) -> None:
        self._slack, self._longest = of.slack, of.longest
        self._store = store
        self._namespace = f"{prefix}:{of.name}"
        self._gcra = Throttled(using="gcra", quota=of.quota, store=store, key_prefix=self._namespace)

    def wait(self, key: str) -> float:
        """Tell in how many seconds one more may pass; 0 or less: now."""
        ahead = self._gcra.peek(key).reset_after
        if ahead > self._longest + 1:
            self._mend(key)
            return 0
        return ahead - self._slack  # the library's own retry_after of a peek counts the wrong way round

    def charge(self, key: str) -> float:
        """Count one; give 0, or the seconds to wait when it did not fit."""
        result = self._gcra.limit(key)
        if result.limited and result.state.reset_after > self._longest + 1:
            self._mend(key)
            result = self._gcra.limit(key)
        return max(result.state.reset_after - self._slack, 0.0) if result.limited else 0

    def used(self, key: str) -> float:
        """Tell which part of the burst is used up, from 0 to 1."""
        return self._gcra.peek(key).reset_after / self._longest

    def _mend(self, key: str) -> None:
        """Forget a time further ahead than the bucket can hold: the store's clock was set back meanwhile."""
        self._store.set(f"{self._namespace}:v1:gcra:{key}", 0, 1)  # where Throttled says that it keeps it


def _tries(network: str, receipt: str) -> list[tuple[Allowance, str]]:
    return [(allowance.RECEIPT_TRIES, receipt), (allowance.NETWORK_TRIES, network)]


def _verdict(wait: float) -> Verdict:
    return Verdict(allowed=False, retry_after=max(1, ceil(wait))) if wait > 0 else OPEN
