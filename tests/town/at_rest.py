"""Everything visible to customers and operators after convergence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from application.portal.open_customer_portal import OpenCustomerPortal, Opening, PortalKind
from application.portal.show_billing import BillingView, ShowBilling
from contracts.providers.playing import RETURN_URL
from domain.customer import CustomerId, CustomerNotFound
from domain.errors import DomainError
from domain.intent import Intent
from domain.portal.destination import PortalTarget
from town.life import CUSTOMERS
from town.oracle import GRACE, Oracle
from town.town import Town


@dataclass(frozen=True, slots=True)
class Seen:
    """One customer's billing, and the portals that open for them."""

    billing: BillingView
    doors: dict[PortalTarget, Any]

    @property
    def shown(self) -> dict[str, object]:
        """Return the billing without fields that may differ: versions and the latest timestamps."""
        billing, view = self.billing.billing, self.billing
        return {
            "accounts": [(a.ref, a.linked_at, a.deleted) for a in billing.accounts],
            "subscriptions": [
                (s.snapshot.comparable_fields(), s.counted, s.contested, s.items, s.arrears_since, view.access_of(s))
                for s in billing.subscriptions
            ],
            "purchases": [
                (p.ref, p.purchased_at, p.status, p.paid, p.refunded, p.account, p.product_name, p.verified)
                for p in billing.purchases
            ],
            "home": (_home(billing.derived_home), billing.home and billing.home.provider),
            "access": view.access,
            "intents": list(view.intents),
            "doors": self.doors,
        }


async def seen_of(town: Town, customer: str) -> Seen | None:
    show = ShowBilling(storage=town.storage, providers=town.providers, clock=town.clock, grace=timedelta(seconds=GRACE))
    try:
        billing = await show(CustomerId(customer))
    except CustomerNotFound:
        return None
    subscriptions = [PortalTarget(intent=i, subscription=s.ref) for i in Intent for s in billing.billing.subscriptions]
    purchases = [PortalTarget(intent=i, purchase=p.ref) for i in Intent for p in billing.billing.purchases]
    wishes = [*(PortalTarget(intent=i) for i in Intent), *subscriptions, *purchases]
    return Seen(billing, {wish: await _door(town, customer, wish) for wish in wishes})


async def everybody(town: Town) -> dict[str, Seen | None]:
    return {customer: await seen_of(town, customer) for customer in CUSTOMERS}


def assert_customers_see_the_same(first: Mapping[str, Seen | None], other: Mapping[str, Seen | None]) -> None:
    for customer in CUSTOMERS:
        seen, again = first[customer], other[customer]
        assert (seen and seen.shown) == (again and again.shown), customer


async def _door(town: Town, customer: str, wish: PortalTarget) -> object:
    """Open the portal, and check that no account of another customer, according to the lifecycle, is opened."""
    town.stripe.api.calls.clear()
    town.lemonsqueezy.api.calls.clear()
    visit = OpenCustomerPortal(storage=town.storage, providers=town.providers, clock=town.clock)
    try:
        opened = await visit(CustomerId(customer), wish, Opening(return_url=RETURN_URL))
    except DomainError as refused:
        return type(refused), refused.args
    if opened.kind is PortalKind.PORTAL:
        assert entered(town) <= Oracle(town.life).accounts(customer), (customer, wish)
    return opened, opened.url


def entered(town: Town) -> set[tuple[str, str]]:
    """Return the accounts for which a portal was requested."""
    sessions = [params["customer"] for _, path, params in town.stripe.api.calls if path.endswith("/sessions")]
    objects, asked = town.lemonsqueezy.api.objects, [path.split("/")[2:4] for path in town.lemonsqueezy.api.calls]
    of_subscriptions = [
        str(objects[type_, id_]["attributes"]["customer_id"]) for type_, id_ in asked if type_ == "subscriptions"
    ]
    customers = [id_ for type_, id_ in asked if type_ == "customers"]
    found = {("stripe", id_) for id_ in sessions}
    return found | {("lemonsqueezy", id_) for id_ in (*of_subscriptions, *customers)}


def _home(home: Any) -> object:
    return home and (home.rule, home.provider, home.reference, home.at)
