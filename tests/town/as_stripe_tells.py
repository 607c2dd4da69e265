"""A lifecycle in Stripe's terms: complete events, and the objects as its API holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from application.portal.checkout_reference import CheckoutReferenceSigner
from domain.mirror.snapshot import ObjectKind
from fixtures.stripe.payloads import variant
from town.happening import Happening, Object
from town.life import (
    STRIPE,
    Account,
    Change,
    How,
    Life,
    Standing,
    Subscription,
    SubscriptionChange,
)
from town.stripe_invoices import invoices_of
from town.stripe_pauses import pauses_of, schedule_id
from town.stripe_prices import discounts_of, sold, terms
from town.stripe_purchases import StripePurchases
from town.stripe_words import carried, happening, metadata, sellers_reference, unix

_STATUSES: Mapping[str, str] = {
    Standing.ENDED: "canceled",
    Standing.LAPSED: "incomplete_expired",
    Standing.CANCELLING: "active",
    Standing.VOID: "active",
    Standing.FREE: "active",
    Standing.PLANNED: "active",
    Standing.ODD: "hibernating",
}
_PAUSES: Mapping[str, Object] = {
    Standing.VOID: {"behavior": "void", "resumes_at": None},
    Standing.FREE: {"behavior": "keep_as_draft", "resumes_at": None},
}


def always() -> Iterator[Object]:
    """Return the objects that the seller sets up in advance."""
    yield variant("billing_portal.configuration.with_pauses")
    yield variant("billing_portal.configuration.without_plan_changes")
    yield variant("product.pro")
    yield variant("product.course")
    yield from sold()
    yield variant("price.course")


class AsStripeTells:
    def __init__(self, references: CheckoutReferenceSigner, *, pricing_tables: bool = False) -> None:
        self.references = references
        self.pricing_tables = pricing_tables

    def life(self, life: Life) -> Iterator[Happening]:
        for account in life.accounts:
            if account.provider == STRIPE:
                yield from self.account(account)
        for subscription in life.subscriptions:
            if subscription.provider == STRIPE:
                yield from self.subscription(subscription)
        for purchase in life.purchases:
            if purchase.provider == STRIPE:
                yield from StripePurchases(self.references, pricing_tables=self.pricing_tables).happenings(purchase)

    def account(self, account: Account) -> Iterator[Happening]:
        """Encode an account. No response names the owner of a deleted one."""
        word = {"user_id": account.word.customer} if account.word else {}
        told: Object = variant("customer.without_user_id") | {"id": account.id, "created": unix(account.created)}
        told |= {"metadata": word}
        about, since = (ObjectKind.ACCOUNT, account.id), Change(at=account.created, stamp=account.created, value="")
        needed = bool(word) and account.deleted is not None
        yield happening(since, "customer.created", told, about, needed=needed)
        if account.deleted is not None:
            gone = {"id": account.id, "object": "customer", "deleted": True}
            yield happening(account.deleted, "customer.deleted", told, about, held=(gone,))

    def subscription(self, subscription: Subscription) -> Iterator[Happening]:
        about = (ObjectKind.SUBSCRIPTION, subscription.id)
        counted = False
        for number, change in enumerate(subscription.changes):
            told = _subscription(subscription, change)
            kind = "deleted" if change.value is Standing.ENDED else "updated" if number else "created"
            counts = change.value not in (Standing.INCOMPLETE, Standing.LAPSED, Standing.ODD)
            type_ = f"customer.subscription.{kind}"
            held = (told, *discounts_of(subscription, change))
            yield happening(change, type_, told, about, held=held, needed=counts and not counted)
            counted |= counts
        yield from invoices_of(subscription)
        yield from pauses_of(subscription, _subscription)
        if any(word.how is not How.SELLER for word in subscription.words) or sellers_reference(subscription):
            yield self._checkout_of(subscription)

    def _checkout_of(self, subscription: Subscription) -> Happening:
        references = carried(subscription, self.references, pricing_tables=self.pricing_tables)
        told = variant("checkout.session.subscription_mode") | references
        told |= {"id": f"cs_of_{subscription.id}", "subscription": subscription.id, "invoice": None}
        begun = subscription.changes[0]
        return happening(begun, "checkout.session.completed", told, (ObjectKind.CHECKOUT, told["id"]))


def _subscription(subscription: Subscription, change: SubscriptionChange) -> Object:
    starts, ends = (unix(seconds) for seconds in change.period)
    told = variant("subscription.renewed")
    told |= {"id": subscription.id, "customer": subscription.account, "metadata": metadata(subscription)}
    told |= {"created": unix(subscription.created), "start_date": unix(subscription.created)}
    told |= {"status": _STATUSES.get(change.value, change.value), "pause_collection": _PAUSES.get(change.value)}
    told |= terms(subscription, change)
    told["schedule"] = schedule_id(subscription, change) if change.value is Standing.PLANNED else None
    told["cancel_at"] = unix(change.ends) if change.value is Standing.CANCELLING else None
    told["ended_at"] = unix(change.at) if change.value in (Standing.ENDED, Standing.LAPSED) else None
    told["trial_end"] = ends if change.value is Standing.TRIALING else None
    (item,) = told["items"]["data"]
    item |= {"id": f"si_{subscription.id}", "subscription": subscription.id}
    item |= {"current_period_start": starts, "current_period_end": ends}
    return told
