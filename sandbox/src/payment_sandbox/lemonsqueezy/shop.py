"""What everything that happens has at hand."""

from __future__ import annotations

from dataclasses import dataclass

from payment_sandbox.clock import SandboxClock
from payment_sandbox.ids import Ids
from payment_sandbox.lemonsqueezy.events import Events
from payment_sandbox.lemonsqueezy.links import Links
from payment_sandbox.lemonsqueezy.rendering import Rendering
from payment_sandbox.lemonsqueezy.resources import Resources
from payment_sandbox.records import Records
from payment_sandbox.vendor import VendorContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One account with one store, in test mode."""

    clock: SandboxClock
    records: Records
    ids: Ids
    resources: Resources
    links: Links
    rendering: Rendering
    events: Events


def shop_in(surroundings: VendorContext) -> Shop:
    """Keeps everything in the records."""
    clock, records, ids = surroundings.clock, surroundings.records, surroundings.ids
    resources = Resources(records, clock)
    links = Links(surroundings.address, records, clock)
    rendering = Rendering(resources, links, f"{surroundings.address}/v1")
    return Shop(
        clock=clock,
        records=records,
        ids=ids,
        resources=resources,
        links=links,
        rendering=rendering,
        events=Events(resources, rendering, surroundings.outbox, ids, surroundings.event_order),
    )
