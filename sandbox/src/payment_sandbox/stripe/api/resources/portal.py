"""The customer portal (Stripe API, "Customer Portal"): sessions and configurations."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe import portal_configurations
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.parameters import Clearing, Id, Metadata, Page, Parameters, Text, Url, given
from payment_sandbox.stripe.api.reading import listed, retrieved
from payment_sandbox.stripe.api.resources.portal_features import Features
from payment_sandbox.stripe.api.resources.portal_locale import Locale
from payment_sandbox.stripe.life import portal

_KIND = "billing_portal.configuration"


class _OfSubscription(Struct, forbid_unknown_fields=True, kw_only=True):
    subscription: Id


class _Item(Struct, forbid_unknown_fields=True, kw_only=True):
    id: Id
    price: Id | UnsetType = UNSET
    quantity: Annotated[int, Meta(ge=1)] | UnsetType = UNSET


class _Confirm(Struct, forbid_unknown_fields=True, kw_only=True):
    subscription: Id
    items: Annotated[list[_Item], Meta(min_length=1, max_length=1)]


class _Confirmation(Struct, forbid_unknown_fields=True, kw_only=True):
    custom_message: Text | UnsetType = UNSET


class _Redirect(Struct, forbid_unknown_fields=True, kw_only=True):
    return_url: Url


class _AfterCompletion(Struct, forbid_unknown_fields=True, kw_only=True):
    type: Literal["hosted_confirmation", "portal_homepage", "redirect"]
    hosted_confirmation: _Confirmation | UnsetType = UNSET
    redirect: _Redirect | UnsetType = UNSET


class _Flow(Struct, forbid_unknown_fields=True, kw_only=True):
    type: Literal[
        "customer_update",
        "payment_method_update",
        "subscription_cancel",
        "subscription_pause",
        "subscription_update",
        "subscription_update_confirm",
    ]
    after_completion: _AfterCompletion | UnsetType = UNSET
    subscription_cancel: _OfSubscription | UnsetType = UNSET
    subscription_pause: _OfSubscription | UnsetType = UNSET
    subscription_update: _OfSubscription | UnsetType = UNSET
    subscription_update_confirm: _Confirm | UnsetType = UNSET


class _NewSession(Parameters, kw_only=True):
    customer: Id
    configuration: Id | UnsetType = UNSET
    return_url: Url | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    flow_data: _Flow | UnsetType = UNSET


class _Profile(Struct, forbid_unknown_fields=True, kw_only=True):
    headline: str | UnsetType = UNSET
    privacy_policy_url: str | UnsetType = UNSET
    terms_of_service_url: str | UnsetType = UNSET


class _LoginPage(Struct, forbid_unknown_fields=True, kw_only=True):
    enabled: bool


class _NewConfiguration(Parameters, kw_only=True):
    features: Features
    business_profile: _Profile | UnsetType = UNSET
    default_return_url: str | UnsetType = UNSET
    login_page: _LoginPage | UnsetType = UNSET
    metadata: Metadata | Clearing | UnsetType = UNSET
    name: str | UnsetType = UNSET


class _Changes(_NewConfiguration, kw_only=True):
    features: Features | UnsetType = UNSET  # type: ignore[assignment]  # what is needed once may be left out later
    active: bool | UnsetType = UNSET


class _Configurations(Page, kw_only=True):
    active: bool | UnsetType = UNSET
    is_default: bool | UnsetType = UNSET


def _open(call: Call) -> Document:
    return portal.open_session(call.account, **given(call.read(_NewSession)))


def _create(call: Call) -> Document:
    return portal_configurations.create(call.account, **given(call.read(_NewConfiguration)))


def _update(call: Call) -> Document:
    return portal_configurations.update(call.account, call.id, **given(call.read(_Changes)))


OPERATIONS = (
    Operation(method="POST", path="billing_portal/sessions", answer=_open),
    Operation(method="POST", path="billing_portal/configurations", answer=_create),
    listed("billing_portal/configurations", _KIND, _Configurations),
    retrieved("billing_portal/configurations/{id}", _KIND),
    Operation(method="POST", path="billing_portal/configurations/{id}", answer=_update),
)
