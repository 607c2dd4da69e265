"""Credit notes, which return part of a paid invoice without a refund of its charge (Stripe API, "Credit Notes")."""

from __future__ import annotations

from adapters.providers.stripe.decoding.context import DecodingContext, id_of, to_datetime
from adapters.providers.stripe.money import money
from adapters.providers.stripe.wire.invoice import CreditNote
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from domain.purchases.facet import ChargeSnapshot

_REFUND_OF_A_CHARGE = ("refund", None)


def heard(note: CreditNote, telling: DecodingContext) -> ProviderUpdate:
    """Decode a credit note. A note from before the payment lowers the amount due, which the invoice states itself."""
    invoice = id_of(note.invoice)
    if invoice is None:
        return ProviderUpdate()
    snapshot = ChargeSnapshot(
        ref=telling.ref(note.id),
        kind=ObjectKind.CREDIT_NOTE,
        timestamp=telling.stamp,
        keys=(note.id, invoice),
        created_at=to_datetime(note.created),
        captured=money(0, note.currency),
        refunded=money(_credited(note), note.currency),
    )
    return ProviderUpdate(snapshots=(snapshot,))


def _credited(note: CreditNote) -> int:
    """Return the part credited to the balance or paid back outside of Stripe; refunds are part of the charge."""
    if note.status != "issued":
        return 0
    if note.post_payment_amount is None:
        return _credited_by_older(note)
    refunds = note.refunds or []
    refunded = sum(refund.amount_refunded for refund in refunds if refund.type in _REFUND_OF_A_CHARGE)
    return max(0, note.post_payment_amount - refunded)


def _credited_by_older(note: CreditNote) -> int:
    if note.refund is not None:
        return note.out_of_band_amount or 0
    return note.amount if note.type == "post_payment" else 0
