"""Lemon Squeezy deliveries from the folder that PROVIDER_CORPUS names, else from our own fixtures."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fixtures.lemonsqueezy.payloads import all_events, all_variants, wrap

Object = dict[str, Any]

EVENTS: Mapping[str, tuple[str, ...]] = {
    "customers": ("customer_updated",),
    "orders": ("order_created", "order_refunded"),
    "subscription-invoices": tuple(
        f"subscription_payment_{word}" for word in ("success", "failed", "recovered", "refunded")
    ),
    "subscriptions": tuple(
        f"subscription_{word}"
        for word in ("created", "updated", "cancelled", "resumed", "expired", "paused", "unpaused")
    ),
}
"""Every event that is listened to, by the type of object that it tells of."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A delivery."""

    name: str
    event: Object

    def events(self) -> Iterator[Object]:
        """Yield every event whose type fits the object."""
        for name in EVENTS.get(self.event["data"]["type"], ()):
            told = copy.deepcopy(self.event)
            told["meta"]["event_name"] = name
            yield told


def samples() -> list[Sample]:
    folder = os.environ.get("PROVIDER_CORPUS")
    return list(_own() if folder is None else _of(Path(folder) / "lemonsqueezy"))


def _of(folder: Path) -> Iterator[Sample]:
    for file in sorted(folder.glob("*.json")):
        yield Sample(file.stem, json.loads(file.read_text(encoding="utf-8")))


def _own() -> Iterator[Sample]:
    for shape, name, event in all_events():
        yield Sample(f"{name} ({shape})", event)
    for name, each in all_variants():
        if each["type"] in EVENTS:
            yield Sample(name, wrap(each, EVENTS[each["type"]][0]))
