"""Customers' actions in the providers' portals, found by the labels on their pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from lives.visitor import Visitor


class CustomerPortal(Protocol):
    """Every method starts on the portal's front page and raises `NotThere`."""

    @property
    def login(self) -> str:
        """Return the URL of its login page."""
        ...

    async def sign_in(self, visitor: Visitor, email: str) -> None:
        """Sign in from the login page with the link sent to this address."""
        ...

    async def change_plan(self, visitor: Visitor, plan: str) -> None: ...

    async def cancel(self, visitor: Visitor) -> None: ...

    async def undo(self, visitor: Visitor) -> None: ...

    async def pause(self, visitor: Visitor) -> None: ...

    async def resume(self, visitor: Visitor) -> None: ...

    async def take_card(self, visitor: Visitor) -> None: ...


PLANS: Mapping[str, Mapping[str, str]] = {
    "stripe": {
        "basic_monthly": "Basic, $9.00 per month",
        "basic_yearly": "Basic, $90.00 per year",
        "pro_monthly": "Pro, $19.00 per month",
        "pro_yearly": "Pro, $190.00 per year",
    },
    "lemonsqueezy": {
        "basic_monthly": "Basic (Monthly)",
        "basic_yearly": "Basic (Yearly)",
        "pro_monthly": "Pro (Monthly)",
        "pro_yearly": "Pro (Yearly)",
    },
}
"""By the host application's names for them: what they are called in the portals."""


@dataclass(frozen=True, slots=True)
class StripePortal:
    """Every page has the same address, as long as the session is valid."""

    login: str

    async def sign_in(self, visitor: Visitor, email: str) -> None:
        await visitor.press("Send link", fill={"email": email})
        await visitor.follow("Open the customer portal")

    async def change_plan(self, visitor: Visitor, plan: str) -> None:
        await visitor.follow("Update plan")
        await visitor.press("Continue", choose=[PLANS["stripe"][plan]])
        await visitor.press("Confirm")

    async def cancel(self, visitor: Visitor) -> None:
        await visitor.follow("Cancel plan")
        await visitor.press("Cancel plan")

    async def undo(self, visitor: Visitor) -> None:
        await visitor.follow("Renew plan")
        await visitor.press("Renew plan")

    async def pause(self, visitor: Visitor) -> None:
        await visitor.follow("Pause subscription")
        await visitor.press("Pause subscription")

    async def resume(self, visitor: Visitor) -> None:
        await visitor.follow("Resume subscription")
        await visitor.press("Resume subscription")

    async def take_card(self, visitor: Visitor) -> None:
        await visitor.follow("Update payment method")
        await visitor.press("Save card", choose=["always works"])


@dataclass(frozen=True, slots=True)
class LemonSqueezyPortal:
    """The login page becomes the front page once a customer is signed in."""

    login: str

    async def sign_in(self, visitor: Visitor, email: str) -> None:
        await visitor.press("Send sign-in link", fill={"email": email})
        await visitor.follow("Sign in to Sandbox")

    async def change_plan(self, visitor: Visitor, plan: str) -> None:
        await visitor.follow("Change plan")
        await visitor.press("Change plan", choose=[PLANS["lemonsqueezy"][plan]])

    async def cancel(self, visitor: Visitor) -> None:
        await visitor.follow("Cancel subscription")
        await visitor.press("Cancel subscription")

    async def undo(self, visitor: Visitor) -> None:
        await visitor.press("Resume subscription")

    async def pause(self, visitor: Visitor) -> None:
        await visitor.follow("Pause")
        await visitor.press("Pause subscription", choose=["Until I resume it"])

    async def resume(self, visitor: Visitor) -> None:
        await visitor.press("Resume payments")

    async def take_card(self, visitor: Visitor) -> None:
        await visitor.follow("Update payment method")
        await visitor.press("Save card", choose=["Card that works"])
