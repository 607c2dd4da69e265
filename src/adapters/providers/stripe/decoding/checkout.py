"""Checkout sessions: one-off purchases, and claims to the subscriptions that began in one."""

from __future__ import annotations

from adapters.providers.stripe.decoding.contents import Line, contents_of
from adapters.providers.stripe.decoding.context import DecodingContext, id_of, to_datetime
from adapters.providers.stripe.decoding.payment import attempt_failed
from adapters.providers.stripe.decoding.relations import subscription_payment
from adapters.providers.stripe.money import money
from adapters.providers.stripe.wire.checkout import CheckoutSession
from adapters.providers.stripe.wire.payment import PaymentIntent
from adapters.text import printable
from application.ports.provider.updates import ProviderUpdate, merge_updates
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.ownership.claim import Claim, Trust
from domain.provider import ProviderRef
from domain.purchases.facet import FacetSnapshot, PaymentSnapshot, PaymentStatus

_STATUSES = {
    "paid": PaymentStatus.PAID,
    "no_payment_required": PaymentStatus.PAID,
    "unpaid": PaymentStatus.PENDING,
}


def heard(session: CheckoutSession, telling: DecodingContext, *, failed: bool = False) -> ProviderUpdate:
    """Decode a session; an open one gives nothing. `failed`: the event states that the payment failed."""
    if session.status != "complete":
        return ProviderUpdate()
    if session.mode == "payment":
        return _purchase(session, telling, failed=failed)
    if session.mode == "subscription" and (subscription := telling.ref_of(session.subscription)) is not None:
        return ProviderUpdate(
            snapshots=_first_payment(session, subscription, telling),
            claims=_claims(session, telling, ObjectKind.SUBSCRIPTION, subscription),
            fetch_requests=(telling.wanted(ObjectKind.SUBSCRIPTION, subscription.id, once=True),),
            source=(ObjectKind.CHECKOUT, telling.ref(session.id)),
            aliases=telling.aliases_of(session),
        )
    if (account := telling.account_of(session)) is not None:
        claims = _claims(session, telling, ObjectKind.ACCOUNT, account)
        source = (ObjectKind.CHECKOUT, telling.ref(session.id))
        return ProviderUpdate(claims=claims, source=source, aliases=telling.aliases_of(session))
    return ProviderUpdate()


def heard_failed(session: CheckoutSession, telling: DecodingContext) -> ProviderUpdate:
    return heard(session, telling, failed=True)


def heard_expired(_: CheckoutSession, __: DecodingContext) -> ProviderUpdate:
    """Ignore an expired session: nothing was bought, and no earlier event of the session was decoded."""
    return ProviderUpdate()


def _purchase(session: CheckoutSession, telling: DecodingContext, *, failed: bool) -> ProviderUpdate:
    snapshot = PaymentSnapshot(
        ref=telling.ref(session.id),
        kind=ObjectKind.CHECKOUT,
        timestamp=telling.stamp,
        account=telling.account_of(session),
        keys=tuple(filter(None, (session.id, id_of(session.payment_intent), id_of(session.invoice)))),
        payment_id=id_of(session.payment_intent),
        created_at=to_datetime(session.created),
        status=_status(session, failed=failed),
        raw_status=printable(session.payment_status) or PaymentStatus.UNKNOWN.value,
        confirms_one_off=True,
        total=_total(session),
    )
    claims = _claims(session, telling, ObjectKind.CHECKOUT, snapshot.ref)
    bought = ProviderUpdate(snapshots=(snapshot,), claims=claims, aliases=telling.aliases_of(session))
    return merge_updates([bought, _items(session, telling)])


def _first_payment(
    session: CheckoutSession, subscription: ProviderRef, telling: DecodingContext
) -> tuple[FacetSnapshot, ...]:
    if (invoice := id_of(session.invoice)) is None:
        return ()
    return (subscription_payment(session, subscription, telling, invoice=invoice),)


def _status(session: CheckoutSession, *, failed: bool) -> PaymentStatus:
    """Return the payment status of a session.

    A delayed payment leaves the session `unpaid` both while it is pending and after it has failed; the payment intent
    distinguishes the two. A cancelled payment causes no event of the session, only events of the payment intent.
    """
    status = _STATUSES.get(session.payment_status, PaymentStatus.UNKNOWN)
    if status is not PaymentStatus.PENDING:
        return status
    payment_failed = isinstance(session.payment_intent, PaymentIntent) and attempt_failed(session.payment_intent)
    return PaymentStatus.FAILED if failed or payment_failed else status


def _total(session: CheckoutSession) -> Money | None:
    if session.amount_total is None or session.currency is None:
        return None
    return money(session.amount_total, session.currency)


def _items(session: CheckoutSession, telling: DecodingContext) -> ProviderUpdate:
    """Decode the line items. Webhooks never carry them, and an expanded list may be only the first page."""
    missing = ProviderUpdate(fetch_requests=(telling.wanted(ObjectKind.CHECKOUT, session.id, once=True),))
    if session.line_items is None:
        return missing
    lines = [
        Line(line.price, line.description, line.quantity, line.amount_subtotal, line.currency)
        for line in session.line_items.data
    ]
    complete = not session.line_items.has_more
    return merge_updates([contents_of(session, lines, telling, complete=complete), *([] if complete else [missing])])


def _claims(
    session: CheckoutSession, telling: DecodingContext, kind: ObjectKind, subject: ProviderRef
) -> tuple[Claim, ...]:
    """Return the claims of the metadata, and of the `client_reference_id` if it names another customer.

    The same customer is not claimed twice: metadata are the seller's, and no claim is stronger.
    """
    account, since = telling.account_of(session), to_datetime(session.created)
    by_metadata = telling.claims(session.metadata, kind=kind, subject=subject, account=account, since=since)
    by_reference = telling.claim(
        session.client_reference_id,
        _trust_of_reference(session, telling),
        kind=kind,
        subject=subject,
        account=account,
        since=since,
    )
    named = {claim.customer_id for claim in by_metadata}
    return by_metadata + tuple(claim for claim in by_reference if claim.customer_id not in named)


def _trust_of_reference(session: CheckoutSession, telling: DecodingContext) -> Trust:
    """Return how far a plain `client_reference_id` is trusted.

    A payment link, a buy button, a pricing table and a client-only Checkout take it from the page or the URL, where
    any buyer can write it. A session has `payment_link` if it came from a link or a button. Nothing distinguishes the
    session of a pricing table from one that was created by the API (Stripe API, "The Checkout Session object"), so the
    operator says whether there are any. Payloads from before payment links existed have no `payment_link`.
    """
    if session.payment_link is not None or telling.pricing_tables:
        return Trust.UNSIGNED
    return Trust.SELLER
