"""A provider's hosted pages and its records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from playwright.async_api import Page

from payment_sandbox.records import Records
from stories.holding import Holding


class Vendor(Protocol):
    """Each action starts on the page that the service opened, and ends when the task is done."""

    @property
    def name(self) -> str:
        """Its name in the API."""
        ...

    @property
    def called(self) -> str:
        """Its name for people."""
        ...

    @property
    def plans(self) -> Mapping[str, str]:
        """Its ids of the products, by the host application's names."""
        ...

    @property
    def names(self) -> Mapping[str, str]:
        """Its names of the products, as customers read them."""
        ...

    @property
    def begins_anew(self) -> bool:
        """Whether a plan with another interval starts a new period immediately."""
        ...

    @property
    def works(self) -> str:
        """The label of the card that works."""
        ...

    @property
    def fails_at_renewal(self) -> str:
        """The label of the card that works once."""
        ...

    async def changes_plan(self, page: Page, plan: str) -> None: ...

    async def cancels(self, page: Page) -> None: ...

    async def undoes_cancelling(self, page: Page) -> None: ...

    async def gives_card(self, page: Page, card: str) -> None: ...

    async def finds_nothing_to_change(self, page: Page, offer: str, email: str) -> None:
        """Check that no page around the receipt of a one-off purchase offers a change."""
        ...

    def holdings(self, records: Records, email: str) -> list[Holding]:
        """Return the purchases of the customer with this address, from its own records."""
        ...
