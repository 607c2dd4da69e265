"""Background calls are rate-limited, and interactive calls are not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from application.ports.errors import ProviderUnavailable, StorageUnavailable, Throttled
from contracts.providers.misbehaviour import answers, error
from contracts.providers.playing import Play
from contracts.providers.under_test import ProviderUnderTest
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef

Call = Callable[[], Awaitable[object]]
HAS_HAD_ENOUGH = answers(429, error("slow down"), **{"retry-after": "300"})
FIVE_MINUTES = timedelta(minutes=5)


def ask(under_test: ProviderUnderTest) -> Awaitable[object]:
    return under_test.provider.fetcher.fetch(
        ObjectKind.ACCOUNT, ProviderRef(provider=under_test.provider.name, id="nobody_known")
    )


async def test_rate_limited_provider_gets_no_background_calls_while_portals_still_open(
    under_test: ProviderUnderTest,
) -> None:
    play, situation = Play(under_test=under_test), under_test.situations["an active subscription"]()
    await play.arrange(situation)
    under_test.answer_with(HAS_HAD_ENOUGH)
    with pytest.raises(ProviderUnavailable):
        await ask(under_test)
    calls: list[str] = []
    under_test.watch(lambda: calls.append("called"))
    lists = under_test.provider.listing
    background: list[Call] = [lambda: ask(under_test), lambda: lists.page(lists.kinds[0], None)]
    for call in background:
        with pytest.raises(Throttled) as held_back:
            await call()
        assert held_back.value.retry_after == FIVE_MINUTES
    assert calls == []
    with pytest.raises(ProviderUnavailable) as told:
        await play.visit(situation, Intent.MANAGE)
    assert not isinstance(told.value, Throttled)
    await under_test.provider.portal.login_page()
    assert calls


async def test_background_calls_need_the_database_and_interactive_calls_do_not(
    under_test: ProviderUnderTest,
) -> None:
    play, situation = Play(under_test=under_test), under_test.situations["an active subscription"]()
    await play.arrange(situation)
    under_test.limits.down = True
    with pytest.raises(StorageUnavailable):
        await ask(under_test)
    under_test.answer_with(HAS_HAD_ENOUGH)
    with pytest.raises(ProviderUnavailable):
        await play.visit(situation, Intent.MANAGE)
    under_test.answer_with(None)
    await play.visit(situation, Intent.MANAGE)
    await under_test.provider.setup.webhooks("https://billing.test/webhooks/any")
