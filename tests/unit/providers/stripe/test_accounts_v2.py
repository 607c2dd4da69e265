"""An Accounts v2 account in place of a customer."""

from __future__ import annotations

from typing import Any

import pytest

from application.ports.provider.portal import AccountGone, PortalLink, PortalRequest
from application.ports.provider.updates import Alias
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from domain.purchases.facet import FacetSnapshot
from domain.subscription import SubscriptionSnapshot
from fakes.stripe_portal import SESSION_URL
from fixtures.stripe.payloads import event, variant
from unit.providers.stripe.connected import Connected, by_key, connected
from unit.providers.stripe.reading import heard, ref

BUYER = {"customer": None, "customer_account": "acct_Buyer"}
OWNED = [
    ("customer.subscription.updated", variant("subscription.renewed")),
    ("checkout.session.completed", variant("checkout.session.guest")),
    ("invoice.paid", variant("invoice.without_parent")),
    ("payment_intent.succeeded", variant("payment_intent.guest")),
]


def buyer() -> Connected:
    return connected(
        variant("subscription.renewed") | BUYER,
        variant("payment_intent.guest") | BUYER,
        variant("product.pro"),
        variant("subscription.renewed") | {"id": "sub_OfAnother"},
        variant("billing_portal.configuration.with_plan_changes"),
    )


@pytest.mark.parametrize(("type_", "owned"), OWNED, ids=[type_ for type_, _ in OWNED])
def test_object_that_names_a_v2_account_belongs_to_it(type_: str, owned: dict[str, Any]) -> None:
    snapshot = heard(owned | BUYER, type_).snapshots[0]
    assert isinstance(snapshot, SubscriptionSnapshot | FacetSnapshot)
    assert snapshot.account == ref("acct_Buyer")


@pytest.mark.parametrize(("type_", "owned"), OWNED, ids=[type_ for type_, _ in OWNED])
def test_object_that_names_both_belongs_to_the_customer(type_: str, owned: dict[str, Any]) -> None:
    both = owned | {"customer": "cus_Buyer", "customer_account": "acct_Buyer"}
    told = heard(both, type_)
    assert isinstance(told.snapshots[0], SubscriptionSnapshot | FacetSnapshot)
    assert told.snapshots[0].account == ref("cus_Buyer")
    assert told.aliases == (Alias(alias=ref("acct_Buyer"), account=ref("cus_Buyer")),)


def test_customer_has_a_second_id() -> None:
    customer = variant("customer.without_user_id") | {"customer_account": "acct_Buyer"}
    told = heard(customer, "customer.updated")
    assert told.aliases == (Alias(alias=ref("acct_Buyer"), account=ref(customer["id"])),)


def test_deleted_customer_has_a_second_id() -> None:
    customer = variant("customer.without_user_id") | {"customer_account": "acct_Buyer"}
    assert heard(customer, "customer.deleted").aliases == (Alias(alias=ref("acct_Buyer"), account=ref(customer["id"])),)


def test_metadata_links_the_v2_account() -> None:
    subscription = event("customer.subscription.created")["data"]["object"] | BUYER
    (claim,) = heard(subscription, "customer.subscription.created").claims
    assert (claim.account, claim.links_account) == (ref("acct_Buyer"), True)


async def test_objects_of_a_v2_account_are_fetched_by_their_own_parameter() -> None:
    stripe = buyer()
    found = by_key((await stripe.ask(ObjectKind.ACCOUNT, "acct_Buyer")).snapshots)
    assert found == {"subscription sub_AdaPro", f"payment {variant('payment_intent.guest')['id']}", "product prod_Pro"}
    assert {params.get("customer_account") for path, params in _lists(stripe)} == {"acct_Buyer"}


@pytest.mark.parametrize("intent", [Intent.MANAGE, Intent.CANCEL])
async def test_portal_opens_for_a_v2_account(intent: Intent) -> None:
    stripe = buyer()
    opened = await stripe.provider.portal.open(_request("acct_Buyer", intent))
    assert isinstance(opened, PortalLink)
    assert (opened.url, opened.effective_intent) == (SESSION_URL, intent)
    assert stripe.last_request["customer_account"] == "acct_Buyer"
    assert "customer" not in stripe.last_request


async def test_v2_account_unknown_to_stripe_is_gone() -> None:
    assert await buyer().provider.portal.open(_request("acct_Unknown", Intent.MANAGE)) == AccountGone()


def _request(account: str, intent: Intent) -> PortalRequest:
    return PortalRequest(
        account=ref(account), intent=intent, subscription=ref("sub_AdaPro"), plan_changes=True, return_url=None
    )


def _lists(stripe: Connected) -> list[tuple[str, dict[str, Any]]]:
    return [(path, params) for _, path, params in stripe.api.calls if path != "/v1/products"]
