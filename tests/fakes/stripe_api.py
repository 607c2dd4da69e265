"""A small Stripe that holds objects, answers the calls that read them and opens portal sessions.

Every request is validated against the installed SDK's schema before it is answered.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import httpx

from fakes.stripe_destinations import destinations_answer
from fakes.stripe_expansion import expanded
from fakes.stripe_portal import PortalRefusal, portal_session
from fixtures.stripe.payloads import variant
from silence.made_up import secret
from stripe_schema import validate_request

Object = dict[str, Any]
Misbehaviour = Callable[[httpx.Request], httpx.Response]

_COLLECTIONS: Mapping[str, str] = {
    "billing_portal/configurations": "billing_portal.configuration",
    "charges": "charge",
    "checkout/sessions": "checkout.session",
    "credit_notes": "credit_note",
    "customers": "customer",
    "disputes": "dispute",
    "invoice_payments": "invoice_payment",
    "invoices": "invoice",
    "payment_intents": "payment_intent",
    "prices": "price",
    "products": "product",
    "refunds": "refund",
    "subscription_items": "subscription_item",
    "subscription_schedules": "subscription_schedule",
    "subscriptions": "subscription",
    "webhook_endpoints": "webhook_endpoint",
}
_NO_FILTERS = frozenset({"limit", "starting_after", "expand", "status"})


@dataclass(slots=True)
class FakeStripe:
    """`now` is its own clock, `on_call` receives every request, and `misbehaviour` responds in its place."""

    now: datetime = datetime(2026, 11, 15, 10, tzinfo=UTC)
    objects: dict[str, Object] = field(default_factory=dict)
    line_items: dict[str, list[Object]] = field(default_factory=dict)
    calls: list[tuple[str, str, Object]] = field(default_factory=list)
    on_call: Callable[[], None] = lambda: None
    misbehaviour: Misbehaviour | None = None
    key: str = secret("sk_test_example")

    def hold(self, *held: Object) -> None:
        """Set these objects to this state, including the items of a subscription."""
        for each in copy.deepcopy(held):
            self.objects[each["id"]] = each
            if each["object"] == "subscription":
                self.hold(*each["items"]["data"])

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode().partition("?")[0]
        if path.startswith("/v2/"):
            return self._answer_v2(request, path)
        form = request.content if request.method == "POST" else request.url.query
        params = validate_request(request.method, path, form or None)
        self.calls.append((request.method, path, params))
        self.on_call()
        if self.misbehaviour is not None:
            return self.misbehaviour(request)
        if request.headers["authorization"] != f"Bearer {self.key}":
            return self._refused(401, "authentication", message=f"Invalid API Key provided: {self.key}")
        return self._answer(request.method, path.removeprefix("/v1/"), params)

    def _answer_v2(self, request: httpx.Request, path: str) -> httpx.Response:
        """Answer a call of API v2, which takes JSON."""
        self.calls.append((request.method, path, json.loads(request.content or b"{}")))
        self.on_call()
        if self.misbehaviour is not None:
            return self.misbehaviour(request)
        status, answer = destinations_answer(self.objects, request, path)
        return self.told(answer, status)

    def _answer(self, method: str, path: str, params: Object) -> httpx.Response:
        if path == "account":
            return self.told(variant("account.own"))
        if method == "POST":
            return self._endpoint(path, params) if path.startswith("webhook_endpoints") else self._portal(params)
        if path in _COLLECTIONS:
            return self._list(_COLLECTIONS[path], params)
        found = self.objects.get(path.rpartition("/")[2])
        if found is None or found["object"] != _COLLECTIONS[path.rpartition("/")[0]]:
            return self._refused(404, "resource_missing", param="id", message=f"No such object: {path}")
        return self.told(self._expanded(found, params))

    def _portal(self, params: Object) -> httpx.Response:
        try:
            return self.told(self._expanded(portal_session(self.objects, params), params))
        except PortalRefusal as refusal:
            return self._refused(400, refusal.code, param=refusal.param, message=f"No: {params.get('return_url')}")

    def _endpoint(self, path: str, params: Object) -> httpx.Response:
        """Create or update an endpoint. The secret is returned only on creation, and the version stays."""
        id_ = path.partition("/")[2]
        if id_:
            self.objects[id_] |= {name: value for name, value in params.items() if name != "disabled"}
            if params.get("disabled") is False:
                self.objects[id_]["status"] = "enabled"
            return self.told(self.objects[id_])
        created = variant("webhook_endpoint.created") | {"api_version": None} | params | {"status": "enabled"}
        created["id"] = f"we_{len(self.objects)}"
        self.hold({name: value for name, value in created.items() if name != "secret"})
        return self.told(created)

    def _list(self, type_: str, params: Object) -> httpx.Response:
        found = [each for each in self.objects.values() if each["object"] == type_ and _fits(each, params)]
        ids = [each["id"] for each in found]
        start = ids.index(params["starting_after"]) + 1 if "starting_after" in params else 0
        page = found[start : start + params.get("limit", 10)]
        whole = {
            "object": "list",
            "data": page,
            "has_more": start + len(page) < len(found),
            "url": f"/v1/{next(path for path, each in _COLLECTIONS.items() if each == type_)}",
        }
        return self.told(self._expanded(whole, params))

    def _expanded(self, answer: Object, params: Object) -> Object:
        return expanded(answer, params.get("expand", []), self.objects, self.line_items)

    def told(self, answer: Object, status: int = 200) -> httpx.Response:
        """Build a response as Stripe does, dated by its own clock."""
        headers = {"Date": format_datetime(self.now, usegmt=True), "Request-Id": "req_example"}
        return httpx.Response(status, headers=headers, content=json.dumps(answer))

    def _refused(self, status: int, code: str, *, param: str | None = None, message: str) -> httpx.Response:
        error = {"type": "invalid_request_error", "code": code, "message": message, "param": param}
        return self.told({"error": error}, status)


def _fits(candidate: Object, params: Object) -> bool:
    """Return whether an object matches every filter: a list of ids matches one of them, and the status `all` matches
    any.

    Without a status, ended subscriptions are left out.
    """
    filters = {name: value for name, value in params.items() if name not in _NO_FILTERS}
    ids = filters.pop("ids", None)
    if ids is not None and candidate["id"] not in ids:
        return False
    status = params.get("status", "not ended" if candidate["object"] == "subscription" else "all")
    if status not in ("all", candidate.get("status"), "not ended" if candidate.get("status") != "canceled" else None):
        return False
    return all(_fits_filter(_named(candidate, name), value) for name, value in filters.items())


def _named(candidate: Object, name: str) -> Any:
    """Return the subscription; an invoice names it in its `parent`."""
    if candidate["object"] == "invoice" and name == "subscription":
        details = (candidate.get("parent") or {}).get("subscription_details") or {}
        return details.get("subscription", candidate.get("subscription"))
    return candidate.get(name)


def _fits_filter(held: Any, wanted: Any) -> bool:
    """Match a filter of several parts, such as `payment[type]` and `payment[payment_intent]`, by the
    fields it names.
    """
    if isinstance(wanted, dict):
        return isinstance(held, dict) and wanted.items() <= held.items()
    return bool(held == wanted)
