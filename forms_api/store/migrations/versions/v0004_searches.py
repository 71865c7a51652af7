"""Searches are counted: what was asked on a day, how often, with how many hits, how often followed.

In: a database of step 0003. Out: the same with one more, empty table.
Only Alembic runs this file. A step that was released is never edited; write the next one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "searched",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("query", sa.String(40), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("found", sa.Integer, nullable=False),
        sa.Column("clicked", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "query", name="pk_searched"),
    )
