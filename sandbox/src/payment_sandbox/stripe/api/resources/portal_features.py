"""What a portal configuration lets customers do (Stripe API, Configuration.features)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from payment_sandbox.stripe.api.parameters import Clearing, Id


class _CustomerUpdate(Struct, forbid_unknown_fields=True, kw_only=True):
    enabled: bool | UnsetType = UNSET
    allowed_updates: list[Literal["address", "email", "name", "phone", "shipping", "tax_id"]] | Clearing | UnsetType = (
        UNSET
    )


class _Switch(Struct, forbid_unknown_fields=True, kw_only=True):
    enabled: bool


class _Reason(Struct, forbid_unknown_fields=True, kw_only=True):
    enabled: bool
    options: list[str] | Clearing | UnsetType = UNSET


class _Cancel(Struct, forbid_unknown_fields=True, kw_only=True):
    enabled: bool | UnsetType = UNSET
    mode: Literal["at_period_end", "immediately"] | UnsetType = UNSET
    proration_behavior: Literal["create_prorations", "none"] | UnsetType = UNSET
    cancellation_reason: _Reason | UnsetType = UNSET


class _Product(Struct, forbid_unknown_fields=True, kw_only=True):
    product: Id
    prices: Annotated[list[Id], Meta(min_length=1)]


class _Condition(Struct, forbid_unknown_fields=True, kw_only=True):
    type: Literal["decreasing_item_amount", "shortening_interval"]


class _AtPeriodEnd(Struct, forbid_unknown_fields=True, kw_only=True):
    conditions: list[_Condition] | Clearing | UnsetType = UNSET


class _Update(Struct, forbid_unknown_fields=True, kw_only=True):
    enabled: bool | UnsetType = UNSET
    default_allowed_updates: list[Literal["price", "promotion_code", "quantity"]] | Clearing | UnsetType = UNSET
    products: Annotated[list[_Product], Meta(max_length=10)] | Clearing | UnsetType = UNSET
    proration_behavior: Literal["always_invoice", "create_prorations", "none"] | UnsetType = UNSET
    schedule_at_period_end: _AtPeriodEnd | UnsetType = UNSET
    trial_update_behavior: Literal["continue_trial", "end_trial"] | UnsetType = UNSET


class Features(Struct, forbid_unknown_fields=True, kw_only=True):
    """What is not named stays as it is, and is off in a new configuration."""

    customer_update: _CustomerUpdate | UnsetType = UNSET
    invoice_history: _Switch | UnsetType = UNSET
    payment_method_update: _Switch | UnsetType = UNSET
    subscription_cancel: _Cancel | UnsetType = UNSET
    subscription_pause: _Switch | UnsetType = UNSET
    subscription_update: _Update | UnsetType = UNSET
