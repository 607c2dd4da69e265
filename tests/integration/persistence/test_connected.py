"""Purchases of customers with very many of them are found."""

from __future__ import annotations

import pytest

from adapters.persistence.database import make_engines
from adapters.persistence.ownership.facet_graph import load_connected_facets
from adapters.persistence.storage import SqlStorage
from contracts.persistence.writing import mirror
from examples import ref, told_payment

MANY = 9_000
"""PostgreSQL refused to look for as many at once: for each of them it goes one level deeper."""


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


async def test_thousands_of_purchases_in_one_account_are_found(url: str) -> None:
    engines = make_engines(url)
    bought = [told_payment(f"order_{number}") for number in range(MANY)]
    for begin in range(0, MANY, 1_000):
        await mirror(SqlStorage(engines), *bought[begin : begin + 1_000])
    async with engines.reading.connect() as connection:
        found = await load_connected_facets(connection, accounts={ref("account")}, subjects=set())
    await engines.dispose()
    assert {each.snapshot.ref for each in found} == {each.ref for each in bought}
