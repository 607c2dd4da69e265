"""Payment intents: payments that may belong to a subscription, a checkout or an invoice, and do not say to which."""

from __future__ import annotations

from adapters.providers.stripe.decoding.charge import heard as heard_charge
from adapters.providers.stripe.decoding.context import DecodingContext, to_datetime
from adapters.providers.stripe.decoding.relations import linked
from adapters.providers.stripe.money import money
from adapters.providers.stripe.wire.payment import Charge, PaymentIntent
from adapters.text import printable
from application.ports.provider.updates import ProviderUpdate, merge_updates
from domain.mirror.snapshot import ObjectKind
from domain.purchases.facet import OriginSnapshot, PaymentSnapshot, PaymentStatus

_STATUSES = {
    "succeeded": PaymentStatus.PAID,
    "canceled": PaymentStatus.FAILED,
    "processing": PaymentStatus.PENDING,
    "requires_payment_method": PaymentStatus.PENDING,
    "requires_confirmation": PaymentStatus.PENDING,
    "requires_action": PaymentStatus.PENDING,
    "requires_capture": PaymentStatus.PENDING,
}


def status_of(intent: PaymentIntent) -> PaymentStatus:
    """Return the status. After a failed attempt the payment waits for a payment method, as before the first one."""
    if attempt_failed(intent):
        return PaymentStatus.FAILED
    return _STATUSES.get(intent.status, PaymentStatus.UNKNOWN)


def attempt_failed(intent: PaymentIntent) -> bool:
    return intent.status == "requires_payment_method" and intent.last_payment_error is not None


def heard(intent: PaymentIntent, telling: DecodingContext) -> ProviderUpdate:
    """Decode a payment, which confirms a one-off purchase if its metadata name a customer.

    Since API version 2025-03-31 a payment does not name its invoice, which may be a subscription's. A guest has no
    subscription, because each has a customer; the origin of all other payments is fetched once.
    """
    snapshot = PaymentSnapshot(
        ref=telling.ref(intent.id),
        kind=ObjectKind.PAYMENT,
        timestamp=telling.stamp,
        account=telling.account_of(intent),
        keys=(intent.id,),
        payment_id=intent.id,
        created_at=to_datetime(intent.created),
        status=status_of(intent),
        raw_status=printable(intent.status) or PaymentStatus.UNKNOWN.value,
        confirms_one_off=telling.names_customer(intent.metadata) and not _never_tried(intent),
        total=money(_amount(intent), intent.currency),
    )
    claims = telling.claims(
        intent.metadata,
        kind=ObjectKind.PAYMENT,
        subject=snapshot.ref,
        account=snapshot.account,
        since=snapshot.created_at,
    )
    link = linked(intent, telling, invoice=intent.invoice, payment=intent.id)
    charge = (
        heard_charge(intent.latest_charge, telling) if isinstance(intent.latest_charge, Charge) else ProviderUpdate()
    )
    looked_up = snapshot.confirms_one_off and snapshot.account is not None
    wanted = (telling.wanted(ObjectKind.ORIGIN, intent.id, once=True),) if looked_up else ()
    told = ProviderUpdate(
        snapshots=(snapshot,), claims=claims, fetch_requests=wanted, aliases=telling.aliases_of(intent)
    )
    return merge_updates([told, link, charge])


def heard_origin(intent: PaymentIntent, telling: DecodingContext) -> ProviderUpdate:
    """States that the payment's invoices were listed. Each invoice and its link has a snapshot of its own."""
    origin = OriginSnapshot(
        ref=telling.ref(intent.id),
        kind=ObjectKind.ORIGIN,
        timestamp=telling.stamp,
        keys=(intent.id,),
        created_at=to_datetime(intent.created),
    )
    return ProviderUpdate(snapshots=(origin,))


def _amount(intent: PaymentIntent) -> int:
    """Return the amount paid: the amount received, because an authorization may have been captured in part."""
    if intent.status == "succeeded" and intent.amount_received is not None:
        return intent.amount_received
    return intent.amount


def _never_tried(intent: PaymentIntent) -> bool:
    """Return whether the payment was cancelled before any attempt to pay, so that nothing was bought with it."""
    return intent.status == "canceled" and intent.latest_charge is None
