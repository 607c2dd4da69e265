"""Databases take a limited number of parameters, and a customer may have any number of objects."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.persistence.billing import load_customer_records
from adapters.persistence.database import make_engines
from adapters.persistence.storage import SqlStorage
from examples import ADA
from growth.customers import SHAPES, keep


@pytest.mark.parametrize("shape", SHAPES)
async def test_customer_read_in_batches_has_the_same_objects(shape: str, migrated_sqlite: Path, tmp_path: Path) -> None:
    engines = make_engines(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'portal.db')}")
    try:
        await keep(SqlStorage(engines), SHAPES[shape](10))
        async with engines.reading.connect() as connection:
            whole, pieces = (
                await load_customer_records(connection, ADA),
                await load_customer_records(connection, ADA, at_once=3),
            )
        assert whole is not None
        assert pieces is not None
        assert set(pieces.open_invoices) == set(whole.open_invoices)
        assert replace(pieces, open_invoices=whole.open_invoices) == whole
    finally:
        await engines.dispose()
