"""What everything that happens has at hand."""

from __future__ import annotations

from dataclasses import dataclass

from entrypoints.sandbox.clock import SandboxClock
from entrypoints.sandbox.ids import Ids
from entrypoints.sandbox.lemonsqueezy.events import Events
from entrypoints.sandbox.lemonsqueezy.links import Links
from entrypoints.sandbox.lemonsqueezy.rendering import Rendering
from entrypoints.sandbox.lemonsqueezy.resources import Resources
from entrypoints.sandbox.records import Records
from entrypoints.sandbox.vendor import Surroundings


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


def shop_in(surroundings: Surroundings) -> Shop:
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
