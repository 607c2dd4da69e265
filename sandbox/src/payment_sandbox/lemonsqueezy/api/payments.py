"""What can be done with payments: money goes back, and an invoice is made out."""

from __future__ import annotations

from typing import Annotated

import msgspec

from payment_sandbox.lemonsqueezy.api.answering import VERSION, Answer, invalid
from payment_sandbox.lemonsqueezy.api.call import Call
from payment_sandbox.lemonsqueezy.api.reading import existing, one
from payment_sandbox.lemonsqueezy.life.refunding import refund as give_back
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.records import Document

_REQUIRED = ("name", "address", "city", "zip_code", "country")
_OPTIONAL = ("state", "notes", "locale")


class _Refund(msgspec.Struct):
    amount: Annotated[int, msgspec.Meta(ge=1)] | None = None


def refund(shop: Shop, call: Call, type_: str, id_: str) -> Answer:
    """Of an order or a subscription invoice: an amount, or without one all that is left."""
    payment = existing(shop, type_, id_)
    told = call.attributes(call.data(type_, id_), _Refund) if call.body else _Refund()
    give_back(shop, payment, told.amount)
    return one(shop, payment)


def generate_invoice(shop: Shop, call: Call, type_: str, id_: str) -> Answer:
    """An invoice with the buyer's address on it, as a document to download."""
    payment = existing(shop, type_, id_)
    for name in _REQUIRED:
        if not call.query.get(name):
            raise invalid(f"The {name} field is required.")
    address = {name: call.query[name] for name in (*_REQUIRED, *_OPTIONAL) if call.query.get(name)}
    url = shop.links.expiring(_download(payment), **address)
    return Answer(document={"jsonapi": VERSION, "meta": {"urls": {"download_invoice": url}}})


def _download(payment: Document) -> str:
    if payment["type"] == "orders":
        return f"/my-orders/{payment['attributes']['identifier']}/download"
    return f"/my-orders/invoice/{payment['id']}/download"
