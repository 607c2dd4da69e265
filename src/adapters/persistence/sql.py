"""SQL that both databases support and SQLAlchemy expresses differently for each.

Statements are built once and cached: to build one takes longer than to run it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, case, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import KeyedColumnElement

from domain.provider import ProviderRef

Insert = postgresql.Insert | sqlite.Insert


def insert_into(table: Table, dialect: str) -> Insert:
    """An insert that can say what is to happen when the row is there already."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def insert_if_absent(table: Table, dialect: str) -> Any:
    """It answers the keys of the rows that were new, because not every driver counts them right."""
    return insert_into(table, dialect).on_conflict_do_nothing().returning(*table.primary_key.columns)


def in_tuples(name: str, *columns: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a row's columns are among those of a parameter, a list of tuples."""
    return tuple_(*columns).in_(bindparam(name, expanding=True))


def ref_tuples(refs: Iterable[ProviderRef]) -> list[tuple[str, str]]:
    """References as a parameter for `in_tuples`."""
    return sorted((ref.provider, ref.id) for ref in refs)


def least(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    """The lesser of two values that are not null."""
    return case((one < other, one), else_=other)


def prefixed(columns: Iterable[KeyedColumnElement[Any]], prefix: str) -> list[ColumnElement[Any]]:
    """The columns of one of several joined tables, told apart by a prefix."""
    return [column.label(f"{prefix}{column.key}") for column in columns]


def strip_prefix(row: Any, prefix: str) -> dict[str, Any]:
    """The columns of one of several joined tables, without their prefix."""
    return {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)}
