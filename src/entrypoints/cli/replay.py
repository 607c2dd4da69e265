"""Applying events again, with a word on how far it has come."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter

from entrypoints.cli.output import NOT_FINE, OK, CommandError, echo

_NOT_TRIED = "not_tried"
_CONDITIONS = ("status", "provider", "customer", "since")


def replay(given: argparse.Namespace) -> int:
    """One, some or all: exactly one of the three has to be said, so that nobody replays everything by mistake."""
    conditions = any(getattr(given, name) is not None for name in _CONDITIONS)
    if [given.event is not None, conditions, given.all].count(True) != 1:
        raise CommandError("give an event, filters (--status, --provider, --customer, --since) or --all")
    outcomes = asyncio.run(_one(given.event) if given.event is not None else _many(given))
    total = sum(outcomes.values())
    if given.json:
        echo({"replayed": total, **{name: outcomes[name] for name in ("applied", "ignored", "failed", _NOT_TRIED)}})
    else:
        echo(_told(outcomes))
    return OK if total == outcomes["applied"] + outcomes["ignored"] else NOT_FINE


async def _one(event: str) -> Counter[str]:
    from application.ingestion.list_events import DeliveryNotFound  # noqa: PLC0415
    from application.ingestion.receive_webhook import ProviderNotConfigured  # noqa: PLC0415
    from application.ingestion.replay_event import PayloadDeleted  # noqa: PLC0415
    from entrypoints import event_id  # noqa: PLC0415
    from entrypoints.cli.context import open_verified_database  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    async with open_verified_database(load_settings()) as use_cases:
        try:
            chosen = event_id.read(event)
            await use_cases.replay_delivery(chosen)
            return Counter([(await use_cases.show_deliveries.one(chosen)).delivery.status.value])
        except DeliveryNotFound:
            raise CommandError(f"there is no event {event}") from None
        except PayloadDeleted:
            raise CommandError(f"the payload of {event} is no longer stored") from None
        except ProviderNotConfigured:
            raise CommandError(f"the provider of {event} is not configured") from None


async def _many(given: argparse.Namespace) -> Counter[str]:
    from entrypoints.cli.context import open_verified_database  # noqa: PLC0415
    from entrypoints.cli.event_filter import chosen  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    outcomes: Counter[str] = Counter()
    which, customer_id = chosen(given)
    watched = sys.stderr.isatty() and not given.json
    async with open_verified_database(load_settings()) as use_cases:
        async for delivery in use_cases.replay_deliveries(which, customer_id=customer_id):
            outcomes[delivery.status.value if delivery is not None else _NOT_TRIED] += 1
            if watched:
                sys.stderr.write(f"\r{_told(outcomes)}")
    if watched and outcomes:
        sys.stderr.write("\r\033[K")
    return outcomes


def _told(outcomes: Counter[str]) -> str:
    parts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sorted(outcomes.items()))
    total = sum(outcomes.values())
    return f"{total} replayed: {parts}" if total else "No matching events."
