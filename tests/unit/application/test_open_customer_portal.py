"""A click on "Billing" opens the customer's portal."""

from __future__ import annotations

import logging

import pytest

from application.portal.open_customer_portal import OpenedPortal, Opening, PortalKind
from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.portal import AccountGone, NoHostedPortal, PortalLink, PortalRequest
from domain.customer import CustomerNotFound
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from domain.portal.destination import PortalTarget
from domain.portal.errors import AccountNotVerified, BillingAccountGone, IntentNotAvailable, NoBillingAccount
from domain.subscription import SubscriptionStatus
from examples import (
    ADA,
    ALPHA,
    BETA,
    after,
    claim,
    dollars,
    pushed,
    ref,
    told_account,
    told_payment,
    told_subscription,
)
from silence.made_up import secret
from unit.application.stage import Stage

MANAGE = PortalTarget()
LOGIN = "https://login.test/page"
RECEIPT = secret("https://receipt.test/secret")
ACCOUNT = (ObjectKind.ACCOUNT, ref("account"))
DOWN = ProviderUnavailable(ALPHA, "no answer")


async def subscribed(stage: Stage, trust: Trust = Trust.SELLER) -> None:
    await stage.hear(told_subscription(), claims=(claim(trust=trust),))


async def bought_once(stage: Stage, trust: Trust = Trust.SELLER, *, account: str | None = "account") -> None:
    payment = told_payment(account=ref(account) if account else None)
    await stage.hear(payment, claims=(claim(trust=trust, kind=ObjectKind.ORDER, subject="order", account=account),))


async def open_portal(stage: Stage, wish: PortalTarget = MANAGE, how: Opening | None = None) -> OpenedPortal:
    return await stage.use.open_customer_portal(ADA, wish, how or Opening())


def shown(opened: OpenedPortal) -> tuple[PortalKind, str, bool]:
    return opened.kind, opened.url, opened.degraded


async def test_portal_opens_signed_in_with_the_requested_intent(stage: Stage) -> None:
    await subscribed(stage)
    stage.alpha.configurations = frozenset({"team"})
    how = Opening(return_url="https://host.test/back", locale="de", configuration="team")
    opened = await open_portal(stage, PortalTarget(intent=Intent.CANCEL), how)
    assert opened.kind is PortalKind.PORTAL
    assert (opened.provider, opened.intent, opened.effective_intent) == (ALPHA, Intent.CANCEL, Intent.CANCEL)
    assert opened.returns
    assert not opened.degraded
    assert stage.alpha.requests == [
        PortalRequest(
            account=ref("account"),
            intent=Intent.CANCEL,
            subscription=ref("sub"),
            plan_changes=True,
            return_url="https://host.test/back",
            locale="de",
            configuration="team",
        )
    ]


async def test_customer_without_a_changeable_plan_gets_a_portal_without_plan_changes(stage: Stage) -> None:
    await bought_once(stage)
    await open_portal(stage)
    assert [request.plan_changes for request in stage.alpha.requests] == [False]


async def test_home_with_only_a_receipt_yields_to_a_subscription_at_another_provider(stage: Stage) -> None:
    await bought_once(stage)
    later = told_subscription(provider=BETA, created_at=after(60))
    await stage.hear(later, claims=(claim(provider=BETA, subject_created_at=after(60)),))
    assert (await open_portal(stage)).provider == ALPHA
    stage.alpha.needs_subscription = True
    assert (await open_portal(stage)).provider == BETA


async def test_unavailable_provider_falls_back_to_its_login_page(stage: Stage) -> None:
    await subscribed(stage)
    stage.alpha.fails, stage.alpha.login = DOWN, LOGIN
    opened = await open_portal(stage, PortalTarget(intent=Intent.CANCEL))
    assert shown(opened) == (PortalKind.PORTAL_LOGIN, LOGIN, True)
    assert (opened.intent, opened.effective_intent, opened.returns) == (Intent.CANCEL, Intent.MANAGE, False)


async def test_unavailable_provider_without_a_login_page_asks_to_retry(stage: Stage) -> None:
    await subscribed(stage)
    stage.alpha.fails = DOWN
    with pytest.raises(ProviderUnavailable):
        await open_portal(stage)


async def test_provider_that_fails_before_the_receipt_falls_back_to_its_login_page(stage: Stage) -> None:
    await bought_once(stage)
    stage.alpha.opens, stage.alpha.no_receipt_because, stage.alpha.login = NoHostedPortal(), DOWN, LOGIN
    assert shown(await open_portal(stage)) == (PortalKind.PORTAL_LOGIN, LOGIN, True)
    stage.alpha.login = None
    with pytest.raises(ProviderUnavailable):
        await open_portal(stage)


async def test_refusal_by_the_provider_is_an_operator_error_even_with_a_login_page(stage: Stage) -> None:
    await subscribed(stage)
    stage.alpha.fails, stage.alpha.login = ProviderRefused(ALPHA, "the key is revoked"), LOGIN
    with pytest.raises(ProviderRefused):
        await open_portal(stage)


async def test_account_unknown_to_the_provider_is_refetched_and_ends_nothing(stage: Stage) -> None:
    await subscribed(stage)
    await bought_once(stage)
    stage.alpha.opens, stage.alpha.login, stage.alpha.receipt_url = AccountGone(), LOGIN, RECEIPT
    assert shown(await open_portal(stage)) == (PortalKind.PORTAL_LOGIN, LOGIN, True)
    assert set(stage.agenda) == {ACCOUNT}
    assert stage.mirrored().snapshot.status is SubscriptionStatus.ACTIVE


async def test_receipt_is_the_fallback_for_a_missing_account_without_a_login_page(stage: Stage) -> None:
    await bought_once(stage)
    stage.alpha.opens, stage.alpha.receipt_url = AccountGone(), RECEIPT
    assert shown(await open_portal(stage)) == (PortalKind.RECEIPT, RECEIPT, False)
    assert set(stage.agenda) == {ACCOUNT}


async def test_missing_account_without_a_fallback_is_reported_as_gone(stage: Stage) -> None:
    await bought_once(stage)
    stage.alpha.opens = AccountGone()
    with pytest.raises(BillingAccountGone):
        await open_portal(stage)


async def test_deleted_account_falls_back_to_a_receipt(stage: Stage) -> None:
    await bought_once(stage)
    await stage.hear(told_account(timestamp=pushed(60), deleted=True))
    for wish in (MANAGE, PortalTarget(purchase=ref("order"))):
        stage.alpha.receipt_url = RECEIPT
        assert (await open_portal(stage, wish)).kind is PortalKind.RECEIPT
        stage.alpha.receipt_url = None
        with pytest.raises(BillingAccountGone):
            await open_portal(stage, wish)
    assert stage.alpha.requests == []


async def test_provider_without_a_portal_falls_back_to_a_receipt_then_to_its_login_page(stage: Stage) -> None:
    await bought_once(stage)
    stage.alpha.opens, stage.alpha.login, stage.alpha.receipt_url = NoHostedPortal(), LOGIN, RECEIPT
    assert shown(await open_portal(stage)) == (PortalKind.RECEIPT, RECEIPT, False)
    stage.alpha.receipt_url = None
    assert shown(await open_portal(stage)) == (PortalKind.PORTAL_LOGIN, LOGIN, True)


async def test_unproven_claim_opens_the_login_page_and_never_a_portal(stage: Stage) -> None:
    await subscribed(stage, Trust.UNSIGNED)
    stage.alpha.login = LOGIN
    for wish in (MANAGE, PortalTarget(intent=Intent.CANCEL), PortalTarget(subscription=ref("sub"))):
        assert shown(await open_portal(stage, wish)) == (PortalKind.PORTAL_LOGIN, LOGIN, True)
    stage.alpha.login = None
    with pytest.raises(AccountNotVerified):
        await open_portal(stage)
    assert stage.alpha.requests == []


async def test_unproven_claim_does_not_show_the_receipt(stage: Stage) -> None:
    await bought_once(stage, Trust.UNSIGNED)
    stage.alpha.receipt_url = RECEIPT
    for wish in (MANAGE, PortalTarget(purchase=ref("order"))):
        with pytest.raises(AccountNotVerified):
            await open_portal(stage, wish)
    stage.alpha.login = LOGIN
    assert (await open_portal(stage)).kind is PortalKind.PORTAL_LOGIN


async def test_unproven_claim_does_not_hide_the_customers_own_receipt(stage: Stage) -> None:
    await bought_once(stage, account=None)
    theirs = told_payment("theirs", created_at=after(60), account=ref("strangers"), total=dollars(5))
    forged = claim(trust=Trust.UNSIGNED, kind=ObjectKind.ORDER, subject="theirs", account="strangers")
    await stage.hear(theirs, claims=(forged,))
    stage.alpha.receipt_url = RECEIPT
    assert (await open_portal(stage)).kind is PortalKind.RECEIPT


async def test_guest_gets_the_receipt(stage: Stage) -> None:
    await bought_once(stage, account=None)
    stage.alpha.receipt_url = RECEIPT
    assert shown(await open_portal(stage)) == (PortalKind.RECEIPT, RECEIPT, False)
    stage.alpha.receipt_url = None
    with pytest.raises(NoBillingAccount):
        await open_portal(stage)


async def test_unknown_customer_has_no_portal(stage: Stage) -> None:
    await stage.hear(told_account(), claims=())
    with pytest.raises(CustomerNotFound):
        await open_portal(stage)


async def test_intent_refused_by_the_domain_reaches_no_provider(stage: Stage) -> None:
    await subscribed(stage)
    await stage.hear(told_subscription(timestamp=pushed(60), cancels_at=after(9999)))
    with pytest.raises(IntentNotAvailable):
        await open_portal(stage, PortalTarget(intent=Intent.CANCEL))
    assert stage.alpha.requests == []


async def test_home_that_is_no_longer_configured_is_an_operator_error(stage: Stage) -> None:
    await subscribed(stage)
    stage.connect(BETA)
    with pytest.raises(ProviderRefused, match="no longer configured"):
        await open_portal(stage)


async def test_portal_url_is_never_logged_or_in_a_repr(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await subscribed(stage)
    with caplog.at_level(logging.DEBUG):
        opened = await open_portal(stage)
        stage.alpha.opens, stage.alpha.login = AccountGone(), LOGIN
        await open_portal(stage)
    link = PortalLink(url=opened.url, effective_intent=Intent.MANAGE, returns=True)
    assert caplog.records
    for said in (repr(opened), repr(link), *(repr(vars(record)) for record in caplog.records)):
        assert "https://" not in said
        assert repr(ADA) not in said
