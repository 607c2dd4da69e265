"""Messages for visitors when a request fails, and the links that lead on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.intent import PortalRestriction
from domain.portal.errors import IntentNotAvailable
from entrypoints.http.billing_page.messages import ENGLISH, message
from entrypoints.http.problems import problem_of
from entrypoints.settings.model import HttpSettings


class NextStep(StrEnum):
    """A link out of an error page: to the host's application, its prices or its support."""

    BACK = "back"
    BILLING = "billing"
    RETRY = "retry"
    PRICING = "pricing"
    SUPPORT = "support"


NEXT_STEPS: Mapping[str, tuple[NextStep, ...]] = {
    "billing-link-spent": (NextStep.BACK,),
    "billing-visit-over": (NextStep.BACK,),
    "rate-limited": (NextStep.RETRY,),
    "provider-unavailable": (NextStep.RETRY, NextStep.SUPPORT),
    "provider-refused": (NextStep.BILLING, NextStep.SUPPORT),
    "no-billing-account": (NextStep.BILLING, NextStep.PRICING),
    "billing-account-gone": (NextStep.SUPPORT, NextStep.BILLING),
    "account-not-verified": (NextStep.SUPPORT, NextStep.BILLING),
    "plan-change-not-supported": (NextStep.PRICING, NextStep.BILLING),
    "subscription-required": (NextStep.BILLING,),
    "intent-not-available": (NextStep.BILLING, NextStep.SUPPORT),
    "subscription-not-found": (NextStep.BILLING,),
    "purchase-not-found": (NextStep.BILLING,),
    "cross-site-request": (NextStep.BILLING,),
    "public-url-not-configured": (NextStep.BACK, NextStep.SUPPORT),
    "temporarily-unavailable": (NextStep.RETRY,),
    "internal-error": (NextStep.RETRY, NextStep.SUPPORT),
    "not-found": (NextStep.BILLING,),
    "invalid-request": (NextStep.BILLING,),
}
"""By the slug of the problem, the most helpful way first. These are the ones that the page can run into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way on, and what it is called."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorMessage:
    """The message of an error page: the event, its meaning and the next steps."""

    title: str
    text: str
    links: tuple[Link, ...]


def error_message(error: Exception, settings: HttpSettings, *, billing: str, entered: bool) -> ErrorMessage:
    """Return the message for an error.

    `billing`: the address of the Billing page; `entered`: whether this browser has a visit that may be good still.
    """
    problem = problem_of(error)
    slug = problem.slug if problem.slug in NEXT_STEPS else _nearest(problem.status)
    addresses = {
        NextStep.BACK: settings.return_url,
        NextStep.BILLING: billing,
        NextStep.RETRY: billing,
        NextStep.PRICING: settings.pricing_url,
        NextStep.SUPPORT: settings.support_url,
    }
    ways = _ways(error, slug, entered=entered)
    links = tuple(Link(label=message(f"link.{way}"), url=url) for way in ways if (url := addresses[way]) is not None)
    return ErrorMessage(
        title=message(f"trouble.{slug}.title"), text=message(f"trouble.{slug}.{_text_of(error)}"), links=links
    )


def _text_of(error: Exception) -> str:
    """The words of a refusal have to fit the subscription: a paused one has no open payment."""
    if not isinstance(error, IntentNotAvailable):
        return "text"
    of_status = f"{error.restriction.value}.{error.subscription.snapshot.status.value}"
    known = error.restriction is PortalRestriction.STATUS and f"trouble.intent-not-available.{of_status}" in ENGLISH
    return of_status if known else error.restriction.value


def _ways(error: Exception, slug: str, *, entered: bool) -> tuple[NextStep, ...]:
    if slug == "billing-link-spent" and entered:
        return (NextStep.BILLING, *NEXT_STEPS[slug])
    if isinstance(error, IntentNotAvailable) and error.restriction is PortalRestriction.ENDED:
        return (NextStep.PRICING, *NEXT_STEPS[slug])
    return NEXT_STEPS[slug]


def _nearest(status: int) -> str:
    """The words for a refusal that no button of the page leads to."""
    if status in (404, 405):
        return "not-found"
    return "invalid-request" if status < 500 else "internal-error"  # noqa: PLR2004  # the first that is our own fault
