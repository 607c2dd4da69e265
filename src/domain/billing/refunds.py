"""Refunds of payments of subscriptions. The subscriptions themselves continue unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.money import Money
from domain.provider import ProviderRef
from domain.purchases.amounts import PurchaseAmounts
from domain.purchases.facet import ChargeSnapshot, DisputeSnapshot, PaymentSnapshot, SubscriptionPaymentSnapshot
from domain.purchases.grouping import Group


def refunded_of(groups: Iterable[Group]) -> Mapping[ProviderRef, Money]:
    """Compute the amount refunded for each subscription, as far as its charges are known.

    A refund does not end a subscription, so it is shown alongside it.
    """
    refunded: dict[ProviderRef, Money] = {}
    for group in groups:
        told = [facet.snapshot for facet in group]
        paid_for = {each.subscription for each in told if isinstance(each, SubscriptionPaymentSnapshot)}
        if not paid_for:
            continue
        back = PurchaseAmounts(
            payments=[each for each in told if isinstance(each, PaymentSnapshot)],
            charges=[each for each in told if isinstance(each, ChargeSnapshot)],
            disputes=[each for each in told if isinstance(each, DisputeSnapshot)],
        ).refunded
        if back is None or back.amount == 0:
            continue
        for subscription in paid_for:
            before = refunded.get(subscription, back.with_amount(0))
            if before.currency == back.currency:
                refunded[subscription] = back.with_amount(before.amount + back.amount)
    return refunded
