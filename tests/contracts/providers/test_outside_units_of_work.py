"""No provider is called inside a unit of work, since a slow provider would block the database."""

from __future__ import annotations

from application.fetching.refresh_customer import RefreshCustomer
from application.operations.verify_database_owner import VerifyDatabaseOwner
from contracts.providers.playing import Play
from contracts.providers.under_test import ProviderUnderTest
from domain.intent import Intent


async def test_use_cases_call_providers_outside_units_of_work(under_test: ProviderUnderTest) -> None:
    play = Play(under_test=under_test)
    calls: list[int] = []
    under_test.watch(lambda: calls.append(play.storage.open_units))
    situation = under_test.situations["an active subscription"]()
    await play.arrange(situation)
    assert calls == []
    await play.visit(situation, Intent.MANAGE)
    opened = len(calls)
    await RefreshCustomer(storage=play.storage, clock=play.clock)(situation.customer_id)
    await play.ask()
    asked = len(calls)
    await VerifyDatabaseOwner(storage=play.storage, providers=play.providers, mode="test")()
    assert 0 < opened < asked < len(calls)
    assert set(calls) == {0}
