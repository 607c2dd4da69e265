"""Runs the migrations on the connection that it is given, within the transaction that is open there."""

from __future__ import annotations

from alembic import context

from adapters.persistence.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
context.run_migrations()
