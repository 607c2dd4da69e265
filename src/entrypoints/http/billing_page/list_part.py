"""The part of long lists that a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from application.portal.billing_pages import Place
from entrypoints.http.place_cursor import cursor_of, place_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The places after which the lists continue; a list without one starts at its beginning."""

    subscriptions: Place | None = None
    purchases: Place | None = None

    @staticmethod
    def read(query: Mapping[str, str]) -> Part:
        """
        Raises:
            InvalidRequest
        """
        return Part(subscriptions=place_of(query.get("subscriptions")), purchases=place_of(query.get("purchases")))

    @property
    def query(self) -> str:
        """Return the query string with its question mark; empty for the first part."""
        cursors = {"subscriptions": cursor_of(self.subscriptions), "purchases": cursor_of(self.purchases)}
        given = {name: cursor for name, cursor in cursors.items() if cursor is not None}
        return f"?{urlencode(given)}" if given else ""


FIRST = Part()
