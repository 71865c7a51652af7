"""The tables. What the migrations make and what stands here are compared by a test.

In: nothing. Out: SQLAlchemy tables. Only the store and the migrations import this.
Types are portable: SQLite and PostgreSQL make the same of them. Personal data stands in `sealed` columns only
(forms_api.vault); what is clear beside them is what desks sort and count by. `key_id` names the key of a sealed column.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from forms_api.store.consents import NONE

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept as UTC without a zone because SQLite knows none, and read back with its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a moment with a zone into bare UTC."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return value.replace(tzinfo=UTC) if value else None


def _of_submission(*, unique: bool = False) -> Column[int]:
    return Column(
        "submission_id", Integer, ForeignKey("submission.id", ondelete="CASCADE"), nullable=False, unique=unique
    )


submission = Table(
    "submission",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(2), nullable=False),
    Column("receipt", String(20), nullable=False, unique=True),
    Column("code_hmac", String(64), nullable=False),
    Column("key_hmac", String(64), nullable=False, unique=True),
    Column("phone_hmac", String(64), nullable=True),  # the blind index: same telephone, same value
    Column("received_at", UtcDateTime, nullable=False),
    Column("due_on", Date, nullable=True),
    Column("state", String(20), nullable=False),
    Column("held_for", String(100), nullable=False),  # why a person looks first; "" for nearly all
    Column("topic", String(20), nullable=False),
    Column("town", String(60), nullable=False),
    Column("officer", String(40), nullable=False),
    Column("answered_at", UtcDateTime, nullable=True),
    Column("closed_at", UtcDateTime, nullable=True),
    Column("sealed", LargeBinary, nullable=True),  # the matter; NULL once the citizen had it deleted
    Column("key_id", String(8), nullable=True),
    Column("consents", Text, nullable=False, server_default=NONE),  # what was asked and ticked, as JSON
    Index("ix_submission_received_at", "received_at"),
    Index("ix_submission_phone_hmac", "phone_hmac"),
    Index("ix_submission_code_hmac", "code_hmac", unique=True),  # the lookup by number and query code
    Index("ix_submission_state", "state", "due_on"),
    sqlite_autoincrement=True,  # the journal outlives a submission: its number must not come again
)

message = Table(
    "message",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_submission(),
    Column("number", Integer, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    Column("author", String(10), nullable=False),
    Column("officer", String(40), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("key_id", String(8), nullable=False),
    UniqueConstraint("submission_id", "number", name="uq_message_number"),
)

place = Table(
    "place",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_submission(unique=True),
    Column("station", String(200), nullable=False),
    Column("day", Date, nullable=False),
    Column("half", String(2), nullable=False),
    Column("number", Integer, nullable=False),
    UniqueConstraint("station", "day", "half", "number", name="uq_place_number"),  # nobody gets a place twice given
)

# One answer, one rating 一案一评.
case_rating = Table(
    "case_rating",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_submission(unique=True),
    Column("rated_at", UtcDateTime, nullable=False),
    Column("stars", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("key_id", String(8), nullable=False),
    CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
)

rating = Table(
    "rating",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key_hmac", String(64), nullable=False, unique=True),
    Column("rated_at", UtcDateTime, nullable=False),
    Column("page", String(200), nullable=False),
    Column("page_title", String(200), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("stars", Integer, nullable=True),
    Column("sealed", LargeBinary, nullable=False),  # the reason: people write names where none were asked for
    Column("key_id", String(8), nullable=False),
    CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    Index("ix_rating_rated_at", "rated_at"),
)

# What happened, in a chain of hashes; no personal data, so that no deletion breaks it. No foreign key: it outlives all.
journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("happened_at", UtcDateTime, nullable=False),
    Column("submission_id", Integer, nullable=True),
    Column("what", String(20), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False, unique=True),  # two entries cannot follow the same one
    Column("digest", String(64), nullable=False),
    Index("ix_journal_submission_id", "submission_id"),
)

# What the database must agree upon with the files beside it.
installation = Table(
    "installation",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(64), nullable=False),
)

spent_proof = Table(
    "spent_proof",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("forget_at", UtcDateTime, nullable=False),
)

# What was searched for on a day, counted; no person in it, no address, no time of day (forms_api.guard.anonymous).
searched = Table(
    "searched",
    metadata,
    Column("day", Date, primary_key=True),
    Column("query", String(40), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("found", Integer, nullable=False),  # pages, the last time it was asked
    Column("clicked", Integer, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_submission(),
    Column("what", String(20), nullable=False),
    Column("to_citizen", Boolean, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("next_try_at", UtcDateTime, nullable=True),  # NULL once delivered or given up
    Column("attempts", Integer, nullable=False),
    Column("delivered_at", UtcDateTime, nullable=True),
    Index("ix_outbox_next_try_at", "next_try_at"),
)
