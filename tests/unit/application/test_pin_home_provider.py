"""The host decides where the bare `manage` leads."""

from __future__ import annotations

import pytest

from application.portal.open_customer_portal import Opening
from domain.billing.home import HomeProvider, HomeRule
from domain.customer import CustomerNotFound
from domain.ownership.claim import Trust
from domain.portal.destination import PortalTarget
from domain.portal.errors import ProviderNotUsed
from domain.provider import ProviderName
from examples import ADA, ALPHA, BETA, NOON, after, claim, ref, told_subscription
from unit.application.stage import Stage


@pytest.fixture
async def at_both(stage: Stage) -> Stage:
    """Subscribe Ada at alpha first, which makes it her home, and later at beta."""
    await stage.hear(told_subscription(), claims=(claim(),))
    later = told_subscription(provider=BETA, created_at=after(9))
    await stage.hear(later, claims=(claim(provider=BETA, subject_created_at=after(9)),))
    return stage


async def home(stage: Stage) -> ProviderName | None:
    found = (await stage.billing()).home
    return found.provider if found else None


async def opened(stage: Stage) -> ProviderName:
    return (await stage.use.open_customer_portal(ADA, PortalTarget(), Opening())).provider


async def test_pin_decides_where_manage_leads_until_it_is_removed(at_both: Stage) -> None:
    assert await opened(at_both) == ALPHA
    await at_both.use.pin_home_provider(ADA, BETA)
    assert await opened(at_both) == BETA
    await at_both.use.pin_home_provider(ADA, None)
    assert await opened(at_both) == ALPHA


async def test_repeated_pinning_keeps_the_original_pin(at_both: Stage) -> None:
    await at_both.use.pin_home_provider(ADA, BETA)
    at_both.clock.moment = after(99)
    await at_both.use.pin_home_provider(ADA, BETA)
    assert (await at_both.billing()).home == HomeProvider(rule=HomeRule.PINNED, provider=BETA, reference=None, at=NOON)


async def test_customer_cannot_be_pinned_to_an_unused_provider(at_both: Stage) -> None:
    with pytest.raises(ProviderNotUsed):
        await at_both.use.pin_home_provider(ADA, ProviderName("gamma"))
    assert await home(at_both) == ALPHA


async def test_credited_purchase_is_enough_to_pin_its_provider(stage: Stage) -> None:
    await stage.hear(told_subscription(), claims=(claim(),))
    forged = claim(trust=Trust.UNSIGNED, provider=BETA)
    await stage.hear(told_subscription(provider=BETA), claims=(forged,))
    await stage.use.pin_home_provider(ADA, BETA)
    assert await home(stage) == BETA


async def test_pin_to_a_provider_where_nothing_is_left_is_ignored(at_both: Stage) -> None:
    await at_both.use.pin_home_provider(ADA, BETA)
    await at_both.use.unlink_account(ADA, ref("account", BETA))
    assert await home(at_both) == ALPHA
    assert await opened(at_both) == ALPHA


async def test_unknown_customer_cannot_be_pinned(stage: Stage) -> None:
    for provider in (ALPHA, None):
        with pytest.raises(CustomerNotFound):
            await stage.use.pin_home_provider(ADA, provider)
