"""Customers of the fake Stripe, of every kind that reconciliation can find without a webhook."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import (
    cancellation,
    checkout,
    disputes,
    pausing,
    purchase,
    refunds,
    schedules,
    subscriptions,
)


class StripeCustomers:
    """Creates customers, each of the next kind."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._kinds = (
            self._subscribes,
            self._subscribes_as_the_reference_says,
            self._tries,
            self._cancels,
            self._pauses,
            self._stops_paying,
            self._goes_down_later,
            self._buys_as_a_guest,
            self._gets_some_money_back,
            self._disputes,
            self._is_invoiced,
            self._is_nobodys,
            self._leaves_the_checkout,
        )

    def come(self, number: int) -> None:
        self._kinds[number % len(self._kinds)](f"user_{number}")

    def _complete(self, who: str, price: str, mode: str, **further: object) -> Document:
        session = checkout.open_session(
            self._account,
            mode=mode,
            success_url="https://app.example.com/welcome",
            line_items=[{"price": price}],
            **further,  # type: ignore[arg-type]
        )
        return purchase.complete(
            self._account, session["id"], email=f"{who}@example.com", name=f"Customer {who}", last4="4242"
        )

    def _subscribe(self, who: str, **further: object) -> str:
        named = {"metadata": {"user_id": who}, "subscription_data": {"metadata": {"user_id": who}}}
        return str(self._complete(who, catalogue.PRO_MONTHLY, "subscription", **{**named, **further})["subscription"])

    def _buy(self, who: str, **further: object) -> Document:
        return self._complete(who, catalogue.LIFETIME, "payment", client_reference_id=who, **further)

    def _charge(self, session: Document) -> str:
        return str(self._account.get("payment_intent", session["payment_intent"])["latest_charge"])

    def _subscribes(self, who: str) -> None:
        self._subscribe(who)

    def _subscribes_as_the_reference_says(self, who: str) -> None:
        self._complete(who, catalogue.BASIC_YEARLY, "subscription", client_reference_id=who)

    def _tries(self, who: str) -> None:
        self._subscribe(who, subscription_data={"trial_period_days": 30})

    def _cancels(self, who: str) -> None:
        cancellation.at_period_end(self._account, self._subscribe(who))

    def _pauses(self, who: str) -> None:
        pausing.pause(self._account, self._subscribe(who))

    def _stops_paying(self, who: str) -> None:
        subscriptions.update(self._account, self._subscribe(who), pause_collection={"behavior": "void"})

    def _goes_down_later(self, who: str) -> None:
        schedules.change_at_period_end(self._account, self._subscribe(who), catalogue.BASIC_MONTHLY)

    def _buys_as_a_guest(self, who: str) -> None:
        self._buy(who)

    def _gets_some_money_back(self, who: str) -> None:
        refunds.create(self._account, charge=self._charge(self._buy(who)), amount=2_500)

    def _disputes(self, who: str) -> None:
        disputes.open_dispute(self._account, self._charge(self._buy(who)))

    def _is_invoiced(self, who: str) -> None:
        self._buy(who, customer_creation="always", invoice_creation={"enabled": True})

    def _is_nobodys(self, who: str) -> None:
        self._complete(who, catalogue.LIFETIME, "payment")

    def _leaves_the_checkout(self, who: str) -> None:
        checkout.open_session(
            self._account,
            mode="payment",
            success_url="https://app.example.com/welcome",
            line_items=[{"price": catalogue.LIFETIME}],
            client_reference_id=who,
        )
