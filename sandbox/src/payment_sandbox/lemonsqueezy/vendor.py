"""Lemon Squeezy, for the sandbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus

from litestar import Response
from litestar.types import ControllerRouterHandler

from payment_sandbox.lemonsqueezy import catalogue, events
from payment_sandbox.lemonsqueezy.api.answering import trouble
from payment_sandbox.lemonsqueezy.api.routes import api, response
from payment_sandbox.lemonsqueezy.hosted.routes import pages
from payment_sandbox.lemonsqueezy.life import due
from payment_sandbox.lemonsqueezy.objects.webhook import webhook
from payment_sandbox.lemonsqueezy.shop import shop_in
from payment_sandbox.vendor import VendorContext


class LemonSqueezyVendor:
    """One account with one store, in test mode."""

    name = events.VENDOR

    def __init__(self, surroundings: VendorContext) -> None:
        self.shop = shop_in(surroundings)

    def begin(self) -> None:
        catalogue.fill(self.shop)

    def deliver_to(self, url: str, secret: str) -> None:
        kept = self.shop.resources.first("webhooks", "url", url)
        if kept is None:
            store = next(self.shop.records.oldest("stores"))
            made = webhook(int(store["id"]), url, sorted(events.EVENTS))
            self.shop.resources.add("webhooks", made, private={"secret": secret})
        else:
            kept["private"]["secret"] = secret
            self.shop.resources.save(kept)

    def next_due(self) -> datetime | None:
        return due.next_due(self.shop)

    def play_due(self, now: datetime) -> None:
        due.play_due(self.shop, now)

    def routes(self) -> Sequence[ControllerRouterHandler]:
        return [api(self.shop), pages(self.shop)]

    def headers(self, secret: str, body: bytes, at: datetime) -> Mapping[str, str]:
        return events.signature(secret, body)

    def accepts(self, status: int) -> bool:
        """Nothing but 200 (Lemon Squeezy documentation, "Webhooks")."""
        return status == HTTPStatus.OK

    def trouble(self, status: int) -> Response[bytes]:
        return response(trouble(status))
