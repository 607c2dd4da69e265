"""The examples that clients are written against: a customer with a subscription at Stripe and a purchase at Lemon
Squeezy.
"""

from __future__ import annotations

from typing import Any

CUSTOMER: dict[str, Any] = {
    "id": "user_42",
    "email": "a@example.com",
    "name": None,
    "home_provider": "stripe",
    "home_reason": {
        "rule": "first_purchase",
        "provider": "stripe",
        "reference": "sub_1",
        "at": "2026-01-05T10:00:00Z",
    },
    "accounts": [
        {
            "provider": "stripe",
            "provider_customer_id": "cus_1",
            "status": "active",
            "first_used_at": "2026-01-05T10:00:00Z",
        }
    ],
}
ACCESS = {"granted": True, "until": "2026-12-05T10:00:00Z", "reason": "subscription_active"}
PRICING: dict[str, Any] = {
    "scheme": "per_unit",
    "amount": "1900",
    "currency": "USD",
    "exponent": 2,
    "package_size": None,
    "rounding": None,
}
SUBSCRIPTION: dict[str, Any] = {
    "provider": "stripe",
    "id": "sub_1",
    "provider_customer_id": "cus_1",
    "status": "active",
    "raw_status": "active",
    "plan": {
        "id": "price_pro_monthly",
        "product_id": "prod_pro",
        "name": "Pro",
        "price": {"amount": 1900, "currency": "USD", "exponent": 2},
        "pricing": PRICING,
        "interval": "month",
        "interval_count": 1,
        "quantity": 1,
        "usage": "licensed",
    },
    "items": [
        {
            "price_id": "price_pro_monthly",
            "product_id": "prod_pro",
            "name": "Pro",
            "quantity": 1,
            "price": {"amount": 1900, "currency": "USD", "exponent": 2},
            "pricing": PRICING,
            "interval": "month",
            "interval_count": 1,
            "usage": "licensed",
        }
    ],
    "total": {"amount": 1900, "currency": "USD", "exponent": 2},
    "discounted": False,
    "next_charge": {"amount": 1900, "currency": "USD", "exponent": 2},
    "refunded": None,
    "started_at": "2026-01-05T10:00:00Z",
    "current_period_end": "2026-12-05T10:00:00Z",
    "trial_ends_at": None,
    "cancels_at": None,
    "ended_at": None,
    "pauses_at": None,
    "resumes_at": None,
    "pending_change": None,
    "access": ACCESS,
    "can_change_plan": True,
    "intents": ["manage", "change_plan", "update_payment_method", "cancel"],
    "as_of": "2026-11-05T10:00:03Z",
    "contested": False,
}
PURCHASED_ITEM: dict[str, Any] = {
    "price_id": "61",
    "product_id": "9",
    "name": "Lifetime",
    "quantity": 1,
    "amount": {"amount": 9900, "currency": "USD", "exponent": 2},
}
PURCHASE: dict[str, Any] = {
    "provider": "lemonsqueezy",
    "id": "17",
    "provider_customer_id": "9",
    "status": "paid",
    "raw_status": "paid",
    "product_id": "9",
    "product_name": "Lifetime",
    "items": [PURCHASED_ITEM],
    "paid": {"amount": 9900, "currency": "USD", "exponent": 2},
    "refunded": {"amount": 0, "currency": "USD", "exponent": 2},
    "purchased_at": "2025-03-01T09:00:00Z",
    "access": {"granted": True, "until": None, "reason": "purchase_paid"},
    "can_change_plan": False,
    "as_of": "2025-03-01T09:00:01Z",
}
BILLING: dict[str, Any] = {
    "customer_id": "user_42",
    "home_provider": "stripe",
    "access": ACCESS,
    "subscriptions": [SUBSCRIPTION],
    "purchases": [PURCHASE],
    "more": {"subscriptions": None, "purchases": None},
    "intents": ["manage", "change_plan", "update_payment_method", "cancel"],
}
PORTAL_SESSION: dict[str, Any] = {
    "url": "https://billing.stripe.com/p/session/...",
    "provider": "stripe",
    "kind": "portal",
    "intent": "change_plan",
    "effective_intent": "change_plan",
    "returns": True,
    "expires_at": None,
    "degraded": False,
}
MANAGED_AT_HOME: dict[str, Any] = {
    **PORTAL_SESSION,
    "intent": "manage",
    "effective_intent": "manage",
    "alternatives": [{"provider": "lemonsqueezy", "subscription": "9"}],
}
EXAMPLES: list[tuple[str, Any]] = [
    ("Customer", CUSTOMER),
    ("Billing", BILLING),
    ("Purchase", PURCHASE),
    ("PurchasedItem", PURCHASED_ITEM),
    ("PortalSession", PORTAL_SESSION),
    ("PortalSession", MANAGED_AT_HOME),
    ("Money", {"amount": 1900, "currency": "USD", "exponent": 2}),
    ("AccountLink", {"provider": "stripe", "provider_customer_id": "cus_1"}),
    ("PinHomeProvider", {"provider": "lemonsqueezy"}),
    ("PinHomeProvider", {"provider": None}),
    ("CheckoutReference", {"key": "user_id", "value": "dXNlcl80Mg-69..-5f0c..."}),
    ("Named", {"provider": "stripe", "id": "sub_1"}),
    ("PendingChange", {"plan_id": "price_pro_yearly", "at": "2026-12-05T10:00:00Z", "items": []}),
    ("Received", {"received": True}),
]
