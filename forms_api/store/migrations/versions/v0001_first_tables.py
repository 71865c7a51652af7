"""The first tables: submission, consultation, rating, event.

In: an empty database. Out: the tables. Only Alembic runs this file.
A step that was released is never edited; write the next one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(2), nullable=False),
        sa.Column("receipt", sa.String(20), nullable=False),
        sa.Column("code_hmac", sa.String(64), nullable=False),
        sa.Column("key_hmac", sa.String(64), nullable=False),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.UniqueConstraint("receipt", name="uq_submission_receipt"),
        sa.UniqueConstraint("key_hmac", name="uq_submission_key_hmac"),
    )
    op.create_index("ix_submission_received_at", "submission", ["received_at"])
    op.create_table(
        "consultation",
        sa.Column(
            "submission_id",
            sa.Integer,
            sa.ForeignKey("submission.id", name="fk_consultation_submission_id"),
            primary_key=True,
        ),
        sa.Column("name", sa.String(30), nullable=False),
        sa.Column("phone", sa.String(24), nullable=False),
        sa.Column("town", sa.String(60), nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("consent_version", sa.String(40), nullable=False),
        sa.Column("source_page", sa.String(200), nullable=False),
    )
    _rating_and_event()


def _rating_and_event() -> None:
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key_hmac", sa.String(64), nullable=False),
        sa.Column("rated_at", sa.DateTime, nullable=False),
        sa.Column("page", sa.String(200), nullable=False),
        sa.Column("page_title", sa.String(200), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("stars", sa.Integer, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.UniqueConstraint("key_hmac", name="uq_rating_key_hmac"),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_rating_stars")),
    )
    op.create_index("ix_rating_rated_at", "rating", ["rated_at"])
    op.create_table(
        "event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "submission_id",
            sa.Integer,
            sa.ForeignKey("submission.id", name="fk_event_submission_id"),
            nullable=False,
        ),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
    )
    op.create_index("ix_event_submission_id", "event", ["submission_id"])
