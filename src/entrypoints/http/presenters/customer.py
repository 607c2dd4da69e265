"""Converts domain objects to response schemas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from application.portal.billing_pages import page_of_purchases, page_of_subscriptions
from application.portal.show_billing import BillingView
from domain.account import Account
from domain.billing.access import Access, access_of_purchase, access_of_subscription
from domain.billing.billing import Billing
from domain.billing.next_charge import next_charge
from domain.intent import Intent
from domain.one_off_purchase import OneOffPurchase
from domain.subscription import Subscription, SubscriptionStatus
from entrypoints.http.place_cursor import cursor_of
from entrypoints.http.presenters import items
from entrypoints.http.presenters.items import money
from entrypoints.http.schemas import billing as billing_json
from entrypoints.http.schemas import customer as customer_json


def customer(known: Billing) -> customer_json.Customer:
    home = known.home
    return customer_json.Customer(
        id=known.customer.id,
        email=known.customer.email,
        name=known.customer.name,
        home_provider=home.provider if home else None,
        home_reason=customer_json.HomeReason(
            rule=home.rule.value, provider=home.provider, reference=home.reference, at=home.at
        )
        if home
        else None,
        accounts=[_account(known, account) for account in known.accounts],
    )


def billing(view: BillingView) -> billing_json.Billing:
    known = view.billing
    subscriptions = page_of_subscriptions(known.subscriptions, view.now)
    purchases = page_of_purchases(known.purchases)
    return billing_json.Billing(
        customer_id=known.customer.id,
        home_provider=known.home.provider if known.home else None,
        access=_access(view.access),
        subscriptions=[subscription_in(view, each) for each in subscriptions.shown],
        purchases=[purchase(each) for each in purchases.shown],
        more=billing_json.More(subscriptions=cursor_of(subscriptions.ended), purchases=cursor_of(purchases.ended)),
        intents=list(view.intents),
    )


def subscription_in(view: BillingView, known: Subscription) -> billing_json.Subscription:
    """One of the customer's own."""
    return subscription(known, view.now, grace=view.grace, intents=view.intents_of(known))


def subscription(
    known: Subscription, now: datetime, *, grace: timedelta, intents: Sequence[Intent]
) -> billing_json.Subscription:
    """One whose end is due reads as ended, also while the provider's word of it is still on its way."""
    snapshot, change = known.snapshot, known.pending_change(now)
    ended = known.ended(now)
    return billing_json.Subscription(
        provider=known.ref.provider,
        id=known.ref.id,
        provider_customer_id=snapshot.account.id if snapshot.account else None,
        status=SubscriptionStatus.ENDED if ended else known.status_at(now),
        raw_status=snapshot.raw_status,
        plan=items.plan(known.plan) if known.plan is not None else None,
        items=[items.item(each) for each in known.items],
        total=money(known.total),
        discounted=known.discounted(now),
        next_charge=money(next_charge(known, now)),
        refunded=money(known.refunded),
        started_at=snapshot.started_at,
        current_period_end=snapshot.current_period_end,
        trial_ends_at=snapshot.trial_ends_at,
        cancels_at=known.cancels_at,
        ended_at=known.ended_at or (known.cancels_at if ended else None),
        pauses_at=known.pauses_at(now),
        resumes_at=None if ended else _to_come(known.resumes_at, now),
        pending_change=items.pending_change(change) if change is not None else None,
        access=_access(access_of_subscription(known, now, grace=grace)),
        can_change_plan=known.can_change_plan(now),
        intents=list(intents),
        as_of=snapshot.timestamp.as_of,
        contested=known.contested,
    )


def _to_come(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment > now else None


def purchase(known: OneOffPurchase) -> billing_json.Purchase:
    return billing_json.Purchase(
        provider=known.ref.provider,
        id=known.ref.id,
        provider_customer_id=known.account.id if known.account else None,
        status=known.status,
        raw_status=known.primary_payment.raw_status,
        product_id=known.item.product_id if known.item else None,
        product_name=known.product_name,
        items=[items.purchased_item(each) for each in known.items],
        paid=money(known.paid),
        refunded=money(known.refunded),
        purchased_at=known.purchased_at,
        access=_access(access_of_purchase(known)),
        as_of=known.latest_stamp.as_of,
    )


def _account(known: Billing, account: Account) -> customer_json.Account:
    return customer_json.Account(
        provider=account.ref.provider,
        provider_customer_id=account.ref.id,
        status="deleted" if account.deleted else "active",
        first_used_at=known.first_used_at(account),
    )


def _access(access: Access) -> billing_json.Access:
    return billing_json.Access(granted=access.granted, until=access.until, reason=access.reason)
