"""The capabilities of a provider's portal, which are known before it is opened."""

from __future__ import annotations

from dataclasses import dataclass

from domain.intent import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalCapabilities:
    """The capabilities of one provider's portal.

    `pages`: the intents that have a page of their own. `front_page`: those that are served by the portal's front page;
    the others may be possible nowhere. `needs_subscription`: the portal is closed to accounts that never had a
    subscription. `configurations`: the names of the configurations that a request may choose.
    """

    pages: frozenset[Intent]
    front_page: frozenset[Intent] = frozenset()
    needs_subscription: bool = False
    configurations: frozenset[str] = frozenset()


NO_PAGES = PortalCapabilities(pages=frozenset())
"""A provider that is not connected has no capabilities."""
