"""The tables. What the migrations make and what stands here are compared by a test.

In: nothing. Out: SQLAlchemy tables. Only the store and the migrations import this.
Types are portable: SQLite and PostgreSQL make the same of them.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

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


submission = Table(
    "submission",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(2), nullable=False),
    Column("receipt", String(20), nullable=False, unique=True),
    Column("code_hmac", String(64), nullable=False),
    Column("key_hmac", String(64), nullable=False, unique=True),
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", String(20), nullable=False),
    Index("ix_submission_received_at", "received_at"),
)

consultation = Table(
    "consultation",
    metadata,
    Column("submission_id", Integer, ForeignKey("submission.id"), primary_key=True),
    Column("name", String(30), nullable=False),
    Column("phone", String(24), nullable=False),
    Column("town", String(60), nullable=False),
    Column("topic", String(20), nullable=False),
    Column("content", Text, nullable=False),
    Column("consent_version", String(40), nullable=False),
    Column("source_page", String(200), nullable=False),
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
    Column("reason", Text, nullable=False),
    CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    Index("ix_rating_rated_at", "rated_at"),
)

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("submission_id", Integer, ForeignKey("submission.id"), nullable=False),
    Column("happened_at", UtcDateTime, nullable=False),
    Column("what", String(20), nullable=False),
    Index("ix_event_submission_id", "submission_id"),
)
