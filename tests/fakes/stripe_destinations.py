"""Event destinations of a small Stripe (Stripe API v2, "Event Destinations")."""

from __future__ import annotations

import json
from typing import Any

import httpx

from silence.made_up import secret

Object = dict[str, Any]

SECRET = secret("whsec_of_an_event_destination")
REQUIRED = frozenset({"name", "type", "event_payload", "enabled_events"})
_PATH = "/v2/core/event_destinations"


def destination(id_: str, url: str, **changed: Any) -> Object:
    """Build a destination as Stripe stores it."""
    return {
        "id": id_,
        "object": "v2.core.event_destination",
        "created": "2026-11-01T10:00:00.000Z",
        "description": "",
        "enabled_events": ["*"],
        "event_payload": "thin",
        "events_from": ["@self"],
        "livemode": False,
        "metadata": {},
        "name": "customer-portal",
        "snapshot_api_version": None,
        "status": "enabled",
        "status_details": None,
        "type": "webhook_endpoint",
        "updated": "2026-11-01T10:00:00.000Z",
        "webhook_endpoint": {"url": url, "signing_secret": None},
    } | changed


def destinations_answer(objects: dict[str, Object], request: httpx.Request, path: str) -> tuple[int, Object]:
    """Return status and response. The URL and the secret are included only on request."""
    sent = json.loads(request.content or b"{}")
    included = sent.get("include", []) + [v for k, v in request.url.params.multi_items() if k.startswith("include")]
    if path == _PATH and request.method == "POST":
        assert sent.keys() >= REQUIRED, sent.keys()
        assert sent["event_payload"] != "thin" or "snapshot_api_version" not in sent
        made = destination(f"ed_{len(objects)}", sent["webhook_endpoint"]["url"], enabled_events=sent["enabled_events"])
        objects[made["id"]] = made
        return 200, _shown(made, included, SECRET)
    if path == _PATH:
        found = [each for each in objects.values() if each["object"] == "v2.core.event_destination"]
        data = [_shown(each, included, None) for each in found]
        return 200, {"data": data, "next_page_url": None, "previous_page_url": None}
    id_, _, action = path.removeprefix(f"{_PATH}/").partition("/")
    changes = {"enable": {"status": "enabled", "status_details": None}}.get(action, sent)
    objects[id_] |= {name: value for name, value in changes.items() if name != "include"}
    return 200, _shown(objects[id_], included, None)


def _shown(kept: Object, included: list[str], signing_secret: str | None) -> Object:
    url = kept["webhook_endpoint"]["url"] if "webhook_endpoint.url" in included else None
    told = signing_secret if "webhook_endpoint.signing_secret" in included else None
    return kept | {"webhook_endpoint": {"url": url, "signing_secret": told}}
