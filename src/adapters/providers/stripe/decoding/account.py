"""Customers, which are the accounts that buyers have with a seller."""

from __future__ import annotations

from adapters.providers.stripe.decoding.context import DecodingContext, moment_of
from adapters.providers.stripe.wire.account import Customer
from application.ports.provider.updates import Alias, ProviderUpdate
from domain.account import AccountSnapshot
from domain.mirror.snapshot import ObjectKind


def heard(customer: Customer, telling: DecodingContext) -> ProviderUpdate:
    if customer.deleted:
        return heard_deleted(customer, telling)
    ref, created_at = telling.ref(customer.id), moment_of(customer.created)
    snapshot = AccountSnapshot(
        ref=ref,
        kind=ObjectKind.ACCOUNT,
        timestamp=telling.stamp,
        created_at=created_at,
        has_payment_method=_has_payment_method(customer),
        discounted=customer.discount is not None,
    )
    since = created_at or telling.stamp.as_of
    claims = telling.claims(customer.metadata, kind=ObjectKind.ACCOUNT, subject=ref, account=ref, since=since)
    return ProviderUpdate(snapshots=(snapshot,), claims=claims, aliases=_aliases(customer, telling))


def _aliases(customer: Customer, telling: DecodingContext) -> tuple[Alias, ...]:
    second = telling.ref_of(customer.customer_account)
    return (Alias(alias=second, account=telling.ref(customer.id)),) if second is not None else ()


def _has_payment_method(customer: Customer) -> bool:
    settings = customer.invoice_settings
    return bool((settings and settings.default_payment_method) or customer.default_source)


def heard_deleted(customer: Customer, telling: DecodingContext) -> ProviderUpdate:
    """Decode a deleted customer. An event carries the last state, a response only the id; both decode to the same."""
    snapshot = AccountSnapshot(
        ref=telling.ref(customer.id),
        kind=ObjectKind.ACCOUNT,
        timestamp=telling.stamp,
        created_at=None,
        deleted=True,
    )
    return ProviderUpdate(snapshots=(snapshot,), aliases=_aliases(customer, telling))
