"""Objects with secrets, portal URLs or personal data do not show them when printed."""

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


HARMLESS = {("application.ports.operations.health.Measurement", "value")}
"""Fields of names that elsewhere hold what nobody may see."""

STAND_INS = ("payment_sandbox", "portal_demo")
"""They play providers, a host and people; nobody real is in there."""


def modules() -> Iterator[ModuleType]:
    for package in (adapters, application, domain, entrypoints):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            silent = (*STAND_INS, "adapters.persistence.migrations")
            if not found.name.startswith(silent) and not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def holders() -> Iterator[tuple[type[Any], tuple[str, ...]]]:
    """List every class of the service with such fields, and those fields."""
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
    return bool(named & CONFIDENTIAL_HERE) or (field in CONFIDENTIAL and not named & HARMLESS)


def filled(kind: type[Any], confidential: tuple[str, ...]) -> Any:
    """Build an instance whose confidential fields contain their names, without validation."""
    values = {field: f"the-{field}" if field in confidential else None for field in fields_of(kind)}
    if issubclass(kind, msgspec.Struct):
        return kind(**values)
    made = object.__new__(kind)
    for field, value in values.items():
        object.__setattr__(made, field, value)
    return made


HOLDERS = list(holders())


@pytest.mark.parametrize(("kind", "confidential"), HOLDERS, ids=[kind.__qualname__ for kind, _ in HOLDERS])
def test_confidential_fields_are_not_printed(kind: type[Any], confidential: tuple[str, ...]) -> None:
    made = filled(kind, confidential)
    for printed in (repr(made), str(made), f"{made}", repr([made])):
        assert [field for field in confidential if f"the-{field}" in printed] == []


def test_classes_with_confidential_fields_are_found() -> None:
    names = {kind.__name__ for kind, _ in HOLDERS}
    assert {"Settings", "StripeSettings", "LemonSqueezySettings", "Registration", "PortalLink", "Delivery"} <= names
    assert {"StripeConnection", "LemonSqueezyConnection", "Probe"} <= names
    assert {"Response", "ApiResponse", "InstalledEndpoint"} <= names


def test_class_that_prints_its_secret_is_detected() -> None:
    @dataclasses.dataclass(frozen=True)
    class Careless:
        email: str

    with pytest.raises(AssertionError):
        test_confidential_fields_are_not_printed(Careless, ("email",))
