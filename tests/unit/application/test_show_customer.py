"""A customer's accounts and home provider."""

from __future__ import annotations

import pytest

from domain.billing.home import HomeProvider, HomeRule
from domain.customer import CustomerNotFound
from domain.mirror.snapshot import ObjectKind
from examples import ADA, ALPHA, BETA, BOB, NOON, after, claim, ref, told_account, told_subscription
from unit.application.stage import Stage


async def test_customer_is_shown_with_accounts_and_home(stage: Stage) -> None:
    words = (claim(), claim(provider=BETA, subject_created_at=after(9)))
    later = told_subscription(provider=BETA, created_at=after(9))
    await stage.hear(told_subscription(), told_account(), claims=words)
    await stage.hear(later)
    billing = await stage.use.show_customer(ADA)
    assert billing.customer.id == ADA
    assert [account.ref for account in billing.accounts] == [ref("account"), ref("account", BETA)]
    assert [billing.first_used_at(account) for account in billing.accounts] == [NOON, after(9)]
    assert billing.home == HomeProvider(rule=HomeRule.FIRST_PURCHASE, provider=ALPHA, reference="sub", at=NOON)


async def test_objects_of_other_customers_are_not_shown(stage: Stage) -> None:
    bobs = claim(BOB, kind=ObjectKind.ACCOUNT, subject="bobs", account="bobs")
    await stage.hear(told_subscription(), claims=(claim(), bobs))
    await stage.hear(told_subscription("bobs", account=ref("bobs")))
    assert [account.ref for account in (await stage.use.show_customer(ADA)).accounts] == [ref("account")]
    assert [s.ref for s in (await stage.use.show_customer(BOB)).subscriptions] == [ref("bobs")]


async def test_unknown_customer_is_not_found(stage: Stage) -> None:
    with pytest.raises(CustomerNotFound):
        await stage.use.show_customer(ADA)
