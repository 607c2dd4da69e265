"""Mapping to a row and back is lossless."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.persistence.customers import mapping as customer_mapping
from adapters.persistence.inbox import mapping as delivery_mapping
from adapters.persistence.mirror.mapping import subscription as subscription_mapping
from adapters.persistence.mirror.mirror_tables import LOCK_ORDER
from adapters.persistence.ownership import mapping as claim_mapping
from adapters.persistence.sessions import mapping as session_mapping
from adapters.persistence.storage import SqlStorage
from application.ports.storage.inbox import Delivery
from application.ports.storage.sessions import Session
from domain.customer import Customer
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import AccountUnlink, Claim
from examples import BETA, known, ref, told_subscription
from integration.persistence import any_items, anything


@given(anything.mirrored(anything.snapshots))
def test_mirror_record_survives_its_mapping(mirrored: MirrorRecord[Snapshot]) -> None:
    [kept] = [kept for kept in LOCK_ORDER if mirrored.snapshot.kind in kept.kinds]
    row = kept.to_row(mirrored)
    assert set(row) == {column.key for column in kept.table.columns}
    assert kept.from_row(row) == mirrored


@given(anything.claims)
def test_claim_survives_its_mapping(claim: Claim) -> None:
    assert claim_mapping.from_row(claim_mapping.to_row(claim)) == claim


@given(anything.unlinkings, any_items.moments)
def test_unlink_survives_its_mapping(unlinking: AccountUnlink, at: datetime) -> None:
    assert claim_mapping.unlinking_from_row(claim_mapping.unlinking_to_row(unlinking, at)) == unlinking


@given(anything.customers)
def test_customer_survives_its_mapping(customer: Customer) -> None:
    assert customer_mapping.from_row(customer_mapping.to_row(customer)) == customer


@given(anything.deliveries)
def test_delivery_survives_its_mapping(delivery: Delivery) -> None:
    assert delivery_mapping.from_row(delivery_mapping.to_row(delivery)) == delivery


@given(anything.sessions)
def test_session_survives_its_mapping(session: Session) -> None:
    assert session_mapping.from_row(session_mapping.to_row(session)) == session


def test_every_mirrored_kind_has_one_table() -> None:
    mirrored = set(ObjectKind) - {ObjectKind.REFUND, ObjectKind.ARREARS}
    assert sorted(kind for kept in LOCK_ORDER for kind in kept.kinds) == sorted(mirrored)


def test_reference_to_another_provider_is_refused() -> None:
    with pytest.raises(ValueError, match="another provider"):
        subscription_mapping.to_row(known(told_subscription(account=ref("account", BETA))))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(anything.mirrored(anything.snapshots), max_size=6, unique_by=lambda m: m.snapshot.key))
async def test_mirror_record_survives_the_database(
    sql_storage: SqlStorage, everything: list[MirrorRecord[Snapshot]]
) -> None:
    fresh = [replace(mirrored, version=0) for mirrored in everything]
    async with sql_storage.begin() as uow:
        await uow.mirror.save(fresh)
        loaded = await uow.mirror.load(frozenset(mirrored.snapshot.key for mirrored in fresh))
    assert loaded == {mirrored.snapshot.key: replace(mirrored, version=1) for mirrored in fresh}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything.customers, anything.claims)
async def test_customers_and_claims_survive_the_database(
    sql_storage: SqlStorage, customer: Customer, claim: Claim
) -> None:
    theirs = replace(claim, customer_id=customer.id)
    async with sql_storage.begin() as uow:
        await uow.customers.register([customer])
        await uow.claims.add([theirs])
        assert await uow.customers.get(customer.id) == customer
        found = await uow.claims.about(accounts=frozenset(), subjects=frozenset({claim.subject}))
    assert found.claims == {theirs}
