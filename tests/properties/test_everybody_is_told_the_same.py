"""Ownership is consistent between billing, the list of deliveries and the list of unlinked accounts."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from databases import engines_on_copy
from domain.account import AccountSnapshot
from domain.billing.purchase_assembly import assemble_purchases
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Claim
from domain.provider import ProviderRef
from domain.purchases.facet import FacetSnapshot
from domain.subscription import SubscriptionSnapshot
from fakes.storage import InMemoryStorage
from properties.test_customers_of_both import chance, disordered
from town.generated import lives
from town.life import CUSTOMERS, Life
from town.town import Town, in_memory, on_database
from town.whose import Shown, deliveries_of, shown_by_billing, told_of_deliveries, told_unlinked

pytestmark = pytest.mark.slow


def is_won(claim: Claim, shown: Shown) -> bool:
    if claim.account is not None and claim.links_account and shown.holders.get(claim.account) != claim.customer_id:
        return False
    if claim.kind is ObjectKind.ACCOUNT:
        return shown.holders.get(claim.subject) == claim.customer_id
    return shown.owners.get(claim.subject_key) == claim.customer_id


def bought_with(town: Town) -> dict[ProviderRef | None, list[tuple[ObjectKind, ProviderRef]]]:
    """Return everything that may be shown, by account."""
    assert isinstance(town.storage, InMemoryStorage)
    known = town.storage.tables
    subscriptions = [told.snapshot for told in known.mirrored(SubscriptionSnapshot)]
    opened = frozenset(s.ref.same_provider(s.initial_order_id) for s in subscriptions if s.initial_order_id is not None)
    found: dict[ProviderRef | None, list[tuple[ObjectKind, ProviderRef]]] = {}
    for subscription in subscriptions:
        found.setdefault(subscription.account, []).append(subscription.key)
    for purchase in assemble_purchases(known.mirrored(FacetSnapshot), catalogue={}, first_payments=opened):
        found.setdefault(purchase.account, []).append(purchase.primary_payment.key)
    return found


async def deliveries_agree(town: Town, shown: Shown) -> None:
    views = await told_of_deliveries(town)
    bought = {subject for subjects in bought_with(town).values() for subject in subjects}
    for view in views:
        subject = view.delivery.subject
        if subject is not None and subject[0] is ObjectKind.ACCOUNT:
            assert view.customer_id == shown.holders.get(subject[1]), view.delivery
        elif subject in bought:
            assert view.customer_id == shown.owners.get(subject), view.delivery
    for customer in CUSTOMERS:
        theirs = {view.delivery.id for view in views if view.customer_id == customer}
        assert theirs <= await deliveries_of(town, customer)


async def unlinked_agrees(town: Town, shown: Shown) -> None:
    assert isinstance(town.storage, InMemoryStorage)
    listed = await told_unlinked(town)
    bought = bought_with(town)
    mirrored = {subject for subjects in bought.values() for subject in subjects}
    nobodys = {
        account
        for account, subjects in bought.items()
        if account is not None and account not in shown.holders and any(s not in shown.owners for s in subjects)
    }
    deleted = {told.snapshot.ref for told in town.storage.tables.mirrored(AccountSnapshot) if told.snapshot.deleted}
    assert nobodys - deleted <= {thing.ref for thing in listed if thing.kind is ObjectKind.ACCOUNT and not thing.claim}
    for thing in listed:
        if thing.claim is None and thing.kind is ObjectKind.ACCOUNT:
            assert thing.ref not in shown.holders
        elif thing.claim is None:
            assert (thing.kind, thing.ref) not in shown.owners
    lost = {thing.claim for thing in listed if thing.claim is not None}
    for claim in town.storage.tables.claims.values():
        if claim.subject_key in mirrored:
            assert (claim in lost) is not is_won(claim, shown), claim


@given(lives(), chance)
async def test_ownership_is_the_same_wherever_it_is_shown(life: Life, chance: random.Random) -> None:
    town = in_memory(life)
    await town.live(disordered(town.happenings(), chance))
    shown = await shown_by_billing(town)
    await deliveries_agree(town, shown)
    await unlinked_agrees(town, shown)


@given(life=lives(), chance=chance)
@settings(max_examples=settings().max_examples // 10, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_ownership_is_the_same_on_a_database(life: Life, chance: random.Random, migrated_sqlite: Path) -> None:
    remembered = in_memory(life)
    deliveries = disordered(remembered.happenings(), chance)
    await remembered.live(deliveries)
    async with engines_on_copy(migrated_sqlite) as engines:
        written = on_database(life, engines)
        await written.live(deliveries)
        expected = {view.delivery.id: view.customer_id for view in await told_of_deliveries(remembered)}
        assert {view.delivery.id: view.customer_id for view in await told_of_deliveries(written)} == expected
        assert set(await told_unlinked(written)) == set(await told_unlinked(remembered))
