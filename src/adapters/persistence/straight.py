"""Joins whose order SQLite must not change.

SQLite gathers no statistics by itself. Its planner then takes the provider for as selective as an id, and goes through
all rows of the provider for each row of a customer. It never reorders the two sides of a CROSS JOIN (SQLite
documentation, "The SQLite Query Optimizer Overview"). PostgreSQL has statistics and chooses for itself.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import FromClause, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Join


class Straight(Join):
    """Looks up rows of the right side for each row of the left one."""

    inherit_cache = True

    @property
    def on(self) -> ColumnElement[bool]:
        return self.onclause if self.onclause is not None else true()


def straight(left: FromClause, right: FromClause, on: ColumnElement[bool]) -> Straight:
    return Straight(left, right, on)


@compiles(Straight, "sqlite")
def _on_sqlite(element: Straight, compiler: SQLCompiler, **given: Any) -> str:
    inside = {**given, "asfrom": True, "from_linter": None}
    left, right = compiler.process(element.left, **inside), compiler.process(element.right, **inside)
    return f"{left} CROSS JOIN {right} ON {compiler.process(element.on, **given)}"
