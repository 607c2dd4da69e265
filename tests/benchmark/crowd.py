"""Very many similar customers: one is received from Stripe's events and multiplied in the database.

The names of the copies end in a number.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.database import Database
from fixtures.stripe.payloads import event

COPIED = ("customers", "claims", "accounts", "subscriptions", "facets", "facet_keys", "inbox")
"""What grows with the customers; what is waiting to be done does not."""

_NAMING = {"id", "key", "account_id", "subject_id", "customer_id"}
_STORY = ("product.updated", "price.updated", "customer.created", "customer.subscription.created", "invoice.paid")
_AT_ONCE = 100_000


def first_customer() -> list[bytes]:
    """Return all events about a customer who subscribes and buys something else, as if they happened now."""
    bought = event("checkout.session.completed")
    bought["data"]["object"] |= {"customer": "cus_Ada", "client_reference_id": "user_ada"}
    bought["data"]["object"]["metadata"] = {"user_id": "user_ada"}
    return [told(_now(each), "") for each in (*map(event, _STORY), bought)]


def renewal(number: int, serial: int) -> bytes:
    """Return an event that changes the subscription of one of the copies."""
    changed = _now(event("customer.subscription.updated"))
    changed["id"] = f"evt_benchmark_{serial}"
    changed["created"] += serial
    changed["data"]["object"]["items"]["data"][0]["quantity"] = 1 + serial % 7
    return told(changed, f"_{number}")


def customer(number: int) -> str:
    return f"user_ada_{number}"


def told(what: dict[str, Any], ending: str) -> bytes:
    """Replace the first customer's ids with those of another."""
    body = json.dumps(what)
    return re.sub(r'"((?:cus|sub|in|si)_Ada\w*|user_ada)"', rf'"\1{ending}"', body).encode()


def _now(what: dict[str, Any]) -> dict[str, Any]:
    """Shift every time, so that the latest event has just happened and nothing is overdue."""
    moved: dict[str, Any] = _moved(what, _since_it_happened())
    return moved


@cache
def _since_it_happened() -> int:
    return int(time.time()) - int(event("customer.subscription.updated")["created"]) - 3600


def _moved(value: Any, seconds: int) -> Any:
    if isinstance(value, dict):
        return {name: _moved(each, seconds) for name, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, seconds) for each in value]
    is_time = type(value) is int and 1_600_000_000 < value < 2_000_000_000  # 2020 to 2033
    return value + seconds if is_time else value


async def multiply(engines: Database, count: int, *, say: Callable[[str], None]) -> None:
    """Add this many copies of the first customer."""
    async with engines.writing.connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SET statement_timeout = 0"))
            await connection.commit()
        for table in (table for table in tables.metadata.sorted_tables if table.name in COPIED):
            original = await _original(connection, table)
            for begin in range(1, count + 1, _AT_ONCE):
                given = {"first": begin, "last": min(begin + _AT_ONCE - 1, count)}
                await connection.execute(text(_copying(table, original)), given)
                await connection.commit()
                say(f"{table.name}: {given['last']:,}")
        await connection.execute(text("ANALYZE"))
        await connection.commit()


async def _original(connection: AsyncConnection, table: Table) -> str:
    """Return the condition that selects the original rows and not the copies of an earlier round."""
    naming = next(name for name in ("customer_id", "id", "key") if name in table.c)
    rows = await connection.execute(text(f'SELECT DISTINCT "{naming}" FROM {table.name}'))  # noqa: S608  # our own names
    among = ", ".join("'" + str(row[0]).replace("'", "''") + "'" for row in rows if row[0] is not None)
    return f'"{naming}" IN ({among})'


def _copying(table: Table, original: str) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    values = ", ".join(f"\"{c.name}\" || '_' || n" if c.name in _NAMING else f'"{c.name}"' for c in table.columns)
    counting = "WITH RECURSIVE c(n) AS (SELECT CAST(:first AS INTEGER) UNION ALL SELECT n + 1 FROM c WHERE n < :last)"
    rows = f"{counting} SELECT {values} FROM {table.name}, c WHERE {original}"  # noqa: S608  # our own names
    return f"INSERT INTO {table.name} ({columns}) {rows}"  # our own names
