"""Moments, metadata, references and events in the form that Stripe writes them."""

from __future__ import annotations

import json
from typing import Any

from application.checkout_reference import CheckoutReferences
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from fixtures.stripe.payloads import wrap
from town.happening import Happening, Object
from town.life import STRIPE, Bought, Change, How, moment


def unix(seconds: float) -> int:
    return int(moment(seconds).timestamp())


def metadata(thing: Bought) -> Object:
    """Return the metadata, which only the seller can write."""
    sellers = next((word for word in thing.words if word.how is How.SELLER), None)
    return {"user_id": sellers.customer} if sellers is not None else {}


def carried(thing: Bought, references: CheckoutReferences) -> Object:
    """A payment link takes the reference from its address, which the buyer can edit."""
    word = next((w for w in thing.words if w.how is not How.SELLER), None)
    reference = word.customer if word else None
    if word is not None and word.how is How.SIGNED:
        reference = references.make(CustomerId(word.customer), at=moment(thing.created))
    told: Object = {"client_reference_id": reference, "payment_link": "plink_1" if word else None, "metadata": {}}
    return told | {"customer": thing.account, "created": unix(thing.created)}


def happening(
    change: Change,
    type_: str,
    told: Object,
    about: tuple[ObjectKind, str],
    *,
    held: tuple[Object, ...] | None = None,
    needed: bool = False,
) -> Happening:
    event_id = f"evt_{type_}_{told['id']}_{change.at}"
    sent: dict[str, Any] = wrap(told, type_, created=unix(change.stamp), event_id=event_id)
    body = json.dumps(sent).encode()
    return Happening(at=change.at, provider=STRIPE, held=held or (told,), body=body, about=about, needed=needed)
