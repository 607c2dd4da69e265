"""Writing webhooks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import msgspec

from payment_sandbox.lemonsqueezy.api.answering import Answer, invalid
from payment_sandbox.lemonsqueezy.api.call import Call, related_id
from payment_sandbox.lemonsqueezy.api.reading import existing, one
from payment_sandbox.lemonsqueezy.events import EVENTS
from payment_sandbox.lemonsqueezy.objects.webhook import webhook
from payment_sandbox.lemonsqueezy.shop import Shop

_Url = Annotated[str, msgspec.Meta(pattern=r"^https?://[^\s/]+", max_length=2048)]
_Events = Annotated[list[str], msgspec.Meta(min_length=1)]
_Secret = Annotated[str, msgspec.Meta(min_length=6, max_length=40)]


class _New(msgspec.Struct, kw_only=True):
    url: _Url
    events: _Events
    secret: _Secret


class _Changed(msgspec.Struct, omit_defaults=True, kw_only=True):
    url: _Url | msgspec.UnsetType = msgspec.UNSET
    events: _Events | msgspec.UnsetType = msgspec.UNSET
    secret: _Secret | msgspec.UnsetType = msgspec.UNSET


def create(shop: Shop, call: Call) -> Answer:
    data = call.data("webhooks")
    told = call.attributes(data, _New)
    store = existing(shop, "stores", related_id(data, "store"))
    made = webhook(int(store["id"]), told.url, _known(told.events))
    return one(shop, shop.resources.add("webhooks", made, private={"secret": told.secret}), status=HTTPStatus.CREATED)


def update(shop: Shop, call: Call, id_: str) -> Answer:
    kept = existing(shop, "webhooks", id_)
    told = msgspec.to_builtins(call.attributes(call.data("webhooks", id_), _Changed))
    kept["private"]["secret"] = told.pop("secret", kept["private"]["secret"])
    kept["attributes"] |= told
    _known(kept["attributes"]["events"])
    shop.resources.save(kept)
    return one(shop, kept)


def delete(shop: Shop, call: Call, id_: str) -> Answer:
    """What still waits to be sent there is not sent any more."""
    kept = existing(shop, "webhooks", id_)
    shop.resources.remove(kept)
    shop.events.withdraw(kept)
    return Answer(status=HTTPStatus.NO_CONTENT, document=None)


def _known(events: list[str]) -> list[str]:
    for place, name in enumerate(events):
        if name not in EVENTS:
            raise invalid(f"The selected events.{place} is invalid.", f"/data/attributes/events/{place}")
    return events
