"""`customer-portal unlinked list` and `customer-portal unlinked link`"""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING, Any

from entrypoints.cli.listing import add_limit
from entrypoints.cli.output import OK, CommandError, add_json_flag, echo, table

if TYPE_CHECKING:
    from application.customers.list_unlinked import Unlinked
    from domain.provider import ProviderRef

PURCHASE_KINDS = ("checkout", "order", "invoice", "payment")


def add(commands: Any) -> None:
    unlinked = commands.add_parser("unlinked", help="list or link accounts and purchases without a known owner")
    actions = unlinked.add_subparsers(dest="action", required=True, metavar="action")
    listing = actions.add_parser("list", help="list unlinked accounts, guest purchases and rejected claims")
    add_limit(listing)
    add_json_flag(listing).set_defaults(do=_list)
    link = actions.add_parser("link", help="link an account or a guest purchase to a customer")
    link.add_argument("object", help="an object from `unlinked list`, such as stripe:cus_1")
    link.add_argument("customer", help="the id of a registered customer")
    kinds = ("account", *PURCHASE_KINDS)
    link.add_argument("--kind", choices=kinds, default="account", help="the object's kind (default: %(default)s)")
    add_json_flag(link).set_defaults(do=_link)


def _list(given: argparse.Namespace) -> int:
    from entrypoints.cli.plain import plain  # noqa: PLC0415
    from entrypoints.http.presenters.operator import present_unlinked  # noqa: PLC0415

    found, more = asyncio.run(_found(given.limit))
    shown = [plain(present_unlinked(each)) for each in found]
    if given.json:
        echo({"data": shown, "more": more})
        return OK
    echo(
        table(["OBJECT", "KIND", "ACCOUNT", "CLAIMED BY", "OWNER"], map(_row, shown))
        if shown
        else "Nothing is unlinked."
    )
    return OK


def _row(shown: dict[str, Any]) -> tuple[str | None, ...]:
    lost = shown["lost_claim"] or {"customer_id": None, "owner": None}
    account = shown["provider_customer_id"]
    return f"{shown['provider']}:{shown['id']}", shown["kind"], account, lost["customer_id"], lost["owner"]


async def _found(limit: int) -> tuple[list[Unlinked], bool]:
    """However far the walk has to go for it."""
    from application.ports.storage.unlinked import START, UnlinkedCursor  # noqa: PLC0415
    from entrypoints.cli.context import open_verified_database  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    found: list[Unlinked] = []
    at: UnlinkedCursor | None = START
    async with open_verified_database(load_settings()) as use_cases:
        while at is not None and len(found) <= limit:
            page = await use_cases.show_unlinked(at, limit=limit + 1 - len(found))
            found += page.found
            at = page.ended
    return found[:limit], len(found) > limit


def _link(given: argparse.Namespace) -> int:
    from domain.customer import CustomerId  # noqa: PLC0415
    from domain.errors import InvalidValue  # noqa: PLC0415
    from domain.provider import ProviderName, ProviderRef  # noqa: PLC0415

    provider, _, id_ = given.object.partition(":")
    try:
        customer_id, ref = CustomerId(given.customer), ProviderRef(provider=ProviderName(provider), id=id_)
    except InvalidValue as error:
        raise CommandError(str(error)) from None
    asyncio.run(_linked(customer_id, given.kind, ref))
    linked: dict[str, object] = {"status": "linked", "provider": ref.provider, "id": ref.id, "customer_id": customer_id}
    echo(linked if given.json else f"Linked {ref} to {customer_id}.")
    return OK


async def _linked(customer: Any, kind: str, ref: ProviderRef) -> None:
    from domain.customer import CustomerNotFound  # noqa: PLC0415
    from domain.mirror.snapshot import ObjectKind  # noqa: PLC0415
    from domain.ownership import errors  # noqa: PLC0415
    from entrypoints.cli.context import open_verified_database  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    async with open_verified_database(load_settings()) as use_cases:
        try:
            if kind == ObjectKind.ACCOUNT:
                await use_cases.link_account(customer, ref)
            else:
                await use_cases.link_purchase(customer, ObjectKind(kind), ref)
        except CustomerNotFound:
            raise CommandError(f"there is no customer {customer}: register them through the API first") from None
        except errors.PurchaseNotFound:
            raise CommandError(f"there is no purchase with the {kind} {ref}") from None
        except errors.AccountAlreadyLinked:
            raise CommandError(f"the host has linked {ref} to another customer") from None
        except errors.AccountUnlinked:
            raise CommandError(f"{ref} was permanently unlinked from this customer") from None
