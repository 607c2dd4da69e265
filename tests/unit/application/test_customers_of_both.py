"""Accounts, home provider and portal routing for customers of both providers, driven by signed deliveries."""

from __future__ import annotations

import httpx
import pytest

from application.fetching.fetch_due_objects import FetchDueObjects
from application.fetching.refresh_customer import RefreshCustomer
from application.portal.open_customer_portal import OpenCustomerPortal, OpenedPortal, Opening, PortalKind
from application.portal.show_billing import BillingView
from application.ports.storage.storage import AnomalyKind
from contracts.providers.playing import RETURN_URL
from domain.customer import CustomerId
from domain.intent import Intent
from domain.ownership.errors import PurchaseNotFound
from domain.portal.destination import PortalTarget
from domain.portal.errors import IntentNotAvailable, PlanChangeNotSupported, SubscriptionNotFound, SubscriptionRequired
from domain.provider import ProviderName, ProviderRef
from domain.subscription import SubscriptionStatus
from fakes.storage import InMemoryStorage
from town.at_rest import entered, seen_of
from town.life import ADA, BOB, CLEO, DAY, LEMONSQUEEZY, STRIPE, How, Provider, Standing, Word
from town.town import Town
from town.written import act, bought, lived, subscribed

BOTH: tuple[Provider, Provider] = (STRIPE, LEMONSQUEEZY)
ELSEWHERE: dict[Provider, Provider] = {STRIPE: LEMONSQUEEZY, LEMONSQUEEZY: STRIPE}
ADAS, BOBS = Word(customer=ADA, how=How.SIGNED), Word(customer=BOB, how=How.SIGNED)


async def billing_of(town: Town, customer: str = ADA) -> BillingView:
    seen = await seen_of(town, customer)
    assert seen is not None
    return seen.billing


async def visit(town: Town, wish: PortalTarget | None = None, customer: str = ADA) -> OpenedPortal:
    town.stripe.api.calls.clear()
    town.lemonsqueezy.api.calls.clear()
    open_portal = OpenCustomerPortal(storage=town.storage, providers=town.providers, clock=town.clock)
    return await open_portal(CustomerId(customer), wish or PortalTarget(), Opening(return_url=RETURN_URL))


def at(provider: Provider, id_: str) -> ProviderRef:
    return ProviderRef(provider=ProviderName(provider), id=id_)


async def test_unclaimed_objects_are_mirrored_and_appear_once_the_account_is_linked() -> None:
    subscriptions, purchases = [subscribed(p) for p in BOTH], [bought(p, number=2) for p in BOTH]
    before = await billing_of(await lived(*subscriptions, *purchases))
    assert (before.billing.subscriptions, before.billing.purchases) == ((), ())
    after = await billing_of(await lived(*subscriptions, *purchases, *(act("link", ADA, p) for p in BOTH)))
    assert {s.ref.provider for s in after.billing.subscriptions} == set(BOTH)
    assert {p.ref.provider for p in after.billing.purchases} == set(BOTH)


@pytest.mark.parametrize("provider", BOTH)
async def test_stronger_claim_wins_even_if_it_is_later(provider: Provider) -> None:
    forged = Word(customer=BOB, how=How.UNSIGNED)
    words = subscribed(provider, ADAS, at=10), subscribed(provider, forged, number=2, at=100)
    town = await lived(*words, bought(ELSEWHERE[provider], BOBS))
    ada, bob = await billing_of(town), await billing_of(town, BOB)
    assert [s.ref.provider for s in ada.billing.subscriptions] == [provider, provider]
    assert bob.billing.subscriptions == ()
    host = await lived(*words, act("link", BOB, provider))
    assert [s.ref.provider for s in (await billing_of(host, BOB)).billing.subscriptions] == [provider, provider]


@pytest.mark.parametrize("provider", BOTH)
async def test_signed_claim_does_not_link_an_account_that_began_with_another_purchase(provider: Provider) -> None:
    for began in ((), (Word(customer=BOB, how=How.UNSIGNED),)):
        strangers, own = subscribed(provider, *began, at=10), subscribed(provider, ADAS, number=2, at=100)
        town = await lived(strangers, own)
        ada = (await billing_of(town)).billing
        assert ([s.ref.id[-1] for s in ada.subscriptions], ada.accounts) == (["2"], ())
        assert ((await visit(town)).kind, entered(town)) == (PortalKind.PORTAL_LOGIN, set())
        given = await lived(strangers, own, act("link", ADA, provider))
        assert len((await billing_of(given)).billing.subscriptions) == 2
        assert (await visit(given)).kind is PortalKind.PORTAL


@pytest.mark.parametrize("provider", BOTH)
async def test_signed_claims_of_two_customers_open_the_account_to_neither_until_an_operator_decides(
    provider: Provider,
) -> None:
    words = subscribed(provider, ADAS, at=10), subscribed(provider, BOBS, number=2, at=100)
    town = await lived(*words)
    for who, theirs in ((ADA, "1"), (BOB, "2")):
        seen = (await billing_of(town, who)).billing
        assert ([s.ref.id[-1] for s in seen.subscriptions], seen.accounts) == ([theirs], ())
        assert ((await visit(town, customer=who)).kind, entered(town)) == (PortalKind.PORTAL_LOGIN, set())
    settled = await lived(*words, act("unlink", BOB, provider))
    assert (await visit(settled)).kind is PortalKind.PORTAL


@pytest.mark.parametrize("provider", BOTH)
async def test_forged_claim_credits_one_purchase_and_opens_no_portal(provider: Provider) -> None:
    forged = Word(customer=CLEO, how=How.UNSIGNED)
    town = await lived(subscribed(provider, forged), bought(provider, number=2), bought(ELSEWHERE[provider], ADAS))
    cleo = await billing_of(town, CLEO)
    assert (len(cleo.billing.subscriptions), cleo.billing.purchases, cleo.billing.accounts) == (1, (), ())
    for intent in Intent:
        opened = await visit(town, PortalTarget(intent=intent), CLEO)
        assert (opened.kind, entered(town)) == (PortalKind.PORTAL_LOGIN, set())
    for wish in (PortalTarget(subscription=cleo.billing.subscriptions[0].ref), PortalTarget(intent=Intent.CHANGE_PLAN)):
        with pytest.raises((SubscriptionNotFound, PlanChangeNotSupported)):
            await visit(town, wish, ADA)


@pytest.mark.parametrize("provider", BOTH)
async def test_claim_registers_its_customer(provider: Provider) -> None:
    word = Word(customer=CLEO, how=How.SIGNED)
    assert await seen_of(await lived(bought(provider, ADAS)), CLEO) is None
    assert (await billing_of(await lived(bought(provider, word)), CLEO)).access.granted


@pytest.mark.parametrize("provider", BOTH)
async def test_unlinked_account_stays_unlinked_after_later_claims(provider: Provider) -> None:
    early, late = subscribed(provider, ADAS), subscribed(provider, ADAS, number=2, at=9 * DAY)
    unlinked = act("unlink", ADA, provider)
    town = await lived(
        early, unlinked, late, act("link", ADA, provider, at=12 * DAY), bought(ELSEWHERE[provider], ADAS)
    )
    ada = (await billing_of(town)).billing
    assert (ada.subscriptions, [p.ref.provider for p in ada.purchases]) == ((), [ELSEWHERE[provider]])
    assert {a.ref.provider for a in ada.accounts} == {ELSEWHERE[provider]}


@pytest.mark.parametrize("first", BOTH)
async def test_home_is_the_provider_of_the_earliest_counting_purchase_in_any_order_of_arrival(first: Provider) -> None:
    later = ELSEWHERE[first]
    refunded = bought(first, ADAS, at=100, refunded=12_900 if first == STRIPE else 9_900)
    unpaid = bought(later, ADAS, number=2, at=50, status="pending")
    town = await lived(refunded, unpaid, subscribed(later, ADAS, at=200))
    assert (await billing_of(town)).billing.home == (await billing_of(town)).billing.derived_home
    home = (await billing_of(town)).billing.home
    assert home is not None
    assert home.provider == first


@pytest.mark.parametrize("first", BOTH)
async def test_pin_affects_only_the_bare_manage(first: Provider) -> None:
    pinned = ELSEWHERE[first]
    town = await lived(subscribed(first, ADAS), subscribed(pinned, ADAS, at=99), act("pin", ADA, pinned))
    assert (await visit(town)).provider == pinned
    assert (await visit(town, PortalTarget(intent=Intent.CHANGE_PLAN))).provider == first


@pytest.mark.parametrize("provider", BOTH)
async def test_named_subscription_selects_its_account_and_a_bare_manage_the_live_one(provider: Provider) -> None:
    ended = subscribed(provider, ADAS, standing=Standing.ENDED, at=300, account=1)
    live = subscribed(provider, ADAS, number=2, at=100, account=2)
    town = await lived(ended, live, bought(ELSEWHERE[provider], ADAS, at=400))
    assert (await visit(town)).kind is PortalKind.PORTAL
    assert entered(town) == {(provider, str(live.account))}
    assert (await visit(town, PortalTarget(subscription=at(provider, ended.id)))).kind is PortalKind.PORTAL
    assert (provider, str(ended.account)) in entered(town)


async def test_deleted_account_ends_its_subscriptions_and_the_portal_opens_at_the_other_provider() -> None:
    town = await lived(subscribed(STRIPE, ADAS), subscribed(LEMONSQUEEZY, ADAS, at=99), deleted=("cus_1",))
    billing = (await billing_of(town)).billing
    assert {s.ref.provider: s.status for s in billing.subscriptions} == {
        STRIPE: SubscriptionStatus.ENDED,
        LEMONSQUEEZY: SubscriptionStatus.ACTIVE,
    }
    opened = await visit(town)
    assert (opened.provider, opened.kind) == (LEMONSQUEEZY, PortalKind.PORTAL)


async def test_objects_unknown_to_both_providers_are_not_ended() -> None:
    town = await lived(*(subscribed(p, ADAS) for p in BOTH))
    before = await billing_of(town)
    town.stripe.api.objects.clear()
    town.lemonsqueezy.api.objects.clear()
    await RefreshCustomer(storage=town.storage, clock=town.clock)(CustomerId(ADA))
    await FetchDueObjects(storage=town.storage, providers=town.providers, clock=town.clock)()
    after = await billing_of(town)
    assert (after.billing, after.access) == (before.billing, before.access)
    assert isinstance(town.storage, InMemoryStorage)
    gone = [(kind, ref.provider) for kind, _, ref in town.storage.tables.anomalies]
    assert set(gone) == {(AnomalyKind.GONE, p) for p in BOTH}


async def test_home_with_only_a_receipt_yields_to_a_live_subscription_at_the_other_provider() -> None:
    town = await lived(bought(LEMONSQUEEZY, ADAS), subscribed(STRIPE, ADAS, at=99))
    assert (await visit(town)).provider == STRIPE
    receipt = await visit(town, PortalTarget(purchase=at(LEMONSQUEEZY, "1")))
    assert (receipt.provider, receipt.kind) == (LEMONSQUEEZY, PortalKind.RECEIPT)
    ended = await lived(bought(LEMONSQUEEZY, ADAS), subscribed(STRIPE, ADAS, at=99, standing=Standing.ENDED))
    assert (await visit(ended)).kind is PortalKind.RECEIPT


@pytest.mark.parametrize("home", BOTH)
async def test_change_plan_prefers_home_and_falls_back_to_the_other_provider(home: Provider) -> None:
    away, change = ELSEWHERE[home], PortalTarget(intent=Intent.CHANGE_PLAN)
    running = [subscribed(home, ADAS), subscribed(away, ADAS, at=99)]
    assert (await visit(await lived(*running), change)).provider == home
    ended = subscribed(home, ADAS, standing=Standing.ENDED)
    assert (await visit(await lived(ended, running[1]), change)).provider == away
    several = await lived(*running, subscribed(home, ADAS, number=2, at=200))
    with pytest.raises(SubscriptionRequired):
        await visit(several, change)
    with pytest.raises(IntentNotAvailable):
        await visit(await lived(ended, subscribed(away, ADAS, standing=Standing.ENDED, at=99)), change)


async def test_buyer_of_one_off_purchases_at_both_providers_can_manage_but_not_change_plans() -> None:
    town = await lived(*(bought(p, ADAS) for p in BOTH))
    for intent in (Intent.CHANGE_PLAN, Intent.CANCEL):
        with pytest.raises(PlanChangeNotSupported):
            await visit(town, PortalTarget(intent=intent))
    assert (await visit(town)).kind in (PortalKind.PORTAL, PortalKind.RECEIPT)
    for provider, id_ in ((STRIPE, "pi_1"), (LEMONSQUEEZY, "1")):
        opened = await visit(town, PortalTarget(purchase=at(provider, id_)))
        assert opened.provider == provider
    with pytest.raises(PurchaseNotFound):
        await visit(town, PortalTarget(purchase=at(STRIPE, "1")))


@pytest.mark.parametrize("down", BOTH)
async def test_outage_of_one_provider_does_not_affect_the_other(down: Provider) -> None:
    town = await lived(*(subscribed(p, ADAS) for p in BOTH))
    (town.stripe if down == STRIPE else town.lemonsqueezy).answer_with(lambda _: httpx.Response(503))
    id_ = {STRIPE: "sub_1", LEMONSQUEEZY: "1"}[ELSEWHERE[down]]
    assert (await visit(town, PortalTarget(subscription=at(ELSEWHERE[down], id_)))).kind is PortalKind.PORTAL
