"""The customer clicks "Billing"."""

from __future__ import annotations

import logging

import pytest

from application.open_customer_portal import OpenedPortal, Opening, PortalKind
from application.ports.failures import ProviderRefused, ProviderUnavailable
from application.ports.portal import AccountGone, NoHostedPortal, PortalLink, PortalRequest
from domain.customer import CustomerNotFound
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from domain.portal.destination import Wish
from domain.portal.errors import AccountNotVerified, BillingAccountGone, IntentNotAvailable, NoBillingAccount
from domain.subscription import Status
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

MANAGE = Wish()
LOGIN = "https://login.test/page"
RECEIPT = secret("https://receipt.test/secret")
ACCOUNT = (ObjectKind.ACCOUNT, ref("account"))
DOWN = ProviderUnavailable(ALPHA, "no answer")


async def subscribed(stage: Stage, trust: Trust = Trust.SELLER) -> None:
    await stage.hear(told_subscription(), claims=(claim(trust=trust),))


async def bought_once(stage: Stage, trust: Trust = Trust.SELLER, *, account: str | None = "account") -> None:
    payment = told_payment(account=ref(account) if account else None)
    await stage.hear(payment, claims=(claim(trust=trust, kind=ObjectKind.ORDER, subject="order", account=account),))


async def open_portal(stage: Stage, wish: Wish = MANAGE, how: Opening | None = None) -> OpenedPortal:
    return await stage.use.open_customer_portal(ADA, wish, how or Opening())


def shown(opened: OpenedPortal) -> tuple[PortalKind, str, bool]:
    return opened.kind, opened.url, opened.degraded


async def test_the_portal_is_opened_signed_in_for_what_the_customer_came_for(stage: Stage) -> None:
    await subscribed(stage)
    stage.alpha.configurations = frozenset({"team"})
    how = Opening(return_url="https://host.test/back", locale="de", configuration="team")
    opened = await open_portal(stage, Wish(intent=Intent.CANCEL), how)
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


async def test_who_has_nothing_to_change_gets_a_portal_without_plan_changes(stage: Stage) -> None:
    await bought_once(stage)
    await open_portal(stage)
    assert [request.plan_changes for request in stage.alpha.requests] == [False]


async def test_a_home_with_only_a_receipt_to_offer_gives_way_to_a_subscription_elsewhere(stage: Stage) -> None:
    await bought_once(stage)
    later = told_subscription(provider=BETA, created_at=after(60))
    await stage.hear(later, claims=(claim(provider=BETA, since=after(60)),))
    assert (await open_portal(stage)).provider == ALPHA
    stage.alpha.needs_subscription = True
    assert (await open_portal(stage)).provider == BETA


async def test_a_provider_that_is_down_leaves_its_login_page(stage: Stage) -> None:
    await subscribed(stage)
    stage.alpha.fails, stage.alpha.login = DOWN, LOGIN
    opened = await open_portal(stage, Wish(intent=Intent.CANCEL))
    assert shown(opened) == (PortalKind.PORTAL_LOGIN, LOGIN, True)
    assert (opened.intent, opened.effective_intent, opened.returns) == (Intent.CANCEL, Intent.MANAGE, False)


async def test_a_provider_that_is_down_and_has_no_login_page_is_to_be_tried_again(stage: Stage) -> None:
    await subscribed(stage)
    stage.alpha.fails = DOWN
    with pytest.raises(ProviderUnavailable):
        await open_portal(stage)


async def test_a_provider_that_goes_down_before_the_receipt_leaves_its_login_page_too(stage: Stage) -> None:
    await bought_once(stage)
    stage.alpha.opens, stage.alpha.no_receipt_because, stage.alpha.login = NoHostedPortal(), DOWN, LOGIN
    assert shown(await open_portal(stage)) == (PortalKind.PORTAL_LOGIN, LOGIN, True)
    stage.alpha.login = None
    with pytest.raises(ProviderUnavailable):
        await open_portal(stage)


async def test_a_provider_that_refuses_is_an_operators_matter_whatever_page_it_has(stage: Stage) -> None:
    await subscribed(stage)
    stage.alpha.fails, stage.alpha.login = ProviderRefused(ALPHA, "the key is revoked"), LOGIN
    with pytest.raises(ProviderRefused):
        await open_portal(stage)


async def test_an_account_that_the_provider_does_not_know_is_asked_about_and_ends_nothing(stage: Stage) -> None:
    await subscribed(stage)
    await bought_once(stage)
    stage.alpha.opens, stage.alpha.login, stage.alpha.receipt_url = AccountGone(), LOGIN, RECEIPT
    assert shown(await open_portal(stage)) == (PortalKind.PORTAL_LOGIN, LOGIN, True)
    assert set(stage.agenda) == {ACCOUNT}
    assert stage.mirrored().snapshot.status is Status.ACTIVE


async def test_without_a_login_page_the_account_that_is_gone_leaves_a_receipt(stage: Stage) -> None:
    await bought_once(stage)
    stage.alpha.opens, stage.alpha.receipt_url = AccountGone(), RECEIPT
    assert shown(await open_portal(stage)) == (PortalKind.RECEIPT, RECEIPT, False)
    assert set(stage.agenda) == {ACCOUNT}


async def test_without_any_way_out_the_account_is_gone(stage: Stage) -> None:
    await bought_once(stage)
    stage.alpha.opens = AccountGone()
    with pytest.raises(BillingAccountGone):
        await open_portal(stage)


async def test_an_account_that_was_told_to_be_deleted_leaves_a_receipt_else_it_is_gone(stage: Stage) -> None:
    await bought_once(stage)
    await stage.hear(told_account(stamp=pushed(60), deleted=True))
    for wish in (MANAGE, Wish(purchase=ref("order"))):
        stage.alpha.receipt_url = RECEIPT
        assert (await open_portal(stage, wish)).kind is PortalKind.RECEIPT
        stage.alpha.receipt_url = None
        with pytest.raises(BillingAccountGone):
            await open_portal(stage, wish)
    assert stage.alpha.requests == []


async def test_a_provider_without_a_portal_gives_a_receipt_else_its_login_page(stage: Stage) -> None:
    await bought_once(stage)
    stage.alpha.opens, stage.alpha.login, stage.alpha.receipt_url = NoHostedPortal(), LOGIN, RECEIPT
    assert shown(await open_portal(stage)) == (PortalKind.RECEIPT, RECEIPT, False)
    stage.alpha.receipt_url = None
    assert shown(await open_portal(stage)) == (PortalKind.PORTAL_LOGIN, LOGIN, True)


async def test_what_is_credited_on_an_unproven_word_opens_a_login_page_and_never_a_portal(stage: Stage) -> None:
    await subscribed(stage, Trust.UNSIGNED)
    stage.alpha.login = LOGIN
    for wish in (MANAGE, Wish(intent=Intent.CANCEL), Wish(subscription=ref("sub"))):
        assert shown(await open_portal(stage, wish)) == (PortalKind.PORTAL_LOGIN, LOGIN, True)
    stage.alpha.login = None
    with pytest.raises(AccountNotVerified):
        await open_portal(stage)
    assert stage.alpha.requests == []


async def test_a_strangers_receipt_is_not_shown_on_an_unproven_word(stage: Stage) -> None:
    await bought_once(stage, Trust.UNSIGNED)
    stage.alpha.receipt_url = RECEIPT
    for wish in (MANAGE, Wish(purchase=ref("order"))):
        with pytest.raises(AccountNotVerified):
            await open_portal(stage, wish)
    stage.alpha.login = LOGIN
    assert (await open_portal(stage)).kind is PortalKind.PORTAL_LOGIN


async def test_an_unproven_word_does_not_keep_anybody_from_their_own_receipt(stage: Stage) -> None:
    await bought_once(stage, account=None)
    theirs = told_payment("theirs", created_at=after(60), account=ref("strangers"), total=dollars(5))
    forged = claim(trust=Trust.UNSIGNED, kind=ObjectKind.ORDER, subject="theirs", account="strangers")
    await stage.hear(theirs, claims=(forged,))
    stage.alpha.receipt_url = RECEIPT
    assert (await open_portal(stage)).kind is PortalKind.RECEIPT


async def test_a_guest_gets_the_receipt(stage: Stage) -> None:
    await bought_once(stage, account=None)
    stage.alpha.receipt_url = RECEIPT
    assert shown(await open_portal(stage)) == (PortalKind.RECEIPT, RECEIPT, False)
    stage.alpha.receipt_url = None
    with pytest.raises(NoBillingAccount):
        await open_portal(stage)


async def test_who_never_bought_has_nothing_to_open(stage: Stage) -> None:
    await stage.hear(told_account(), claims=())
    with pytest.raises(CustomerNotFound):
        await open_portal(stage)


async def test_what_the_domain_refuses_reaches_no_provider(stage: Stage) -> None:
    await subscribed(stage)
    await stage.hear(told_subscription(stamp=pushed(60), cancels_at=after(9999)))
    with pytest.raises(IntentNotAvailable):
        await open_portal(stage, Wish(intent=Intent.CANCEL))
    assert stage.alpha.requests == []


async def test_a_home_that_is_no_longer_configured_is_an_operators_matter(stage: Stage) -> None:
    await subscribed(stage)
    stage.connect(BETA)
    with pytest.raises(ProviderRefused, match="not configured"):
        await open_portal(stage)


async def test_the_way_in_is_shown_to_nobody_else(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
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
