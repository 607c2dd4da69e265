"""Sessions of the customer portal."""

from __future__ import annotations

from msgspec import Raw, Struct

from adapters.providers.stripe.wire.values import Id
from adapters.redacted import RedactedStruct


class LoginPage(Struct):
    enabled: bool = False
    url: str | None = None


class Feature(Struct, frozen=True):
    enabled: bool = False


class Cancellations(Feature, frozen=True):
    mode: str | None = None


class DetailChanges(Feature, frozen=True):
    allowed_updates: list[str] = []

    @property
    def possible(self) -> bool:
        """Return whether customers can update at least one detail."""
        return self.enabled and bool(self.allowed_updates)


class PlanChanges(Feature, frozen=True):
    """Plan changes. `products`: empty if there is none to change to, None if the response omits the list."""

    default_allowed_updates: list[str] | None = None
    products: list[Raw] | None = None
    trial_update_behavior: str | None = None

    @property
    def possible(self) -> bool:
        """Return whether customers can choose another plan."""
        allowed = self.default_allowed_updates is None or "price" in self.default_allowed_updates
        return self.enabled and allowed and self.products != []


class Features(Struct, kw_only=True):
    """The actions that a configuration allows."""

    customer_update: DetailChanges = DetailChanges()
    payment_method_update: Feature = Feature()
    subscription_cancel: Cancellations = Cancellations()
    subscription_pause: Feature = Feature()
    subscription_update: PlanChanges = PlanChanges()


class PortalConfiguration(Struct):
    id: Id
    login_page: LoginPage | None = None


class WholeConfiguration(Struct, kw_only=True):
    """A configuration, as the response for a single one contains it."""

    id: Id
    active: bool
    features: Features


class PortalSession(RedactedStruct):
    url: str
    configuration: Id | PortalConfiguration | None = None
