"""Whatever holds a secret, a way into a portal or a person's data does not show it when it is printed."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import msgspec
import pytest

import adapters
import application
import domain
import entrypoints
from silence.hearing import OURS

CONFIDENTIAL = frozenset(
    {
        *("email", "headers", "body", "payload", "custom_data", "metadata"),
        *("secret", "secrets", "webhook_secret", "webhook_secrets", "checkout_reference_secret"),
        *("api_key", "api_keys", "operator_keys", "database_url", "token", "password"),
        *("customer_portal", "update_payment_method", "customer_portal_update_subscription", "update_customer_portal"),
        *("receipt", "receipt_url", "hosted_invoice_url", "return_url", "value"),
    }
)
"""Names of fields that hold such a thing wherever they are."""

CONFIDENTIAL_HERE = {
    ("Registration", "name"),
    ("RegisterCustomer", "name"),
    ("domain.customer.Customer", "name"),
    ("entrypoints.http.schemas.customer.Customer", "name"),
    ("OpenedPortal", "url"),
    ("PortalLink", "url"),
    ("PortalSession", "url"),
    ("entrypoints.http.schemas.billing_session.BillingSession", "url"),
    ("SigningKey", "key"),
}
"""Fields of names that elsewhere hold what anybody may see."""

FOR_ANYBODY = {("application.ports.vital_signs.Reading", "value")}
"""Fields of names that elsewhere hold a secret."""


STAND_INS = ("entrypoints.sandbox", "entrypoints.demo")
"""They play providers, a host and people; nobody real is in there."""


def modules() -> Iterator[ModuleType]:
    for package in (adapters, application, domain, entrypoints):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            silent = (*STAND_INS, "adapters.persistence.migrations")
            if not found.name.startswith(silent) and not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def holders() -> Iterator[tuple[type[Any], tuple[str, ...]]]:
    """Every class of the service that has such fields, with those fields."""
    for module in modules():
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ != module.__name__ or kind.__module__.partition(".")[0] not in OURS:
                continue
            secret = tuple(
                field for field in fields_of(kind) if is_confidential(f"{module.__name__}.{name}", name, field)
            )
            if secret:
                yield kind, secret


def fields_of(kind: type[Any]) -> tuple[str, ...]:
    if dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind))
    return kind.__struct_fields__ if issubclass(kind, msgspec.Struct) else ()


def is_confidential(path: str, name: str, field: str) -> bool:
    named = {(path, field), (name, field)}
    return bool(named & CONFIDENTIAL_HERE) or (field in CONFIDENTIAL and not named & FOR_ANYBODY)


def filled(kind: type[Any], confidential: tuple[str, ...]) -> Any:
    """One whose confidential fields tell their names; nothing is checked that would be in the way of that."""
    values = {field: f"the-{field}" if field in confidential else None for field in fields_of(kind)}
    if issubclass(kind, msgspec.Struct):
        return kind(**values)
    made = object.__new__(kind)
    for field, value in values.items():
        object.__setattr__(made, field, value)
    return made


HOLDERS = list(holders())


@pytest.mark.parametrize(("kind", "confidential"), HOLDERS, ids=[kind.__qualname__ for kind, _ in HOLDERS])
def test_printing_shows_nothing_confidential(kind: type[Any], confidential: tuple[str, ...]) -> None:
    made = filled(kind, confidential)
    for printed in (repr(made), str(made), f"{made}", repr([made])):
        assert [field for field in confidential if f"the-{field}" in printed] == []


def test_the_holders_are_found_by_themselves() -> None:
    names = {kind.__name__ for kind, _ in HOLDERS}
    assert {"Settings", "StripeSettings", "LemonSqueezySettings", "Registration", "PortalLink", "Delivery"} <= names
    assert {"StripeConnection", "LemonSqueezyConnection", "Answer", "Told", "Probe", "Installed"} <= names


def test_one_that_shows_what_it_holds_would_be_noticed() -> None:
    @dataclasses.dataclass(frozen=True)
    class Careless:
        email: str

    with pytest.raises(AssertionError):
        test_printing_shows_nothing_confidential(Careless, ("email",))
