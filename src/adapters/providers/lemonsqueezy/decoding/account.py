"""Customers, which are the accounts that buyers have with a store."""

from __future__ import annotations

from adapters.providers.lemonsqueezy.decoding.context import DecodingContext, moment
from adapters.providers.lemonsqueezy.wire.account import Customer
from adapters.providers.lemonsqueezy.wire.document import Resource
from application.ports.provider.updates import ProviderUpdate
from domain.account import AccountSnapshot
from domain.mirror.snapshot import ObjectKind


def heard(customer: Resource[Customer], telling: DecodingContext) -> ProviderUpdate:
    """Decode a customer. Customers are never deleted: an archived one only gets no newsletters from the store."""
    told = customer.attributes
    snapshot = AccountSnapshot(
        ref=telling.ref(customer.id),
        kind=ObjectKind.ACCOUNT,
        timestamp=telling.stamp(told.updated_at),
        created_at=moment(told.created_at),
    )
    return ProviderUpdate(snapshots=(snapshot,))
