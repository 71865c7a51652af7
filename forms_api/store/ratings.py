"""Ratings 评价 of pages: one for each click, however often it was sent.

In: ratings and keys. Out: the key under which a rating stands. `Store` brings this.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Row, insert, select, update

from forms_api.clock import Clock
from forms_api.keys import Keys
from forms_api.store import models, receipts
from forms_api.store.database import Database
from forms_api.store.sealing import Seals
from forms_api.store.submission import Rating


class Ratings:
    """Saves and finds ratings of pages."""

    def __init__(self, database: Database, keys: Keys, seals: Seals, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._seals = seals
        self._clock = clock

    def rate(self, rating: Rating, keys: Sequence[str]) -> str:
        """Save a rating under the first key unless one of the keys was used before; give the key it has."""
        return self._database.write(lambda connection: self._rate(connection, rating, keys))

    def add_stars(self, key: str, stars: int | None, reason: str) -> bool:
        """Add stars and a reason to the rating of a key; say whether there is one."""
        key_hmac = self._key_hmac(key)
        sealed, key_id = self._seals.seal(reason, "rating", key_hmac)
        table = models.rating
        change = update(table).where(table.c.key_hmac == key_hmac).values(stars=stars, sealed=sealed, key_id=key_id)
        return self._database.write(lambda connection: connection.execute(change).rowcount == 1)

    def find(self, key: str) -> Rating | None:
        """Find the rating of a key."""
        query = select(models.rating).where(models.rating.c.key_hmac == self._key_hmac(key))
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return read_rating(self._seals, row) if row else None

    def _rate(self, connection: Connection, rating: Rating, keys: Sequence[str]) -> str:
        for key in keys:
            used = select(models.rating.c.id).where(models.rating.c.key_hmac == self._key_hmac(key))
            if connection.execute(used).first():
                return key
        key_hmac = self._key_hmac(keys[0])
        sealed, key_id = self._seals.seal(rating.reason, "rating", key_hmac)
        clear = {name: value for name, value in vars(rating).items() if name != "reason"}
        values = {"key_hmac": key_hmac, "rated_at": self._clock(), "sealed": sealed, "key_id": key_id, **clear}
        connection.execute(insert(models.rating).values(**values))
        return keys[0]

    def _key_hmac(self, key: str) -> str:
        return receipts.seal_key(self._keys.once, key)


def read_rating(seals: Seals, row: Row[tuple[object, ...]]) -> Rating:
    """Read a rating's row, opened."""
    reason = seals.unseal(row.sealed, "rating", row.key_hmac)
    return Rating(page=row.page, page_title=row.page_title, helpful=row.helpful, stars=row.stars, reason=reason)
