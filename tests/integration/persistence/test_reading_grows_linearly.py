"""The database does twice the work for a customer with twice as many objects, and no more."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from adapters.persistence.database import make_engines
from adapters.persistence.storage import SqlStorage
from examples import ADA, ALPHA, told_payment
from growth.customers import SHAPES, keep
from integration.persistence.counting import statements

FEW = 100
MOST = 2.4
OTHERS = 2_000
"""Purchases of other customers. A statement that goes through them for each thing does far more than it should."""


async def steps(database: Path, shape: str, count: int, *, others: int = 0) -> int:
    """Return the instructions that SQLite executes to read a customer, in thousands."""
    engines = make_engines(f"sqlite:///{database}")
    storage = SqlStorage(engines)
    try:
        await keep(storage, SHAPES[shape](count))
        elsewhere = [told_payment(f"other_{number}", account=None, provider=ALPHA) for number in range(others)]
        for begin in range(0, others, 500):
            await keep(storage, ([*elsewhere[begin : begin + 500]], []))
        with statements(storage) as seen:
            assert await storage.customer_records(ADA) is not None
        chosen = list(seen)
    finally:
        await engines.dispose()
    return executed(database, chosen)


def executed(database: Path, chosen: list[tuple[str, Any]]) -> int:
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    connection = sqlite3.connect(database)
    try:
        connection.set_progress_handler(step, 100)
        for statement, parameters in chosen:
            connection.execute(statement, parameters[0] if isinstance(parameters, list) else parameters).fetchall()
    finally:
        connection.close()
    return count


def copied(migrated: Path, folder: Path, name: str) -> Path:
    return Path(shutil.copy(migrated, folder / f"{name}.db"))


@pytest.mark.parametrize("shape", SHAPES)
async def test_twice_as_many_objects_take_twice_as_many_steps(
    shape: str, migrated_sqlite: Path, tmp_path: Path
) -> None:
    few = await steps(copied(migrated_sqlite, tmp_path, "few"), shape, FEW)
    many = await steps(copied(migrated_sqlite, tmp_path, "many"), shape, 2 * FEW)
    assert many / few < MOST


@pytest.mark.parametrize("shape", ["cheap_orders", "an_account_for_each", "subscriptions_with_an_order_each"])
async def test_purchases_of_others_take_no_steps(shape: str, migrated_sqlite: Path, tmp_path: Path) -> None:
    alone = await steps(copied(migrated_sqlite, tmp_path, "alone"), shape, 5)
    among = await steps(copied(migrated_sqlite, tmp_path, "among"), shape, 5, others=OTHERS)
    assert among / alone < MOST
