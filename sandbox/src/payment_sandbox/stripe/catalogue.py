"""What the sandbox's company sells from the start: two plans and a lifetime licence."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.objects import portal
from payment_sandbox.stripe.objects.account import account as account_object
from payment_sandbox.stripe.objects.price import price
from payment_sandbox.stripe.objects.product import product

ACCOUNT = "acct_1Sandbox"
CONFIGURATION = "bpc_1SandboxDefault"

BASIC_MONTHLY = "price_basic_monthly"
BASIC_YEARLY = "price_basic_yearly"
PRO_MONTHLY = "price_pro_monthly"
PRO_YEARLY = "price_pro_yearly"
LIFETIME = "price_lifetime"

_PRODUCTS = (
    ("prod_basic", "Basic", "Everything one person needs.", BASIC_MONTHLY),
    ("prod_pro", "Pro", "For people who use it all day.", PRO_MONTHLY),
    ("prod_lifetime", "Lifetime licence", "Pay once, keep it forever.", LIFETIME),
)
_PRICES: tuple[tuple[str, str, int, str | None, str], ...] = (
    (BASIC_MONTHLY, "prod_basic", 900, "month", "Basic, monthly"),
    (BASIC_YEARLY, "prod_basic", 9000, "year", "Basic, yearly"),
    (PRO_MONTHLY, "prod_pro", 1900, "month", "Pro, monthly"),
    (PRO_YEARLY, "prod_pro", 19_000, "year", "Pro, yearly"),
    (LIFETIME, "prod_lifetime", 14_900, None, "Lifetime licence, once"),
)
_REASONS = ("too_expensive", "missing_features", "switched_service", "unused", "other")


def seed(account: Account) -> None:
    """Puts it there unless it is there."""
    if account.find("account", ACCOUNT) is not None:
        return
    at = account.now()
    account.put(account_object(ACCOUNT, at=at))
    for id_, name, description, default in _PRODUCTS:
        account.put(product(id_, name=name, description=description, default_price=default, at=at))
    for id_, of, amount, interval, nickname in _PRICES:
        account.put(price(id_, product=of, amount=amount, interval=interval, nickname=nickname, at=at))
    account.put(_configuration(f"{account.address}/portal/login/test_sandbox", at))


def _configuration(login_url: str, at: int) -> Document:
    """Upgrades at once and paid at once, downgrades when the period ends, cancelling likewise."""
    made = portal.configuration(
        CONFIGURATION,
        features=_features(),
        business_profile={"headline": "Example Software"},
        login_url=login_url,
        at=at,
    )
    return {**made, "is_default": True}


def _features() -> Document:
    features = portal.no_features()
    features["customer_update"] = {"allowed_updates": ["email", "name", "address", "phone"], "enabled": True}
    features["invoice_history"]["enabled"] = True
    features["payment_method_update"]["enabled"] = True
    features["subscription_cancel"] |= {
        "cancellation_reason": {"enabled": True, "options": list(_REASONS)},
        "enabled": True,
    }
    features["subscription_pause"]["enabled"] = True
    features["subscription_update"] |= {
        "default_allowed_updates": ["price"],
        "enabled": True,
        "products": [
            _offered("prod_basic", [BASIC_MONTHLY, BASIC_YEARLY]),
            _offered("prod_pro", [PRO_MONTHLY, PRO_YEARLY]),
        ],
        "proration_behavior": "always_invoice",
        "schedule_at_period_end": {"conditions": [{"type": "decreasing_item_amount"}, {"type": "shortening_interval"}]},
    }
    return features


def _offered(product_id: str, prices: list[str]) -> Document:
    fixed = {"enabled": False, "maximum": None, "minimum": 1}
    return {"adjustable_quantity": fixed, "prices": prices, "product": product_id}
