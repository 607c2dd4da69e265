"""Sessions of the customer portal."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.stripe.wire.values import Id


class LoginPage(Struct):
    enabled: bool = False
    url: str | None = None


class PortalConfiguration(Struct):
    id: Id
    login_page: LoginPage | None = None


class PortalSession(Struct):
    url: str
    configuration: Id | PortalConfiguration | None = None
