"""The capabilities of a provider's portal, which are known before it is opened."""

from __future__ import annotations

from dataclasses import dataclass

from domain.intent import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalCapabilities:
    """The capabilities of one provider's portal.

    `pages`: the intents that have a page of their own; the portal's front page serves the others. `needs_subscription`:
    the portal is closed to accounts that never had a subscription. `configurations`: the names of the configurations
    that a request may choose.
    """

    pages: frozenset[Intent]
    needs_subscription: bool = False
    configurations: frozenset[str] = frozenset()


NO_PAGES = PortalCapabilities(pages=frozenset())
"""A provider that is not connected has no capabilities."""
