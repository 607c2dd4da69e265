"""Purchases in the hosted checkout."""

from __future__ import annotations

import httpx

from payment_sandbox.records import Document
from sandbox.lemonsqueezy.stage import ADDRESS, Stage

ADA = {"email": "ada@example.com", "name": "Ada Quay", "card": "works"}


def buy_link(variant: Document) -> str:
    return f"{ADDRESS}/lemonsqueezy/checkout/buy/{variant['attributes']['slug']}"


def made(stage: Stage, **attributes: object) -> str:
    """Create a checkout of monthly Pro through the API and return its URL."""
    relationships = {
        "store": {"data": {"type": "stores", "id": "1001"}},
        "variant": {"data": {"type": "variants", "id": stage.variant("Pro")["id"]}},
    }
    data = {"type": "checkouts", "attributes": attributes, "relationships": relationships}
    answer = stage.call("POST", "checkouts", data)
    assert answer.status == 201, answer
    assert answer.document is not None
    url: str = answer.document["data"]["attributes"]["url"]
    return url


async def test_buy_link_shows_its_product_and_prefilled_fields(stage: Stage, person: httpx.AsyncClient) -> None:
    page = await person.get(buy_link(stage.variant("Pro", "Yearly")), params={"checkout[email]": "ada@example.com"})
    assert page.status_code == 200
    assert all(each in page.text for each in ("Pro (Yearly)", "$190.00 a year", 'value="ada@example.com"', "Sandbox"))


async def test_purchase_leads_to_a_thank_you_page_with_the_receipt(stage: Stage, person: httpx.AsyncClient) -> None:
    page = await person.post(buy_link(stage.variant("Lifetime")), data=ADA)
    assert "Thanks for your order!" in page.text
    assert "Lifetime: $149.00" in page.text
    receipt = page.text.partition('href="')[2].partition("/my-orders/")[2].partition('"')[0]
    opened = await person.get(f"/lemonsqueezy/my-orders/{receipt}")
    assert opened.status_code == 200
    assert "Receipt #1" in opened.text
    assert stage.told() == ["order_created"]


async def test_custom_data_of_a_buy_link_is_returned_in_the_events(stage: Stage, person: httpx.AsyncClient) -> None:
    link = f"{buy_link(stage.variant('Pro'))}?checkout[custom][user_id]=user_ada"
    await person.post(link, data=ADA)
    assert {each["meta"]["custom_data"]["user_id"] for each in stage.events()} == {"user_ada"}


async def test_declined_card_is_reported_and_sells_nothing(stage: Stage, person: httpx.AsyncClient) -> None:
    page = await person.post(buy_link(stage.variant("Pro")), data=ADA | {"card": "declined"})
    assert page.status_code == 422
    assert "Your card was declined" in page.text
    assert 'value="Ada Quay"' in page.text
    assert stage.told() == []


async def test_missing_fields_are_requested(stage: Stage, person: httpx.AsyncClient) -> None:
    link = buy_link(stage.variant("Pro"))
    for wrong, words in (
        ({"email": "nobody"}, "valid e-mail"),
        ({"name": " "}, "name on your card"),
        ({"card": ""}, "Choose a card"),
    ):
        page = await person.post(link, data=ADA | wrong)
        assert page.status_code == 422
        assert words in page.text
    assert stage.told() == []


async def test_input_is_escaped(stage: Stage, person: httpx.AsyncClient) -> None:
    page = await person.post(buy_link(stage.variant("Pro")), data=ADA | {"email": '"><script>alert(1)</script>'})
    assert "<script>" not in page.text


async def test_api_checkout_keeps_its_custom_data_out_of_the_page(stage: Stage, person: httpx.AsyncClient) -> None:
    url = made(stage, checkout_data={"email": "ada@example.com", "custom": {"user_id": "user_ada", "seats": 3}})
    page = await person.get(url)
    assert 'value="ada@example.com"' in page.text
    assert "user_ada" not in page.text
    await person.post(f"{url}&checkout[custom][user_id]=user_mallory", data=ADA)
    assert stage.told() == []
    await person.post(url, data=ADA)
    assert stage.events()[0]["meta"]["custom_data"] == {"user_id": "user_ada", "seats": "3"}


async def test_api_checkout_redirects_as_configured(stage: Stage, person: httpx.AsyncClient) -> None:
    url = made(stage, product_options={"redirect_url": "https://app.example.com/thanks"}, custom_price=500)
    answer = await person.post(url, data=ADA, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "https://app.example.com/thanks")
    assert stage.events()[0]["data"]["attributes"]["total"] == 500


async def test_expired_checkout_sells_nothing(stage: Stage, person: httpx.AsyncClient) -> None:
    url = made(stage, expires_at="2026-11-01T11:00:00Z")
    stage.move(hours=1)
    assert (await person.post(url, data=ADA)).status_code == 410
    assert stage.told() == []


async def test_unknown_checkout_sells_nothing(stage: Stage, person: httpx.AsyncClient) -> None:
    for path in ("checkout/buy/nothing", "checkout/custom/nothing"):
        assert (await person.get(f"/lemonsqueezy/{path}")).status_code in (403, 404)
