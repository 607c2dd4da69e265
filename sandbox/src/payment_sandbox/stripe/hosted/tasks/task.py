"""What every task is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.hosted.site import Page, Site
from payment_sandbox.stripe.hosted.visit import Visit
from payment_sandbox.stripe.life import portal_offer
from payment_sandbox.stripe.life.portal_offer import Offer


class NotOffered(Exception):
    """The portal does not let it be done; its text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """It is done. `word`: what the front page says then."""

    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Somebody in the portal who wants to do something. `said`: what was asked for and filled in."""

    site: Site
    visit: Visit
    task: str
    subscription: Document | None
    said: Mapping[str, str]

    @property
    def account(self) -> Account:
        return self.site.account

    @property
    def about(self) -> Document:
        """The subscription, for a task that needs one."""
        if self.subscription is None:
            raise NotOffered("This subscription doesn't exist.")
        return self.subscription

    def offer(self) -> Offer:
        return portal_offer.offer(self.account, self.visit.configuration, self.about)

    def page(self, template: str, *, failure: str = "", **values: Any) -> Page:
        """Within a flow the way back is to where the customer came from, else to the portal's front page."""
        in_flow = self.visit.flow is not None
        return self.site.show(
            template,
            status=HTTPStatus.UNPROCESSABLE_ENTITY if failure else HTTPStatus.OK,
            back=self.visit.session["return_url"] if in_flow else None,
            home=None if in_flow else self.visit.url(self.account),
            failure=failure,
            said=self.said,
            link=lambda task, **query: self.visit.url(self.account, task, **query),
            **values,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """`show` gives the page on which it is done; `perform` does it, or gives the page that says why not."""

    show: Callable[[Errand], Page]
    perform: Callable[[Errand], Done | Page]
    needs_subscription: bool = True
