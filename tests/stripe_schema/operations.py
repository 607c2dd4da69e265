"""The permitted calls to Stripe, found by method and path.

Only these are accepted: any other call is refused, be it a mistyped path or one that this product should not make.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs
from stripe import (
    AccountService,
    ChargeService,
    CreditNoteService,
    CustomerService,
    DisputeService,
    EventService,
    InvoiceLineItemService,
    InvoicePaymentService,
    InvoiceService,
    PaymentIntentService,
    PriceService,
    ProductService,
    RefundService,
    SubscriptionItemService,
    SubscriptionScheduleService,
    SubscriptionService,
    WebhookEndpointService,
    billing_portal,
    checkout,
)

from stripe_schema.annotations import resolved
from stripe_schema.translation import Translator

_CALLS: dict[type, tuple[str, ...]] = {
    AccountService: ("retrieve_current",),
    ChargeService: ("retrieve", "list"),
    CreditNoteService: ("retrieve", "list"),
    CustomerService: ("create", "retrieve", "list"),
    DisputeService: ("retrieve", "list"),
    EventService: ("retrieve", "list"),
    InvoiceLineItemService: ("list",),
    InvoicePaymentService: ("retrieve", "list"),
    InvoiceService: ("retrieve", "list"),
    PaymentIntentService: ("retrieve", "list"),
    PriceService: ("retrieve", "list"),
    ProductService: ("retrieve", "list"),
    RefundService: ("retrieve", "list"),
    SubscriptionItemService: ("list",),
    SubscriptionScheduleService: ("retrieve", "list"),
    SubscriptionService: ("retrieve", "list"),
    WebhookEndpointService: ("create", "retrieve", "update", "list"),
    billing_portal.ConfigurationService: ("create", "retrieve", "update", "list"),
    billing_portal.SessionService: ("create",),
    checkout.SessionService: ("create", "retrieve", "list"),
    checkout.SessionLineItemService: ("list",),
}

_PLACEHOLDER = "PLACEHOLDER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call, with the schema of its parameters."""

    method: str
    path: re.Pattern[str]
    parameters: dict[str, Any]
    definitions: dict[str, dict[str, Any]]
    validator: jsonschema_rs.Validator


def find(method: str, path: str) -> Operation | None:
    """Return the operation of this method and path."""
    return next((each for each in _operations() if each.method == method.upper() and each.path.fullmatch(path)), None)


@cache
def _operations() -> tuple[Operation, ...]:
    return tuple(_read(service, call) for service, calls in _CALLS.items() for call in calls)


def _read(service: type, call: str) -> Operation:
    method, path = _destination(service, call)
    translator = Translator()
    annotation = inspect.get_annotations(getattr(service, call))["params"]
    parameters = translator.schema(resolved({"params": annotation}, service.__module__)["params"], sent=True)
    return Operation(
        method=method,
        path=re.compile(re.escape(path).replace(_PLACEHOLDER, r"[^/]+")),
        parameters=parameters,
        definitions=translator.definitions,
        validator=jsonschema_rs.validator_for(translator.complete(parameters)),
    )


def _destination(service: type, call: str) -> tuple[str, str]:
    """Return the request of the SDK's call, made with placeholder ids and captured before it is sent."""
    sent: list[tuple[str, str]] = []

    def caught(_: object, method: str, path: str, **__: object) -> None:
        sent.append((method.upper(), path))

    recording = type(service.__name__, (service,), {"_request": caught})(None)
    ids = [_PLACEHOLDER for _ in _ids(getattr(service, call))]
    getattr(recording, call)(*ids, params={})
    (destination,) = sent
    return destination


def _ids(function: Any) -> Iterator[str]:
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name not in ("self", "params", "options"):
            yield parameter.name
