"""Times, metadata, references and events in Stripe's format."""

from __future__ import annotations

import json
from typing import Any

from application.portal.checkout_reference import CheckoutReferenceSigner
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from fixtures.stripe.payloads import wrap
from town.happening import Happening, Object
from town.life import STRIPE, Bought, Change, How, Purchase, Way, moment


def unix(seconds: float) -> int:
    return int(moment(seconds).timestamp())


def metadata(thing: Bought) -> Object:
    """Return the metadata, which only the seller can write."""
    if sellers_reference(thing) is not None:
        return {}
    sellers = next((word for word in thing.words if word.how is How.SELLER), None)
    return {"user_id": sellers.customer} if sellers is not None else {}


def sellers_reference(thing: Bought) -> str | None:
    """Return whom the seller names as the reference of a session. A quote has no session."""
    if not thing.by_reference or (isinstance(thing, Purchase) and thing.way is Way.QUOTE):
        return None
    return thing.words[0].customer if [word.how for word in thing.words] == [How.SELLER] else None


def carried(thing: Bought, references: CheckoutReferenceSigner, *, pricing_tables: bool) -> Object:
    """Return the reference that a payment link or a pricing table takes from a URL or a page, which the buyer can
    edit.
    """
    word = next((w for w in thing.words if w.how is not How.SELLER), None)
    reference = word.customer if word else sellers_reference(thing)
    if word is not None and word.how is How.SIGNED:
        reference = references.sign(CustomerId(word.customer), at=moment(thing.created))
    link = "plink_1" if word and not pricing_tables else None
    told: Object = {"client_reference_id": reference, "payment_link": link, "metadata": {}}
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
