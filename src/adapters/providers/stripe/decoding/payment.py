"""Payment intents: payments that may belong to a subscription, a checkout or an invoice, and do not say to which."""

from __future__ import annotations

from adapters.providers.stripe.currencies import money
from adapters.providers.stripe.decoding.charge import heard as heard_charge
from adapters.providers.stripe.decoding.link import linked
from adapters.providers.stripe.decoding.telling import Telling, moment
from adapters.providers.stripe.wire.payment import Charge, PaymentIntent
from adapters.text import legible
from application.heard import Heard, together
from domain.facet import PaymentSnapshot, PaymentStatus
from domain.snapshot import ObjectKind

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
    """After a failed attempt it waits for a payment method again, just as it did before the first."""
    if intent.status == "requires_payment_method" and intent.last_payment_error is not None:
        return PaymentStatus.FAILED
    return _STATUSES.get(intent.status, PaymentStatus.UNKNOWN)


def heard(intent: PaymentIntent, telling: Telling) -> Heard:
    """It vouches for a one-off purchase if the seller wrote into it whose it is."""
    snapshot = PaymentSnapshot(
        ref=telling.ref(intent.id),
        kind=ObjectKind.PAYMENT,
        stamp=telling.stamp,
        account=telling.ref_of(intent.customer),
        keys=(intent.id,),
        payment_id=intent.id,
        created_at=moment(intent.created),
        status=status_of(intent),
        raw_status=legible(intent.status) or PaymentStatus.UNKNOWN.value,
        vouches=telling.names_customer(intent.metadata),
        total=money(intent.amount, intent.currency),
    )
    claims = telling.claims(
        intent.metadata,
        kind=ObjectKind.PAYMENT,
        subject=snapshot.ref,
        account=snapshot.account,
        since=snapshot.created_at,
    )
    link = linked(intent, telling, invoice=intent.invoice, payment=intent.id)
    charge = heard_charge(intent.latest_charge, telling) if isinstance(intent.latest_charge, Charge) else Heard()
    return together([Heard(snapshots=(snapshot,), claims=claims), link, charge])
