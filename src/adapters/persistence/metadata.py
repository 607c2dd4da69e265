"""Shared parts of all tables: constraint names, and the columns of mirror records."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, SmallInteger, text
from sqlalchemy.schema import SchemaItem

from adapters.persistence.types import UnicodeText, UtcDateTime

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "ix": "%(table_name)s_%(column_0_name)s_idx",
    }
)


def heard_columns() -> list[SchemaItem]:
    """Return the columns for the timestamp of a snapshot and the marks of its mirror record.

    `version` counts the writes and guards them: a writer who did not know of a row cannot overwrite it.
    """
    return [
        Column("as_of", UtcDateTime, nullable=False),
        Column("fetched_at", UtcDateTime),
        Column("contested_at", UtcDateTime),
        Column("counted", Boolean, nullable=False),
        Column("version", BigInteger, nullable=False),
    ]


CONTESTED = "contested_at IS NOT NULL"
"""Literal, because a partial index is used only where its condition is seen."""


def contested_index(table: str) -> Index:
    """Return the index for operators who look for objects that stay contested."""
    where = text(CONTESTED)
    return Index(f"{table}_contested", "contested_at", postgresql_where=where, sqlite_where=where)


def money_columns(name: str) -> list[SchemaItem]:
    """An amount in the unit that `exponent` decimal places make of one currency; all three are null, or none."""
    return [
        Column(f"{name}_amount", BigInteger),
        Column(f"{name}_currency", UnicodeText),
        Column(f"{name}_exponent", SmallInteger),
    ]
