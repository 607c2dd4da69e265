"""The small parts that sentences are made of: names, prices and lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Set

from domain.intent import Intent
from domain.provider import ProviderName, ProviderRef
from entrypoints.http.billing_page.messages import ENGLISH, message
from entrypoints.http.billing_page.view_model import Action


def provider_name(provider: ProviderName) -> str:
    """Return the display name of a provider; an unknown one is shown as its slug in capitals."""
    known = ENGLISH.get(f"provider.{provider}")
    return known or provider.replace("_", " ").replace("-", " ").title()


def provider_names(providers: Iterable[ProviderName]) -> str:
    *before, last = sorted(provider_name(provider) for provider in providers)
    return message("list.and", before=", ".join(before), last=last) if before else last


def via(provider: ProviderName, providers: Set[ProviderName]) -> str | None:
    """Return the provider of a purchase, if the customer has more than one."""
    return message("name.via", provider=provider_name(provider)) if len(providers) > 1 else None


def card_id(kind: str, ref: ProviderRef) -> str:
    """Good for an attribute, whatever the provider's ids are made of."""
    return f"{kind}-{hashlib.sha256(str(ref).encode()).hexdigest()[:12]}"


def action(
    key: str,
    intent: Intent,
    *,
    name: str | None = None,
    subscription: ProviderRef | None = None,
    purchase: ProviderRef | None = None,
    main: bool = False,
) -> Action:
    """A button called `do.<key>`. `name`: of what it is about."""
    label = message(f"do.{key}")
    return Action(
        key=key,
        label=label,
        spoken=message("do.of", action=label, name=name) if name else label,
        intent=intent.value,
        subscription=str(subscription) if subscription else None,
        purchase=str(purchase) if purchase else None,
        main=main,
    )
