"""Alembic's entry: runs the steps on the connection that `forms_api.store.migration.upgrade` hands over.

In: a connection inside a transaction. Out: nothing; the caller commits.
Only Alembic runs this file.
"""

from alembic import context

from forms_api.store.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # Alembic believes SQLite cannot; begun with BEGIN IMMEDIATE, it can
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
