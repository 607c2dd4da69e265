"""A small Lemon Squeezy that holds objects of one or more stores and answers the calls that read them."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx

from fixtures.lemonsqueezy.payloads import variant
from silence.made_up import secret

Object = dict[str, Any]
Misbehaviour = Callable[[httpx.Request], httpx.Response]

NOW = datetime(2026, 11, 15, 10, tzinfo=UTC)
VALID_FOR = timedelta(hours=6)

_JSON_API = "application/vnd.api+json"
_NAMED_AS = {"customers": "customer_id", "orders": "order_id"}
_SIGNED = re.compile(r"expires=\d+(.*)signature=[0-9a-f]+")


def signed_anew(url: str, now: datetime = NOW) -> str:
    """Return the URL as signed at that moment: in a response it differs from the one in an event."""
    signature = hashlib.sha256(f"{url}{now}".encode()).hexdigest()
    expires = int((now + VALID_FOR).timestamp())
    return _SIGNED.sub(rf"expires={expires}\g<1>signature={signature}", url)


@dataclass(slots=True)
class FakeLemonSqueezy:
    """`now` is its own clock, `on_call` receives every request, and `misbehaviour` responds in its place.

    `left` is the number of calls it reports as remaining in this minute. `test_mode` is the mode it reports for the
    key, or None for no report.
    """

    now: datetime = NOW
    objects: dict[tuple[str, str], Object] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    on_call: Callable[[], None] = lambda: None
    misbehaviour: Misbehaviour | None = None
    key: str = secret("lemonsqueezy_key_example")
    left: int = 299
    test_mode: bool | None = True

    def __post_init__(self) -> None:
        self.hold(variant("stores.own"))

    def hold(self, *held: Object) -> None:
        """Set these objects to this state."""
        for each in copy.deepcopy(held):
            self.objects[each["type"], each["id"]] = each

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request.url.path)
        self.on_call()
        if self.misbehaviour is not None:
            return self.misbehaviour(request)
        if request.headers["authorization"] != f"Bearer {self.key}":
            return self._refused(401, "Unauthenticated")
        if request.headers["accept"] != _JSON_API:
            return self._refused(400, "Bad Request")
        _, version, type_, *rest = request.url.path.split("/")
        assert version == "v1"
        if request.method != "GET":
            return self._written(request.method, type_, rest, json.loads(request.content)["data"])
        if type_ == "users":
            meta = {} if self.test_mode is None else {"meta": {"test_mode": self.test_mode}}
            return self.told({**meta, "data": variant("users.own")})
        if not rest:
            return self._listed(type_, dict(request.url.params))
        found = self.objects.get((type_, rest[0]))
        if found is None:
            return self._refused(404, "Not Found")
        return self.told(self._with_relations(found, request.url.params.get("include", "")))

    def _written(self, method: str, type_: str, rest: list[str], sent: Object) -> httpx.Response:
        """Create or change a webhook, the only writable object. Its secret is not returned again."""
        assert type_ == sent["type"] == "webhooks"
        told = {name: value for name, value in sent["attributes"].items() if name != "secret"}
        if not 6 <= len(sent["attributes"]["secret"]) <= 40:
            return self._refused(422, "Unprocessable Entity")
        if method == "PATCH":
            held = self.objects[type_, rest[0]]
            assert sent["id"] == rest[0]
            held["attributes"] |= told
            return self.told({"data": held})
        store = int(sent["relationships"]["store"]["data"]["id"])
        made = {"type": type_, "id": str(len(self.objects)), "attributes": {"store_id": store, **told}}
        self.hold(made)
        return self.told({"data": made}, 201)

    def told(self, answer: Object, status: int = 200) -> httpx.Response:
        """Build a response as Lemon Squeezy does, dated by its own clock."""
        headers = {
            "Content-Type": _JSON_API,
            "Date": format_datetime(self.now, usegmt=True),
            "X-Ratelimit-Limit": "300",
            "X-Ratelimit-Remaining": str(self.left),
        }
        text = json.dumps(self._rendered({"jsonapi": {"version": "1.0"}, **answer}))
        return httpx.Response(status, headers=headers, content=text.replace("/", "\\/"))

    def _with_relations(self, found: Object, include: str) -> Object:
        """Return a customer or an order, and the objects of the included types that name it."""
        if not include:
            return {"data": found}
        of_it = [
            each
            for (type_, _), each in self.objects.items()
            if type_ in include.split(",") and str(each["attributes"].get(_NAMED_AS[found["type"]])) == found["id"]
        ]
        return {"data": found, "included": of_it}

    def _listed(self, type_: str, params: Object) -> httpx.Response:
        filters = {name[7:-1]: value for name, value in params.items() if name.startswith("filter[")}
        found = [
            each
            for (held, _), each in self.objects.items()
            if held == type_ and all(str(each["attributes"][name]) == value for name, value in filters.items())
        ]
        newest_first = sorted(found, key=lambda each: int(each["id"]), reverse=True)
        size, number = int(params.get("page[size]", 10)), int(params.get("page[number]", 1))
        page = {"currentPage": number, "lastPage": max(1, -(-len(found) // size)), "perPage": size}
        return self.told({"meta": {"page": page}, "data": newest_first[(number - 1) * size : number * size]})

    def _rendered(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._rendered(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._rendered(each) for each in value]
        return signed_anew(value, self.now) if isinstance(value, str) else value

    def _refused(self, status: int, title: str) -> httpx.Response:
        return self.told({"errors": [{"detail": title, "status": str(status), "title": title}]}, status)
