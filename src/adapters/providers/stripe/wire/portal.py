"""Sessions of the customer portal."""

from __future__ import annotations

from msgspec import Struct

from adapters.confidential import Confidential
from adapters.providers.stripe.wire.values import Id


class LoginPage(Struct):
    enabled: bool = False
    url: str | None = None


class Feature(Struct, frozen=True):
    enabled: bool = False


class Features(Struct, kw_only=True):
    """What customers may do there."""

    payment_method_update: Feature = Feature()
    subscription_cancel: Feature = Feature()
    subscription_update: Feature = Feature()


class PortalConfiguration(Struct):
    id: Id
    login_page: LoginPage | None = None


class WholeConfiguration(Struct, kw_only=True):
    """As it is when it is looked at by itself."""

    id: Id
    active: bool
    features: Features


class PortalSession(Confidential):
    url: str
    configuration: Id | PortalConfiguration | None = None
