"""The table of portal outcomes in a provider's document."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from pathlib import Path

from application.portal.open_customer_portal import OpenedPortal, PortalKind
from application.ports.errors import ProviderRefused, ProviderUnavailable
from domain.intent import Intent
from domain.portal.errors import (
    AccountNotVerified,
    BillingAccountGone,
    IntentNotAvailable,
    NoBillingAccount,
    PlanChangeNotSupported,
    SubscriptionRequired,
)

_PROBLEMS: dict[type[Exception], str] = {
    AccountNotVerified: "no-billing-account",
    BillingAccountGone: "billing-account-gone",
    NoBillingAccount: "no-billing-account",
    PlanChangeNotSupported: "plan-change-not-supported",
    ProviderRefused: "provider-refused",
    ProviderUnavailable: "provider-unavailable",
    SubscriptionRequired: "subscription-required",
}
_KINDS = {PortalKind.PORTAL: "portal", PortalKind.PORTAL_LOGIN: "login page", PortalKind.RECEIPT: "receipt"}
_CELL = re.compile(r"\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """The outcome of a situation for each intent."""

    situation: str
    outcomes: dict[Intent, str]


def rows(document: Path, title: str) -> Iterator[Row]:
    """Parse the table below this title whose first heading is `situation`."""
    lines = document.read_text(encoding="utf-8").splitlines()
    section = next(number for number, line in enumerate(lines) if line.lstrip("#") == f" {title}")
    start = next(number for number, line in enumerate(lines) if number > section and line.startswith("| situation "))
    headings = _cells(lines[start])
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return
        situation, *outcomes = _cells(line)
        intents = [Intent(heading.strip("`")) for heading in headings[1:]]
        yield Row(situation=situation, outcomes=dict(zip(intents, outcomes, strict=True)))


async def outcome(opening: Awaitable[OpenedPortal]) -> str:
    """Return the outcome in the terms of the table: the kind of page, or the reason for a refusal."""
    try:
        opened = await opening
    except IntentNotAvailable as refused:
        return f"`intent-not-available` ({refused.restriction})"
    except tuple(_PROBLEMS) as refused:
        return f"`{_PROBLEMS[type(refused)]}`"
    if opened.kind is not PortalKind.PORTAL:
        assert opened.effective_intent is Intent.MANAGE
        assert opened.degraded is (opened.kind is PortalKind.PORTAL_LOGIN or opened.intent is not Intent.MANAGE)
        return _KINDS[opened.kind]
    words = ["portal"]
    if opened.effective_intent is not opened.intent:
        words.append(f"as `{opened.effective_intent}`")
    return ", ".join([" ".join(words), *(["degraded"] if opened.degraded else [])])


def _cells(line: str) -> list[str]:
    return _CELL.split(line.strip())[1:-1]
