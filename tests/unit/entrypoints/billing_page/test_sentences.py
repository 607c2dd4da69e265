"""The page's exact sentences and buttons in every state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing_page.sentences import ELSEWHERE, SAID
from billing_page.sold import STRIPE
from billing_page.stage import SETTINGS, staged
from billing_page.state import Arrival
from billing_page.states import STATES
from domain.intent import Intent
from domain.portal.capabilities import PortalCapabilities
from entrypoints.http.billing_page.locale_format import region_of
from entrypoints.http.billing_page.view_builder import page_view
from entrypoints.http.billing_page.view_model import PageView

FOR_SUBSCRIBERS = PortalCapabilities(pages=frozenset(Intent), needs_subscription=True)

"""All that is said of the one thing there is, what it costs and its buttons, the main one in brackets."""


async def shown(name: str) -> PageView:
    view = await (await staged(STATES[name])).view()
    return page_view(view, region_of("en-US"), pricing_url=SETTINGS.pricing_url, support_url=SETTINGS.support_url)


@pytest.mark.parametrize("name", SAID)
async def test_every_state_has_its_sentences_and_buttons(name: str) -> None:
    view = await shown(name)
    (card,) = (*view.subscriptions, *view.purchases, *view.ended)
    main = " ".join(f"[{action.label}]" for action in card.actions if action.main)
    others = ", ".join(action.label for action in card.actions if not action.main)
    assert (card.spoken, card.price, f"{main} {others}".strip()) == SAID[name]


def test_every_state_of_the_page_is_covered() -> None:
    on_the_page = {name for name, state in STATES.items() if state.arrival is Arrival.ENTERS}
    assert on_the_page - SAID.keys() == ELSEWHERE


async def test_customer_without_purchases_sees_no_portal_button_and_a_link_to_pricing() -> None:
    view = await shown("never-bought")
    assert view.empty
    assert view.portal is None
    assert view.pricing_url == "https://app.example/pricing"


async def test_customer_of_two_providers_sees_which_purchase_is_where() -> None:
    view = await shown("both-providers")
    assert view.note == "Your payments are handled by Lemon Squeezy and Stripe. Each button takes you to the right one."
    (subscription,), (purchase,) = view.subscriptions, view.purchases
    assert (subscription.via, purchase.via) == ("via Lemon Squeezy", "via Stripe")
    assert [action.label for action in subscription.actions][2] == "Invoices"
    assert view.portal_text is not None
    assert view.portal_text.startswith("Stripe keeps")


async def test_portal_is_not_offered_if_there_is_only_a_receipt() -> None:
    assert (await shown("purchase-of-a-guest")).portal is None
    view = await (await staged(STATES["purchase"])).view()
    to_receipts = replace(view, door=replace(view.door, portals={STRIPE: FOR_SUBSCRIBERS}))
    assert page_view(view, region_of("en-US")).portal is not None
    assert page_view(to_receipts, region_of("en-US")).portal is None


@pytest.mark.parametrize(("served", "offered"), [(frozenset(), False), ({Intent.CANCEL}, True)])
async def test_cancel_is_offered_only_if_the_portal_supports_it(served: frozenset[Intent], *, offered: bool) -> None:
    """The seller may have switched cancellation off, or the portal may offer it on its front page."""
    view = await (await staged(STATES["active"])).view()
    portal = PortalCapabilities(pages=frozenset(Intent) - {Intent.CANCEL}, front_page=frozenset(served))
    without_page = replace(view, door=replace(view.door, portals={STRIPE: portal}))
    (card,) = page_view(without_page, region_of("en-US")).subscriptions
    assert ("Cancel subscription" in [action.label for action in card.actions]) is offered


async def test_newest_subscriptions_come_first_and_ended_ones_last() -> None:
    view = await shown("a-long-history")
    assert [card.name for card in view.subscriptions] == ["Team", "Pro"]
    assert [card.status for card in view.ended] == ["Ended"]
    assert len({card.id for card in (*view.subscriptions, *view.purchases, *view.ended)}) == 5


async def test_every_button_has_an_accessible_name_with_its_subject() -> None:
    view = await shown("a-long-history")
    spoken = [a.spoken for card in (*view.subscriptions, *view.purchases, *view.ended) for a in card.actions]
    assert all(": " in each for each in spoken)
    assert spoken[0] == "Change plan: Team"


async def test_customer_label_is_not_in_the_repr() -> None:
    view = await shown("active")
    assert view.whom == "Ada Lovelace"
    assert "Ada" not in repr(view)


async def test_every_item_has_its_own_line() -> None:
    (card,) = (await shown("several-items")).subscriptions
    assert card.items == ("Pro: $19.00 per month", "Basic: 2 \N{MULTIPLICATION SIGN} $9.00 per month")
    (alone,) = (await shown("active")).subscriptions
    assert alone.items == ()
