"""A buyer can attach another customer's id to a purchase; this must harm nobody."""

from __future__ import annotations

import pytest

from application.portal.open_customer_portal import Opening, PortalKind
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from domain.portal.destination import PortalTarget
from domain.portal.errors import AccountNotVerified
from examples import ADA, BETA, after, claim, told_payment, told_subscription
from silence.made_up import secret
from unit.application.stage import Stage

RECEIPT = secret("https://receipt.test/secret")


async def plant(stage: Stage) -> None:
    forged = claim(trust=Trust.UNSIGNED, kind=ObjectKind.ORDER, subject="order", account=None)
    await stage.hear(told_payment(account=None), claims=(forged,))
    stage.alpha.receipt_url = RECEIPT


async def test_planted_purchase_does_not_block_the_customers_own_portal(stage: Stage) -> None:
    await plant(stage)
    later = told_subscription(provider=BETA, created_at=after(60))
    await stage.hear(later, claims=(claim(provider=BETA, subject_created_at=after(60)),))
    opened = await stage.use.open_customer_portal(ADA, PortalTarget(), Opening())
    assert (opened.provider, opened.kind) == (BETA, PortalKind.PORTAL)


async def test_unsigned_claim_does_not_open_a_strangers_receipt(stage: Stage) -> None:
    await plant(stage)
    with pytest.raises(AccountNotVerified):
        await stage.use.open_customer_portal(ADA, PortalTarget(), Opening())
