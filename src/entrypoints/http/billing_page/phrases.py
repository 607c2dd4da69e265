"""The small parts that sentences are made of: names, prices and lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Set

from domain.intent import Intent
from domain.provider import ProviderName, Ref
from domain.subscription import Plan
from entrypoints.http.billing_page.regional import Region
from entrypoints.http.billing_page.view import Action
from entrypoints.http.billing_page.words import ENGLISH, say

_INTERVALS = frozenset({"day", "week", "month", "year"})


def provider_name(provider: ProviderName) -> str:
    """As it is written; of one that nobody has written down, its slug in capitals."""
    known = ENGLISH.get(f"provider.{provider}")
    return known or provider.replace("_", " ").replace("-", " ").title()


def provider_names(providers: Iterable[ProviderName]) -> str:
    *before, last = sorted(provider_name(provider) for provider in providers)
    return say("list.and", before=", ".join(before), last=last) if before else last


def via(provider: ProviderName, providers: Set[ProviderName]) -> str | None:
    """Where something was bought, as far as that tells anything."""
    return say("name.via", provider=provider_name(provider)) if len(providers) > 1 else None


def card_id(kind: str, ref: Ref) -> str:
    """Good for an attribute, whatever the provider's ids are made of."""
    return f"{kind}-{hashlib.sha256(str(ref).encode()).hexdigest()[:12]}"


def price_of(plan: Plan | None, region: Region) -> str | None:
    """What a period costs, before taxes and discounts. None while the amount is not known."""
    if plan is None or plan.price is None:
        return None
    price, interval = region.money(plan.price), _interval(plan)
    if plan.quantity is None:
        words = say("price.metered", price=price, interval=interval) if plan.interval else price
    elif plan.quantity == 1:
        words = say("price.every", price=price, interval=interval)
    else:
        words = say("price.many", quantity=str(plan.quantity), price=price, interval=interval)
    return words.strip()


def _interval(plan: Plan) -> str:
    if plan.interval not in _INTERVALS:
        return say("every.unknown")
    count = plan.interval_count or 1
    return say(f"every.{plan.interval}.{'one' if count == 1 else 'many'}", count=str(count))


def action(
    key: str,
    intent: Intent,
    *,
    name: str | None = None,
    subscription: Ref | None = None,
    purchase: Ref | None = None,
    main: bool = False,
) -> Action:
    """A button called `do.<key>`. `name`: of what it is about."""
    label = say(f"do.{key}")
    return Action(
        key=key,
        label=label,
        spoken=say("do.of", action=label, name=name) if name else label,
        intent=intent.value,
        subscription=str(subscription) if subscription else None,
        purchase=str(purchase) if purchase else None,
        main=main,
    )
