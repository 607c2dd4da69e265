"""The customer of the written examples, served for real: responses equal the examples."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from application.portal.checkout_reference import CheckoutReferenceSigner
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.mirror.timestamp import ProviderTimestamp
from domain.money import Money
from domain.provider import ProviderName
from domain.purchases.contents import PurchasedItem
from domain.purchases.facet import FacetSnapshot
from domain.subscription import SubscriptionSnapshot
from examples import claim, ref, told_contents, told_item, told_payment, told_plan, told_subscription
from fakes.clock import FakeClock
from fakes.installation import FakeInstallation
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage
from integration.http.api import Api
from integration.http.written import ACCESS, BILLING, CUSTOMER, PORTAL_SESSION, PURCHASE, SUBSCRIPTION
from silence.made_up import secret

STRIPE, LEMON_SQUEEZY = ProviderName("stripe"), ProviderName("lemonsqueezy")
USER = CustomerId("user_42")
PATH = "/v1/customers/user_42"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def subscription() -> SubscriptionSnapshot:
    began = at("2026-01-05T10:00:00Z")
    return told_subscription(
        "sub_1",
        provider=STRIPE,
        account=ref("cus_1", STRIPE),
        timestamp=ProviderTimestamp(as_of=at("2026-11-05T10:00:03Z")),
        currency="USD",
        items=(
            told_plan(
                "price_pro_monthly",
                Money(amount=1900, currency="USD"),
                product_id="prod_pro",
                price_id="price_pro_monthly",
                name="Pro",
            ),
        ),
        created_at=began,
        started_at=began,
        current_period_start=at("2026-11-05T10:00:00Z"),
        current_period_end=at("2026-12-05T10:00:00Z"),
    )


def purchase() -> tuple[FacetSnapshot, ...]:
    told: dict[str, Any] = {
        "timestamp": ProviderTimestamp(as_of=at("2025-03-01T09:00:01Z")),
        "created_at": at("2025-03-01T09:00:00Z"),
    }
    item = told_item(ref=ref("17", LEMON_SQUEEZY), keys=("17",), product_id="9", name="Lifetime", **told)
    amount = Money(amount=9900, currency="USD")
    bought = PurchasedItem(price_id="61", product_id="9", name="Lifetime", quantity=1, amount=amount)
    contents = told_contents("17", bought, ref=ref("17", LEMON_SQUEEZY), **told)
    return told_payment("17", provider=LEMON_SQUEEZY, account=ref("9", LEMON_SQUEEZY), **told), item, contents


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    clock, memory = FakeClock(at("2026-11-06T10:00:00Z")), InMemoryStorage()
    made = FakeInstallation(
        clock=clock,
        memory=memory,
        storage=memory,
        providers={name: FakeProvider(name=name, storage=memory) for name in (STRIPE, LEMON_SQUEEZY)},
        references=CheckoutReferenceSigner(key="user_id", secret=secret("a secret to sign references with")),
    )
    served = Api(installation=made, clock=clock)
    await served.put(PATH, {"email": "a@example.com"})
    await served.hear(subscription(), claims=(claim(USER, subject="sub_1", account="cus_1", provider=STRIPE),))
    yield served
    await served.close()


async def buys_at_the_other(api: Api) -> None:
    bought = claim(USER, subject="17", account="9", provider=LEMON_SQUEEZY, kind=ObjectKind.ORDER)
    await api.hear(*purchase(), claims=(bought,))


def keys_of(value: Any) -> Any:
    """Return the keys of a response at every depth, without its values."""
    if isinstance(value, dict):
        return {name: keys_of(each) for name, each in value.items()}
    if isinstance(value, list):
        return [keys_of(each) for each in value if isinstance(each, dict)]
    return None


async def test_customer_response_equals_the_example(api: Api) -> None:
    assert (await api.get(PATH)).json() == CUSTOMER


async def test_subscription_response_equals_the_example(api: Api) -> None:
    body = (await api.get(f"{PATH}/billing")).json()
    assert body["subscriptions"] == [SUBSCRIPTION]
    assert {**body, "purchases": [PURCHASE]} == BILLING


async def test_purchase_response_equals_the_example(api: Api) -> None:
    await buys_at_the_other(api)
    assert (await api.get(f"{PATH}/billing")).json()["purchases"] == [PURCHASE]


async def test_response_with_both_has_exactly_the_documented_keys(api: Api) -> None:
    await buys_at_the_other(api)
    assert keys_of((await api.get(f"{PATH}/billing")).json()) == keys_of(BILLING)
    assert keys_of(ACCESS) == {"granted": None, "until": None, "reason": None}


async def test_portal_session_response_equals_the_example(api: Api) -> None:
    opened = (await api.open_portal(USER, {"intent": "change_plan"})).json()
    assert {**opened, "url": PORTAL_SESSION["url"]} == PORTAL_SESSION


async def test_pinning_as_documented_changes_the_home_provider(api: Api) -> None:
    await buys_at_the_other(api)
    pinned = await api.put(f"{PATH}/home-provider", {"provider": "lemonsqueezy"})
    assert pinned.json()["home_provider"] == "lemonsqueezy"
    assert keys_of(pinned.json())["home_reason"] == keys_of(CUSTOMER["home_reason"])
    unpinned = await api.put(f"{PATH}/home-provider", {"provider": None})
    assert unpinned.json()["home_reason"]["rule"] == "first_purchase"


async def test_checkout_reference_has_the_documented_keys(api: Api) -> None:
    answer = (await api.get(f"{PATH}/checkout-reference")).json()
    assert (answer.keys(), answer["key"]) == ({"key", "value"}, "user_id")
    assert answer["value"].startswith("dXNlcl80Mg-6")
