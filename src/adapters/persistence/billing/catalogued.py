"""The catalogue's entry that a row names by id."""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, and_

from domain.mirror.snapshot import ObjectKind


def entry_of(
    catalogue: FromClause, kind: ObjectKind, provider: ColumnElement[str], id_: ColumnElement[str]
) -> ColumnElement[bool]:
    """Found by the primary key."""
    return and_(catalogue.c.provider == provider, catalogue.c.kind == kind.value, catalogue.c.id == id_)
