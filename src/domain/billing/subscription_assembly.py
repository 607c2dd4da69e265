"""Assembles a subscription from its snapshot and the objects related to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.account import AccountSnapshot
from domain.catalogue.discount import Discount
from domain.catalogue.entry import Catalogue, complete_item
from domain.catalogue.item import SubscriptionItem
from domain.lifecycle.arrears import SubscriptionInvoiceSnapshot, in_arrears_since
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.provider import ProviderRef
from domain.purchases.facet import PaymentSnapshot
from domain.subscription import ScheduleSnapshot, Subscription, SubscriptionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedObjects:
    """Objects that complete subscriptions, each under the reference by which a subscription leads to it.

    `open_invoices`, `schedules` and `refunded` are by the reference of the subscription, `first_failures` by that of
    the invoice, and `payments` by their own.
    """

    accounts: Mapping[ProviderRef, AccountSnapshot]
    schedules: Mapping[ProviderRef, ScheduleSnapshot]
    open_invoices: Mapping[ProviderRef, Sequence[SubscriptionInvoiceSnapshot]]
    first_failures: Mapping[ProviderRef, datetime]
    payments: Mapping[ProviderRef, PaymentSnapshot]
    refunded: Mapping[ProviderRef, Money]

    def complete(self, known: MirrorRecord[SubscriptionSnapshot]) -> Subscription:
        """Return the subscription without names and prices; `priced` adds them."""
        snapshot = known.snapshot
        account = self.accounts.get(snapshot.account) if snapshot.account is not None else None
        return Subscription(
            snapshot=snapshot,
            counted=known.ever_counted,
            contested=known.contested_at is not None,
            currency=self._charged(snapshot),
            items=snapshot.items,
            discounts=self._discounts(snapshot, account),
            schedule=self.schedules.get(snapshot.ref),
            arrears_since=in_arrears_since(self.open_invoices.get(snapshot.ref, ()), self.first_failures),
            account_deleted_at=account.timestamp.as_of if account is not None and account.deleted else None,
            account_has_payment_method=account.has_payment_method if account is not None else None,
            refunded=self.refunded.get(snapshot.ref),
        )

    def _discounts(
        self, snapshot: SubscriptionSnapshot, account: AccountSnapshot | None
    ) -> tuple[Discount | None, ...]:
        """Its own discounts, or else that of its account or of the order that opened it, of which no more is known."""
        if snapshot.discounts:
            return (None,) * len(snapshot.discounts)
        opening = self._opening(snapshot)
        inherited = (account is not None and account.discounted) or (opening is not None and opening.discounted)
        return (None,) if inherited else ()

    def _charged(self, snapshot: SubscriptionSnapshot) -> str | None:
        """The currency that is charged: where the subscription does not tell, that of the order that opened it."""
        if snapshot.currency is not None:
            return snapshot.currency
        opening = self._opening(snapshot)
        return opening.total.currency if opening is not None and opening.total is not None else None

    def _opening(self, snapshot: SubscriptionSnapshot) -> PaymentSnapshot | None:
        """The order that opened the subscription, if there is one and it is known."""
        opened_by = snapshot.initial_order_id
        return self.payments.get(snapshot.ref.same_provider(opened_by)) if opened_by is not None else None


def priced(subscription: Subscription, catalogue: Catalogue) -> Subscription:
    """Return the subscription with the names, prices and discounts that the catalogue has for it."""
    snapshot, schedule = subscription.snapshot, subscription.schedule
    items = tuple(
        complete_item(item, catalogue, beside=snapshot.ref, currency=subscription.currency) for item in snapshot.items
    )
    discounts = tuple(_discount(snapshot.ref.same_provider(id_), catalogue) for id_ in snapshot.discounts)
    return replace(
        subscription,
        items=items,
        discounts=discounts or subscription.discounts,
        schedule=_planned(schedule, items, catalogue, subscription.currency) if schedule is not None else None,
    )


def _planned(
    schedule: ScheduleSnapshot, items: tuple[SubscriptionItem, ...], catalogue: Catalogue, currency: str | None
) -> ScheduleSnapshot:
    """The schedule with what is known of the items of its phases, from the subscription or from the catalogue."""
    present = {item.id: item for item in items}

    def known(item: SubscriptionItem) -> SubscriptionItem:
        if item.id in present:
            return replace(present[item.id], quantity=item.quantity)
        return complete_item(item, catalogue, beside=schedule.ref, currency=currency)

    return replace(
        schedule, phases=tuple(replace(each, items=tuple(map(known, each.items))) for each in schedule.phases)
    )


def _discount(ref: ProviderRef, catalogue: Catalogue) -> Discount | None:
    entry = catalogue.get((ObjectKind.DISCOUNT, ref))
    return entry.discount if entry is not None else None
