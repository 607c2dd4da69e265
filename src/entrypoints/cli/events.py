"""`customer-portal events list`, `events show` and `events replay`"""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from entrypoints.cli.listing import add_limit
from entrypoints.cli.output import OK, CommandError, add_json_flag, echo, printable, table
from entrypoints.cli.replay import replay
from entrypoints.cli.times import parse_time

STATUSES = ("applied", "ignored", "failed", "dead")


def add(commands: Any) -> None:
    events = commands.add_parser("events", help="list, show or replay webhook events")
    actions = events.add_subparsers(dest="action", required=True, metavar="action")
    listing = actions.add_parser("list", help="list webhook events, newest first")
    _add_conditions(listing)
    add_limit(listing)
    add_json_flag(listing).set_defaults(do=_list)
    show = actions.add_parser("show", help="show an event and its payload, with credentials masked")
    show.add_argument("event", help="the event's id, such as stripe:evt_1")
    add_json_flag(show).set_defaults(do=_show)
    again = actions.add_parser("replay", help="apply events again; harmless for those already applied")
    again.add_argument("event", nargs="?", help="an event's id, such as stripe:evt_1")
    _add_conditions(again)
    again.add_argument("--all", action="store_true", help="all stored events")
    add_json_flag(again).set_defaults(do=replay)


def _add_conditions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--status", choices=STATUSES, help="only events with this status")
    parser.add_argument("--provider", help="only events from this provider")
    parser.add_argument("--customer", help="only events about objects that this customer owns now")
    parser.add_argument(
        "--since",
        type=parse_time,
        help="only events received since a time (2026-01-31) or within a duration (12h, 3d)",
    )


def _list(given: argparse.Namespace) -> int:
    found = asyncio.run(_listed(given))
    shown, more = found[: given.limit], len(found) > given.limit
    if given.json:
        echo({"data": shown, "more": more})
        return OK
    columns = ("received_at", "status", "id", "type", "attempts", "customer_id", "error")
    rows = ([event[column] for column in columns] for event in shown)
    headings = ["RECEIVED", "STATUS", "ID", "TYPE", "ATTEMPTS", "CUSTOMER", "ERROR"]
    echo(table(headings, rows) if shown else "No matching events.")
    return OK


async def _listed(given: argparse.Namespace) -> list[dict[str, Any]]:
    from entrypoints.cli.context import open_verified_database  # noqa: PLC0415
    from entrypoints.cli.event_filter import chosen  # noqa: PLC0415
    from entrypoints.cli.plain import plain  # noqa: PLC0415
    from entrypoints.http.presenters.operator import present_event  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    which, customer_id = chosen(given)
    async with open_verified_database(load_settings()) as use_cases:
        found = await use_cases.show_deliveries(which, customer_id=customer_id, limit=given.limit + 1)
    return [plain(present_event(view)) for view in found]


def _show(given: argparse.Namespace) -> int:
    shown = asyncio.run(_shown(given.event))
    if given.json:
        echo(shown)
        return OK
    payload = shown.pop("payload")
    echo(table(["", ""], shown.items()).lstrip("\n"))
    echo(f"\n{printable(payload)}")
    return OK


async def _shown(event: str) -> dict[str, Any]:
    from application.ingestion.list_events import DeliveryNotFound  # noqa: PLC0415
    from entrypoints import event_id  # noqa: PLC0415
    from entrypoints.cli.context import open_verified_database  # noqa: PLC0415
    from entrypoints.cli.plain import plain  # noqa: PLC0415
    from entrypoints.http.presenters.operator import present_event  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    async with open_verified_database(load_settings()) as use_cases:
        try:
            view = await use_cases.show_deliveries.one(event_id.read(event))
        except DeliveryNotFound:
            raise CommandError(f"there is no event {event}") from None
    return {**plain(present_event(view)), "payload": view.delivery.payload}
