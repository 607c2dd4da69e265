"""Use case: signing a customer id for a checkout."""

from __future__ import annotations

from dataclasses import dataclass, field

from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.operations.clock import Clock
from domain.customer import CustomerId


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutReference:
    """A signed reference, and the key under which a checkout carries it."""

    key: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeCheckoutReference:
    """Makes a reference that says who buys and when it was made."""

    references: CheckoutReferenceSigner
    clock: Clock

    async def __call__(self, customer_id: CustomerId) -> CheckoutReference:
        """
        Raises:
            ReferencesNotConfigured
        """
        value = self.references.sign(customer_id, at=self.clock.now())
        return CheckoutReference(key=self.references.key, value=value)
