"""Expansion of ids into their objects."""

from __future__ import annotations

import pytest

from sandbox.stripe.api.calling import ByHand
from sandbox.stripe.stage import Stage


async def test_expanded_field_is_an_object_and_other_fields_stay_ids(by_hand: ByHand, stage: Stage) -> None:
    subscription = stage.subscribe()
    path = f"/v1/subscriptions/{subscription['id']}"
    plain = (await by_hand.ask("GET", path)).json()
    assert plain == subscription
    wanted = "?expand[0]=customer&expand[1]=items.data.price.product&expand[2]=latest_invoice.payments"
    whole = (await by_hand.ask("GET", path + wanted)).json()
    assert whole["customer"]["id"] == plain["customer"]
    assert whole["items"]["data"][0]["price"]["product"]["object"] == "product"
    assert whole["latest_invoice"]["payments"]["data"][0]["invoice"] == plain["latest_invoice"]
    assert whole["default_payment_method"] == plain["default_payment_method"]


async def test_each_object_of_a_list_is_expanded(by_hand: ByHand, stage: Stage) -> None:
    stage.subscribe()
    stage.subscribe()
    told = (await by_hand.ask("GET", "/v1/subscriptions?expand[0]=data.latest_invoice")).json()
    assert [each["latest_invoice"]["object"] for each in told["data"]] == ["invoice", "invoice"]


async def test_includable_fields_are_included_on_request(by_hand: ByHand, stage: Stage) -> None:
    session = stage.buy()
    path = f"/v1/checkout/sessions/{session['id']}"
    assert "line_items" not in (await by_hand.ask("GET", path)).json()
    wanted = "?expand[0]=line_items.data.price.product&expand[1]=payment_intent.latest_charge&expand[2]=customer"
    whole = (await by_hand.ask("GET", path + wanted)).json()
    assert whole["line_items"]["data"][0]["price"]["product"]["name"] == "Lifetime licence"
    assert whole["payment_intent"]["latest_charge"]["object"] == "charge"
    assert whole["customer"] is None


@pytest.mark.parametrize("wanted", ["status", "nonsense", "customer.nonsense", "items.data.id", "metadata.user_id", ""])
async def test_field_that_cannot_be_expanded_is_refused(by_hand: ByHand, stage: Stage, wanted: str) -> None:
    subscription = stage.subscribe()
    status, error = await by_hand.error("GET", f"/v1/subscriptions/{subscription['id']}?expand[0]={wanted}")
    assert (status, error["param"]) == (400, "expand[0]")


async def test_depth_of_expansion_is_limited(by_hand: ByHand, stage: Stage) -> None:
    path = f"/v1/subscriptions/{stage.subscribe()['id']}"
    status, error = await by_hand.error("GET", f"{path}?expand[0]=a.b.c.d.e")
    assert (status, error["message"].partition(".")[0]) == (400, "You cannot expand more than 4 levels of a property")
