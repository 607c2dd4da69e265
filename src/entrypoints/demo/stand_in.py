"""A small stand-in for Stripe's API: it holds objects, answers for them and opens portal pages."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.params import FromPath

Object = dict[str, Any]

_LISTS = {
    "subscriptions": "subscription",
    "checkout/sessions": "checkout.session",
    "charges": "charge",
    "invoices": "invoice",
}
_SINGLE = {
    "customers": "customer",
    "products": "product",
    "prices": "price",
    "subscription_schedules": "subscription_schedule",
    "payment_intents": "payment_intent",
    **_LISTS,
}


@dataclass
class StripeStandIn:
    """What exists at the provider, by id, and the portal sessions that were opened, by their secret path."""

    url: str
    objects: dict[str, Object] = field(default_factory=dict)
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)

    def put(self, told: Object) -> Object:
        """Keeps an object as it is now."""
        self.objects[told["id"]] = told
        return told

    def listed(self, kind: str, query: dict[str, str]) -> Object:
        customer = query.get("customer")
        data = [o for o in self.objects.values() if o["object"] == kind and customer in (None, o.get("customer"))]
        return {"object": "list", "data": data, "has_more": False, "url": "/v1"}

    def open_portal(self, wish: dict[str, str]) -> Object:
        path = secrets.token_urlsafe(24)
        self.sessions[path] = wish
        return {
            "id": f"bps_{path[:12]}",
            "object": "billing_portal.session",
            "configuration": wish.get("configuration", "bpc_demo"),
            "created": 0,
            "customer": wish["customer"],
            "customer_account": None,
            "flow": None,
            "livemode": False,
            "locale": None,
            "on_behalf_of": None,
            "return_url": wish.get("return_url"),
            "url": f"{self.url}/p/session/{path}",
        }


def stand_in_app(stripe: StripeStandIn) -> Litestar:
    """The stand-in over HTTP."""

    @get("/v1/account")
    async def account() -> Object:
        return {"id": "acct_demo", "object": "account", "livemode": False}

    @post("/v1/billing_portal/sessions", status_code=200)
    async def open_portal(request: Request[Any, Any, Any]) -> Response[Object]:
        wish = {key: str(value) for key, value in (await request.form()).items()}
        if wish.get("customer") not in stripe.objects:
            return _missing("customer")
        return Response(stripe.open_portal(wish))

    @get("/v1/billing_portal/configurations")
    async def configurations() -> Object:
        return {"object": "list", "data": [], "has_more": False, "url": "/v1/billing_portal/configurations"}

    @get("/v1/{path:path}")
    async def resource(path: FromPath[str], request: Request[Any, Any, Any]) -> Response[Object]:
        name = path.strip("/")
        if name in _LISTS:
            return Response(stripe.listed(_LISTS[name], dict(request.query_params)))
        collection, _, id_ = name.rpartition("/")
        found = stripe.objects.get(id_)
        if found is None or found["object"] != _SINGLE.get(collection):
            return _missing("id")
        return Response(found)

    @get("/p/session/{path:str}", media_type=MediaType.HTML)
    async def portal_page(path: FromPath[str]) -> Response[str]:
        wish = stripe.sessions.get(path)
        if wish is None:
            return Response("<h1>This link has expired</h1>", status_code=404, media_type=MediaType.HTML)
        task = wish.get("flow_data[type]", "home")
        return Response(f"<h1>Customer portal</h1><p>{wish['customer']}: {task}</p>", media_type=MediaType.HTML)

    handlers = [account, open_portal, configurations, resource, portal_page]
    return Litestar(handlers, openapi_config=None, logging_config=None)


def _missing(param: str) -> Response[Object]:
    error = {"type": "invalid_request_error", "code": "resource_missing", "param": param, "message": "No such object"}
    return Response({"error": error}, status_code=404)
