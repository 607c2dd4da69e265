"""Checkout sessions open, and lapse; purchase.py has how they are completed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import costs, customers, lines
from payment_sandbox.stripe.objects import checkout_session as objects
from payment_sandbox.stripe.refusal import Refusal

ORDER = "checkout.order"
"""What is bought in a session and how: parameters that the session itself does not show."""

_DAY = 86_400
_SHORTEST = 30 * 60
_TAKEN_OVER = frozenset({"locale", "submit_type", "billing_address_collection", "allow_promotion_codes"})


def open_session(
    account: Account,
    *,
    mode: str,
    success_url: str | None = None,
    line_items: Sequence[Mapping[str, Any]],
    cancel_url: str | None = None,
    client_reference_id: str | None = None,
    customer: str | None = None,
    customer_creation: str | None = None,
    customer_email: str | None = None,
    expires_at: int | None = None,
    invoice_creation: Mapping[str, Any] | None = None,
    managed_payments: Mapping[str, Any] | None = None,
    metadata: Mapping[str, str] | None = None,
    payment_intent_data: Mapping[str, Any] | None = None,
    subscription_data: Mapping[str, Any] | None = None,
    currency: str | None = None,
    **further: Any,
) -> Document:
    """The parameters are Stripe's (Stripe API, "Create a Checkout Session").

    This account was opened before Managed Payments were enabled by default, so a session has to ask for them.
    """
    if success_url is None:
        raise Refusal("You must specify a `success_url`.", param="success_url", code="parameter_missing")
    now = account.now()
    if expires_at is not None and not _SHORTEST <= expires_at - now <= _DAY:
        said = "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation."
        raise Refusal(said, param="expires_at")
    managed = bool((managed_payments or {}).get("enabled"))
    if managed and invoice_creation is not None:
        raise Refusal("invoice_creation cannot be used with Managed Payments.", param="invoice_creation")
    bought = _line_items(account, mode, line_items, currency)
    _check_customer(account, customer, customer_creation, customer_email, mode)
    trial = bool((subscription_data or {}).get("trial_period_days"))
    paid_now = [each for each in bought if not trial or each["price"]["recurring"] is None]
    id_ = account.new_id("cs_test_")
    session = objects.checkout_session(
        id_,
        mode=mode,
        amount=sum(line["amount_total"] for line in paid_now),
        currency=bought[0]["currency"],
        url=f"{account.address}/checkout/{id_}",
        success_url=success_url,
        cancel_url=cancel_url,
        customer=customer,
        customer_email=customer_email,
        customer_creation=_creation(mode, customer, customer_creation),
        client_reference_id=client_reference_id,
        metadata=metadata or {},
        managed_payments=managed,
        invoice_creation=bool((invoice_creation or {}).get("enabled")),
        expires_at=expires_at or now + _DAY,
        at=now,
    )
    account.records.put(
        ORDER,
        {
            "id": id_,
            "line_items": bought,
            "payment_intent_data": dict(payment_intent_data or {}),
            "subscription_data": dict(subscription_data or {}),
        },
    )
    return account.put({**session, **{key: value for key, value in further.items() if key in _TAKEN_OVER}})


def expire(account: Account, id_: str) -> Document:
    """Nobody can pay there any more."""
    before = account.get("checkout.session", id_)
    if before["status"] != "open":
        raise Refusal('Only Checkout Sessions with a status in ["open"] can be expired.')
    after = account.put({**before, "status": "expired", "url": None})
    account.tell("checkout.session.expired", after)
    return after


def order_of(account: Account, session_id: str) -> Document:
    return account.get(ORDER, session_id)


def _line_items(
    account: Account, mode: str, wanted: Sequence[Mapping[str, Any]], currency: str | None
) -> list[Document]:
    if not wanted:
        raise Refusal("You must pass at least one line item.", param="line_items", code="parameter_missing")
    found = []
    for index, each in enumerate(wanted):
        param = f"line_items[{index}][price]"
        price = account.get("price", str(each.get("price")), param)
        if price["recurring"] is not None and mode == "payment":
            raise Refusal("You specified `payment` mode but passed a recurring price.", param=param)
        name = lines.name_of(account, price)
        quantity = int(each.get("quantity", 1))
        charged = currency or price["currency"]
        found.append(
            objects.line_item(
                account.new_id("li_"),
                price=price,
                quantity=quantity,
                description=name,
                amount=costs.cost(account, price, quantity, charged),
                currency=charged,
            )
        )
    intervals = {each["price"]["recurring"]["interval"] for each in found if each["price"]["recurring"]}
    if mode == "subscription" and not intervals:
        raise Refusal("You must provide at least one recurring price in `subscription` mode.", param="line_items")
    if len(intervals) > 1:
        raise Refusal("All recurring prices must have the same interval.", param="line_items")
    return found


def _check_customer(account: Account, customer: str | None, creation: str | None, email: str | None, mode: str) -> None:
    if customer is not None:
        customers.living(account, customer, "customer")
        if email is not None:
            raise Refusal("You may only specify one of these parameters: customer, customer_email.")
    if creation is not None and mode != "payment":
        said = "`customer_creation` can only be used in `payment` and `setup` mode."
        raise Refusal(said, param="customer_creation")


def _creation(mode: str, customer: str | None, wanted: str | None) -> str | None:
    if customer is not None:
        return None
    return "always" if mode == "subscription" else wanted or "if_required"
