"""What a person is told when something cannot be done, and which ways lead on from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.intent import PortalRestriction
from domain.portal.errors import IntentNotAvailable
from entrypoints.http.billing_page.messages import ENGLISH, say
from entrypoints.http.problems import problem_of
from entrypoints.settings.model import HttpSettings


class Way(StrEnum):
    """Where somebody can go from a dead end: back to the host's application, to its prices or to its support."""

    BACK = "back"
    BILLING = "billing"
    RETRY = "retry"
    PRICING = "pricing"
    SUPPORT = "support"


WAYS: Mapping[str, tuple[Way, ...]] = {
    "billing-link-spent": (Way.BACK,),
    "billing-visit-over": (Way.BACK,),
    "rate-limited": (Way.RETRY,),
    "provider-unavailable": (Way.RETRY, Way.SUPPORT),
    "provider-refused": (Way.BILLING, Way.SUPPORT),
    "no-billing-account": (Way.BILLING, Way.PRICING),
    "billing-account-gone": (Way.SUPPORT, Way.BILLING),
    "account-not-verified": (Way.SUPPORT, Way.BILLING),
    "plan-change-not-supported": (Way.PRICING, Way.BILLING),
    "subscription-required": (Way.BILLING,),
    "intent-not-available": (Way.BILLING, Way.SUPPORT),
    "subscription-not-found": (Way.BILLING,),
    "purchase-not-found": (Way.BILLING,),
    "cross-site-request": (Way.BILLING,),
    "public-url-not-configured": (Way.BACK, Way.SUPPORT),
    "temporarily-unavailable": (Way.RETRY,),
    "internal-error": (Way.RETRY, Way.SUPPORT),
    "not-found": (Way.BILLING,),
    "invalid-request": (Way.BILLING,),
}
"""By the slug of the problem, the most helpful way first. These are the ones that the page can run into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way on, and what it is called."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What has happened, what that means, and where to go from here."""

    title: str
    text: str
    links: tuple[Link, ...]


def trouble_of(error: Exception, settings: HttpSettings, *, billing: str, entered: bool) -> Trouble:
    """What a person is told of an error.

    `billing`: the address of the Billing page; `entered`: whether this browser has a visit that may be good still.
    """
    problem = problem_of(error)
    slug = problem.slug if problem.slug in WAYS else _nearest(problem.status)
    addresses = {
        Way.BACK: settings.return_url,
        Way.BILLING: billing,
        Way.RETRY: billing,
        Way.PRICING: settings.pricing_url,
        Way.SUPPORT: settings.support_url,
    }
    ways = _ways(error, slug, entered=entered)
    links = tuple(Link(label=say(f"link.{way}"), url=url) for way in ways if (url := addresses[way]) is not None)
    return Trouble(title=say(f"trouble.{slug}.title"), text=say(f"trouble.{slug}.{_text_of(error)}"), links=links)


def _text_of(error: Exception) -> str:
    """The words of a refusal have to fit the subscription: a paused one has no open payment."""
    if not isinstance(error, IntentNotAvailable):
        return "text"
    of_status = f"{error.restriction.value}.{error.subscription.snapshot.status.value}"
    known = error.restriction is PortalRestriction.STATUS and f"trouble.intent-not-available.{of_status}" in ENGLISH
    return of_status if known else error.restriction.value


def _ways(error: Exception, slug: str, *, entered: bool) -> tuple[Way, ...]:
    if slug == "billing-link-spent" and entered:
        return (Way.BILLING, *WAYS[slug])
    if isinstance(error, IntentNotAvailable) and error.restriction is PortalRestriction.ENDED:
        return (Way.PRICING, *WAYS[slug])
    return WAYS[slug]


def _nearest(status: int) -> str:
    """The words for a refusal that no button of the page leads to."""
    if status in (404, 405):
        return "not-found"
    return "invalid-request" if status < 500 else "internal-error"  # noqa: PLR2004  # the first that is our own fault
