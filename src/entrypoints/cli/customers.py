"""`customer-portal customers export` and `customer-portal customers erase`"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from entrypoints.cli.output import OK, CommandError, add_json_flag, echo

if TYPE_CHECKING:
    from application.privacy.erase_customer import Erasure
    from application.privacy.export_customer import CustomerExport


def add(commands: Any) -> None:
    customers = commands.add_parser("customers", help="export or erase a customer's data")
    actions = customers.add_subparsers(dest="action", required=True, metavar="action")
    export = actions.add_parser("export", help="print everything stored about a customer as JSON")
    export.add_argument("customer", help="the customer's id")
    export.set_defaults(do=_export, json=True)
    erase = actions.add_parser("erase", help="erase a customer permanently; their payments stay under a pseudonym")
    erase.add_argument("customer", help="the customer's id, which can never be used again")
    erase.add_argument(
        "--search-all", action="store_true", help="search every stored payload for their id, e-mail and name"
    )
    add_json_flag(erase).set_defaults(do=_erase)


def _export(given: argparse.Namespace) -> int:
    from entrypoints.cli.customer_export import as_json  # noqa: PLC0415

    echo(as_json(asyncio.run(_exported(given.customer))))
    return OK


async def _exported(customer: str) -> CustomerExport:
    from domain.customer import CustomerNotFound  # noqa: PLC0415
    from entrypoints.cli.context import open_verified_database  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    customer_id = _id(customer)
    async with open_verified_database(load_settings()) as use_cases:
        try:
            return await use_cases.export_customer(customer_id)
        except CustomerNotFound:
            raise CommandError("there is no customer with this id") from None


def _erase(given: argparse.Namespace) -> int:
    from entrypoints import event_id  # noqa: PLC0415

    erasure = asyncio.run(_erased(given.customer, search_all=given.search_all))
    undecided = [event_id.written(each) for each in erasure.undecided]
    if given.json:
        status = "erased_before" if erasure.again else "erased"
        echo(
            {"status": status, "complete": erasure.complete, "undecided": undecided, "anothers": len(erasure.anothers)}
        )
    else:
        echo("\n".join(_lines(erasure, undecided)))
    return OK


def _lines(erasure: Erasure, undecided: list[str]) -> Iterator[str]:
    if erasure.again:
        yield "The customer was already erased. Payloads found since then have been erased too."
        yield "Their e-mail address and name are no longer stored, so no payloads were searched for them."
    else:
        yield "The customer was erased, and so were the payloads about them."
    if undecided:
        yield "These webhook events may name the customer, or someone else, and were kept. Review each one:"
        yield from (f"  {each}" for each in undecided)
    if erasure.anothers:
        count = len(erasure.anothers)
        yield f"{count} webhook events of other customers contain the same e-mail address or name and were kept."
    if not erasure.complete and not erasure.again:
        yield "Applied events without a link to the customer were not searched (no --search-all)."
    if erasure.complete and not undecided and not erasure.anothers:
        yield "No stored data identifies the customer."


async def _erased(customer: str, *, search_all: bool) -> Erasure:
    from domain.customer import CustomerNotFound  # noqa: PLC0415
    from entrypoints.cli.context import open_verified_database  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    customer_id = _id(customer)
    async with open_verified_database(load_settings()) as use_cases:
        try:
            return await use_cases.erase_customer(customer_id, search_all=search_all)
        except CustomerNotFound:
            raise CommandError("there is no customer with this id") from None


def _id(customer: str) -> Any:
    from domain.customer import CustomerId  # noqa: PLC0415
    from domain.errors import InvalidValue  # noqa: PLC0415

    try:
        return CustomerId(customer)
    except InvalidValue as error:
        raise CommandError(str(error)) from None
