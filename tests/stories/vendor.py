"""A provider, as a customer meets it on the hosted pages, and as it stands behind the scenes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from playwright.async_api import Page

from payment_sandbox.records import Records
from stories.holding import Holding


class Vendor(Protocol):
    """What a customer does there begins on the page that the service led to, and ends when it is done."""

    @property
    def name(self) -> str:
        """As the API calls it."""
        ...

    @property
    def called(self) -> str:
        """As people call it."""
        ...

    @property
    def plans(self) -> Mapping[str, str]:
        """Its ids of what is sold, by the names that the host application has for them."""
        ...

    @property
    def names(self) -> Mapping[str, str]:
        """And what customers read."""
        ...

    @property
    def begins_anew(self) -> bool:
        """Whether a period begins at once when a plan of another interval is chosen."""
        ...

    @property
    def works(self) -> str:
        """The words beside the card that works."""
        ...

    @property
    def fails_at_renewal(self) -> str:
        """The words beside the card that works once."""
        ...

    async def changes_plan(self, page: Page, plan: str) -> None: ...

    async def cancels(self, page: Page) -> None: ...

    async def undoes_cancelling(self, page: Page) -> None: ...

    async def gives_card(self, page: Page, card: str) -> None: ...

    async def finds_nothing_to_change(self, page: Page, offer: str, email: str) -> None:
        """On the page that the receipt of a one-off purchase leads to, and on those around it."""
        ...

    def holdings(self, records: Records, email: str) -> list[Holding]:
        """What the customer with this address has, by its own records."""
        ...
