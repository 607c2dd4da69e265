"""Fetches of single objects."""

from __future__ import annotations

import pytest

from application.ports.provider.fetching import NotFound
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from domain.purchases.facet import PaymentSnapshot, PaymentStatus
from domain.subscription import SubscriptionSnapshot
from fixtures.stripe.payloads import event, variant
from unit.providers.stripe.connected import by_key, connected
from unit.providers.stripe.reading import STRIPE, ref


async def test_subscription_is_fetched_with_the_name_of_its_product() -> None:
    stripe = connected(variant("subscription.renewed"), variant("product.pro"))
    answer = await stripe.ask(ObjectKind.SUBSCRIPTION, "sub_AdaPro")
    assert by_key(answer.snapshots) == {"subscription sub_AdaPro", "product prod_Pro"}
    assert answer.fetch_requests == ()


async def test_subscription_with_many_items_is_fetched_completely() -> None:
    subscription = variant("subscription.several_items")
    first = subscription["items"]["data"][0]
    more = [{**first, "id": f"si_More{number}"} for number in range(150)]
    stripe = connected(variant("product.team"))
    stripe.api.hold(subscription, *more)
    stripe.api.hold(subscription | {"items": {"data": [first], "has_more": True}})
    answer = await stripe.ask(ObjectKind.SUBSCRIPTION, "sub_IvySuite")
    assert stripe.paths.count("/v1/subscription_items") == 2
    (subscribed,) = (s for s in answer.snapshots if isinstance(s, SubscriptionSnapshot))
    whole = [item["current_period_end"] for item in subscription["items"]["data"]]
    assert subscribed.current_period_end is not None
    assert subscribed.current_period_end.timestamp() == min(whole)


async def test_checkout_is_fetched_with_its_items_and_their_name() -> None:
    stripe = connected(variant("checkout.session.guest"), variant("payment_intent.guest"), variant("product.course"))
    stripe.api.line_items["cs_test_GusCourse"] = [variant("item.course")]
    answer = await stripe.ask(ObjectKind.CHECKOUT, "cs_test_GusCourse")
    assert by_key(answer.snapshots) == {
        "checkout cs_test_GusCourse",
        "item cs_test_GusCourse",
        "contents cs_test_GusCourse",
        "product prod_Course",
    }
    assert answer.fetch_requests == ()


async def test_checkout_fetched_later_has_the_failure_of_its_payment() -> None:
    failed = event("payment_intent.payment_failed")["data"]["object"]
    stripe = connected(variant("checkout.session.delayed_unpaid_then_failed"), failed)
    bought, *_ = (await stripe.ask(ObjectKind.CHECKOUT, "cs_test_FelixCourse")).snapshots
    assert isinstance(bought, PaymentSnapshot)
    assert bought.status is PaymentStatus.FAILED


async def test_payment_is_fetched_with_its_charge_and_an_invoice_with_its_payments() -> None:
    stripe = connected(
        variant("payment_intent.of_checkout"),
        variant("charge.paid"),
        variant("invoice.without_parent"),
        variant("invoice_payment.of_one_off_purchase"),
    )
    paid = await stripe.ask(ObjectKind.PAYMENT, "pi_BobCourse")
    assert by_key(paid.snapshots) == {"payment pi_BobCourse", "charge ch_BobCourse"}
    billed = await stripe.ask(ObjectKind.INVOICE, "in_BobCourse")
    assert by_key(billed.snapshots) == {
        "invoice in_BobCourse",
        "item in_BobCourse",
        "contents in_BobCourse",
        "invoice_payment inpay_BobCourse",
    }


async def test_deleted_customer_is_found() -> None:
    stripe = connected(variant("customer.tombstone"))
    (account,) = (await stripe.ask(ObjectKind.ACCOUNT, "cus_Zoe")).snapshots
    assert getattr(account, "deleted", False)
    assert stripe.paths == ["/v1/customers/cus_Zoe"]


@pytest.mark.parametrize("kind", [ObjectKind.ORDER, ObjectKind.ITEM])
async def test_kinds_that_stripe_does_not_have_are_not_found_without_a_call(kind: ObjectKind) -> None:
    stripe = connected()
    assert await stripe.provider.fetcher.fetch(kind, ref("any")) == NotFound()
    assert stripe.api.calls == []


async def test_id_is_always_a_single_path_segment() -> None:
    stripe = connected()
    for id_ in ("../customers/cus_Ada", "a?b=c", "a#b", "é"):
        assert await stripe.provider.fetcher.fetch(ObjectKind.PRICE, ProviderRef(provider=STRIPE, id=id_)) == NotFound()
    assert all(path.startswith("/v1/prices/") for path in stripe.paths)


async def test_account_id_is_fetched() -> None:
    assert await connected().provider.fetcher.seller_id() == "acct_Example"
