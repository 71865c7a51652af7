"""Personal data sealed; deadlines, messages, places, consents, the journal, the outbox.

In: a database of step 0001. Out: its consultations and ratings sealed, its events as the first entries of the journal.
Only Alembic runs this file. A step that was released is never edited; write the next one.
"""

import json
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "0002"
down_revision = "0001"

APPEND_ONLY_SQLITE = (
    "CREATE TRIGGER journal_no_{verb} BEFORE {verb} ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END"
)
APPEND_ONLY_POSTGRESQL = (
    "CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'journal is append-only'; END $$",
    "CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only()",
)


def upgrade() -> None:
    """Make the new tables, carry the rows over, drop the old ones."""
    op.rename_table("submission", "old_submission")
    op.rename_table("rating", "old_rating")
    _free_old_names()
    _make_submission()
    _make_around_submission()
    _make_ratings()
    _make_books()
    _carry_over()
    for table in ("event", "consultation", "old_submission", "old_rating"):
        op.drop_table(table)
    _protect_journal()


def _free_old_names() -> None:
    """Drop what would collide: SQLite keeps index names with the table, PostgreSQL the constraints' too."""
    op.drop_index("ix_submission_received_at", "old_submission")
    op.drop_index("ix_rating_rated_at", "old_rating")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE event DROP CONSTRAINT fk_event_submission_id")
        op.execute("ALTER TABLE consultation DROP CONSTRAINT fk_consultation_submission_id")
        for constraint in ("pk_submission", "uq_submission_receipt", "uq_submission_key_hmac"):
            op.execute(f"ALTER TABLE old_submission DROP CONSTRAINT IF EXISTS {constraint}")
        for constraint in ("pk_rating", "uq_rating_key_hmac", "ck_rating_stars"):
            op.execute(f"ALTER TABLE old_rating DROP CONSTRAINT IF EXISTS {constraint}")
        op.execute("ALTER SEQUENCE IF EXISTS submission_id_seq RENAME TO old_submission_id_seq")
        op.execute("ALTER SEQUENCE IF EXISTS rating_id_seq RENAME TO old_rating_id_seq")


def _make_submission() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(2), nullable=False),
        sa.Column("receipt", sa.String(20), nullable=False),
        sa.Column("code_hmac", sa.String(64), nullable=False),
        sa.Column("key_hmac", sa.String(64), nullable=False),
        sa.Column("phone_hmac", sa.String(64)),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("held_for", sa.String(100), nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("town", sa.String(60), nullable=False),
        sa.Column("officer", sa.String(40), nullable=False),
        sa.Column("answered_at", sa.DateTime),
        sa.Column("closed_at", sa.DateTime),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("key_id", sa.String(8)),
        sa.UniqueConstraint("receipt", name="uq_submission_receipt"),
        sa.UniqueConstraint("key_hmac", name="uq_submission_key_hmac"),
        sqlite_autoincrement=True,
    )
    for column in ("received_at", "phone_hmac"):
        op.create_index(f"ix_submission_{column}", "submission", [column])
    op.create_index("ix_submission_state", "submission", ["state", "due_on"])


def _of_submission(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    name = f"fk_{table}_submission_id"
    key = sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=name, ondelete="CASCADE")
    return sa.Column("submission_id", sa.Integer, nullable=False), key


def _make_around_submission() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer, primary_key=True),
        *_of_submission("consent"),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("wording", sa.String(40), nullable=False),
    )
    op.create_index("ix_consent_submission_id", "consent", ["submission_id"])
    op.create_table(
        "message",
        sa.Column("id", sa.Integer, primary_key=True),
        *_of_submission("message"),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("written_at", sa.DateTime, nullable=False),
        sa.Column("author", sa.String(10), nullable=False),
        sa.Column("officer", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.UniqueConstraint("submission_id", "number", name="uq_message_number"),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Integer, primary_key=True),
        *_of_submission("place"),
        sa.Column("station", sa.String(200), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("half", sa.String(2), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.UniqueConstraint("submission_id", name="uq_place_submission_id"),
        sa.UniqueConstraint("station", "day", "half", "number", name="uq_place_number"),
    )


def _make_ratings() -> None:
    op.create_table(
        "case_rating",
        sa.Column("id", sa.Integer, primary_key=True),
        *_of_submission("case_rating"),
        sa.Column("rated_at", sa.DateTime, nullable=False),
        sa.Column("stars", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.UniqueConstraint("submission_id", name="uq_case_rating_submission_id"),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_case_rating_stars")),
    )
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key_hmac", sa.String(64), nullable=False),
        sa.Column("rated_at", sa.DateTime, nullable=False),
        sa.Column("page", sa.String(200), nullable=False),
        sa.Column("page_title", sa.String(200), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("stars", sa.Integer),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.UniqueConstraint("key_hmac", name="uq_rating_key_hmac"),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_rating_stars")),
    )
    op.create_index("ix_rating_rated_at", "rating", ["rated_at"])


def _make_books() -> None:
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("submission_id", sa.Integer),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("previous", name="uq_journal_previous"),
    )
    op.create_index("ix_journal_submission_id", "journal", ["submission_id"])
    op.create_table(
        "installation",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.String(64), nullable=False),
    )
    op.create_table(
        "spent_proof",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("forget_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        *_of_submission("outbox"),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("to_citizen", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("next_try_at", sa.DateTime),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("delivered_at", sa.DateTime),
    )
    op.create_index("ix_outbox_next_try_at", "outbox", ["next_try_at"])


def _protect_journal() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(APPEND_ONLY_SQLITE.format(verb=verb))
    else:
        for statement in APPEND_ONLY_POSTGRESQL:
            op.execute(statement)


def _carry_over() -> None:
    """Seal the rows of step 0001; the shapes below are those of this step, whatever the program knows later."""
    bind = op.get_bind()
    seals = context.config.attributes["seals"]
    old = "SELECT s.*, c.* FROM old_submission s JOIN consultation c ON c.submission_id = s.id ORDER BY s.id"
    for row in bind.execute(sa.text(old)).mappings().all():
        _carry_submission(bind, seals, row)
    for row in bind.execute(sa.text("SELECT * FROM old_rating ORDER BY id")).mappings().all():
        _carry_rating(bind, seals, row)
    previous = "0" * 64
    for seq, row in enumerate(bind.execute(sa.text("SELECT * FROM event ORDER BY id")).mappings().all(), start=1):
        previous = _carry_event(bind, seq, row, previous)
    if bind.dialect.name == "postgresql":
        for table in ("submission", "rating"):
            bind.exec_driver_sql(f"SELECT setval('{table}_id_seq', GREATEST((SELECT MAX(id) FROM {table}), 1))")  # noqa: S608  # two fixed names


def _carry_submission(bind: sa.Connection, seals: Any, row: Any) -> None:
    said = {name: row[name] for name in ("name", "phone", "town", "topic", "content", "source_page") if row[name]}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sealed, key_id = seals.seal(text, "submission", row["receipt"])
    kept = {name: row[name] for name in ("id", "kind", "receipt", "code_hmac", "key_hmac", "received_at", "state")}
    values = {**kept, "topic": row["topic"], "town": row["town"], "sealed": sealed, "key_id": key_id}
    _insert(bind, "submission", **values, phone_hmac=seals.phone_hmac(row["phone"]), held_for="", officer="")
    _insert(bind, "consent", submission_id=row["id"], name="processing", given=True, wording=row["consent_version"])


def _carry_rating(bind: sa.Connection, seals: Any, row: Any) -> None:
    sealed, key_id = seals.seal(row["reason"], "rating", row["key_hmac"])
    kept = {name: row[name] for name in ("id", "key_hmac", "rated_at", "page", "page_title", "helpful", "stars")}
    _insert(bind, "rating", **kept, sealed=sealed, key_id=key_id)


def _carry_event(bind: sa.Connection, seq: int, row: Any, previous: str) -> str:
    """Write an event as the journal's entry `seq`: the digest as forms_api.store.journal makes it in this version."""
    at = str(row["happened_at"]).replace(" ", "T")
    at = at if "." in at else f"{at}.000000"
    entry = [seq, f"{at}+00:00", row["submission_id"], row["what"], "{}"]
    written = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    digest = sha256(f"{previous}{written}".encode()).hexdigest()
    values = {"happened_at": row["happened_at"], "submission_id": row["submission_id"], "what": row["what"]}
    _insert(bind, "journal", seq=seq, **values, detail="{}", previous=previous, digest=digest)
    return digest


def _insert(bind: sa.Connection, table: str, **values: object) -> None:
    columns, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    bind.execute(sa.text(f"INSERT INTO {table} ({columns}) VALUES ({places})"), values)  # noqa: S608  # fixed names
