"""Procrastinate's tables: not worth keeping, so whatever is wrong with them, they are made anew."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from procrastinate.schema import SchemaManager
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.jobs.procrastinate.installed_schema import DROPPED_IN_THIS_ORDER, SchemaObject, fingerprint, parts
from application.ports.errors import StorageUnavailable

NEXT_STEP = "run `customer-portal migrate`"
_OURS = "customer-portal "


class JobSchemaOutdated(StorageUnavailable):
    """Its tables are missing, damaged, or those of another version of Procrastinate."""

    next_step = NEXT_STEP

    def __init__(self) -> None:
        super().__init__("the Procrastinate tables do not match this version")


class ForeignProcrastinateSchema(StorageUnavailable):
    """Another application works with Procrastinate in the same place; its jobs are none of ours to drop."""

    next_step = "use a separate database for customer-portal"

    def __init__(self) -> None:
        super().__init__("the database contains Procrastinate tables of another application")


async def check(connection: AsyncConnection) -> None:
    """
    Raises:
        JobSchemaOutdated
    """
    if not _is_in_order(await parts(connection)):
        raise JobSchemaOutdated


async def recreate_if_changed(connection: AsyncConnection) -> None:
    """Leaves the tables alone if they are as they should be, else drops what there is of them and creates them.

    Raises:
        ForeignProcrastinateSchema: nothing was changed.
    """
    found = await parts(connection)
    if _is_in_order(found):
        return
    if any(part.kind == "TABLE" for part in found) and not any(_is_ours(part) for part in found):
        raise ForeignProcrastinateSchema
    for kind in DROPPED_IN_THIS_ORDER:
        for part in (part for part in found if part.kind == kind):
            await connection.exec_driver_sql(f"DROP {kind} IF EXISTS {part.name} CASCADE")
    await _create(connection)


async def _create(connection: AsyncConnection) -> None:
    held = await connection.get_raw_connection()
    driver: Any = held.driver_connection
    await driver.execute(SchemaManager.get_schema())
    created = await parts(connection)
    for part in created:
        if part.kind in ("TABLE", "TYPE"):
            await connection.exec_driver_sql(f"COMMENT ON {part.kind} {part.name} IS '{_mark(created)}'")


def _is_in_order(found: Sequence[SchemaObject]) -> bool:
    return _mark(found) in {part.mark for part in found}


def _is_ours(part: SchemaObject) -> bool:
    return part.mark is not None and part.mark.startswith(_OURS)


def _mark(found: Sequence[SchemaObject]) -> str:
    """Return the comment stored on each table: hashes of the bundled schema and of the installed one."""
    brought = sha256(SchemaManager.get_schema().encode()).hexdigest()[:16]
    return f"{_OURS}{brought} {fingerprint(found)}"
