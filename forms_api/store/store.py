"""The store: the only door to the database, one part for each who comes to it.

In: an engine, keys, seals. Out: `Store`. No SQL leaves this package.
`db.open_store` makes it; pages, exports, notices and commands use it.
"""

from contextlib import nullcontext
from pathlib import Path

from sqlalchemy import Engine, select

from forms_api.clock import Clock, now_utc
from forms_api.keys import Keys
from forms_api.store import models
from forms_api.store.database import Database, StoreUnavailable
from forms_api.store.desk import Desk
from forms_api.store.entries import Entries
from forms_api.store.follow import Follow
from forms_api.store.intake import Intake
from forms_api.store.outbox import Outbox
from forms_api.store.ratings import Ratings
from forms_api.store.sealing import Seals
from forms_api.store.searches import Searches
from forms_api.store.sqlite import Turn
from forms_api.store.upkeep import Upkeep

__all__ = ["Store", "StoreUnavailable"]


class Store:
    """Takes in (`intake`), lets citizens `follow` and the `desk` work, gives `entries` to exports, and keeps itself."""

    def __init__(
        self, engine: Engine, keys: Keys, seals: Seals, *, clock: Clock = now_utc, patience: float = 5.0
    ) -> None:
        is_file = engine.dialect.name == "sqlite"
        turn = Turn(Path(str(engine.url.database)), patience) if is_file else nullcontext()
        database = Database(engine, patience=patience, turn=turn)
        self.engine = engine
        self.database = database
        self.seals = seals
        self.intake = Intake(database, keys, seals, clock)
        self.follow = Follow(database, keys, seals, clock)
        self.desk = Desk(database, seals, clock)
        self.ratings = Ratings(database, keys, seals, clock)
        self.entries = Entries(database, seals)
        self.searches = Searches(database)
        self.outbox = Outbox(database, seals, clock)
        self.upkeep = Upkeep(database, seals, clock)

    def answers(self) -> bool:
        """Say whether the database answers."""
        try:
            with self.database.reading() as connection:
                connection.execute(select(models.submission.c.id).limit(1))
        except StoreUnavailable:
            return False
        return True
