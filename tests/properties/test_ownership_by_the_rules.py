"""Ownership is resolved in one pass, with the result that the rules demand for each object."""

from __future__ import annotations

import random

import pytest
from hypothesis import given

from domain.ownership.claim import Claim
from domain.ownership.claim_set import ClaimSet
from domain.ownership.resolution import OwnershipResolver, resolve_ownership
from domain.purchases.facet import FacetSnapshot
from domain.purchases.grouping import group_by_shared_keys
from domain.subscription import SubscriptionSnapshot
from examples import known
from fakes.storage import InMemoryStorage
from properties.ownership_worlds import World, worlds
from properties.plain_ownership import PlainOwnership, groups_of
from properties.test_customers_of_both import chance, disordered
from town.generated import lives
from town.life import Life
from town.town import in_memory

pytestmark = pytest.mark.slow


def agrees(decided: OwnershipResolver, plain: PlainOwnership) -> None:
    accounts = {c.account for c in plain.claims} | {s.account for s in plain.subscriptions}
    accounts |= {facet.snapshot.account for facet in plain.facets}
    for account in (account for account in accounts if account is not None):
        assert outcome(decided.ownership.account_owner(account)) == outcome(plain.holder(account)), account
    for subject in decided.item_by_subject:
        assert outcome(decided.owner(subject, None)) == outcome(plain.owner(subject, None)), subject
    for claim in plain.claims:
        assert outcome(decided.owner(claim.subject_key, claim.account)) == outcome(
            plain.owner(claim.subject_key, claim.account)
        )


def outcome(claim: Claim | None) -> object:
    """Return the owner; of equal claims, either may be named."""
    return (claim.customer_id, claim.precedence()) if claim is not None else None


@given(worlds())
def test_resolution_in_one_pass_follows_the_rules(world: World) -> None:
    told = [known(each) for each in world.snapshots if isinstance(each, FacetSnapshot)]
    plain = PlainOwnership(
        claims=world.claims, unlinkings=world.unlinkings, subscriptions=world.subscriptions, facets=told
    )
    agrees(world.decision, plain)


@given(lives(), chance)
async def test_resolution_of_whole_lifecycles_follows_the_rules(life: Life, chance: random.Random) -> None:
    town = in_memory(life)
    await town.live(disordered(town.happenings(), chance))
    assert isinstance(town.storage, InMemoryStorage)
    tables = town.storage.tables
    facets = list(tables.mirrored(FacetSnapshot))
    subscriptions = [told.snapshot for told in tables.mirrored(SubscriptionSnapshot)]
    claims, unlinkings = list(tables.claims.values()), list(tables.unlinkings)
    ownership = ClaimSet(claims=frozenset(claims), unlinkings=frozenset(unlinkings))
    agrees(
        resolve_ownership(ownership, subscriptions, facets),
        PlainOwnership(claims=claims, unlinkings=unlinkings, subscriptions=subscriptions, facets=facets),
    )


@given(worlds())
def test_facets_that_share_a_key_are_grouped(world: World) -> None:
    told = [known(each) for each in world.snapshots if isinstance(each, FacetSnapshot)]
    found = {frozenset(facet.snapshot.key for facet in group) for group in group_by_shared_keys(told)}
    assert found == {frozenset(facet.snapshot.key for facet in group) for group in groups_of(told)}
