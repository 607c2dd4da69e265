"""Charges, refunds and disputes."""

from __future__ import annotations

from adapters.providers.stripe.decoding.context import DecodingContext, id_of, to_datetime
from adapters.providers.stripe.decoding.relations import linked
from adapters.providers.stripe.money import money
from adapters.providers.stripe.wire.payment import Charge, Dispute, Refund
from application.ports.provider.updates import ProviderUpdate, merge_updates
from domain.mirror.snapshot import ObjectKind
from domain.purchases.facet import ChargeSnapshot, DisputeSnapshot, DisputeStatus

_DISPUTES = {
    "lost": DisputeStatus.LOST,
    "won": DisputeStatus.WON,
    "warning_closed": DisputeStatus.WON,
    "prevented": DisputeStatus.WON,
}


def heard(charge: Charge, telling: DecodingContext) -> ProviderUpdate:
    captured = _captured(charge)
    snapshot = ChargeSnapshot(
        ref=telling.ref(charge.id),
        kind=ObjectKind.CHARGE,
        timestamp=telling.stamp,
        account=telling.ref_of(charge.customer),
        keys=tuple(filter(None, (charge.id, id_of(charge.payment_intent)))),
        payment_id=id_of(charge.payment_intent),
        created_at=to_datetime(charge.created),
        captured=money(captured, charge.currency),
        refunded=money(_refunded(charge, captured), charge.currency),
    )
    link = linked(charge, telling, invoice=charge.invoice, payment=id_of(charge.payment_intent), charge=charge.id)
    return merge_updates([ProviderUpdate(snapshots=(snapshot,)), link])


def heard_refund(refund: Refund, telling: DecodingContext) -> ProviderUpdate:
    """Request a fetch of the charge. A refund may still fail, and only the charge has the refunded amount."""
    charge, payment = id_of(refund.charge), id_of(refund.payment_intent)
    if charge is not None:
        return ProviderUpdate(fetch_requests=(telling.wanted(ObjectKind.CHARGE, charge),))
    return ProviderUpdate(fetch_requests=(telling.wanted(ObjectKind.PAYMENT, payment),) if payment is not None else ())


def heard_dispute(dispute: Dispute, telling: DecodingContext) -> ProviderUpdate:
    charge, payment = id_of(dispute.charge), id_of(dispute.payment_intent)
    snapshot = DisputeSnapshot(
        ref=telling.ref(dispute.id),
        kind=ObjectKind.DISPUTE,
        timestamp=telling.stamp,
        keys=tuple(filter(None, (dispute.id, charge, payment))),
        payment_id=payment,
        created_at=to_datetime(dispute.created),
        status=_DISPUTES.get(dispute.status, DisputeStatus.OPEN),
        amount=money(dispute.amount, dispute.currency)
        if dispute.amount is not None and dispute.currency is not None
        else None,
    )
    wanted = (telling.wanted(ObjectKind.CHARGE, charge, once=True),) if charge is not None else ()
    return ProviderUpdate(snapshots=(snapshot,), fetch_requests=wanted)


def _captured(charge: Charge) -> int:
    if charge.amount_captured is not None:
        return charge.amount_captured
    return charge.amount if charge.paid and charge.captured else 0


def _refunded(charge: Charge, captured: int) -> int:
    """Return how much of the captured amount was refunded.

    `refunded` is true only if the charge was refunded in full. Stripe releases the part of an authorization that was
    never captured and counts it as refunded as well.
    """
    if charge.refunded:
        return captured
    released = max(0, charge.amount - captured)
    return max(0, (charge.amount_refunded or 0) - released)
