"""Checkout sessions: one-off purchases, and whose the subscriptions are that began in one."""

from __future__ import annotations

from adapters.providers.stripe.currencies import money
from adapters.providers.stripe.decoding.catalogue import product_named_by
from adapters.providers.stripe.decoding.payment import status_of
from adapters.providers.stripe.decoding.telling import Telling, id_of, moment
from adapters.providers.stripe.wire.checkout import CheckoutSession
from adapters.text import legible
from application.heard import Heard, together
from domain.claim import Claim, Trust
from domain.facet import ItemSnapshot, PaymentSnapshot, PaymentStatus
from domain.money import Money
from domain.provider import Ref
from domain.snapshot import ObjectKind

_STATUSES = {
    "paid": PaymentStatus.PAID,
    "no_payment_required": PaymentStatus.PAID,
    "unpaid": PaymentStatus.PENDING,
}


def heard(session: CheckoutSession, telling: Telling, *, failed: bool = False) -> Heard:
    """One that is still open says nothing. `failed`: the event is the word that nothing will be paid."""
    if session.status != "complete":
        return Heard()
    if session.mode == "payment":
        return _purchase(session, telling, failed=failed)
    if session.mode == "subscription" and (subscription := telling.ref_of(session.subscription)) is not None:
        return Heard(
            claims=_claims(session, telling, ObjectKind.SUBSCRIPTION, subscription),
            wanted=(telling.wanted(ObjectKind.SUBSCRIPTION, subscription.id, once=True),),
            source=(ObjectKind.CHECKOUT, telling.ref(session.id)),
        )
    if (account := telling.ref_of(session.customer)) is not None:
        claims = _claims(session, telling, ObjectKind.ACCOUNT, account)
        return Heard(claims=claims, source=(ObjectKind.CHECKOUT, telling.ref(session.id)))
    return Heard()


def heard_failed(session: CheckoutSession, telling: Telling) -> Heard:
    return heard(session, telling, failed=True)


def heard_expired(_: CheckoutSession, __: Telling) -> Heard:
    """Nobody came to buy, and nothing of it has been heard before."""
    return Heard()


def _purchase(session: CheckoutSession, telling: Telling, *, failed: bool) -> Heard:
    snapshot = PaymentSnapshot(
        ref=telling.ref(session.id),
        kind=ObjectKind.CHECKOUT,
        stamp=telling.stamp,
        account=telling.ref_of(session.customer),
        keys=tuple(filter(None, (session.id, id_of(session.payment_intent), id_of(session.invoice)))),
        payment_id=id_of(session.payment_intent),
        created_at=moment(session.created),
        status=_status(session, failed=failed),
        raw_status=legible(session.payment_status) or PaymentStatus.UNKNOWN.value,
        vouches=True,
        total=_total(session),
    )
    claims = _claims(session, telling, ObjectKind.CHECKOUT, snapshot.ref)
    return together([Heard(snapshots=(snapshot,), claims=claims), _items(session, telling)])


def _status(session: CheckoutSession, *, failed: bool) -> PaymentStatus:
    """What does not arrive at once stays `unpaid`, whether it is on its way or has failed: the payment tells which."""
    status = _STATUSES.get(session.payment_status, PaymentStatus.UNKNOWN)
    if status is not PaymentStatus.PENDING:
        return status
    payment = session.payment_intent
    payment_failed = not isinstance(payment, str | None) and status_of(payment) is PaymentStatus.FAILED
    return PaymentStatus.FAILED if failed or payment_failed else status


def _total(session: CheckoutSession) -> Money | None:
    if session.amount_total is None or session.currency is None:
        return None
    return money(session.amount_total, session.currency)


def _items(session: CheckoutSession, telling: Telling) -> Heard:
    if session.line_items is None:
        return Heard(wanted=(telling.wanted(ObjectKind.CHECKOUT, session.id, once=True),))
    if not session.line_items.data:
        return Heard()
    line = session.line_items.data[0]
    item = ItemSnapshot(
        ref=telling.ref(session.id),
        kind=ObjectKind.ITEM,
        stamp=telling.stamp,
        keys=(session.id,),
        created_at=moment(session.created),
        product_id=id_of(line.price.product) if line.price else None,
        price_id=line.price.id if line.price else None,
        name=legible(line.description),
    )
    return together([Heard(snapshots=(item,)), product_named_by(line.price, telling)])


def _claims(session: CheckoutSession, telling: Telling, kind: ObjectKind, subject: Ref) -> tuple[Claim, ...]:
    """A payment link takes the reference from its address, which any buyer can write."""
    account, since = telling.ref_of(session.customer), moment(session.created)
    by_metadata = telling.claims(session.metadata, kind=kind, subject=subject, account=account, since=since)
    by_reference = telling.claim(
        session.client_reference_id,
        Trust.SELLER if session.payment_link is None else Trust.UNSIGNED,
        kind=kind,
        subject=subject,
        account=account,
        since=since,
    )
    return tuple(dict.fromkeys(by_metadata + by_reference))
