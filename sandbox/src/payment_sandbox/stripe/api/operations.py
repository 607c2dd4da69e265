"""Every call that the API answers."""

from __future__ import annotations

from payment_sandbox.stripe.api.call import Method, Operation
from payment_sandbox.stripe.api.errors import unrecognized
from payment_sandbox.stripe.api.resources import (
    account,
    catalogue,
    checkout_sessions,
    coupons,
    credit_notes,
    customers,
    events,
    invoices,
    payments,
    portal,
    quotes,
    schedules,
    subscriptions,
    webhook_endpoints,
)

OPERATIONS: tuple[Operation, ...] = (
    *account.OPERATIONS,
    *catalogue.OPERATIONS,
    *checkout_sessions.OPERATIONS,
    *coupons.OPERATIONS,
    *credit_notes.OPERATIONS,
    *customers.OPERATIONS,
    *events.OPERATIONS,
    *invoices.OPERATIONS,
    *payments.OPERATIONS,
    *portal.OPERATIONS,
    *quotes.OPERATIONS,
    *schedules.OPERATIONS,
    *subscriptions.OPERATIONS,
    *webhook_endpoints.OPERATIONS,
)


def found(method: Method, path: str) -> tuple[Operation, tuple[str, ...]]:
    """Who answers, and the ids in the path.

    Raises:
        Refusal: nobody does.
    """
    for operation in OPERATIONS:
        if operation.method == method and (ids := operation.ids_in(path)) is not None:
            return operation, tuple(ids)
    raise unrecognized(method, f"/v1/{path}")
