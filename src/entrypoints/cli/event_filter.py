"""The filter of events given on the command line."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta

from application.ports.storage.inbox import DeliveryFilter, DeliveryStatus
from domain.customer import CustomerId
from domain.errors import InvalidValue
from domain.provider import ProviderName
from entrypoints.cli.output import CommandError


def chosen(given: argparse.Namespace) -> tuple[DeliveryFilter, CustomerId | None]:
    """
    Raises:
        CommandError: a condition that makes no sense.
    """
    try:
        provider = ProviderName(given.provider) if given.provider is not None else None
        customer_id = CustomerId(given.customer) if given.customer is not None else None
    except InvalidValue as error:
        raise CommandError(str(error)) from None
    status = DeliveryStatus(given.status) if given.status is not None else None
    return DeliveryFilter(status=status, provider=provider, since=_since(given.since)), customer_id


def _since(given: datetime | timedelta | None) -> datetime | None:
    return datetime.now(UTC) - given if isinstance(given, timedelta) else given
