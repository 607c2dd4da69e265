"""The contents of a purchase on the Billing page."""

from __future__ import annotations

from billing_page.stage import staged
from billing_page.states import STATES
from entrypoints.http.billing_page.locale_format import region_of
from entrypoints.http.billing_page.view_builder import page_view
from entrypoints.http.billing_page.view_model import Card


async def card(name: str) -> Card:
    view = await (await staged(STATES[name])).view()
    (shown,) = page_view(view, region_of("en-US"), pricing_url=None, support_url=None).purchases
    return shown


async def test_several_units_of_one_product_are_shown_with_their_quantity() -> None:
    three = await card("purchase-of-three")
    assert (three.name, three.items) == ("3 \N{MULTIPLICATION SIGN} Lifetime licence", ())


async def test_purchase_of_several_items_lists_each_with_its_quantity_and_amount() -> None:
    several = await card("purchase-of-several")
    assert several.name == "Lifetime licence"
    assert several.items == ("Lifetime licence: $99.00", "2 \N{MULTIPLICATION SIGN} Support")
