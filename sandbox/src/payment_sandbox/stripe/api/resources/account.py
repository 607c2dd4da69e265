"""The seller's account (Stripe API, "Accounts")."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.parameters import Parameters
from payment_sandbox.stripe.catalogue import ACCOUNT


def _retrieve(call: Call) -> Document:
    """The one that the key belongs to."""
    call.read(Parameters)
    return call.account.get("account", ACCOUNT)


OPERATIONS = (Operation(method="GET", path="account", answer=_retrieve),)
