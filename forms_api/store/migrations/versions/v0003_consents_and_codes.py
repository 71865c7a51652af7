"""Consents in the submission's row; a submission found by what is kept of its query code.

In: a database of step 0002. Out: each row of `consent` in the new column of its submission, in the same order.
Only Alembic runs this file. A step that was released is never edited; write the next one.
"""

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEPT = "SELECT submission_id, name, given, wording FROM consent ORDER BY submission_id, id"
TOLD = "UPDATE submission SET consents = :consents WHERE id = :submission_id"


def upgrade() -> None:
    """Add the column by itself: a table made anew on SQLite would forget which numbers were given."""
    op.add_column("submission", sa.Column("consents", sa.Text, nullable=False, server_default="[]"))
    bind = op.get_bind()
    rows = bind.execute(sa.text(KEPT)).all()
    for submission_id, consents in groupby(rows, key=lambda row: row.submission_id):
        bind.execute(sa.text(TOLD), {"submission_id": submission_id, "consents": _written(consents)})
    op.drop_table("consent")
    op.create_index("ix_submission_code_hmac", "submission", ["code_hmac"], unique=True)


def _written(rows: Iterable[Any]) -> str:
    """Write consents as forms_api.store.consents does in this version; SQLite keeps yes and no as numbers."""
    said = [{"name": row.name, "given": bool(row.given), "wording": row.wording} for row in rows]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
