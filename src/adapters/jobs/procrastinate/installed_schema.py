"""Procrastinate's tables, types and functions as PostgreSQL describes them, in the schema for new tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

DROPPED_IN_THIS_ORDER = ("TABLE", "FUNCTION", "TYPE")
"""Whatever else there is goes with these."""

_PARTS = text(r"""
WITH here AS (SELECT oid FROM pg_namespace WHERE nspname = current_schema()),
tables AS (
    SELECT oid FROM pg_class
    WHERE relnamespace = (SELECT oid FROM here) AND relkind = 'r' AND relname LIKE 'procrastinate\_%'
),
records AS (
    SELECT oid FROM pg_class
    WHERE relnamespace = (SELECT oid FROM here) AND relkind = 'c' AND relname LIKE 'procrastinate\_%'
),
words AS (
    SELECT oid FROM pg_type
    WHERE typnamespace = (SELECT oid FROM here) AND typtype = 'e' AND typname LIKE 'procrastinate\_%'
),
functions AS (
    SELECT oid FROM pg_proc WHERE pronamespace = (SELECT oid FROM here) AND proname LIKE 'procrastinate\_%'
)
SELECT 'TABLE' AS kind, oid::regclass::text AS name, obj_description(oid, 'pg_class') AS mark FROM tables
UNION ALL SELECT 'TYPE', oid::regclass::text, obj_description(oid, 'pg_class') FROM records
UNION ALL SELECT 'TYPE', oid::regtype::text, obj_description(oid, 'pg_type') FROM words
UNION ALL SELECT 'FUNCTION', oid::regprocedure::text, NULL FROM functions
UNION ALL SELECT 'word', enumtypid::regtype || ' ' || enumlabel, NULL FROM pg_enum JOIN words ON enumtypid = words.oid
UNION ALL SELECT 'index', indexrelid::regclass::text, NULL FROM pg_index JOIN tables ON indrelid = tables.oid
UNION ALL SELECT 'trigger', tgrelid::regclass || ' ' || tgname, NULL
    FROM pg_trigger JOIN tables ON tgrelid = tables.oid WHERE NOT tgisinternal
UNION ALL SELECT 'column', attrelid::regclass || ' ' || attname || ' ' || atttypid::regtype, NULL
    FROM pg_attribute JOIN (SELECT oid FROM tables UNION SELECT oid FROM records) held ON attrelid = held.oid
    WHERE attnum > 0 AND NOT attisdropped
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaObject:
    """`mark`: what is written on it, the comment."""

    kind: str
    name: str
    mark: str | None


async def parts(connection: AsyncConnection) -> list[SchemaObject]:
    return [SchemaObject(**row) for row in (await connection.execute(_PARTS)).mappings()]


def fingerprint(found: Sequence[SchemaObject]) -> str:
    """Another one for whatever is missing or changed."""
    return sha256("\n".join(sorted(f"{part.kind} {part.name}" for part in found)).encode()).hexdigest()[:16]
