"""The JSON of customers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from entrypoints.http.schemas.identifiers import LinkedId, ProviderInBody
from entrypoints.redacted import RedactedStruct

Text = Annotated[str, Meta(max_length=320, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""A line of text: 320 characters are what the longest e-mail address has."""


class AccountLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A customer that exists at a provider."""

    provider: ProviderInBody
    provider_customer_id: LinkedId


class RegisterCustomer(RedactedStruct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A user of the host: an omitted field stays unchanged, null clears it; accounts are added, never removed."""

    email: Text | UnsetType | None = UNSET
    name: Text | UnsetType | None = UNSET
    accounts: Annotated[list[AccountLink], Meta(max_length=100)] = field(default_factory=list)


class PinHomeProvider(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The provider of a plain `manage`; null unpins."""

    provider: ProviderInBody | None


class HomeReason(Struct, frozen=True, kw_only=True):
    """Why a provider is home: `reference` is the id of what decided, null for a pin."""

    rule: Literal["first_purchase", "first_linked", "pinned"]
    provider: str
    reference: str | None
    at: datetime


class Account(Struct, frozen=True, kw_only=True):
    """A provider's customer that is this customer's. `first_used_at`: the first business done with it."""

    provider: str
    provider_customer_id: str
    status: Literal["active", "deleted"]
    first_used_at: datetime | None


class Customer(RedactedStruct, frozen=True, kw_only=True):
    """A user of the host application, and who they are to the providers."""

    id: str
    email: str | None
    name: str | None
    home_provider: str | None
    home_reason: HomeReason | None
    accounts: list[Account]


class CheckoutReference(RedactedStruct, frozen=True, kw_only=True):
    """A signed customer id, and the key under which a checkout carries it."""

    key: str
    value: str


class RefreshRequested(Struct, frozen=True, kw_only=True):
    """The provider is asked about everything of the customer soon."""

    requested: bool = True
