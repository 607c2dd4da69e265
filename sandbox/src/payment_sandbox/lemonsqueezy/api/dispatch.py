"""From a call to its answer: the table of everything that the API can be asked."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from http import HTTPStatus

from payment_sandbox.lemonsqueezy.api import (
    checkouts,
    customers,
    payments,
    rate_limit,
    reading,
    subscriptions,
    webhooks,
)
from payment_sandbox.lemonsqueezy.api.answering import MEDIA_TYPE, Answer, Problem, invalid, not_there, trouble
from payment_sandbox.lemonsqueezy.api.call import Call
from payment_sandbox.lemonsqueezy.api.query import FILTERS
from payment_sandbox.lemonsqueezy.refusal import Refusal
from payment_sandbox.lemonsqueezy.shop import Shop

API_KEY = "lemonsqueezy_sandbox_key"
"""The one that it accepts."""

_CREATE: Mapping[str, Callable[[Shop, Call], Answer]] = {
    "checkouts": checkouts.create,
    "customers": customers.create,
    "webhooks": webhooks.create,
}
_CHANGE: Mapping[tuple[str, str], Callable[[Shop, Call, str], Answer]] = {
    ("PATCH", "customers"): customers.update,
    ("PATCH", "subscriptions"): subscriptions.update,
    ("DELETE", "subscriptions"): subscriptions.cancel,
    ("PATCH", "subscription-items"): subscriptions.update_item,
    ("PATCH", "webhooks"): webhooks.update,
    ("DELETE", "webhooks"): webhooks.delete,
}
_PAYMENTS = frozenset({"orders", "subscription-invoices"})
_ACTIONS: Mapping[str, Callable[[Shop, Call, str, str], Answer]] = {
    "refund": payments.refund,
    "generate-invoice": payments.generate_invoice,
}
_OWNER = "1001"
_OBJECT, _ACTION = 2, 3


def answer(shop: Shop, call: Call) -> Answer:
    """Whatever is asked has an answer; what is refused changes nothing."""
    if not _authenticated(call):
        return Problem(HTTPStatus.UNAUTHORIZED, "Unauthenticated.").answer()
    admitted, headers = rate_limit.count(shop)
    found = _answered(shop, call) if admitted else trouble(HTTPStatus.TOO_MANY_REQUESTS)
    return Answer(status=found.status, document=found.document, headers=headers)


def _answered(shop: Shop, call: Call) -> Answer:
    try:
        _negotiate(call)
        with shop.records.together():
            return _dispatched(shop, call)
    except Problem as problem:
        return problem.answer()
    except Refusal as refusal:
        return invalid(refusal.detail, refusal.pointer).answer()


def _authenticated(call: Call) -> bool:
    scheme, _, key = call.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(key.encode(), API_KEY.encode())


def _negotiate(call: Call) -> None:
    """JSON:API is spoken and nothing else."""
    if call.headers.get("accept", "").partition(";")[0] != MEDIA_TYPE:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The Accept header must be {MEDIA_TYPE}.")
    if call.body and call.headers.get("content-type", "").partition(";")[0] != MEDIA_TYPE:
        detail = "The request entity has a media type which the server or resource does not support."
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)


def _dispatched(shop: Shop, call: Call) -> Answer:
    if call.path == ("users", "me") and call.method == "GET":
        return reading.key_owner(shop, call, _OWNER)
    type_, *rest = call.path
    if type_ not in FILTERS:
        raise not_there()
    if call.method == "GET":
        return _read(shop, call, type_, rest)
    if call.method == "POST" and not rest and type_ in _CREATE:
        return _CREATE[type_](shop, call)
    if len(call.path) == _OBJECT and (call.method, type_) in _CHANGE:
        return _CHANGE[call.method, type_](shop, call, rest[0])
    if len(call.path) == _ACTION and call.method == "POST" and type_ in _PAYMENTS and rest[1] in _ACTIONS:
        return _ACTIONS[rest[1]](shop, call, type_, rest[0])
    raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, f"The {call.method} method is not supported here.")


def _read(shop: Shop, call: Call, type_: str, rest: list[str]) -> Answer:
    match rest:
        case []:
            return reading.listed(shop, call, type_)
        case [id_]:
            return reading.retrieve(shop, call, type_, id_)
        case [id_, "current-usage"] if type_ == "subscription-items":
            return subscriptions.current_usage(shop, call, id_)
        case [id_, name]:
            return reading.related(shop, call, type_, id_, name)
        case [id_, "relationships", name]:
            return reading.relationship(shop, type_, id_, name)
    raise not_there()
