"""Query plans of PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg


def scanned_whole(connection: psycopg.Connection[Any], statement: str, parameters: Any) -> set[str]:
    """Return the tables that a statement's plan reads from end to end."""
    [(plan,)] = connection.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters).fetchall()
    nodes = _nodes((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"])
    return {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"}


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)
