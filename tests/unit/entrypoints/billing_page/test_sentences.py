"""What the page says in every state, word for word, and which buttons it offers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing_page.sold import STRIPE
from billing_page.stage import SETTINGS, staged
from billing_page.state import Arrival
from billing_page.states import STATES
from domain.intent import Intent
from domain.portal_capabilities import PortalCapabilities
from entrypoints.http.billing_page.page_view import page_view
from entrypoints.http.billing_page.regional import region_of
from entrypoints.http.billing_page.view import PageView

FOR_SUBSCRIBERS = PortalCapabilities(pages=frozenset(Intent), needs_subscription=True)

UNCONFIRMED = "Bought at Stripe with an account that is not confirmed to be yours. "
SIGN_IN = "to Stripe's sign-in: use the e-mail address you bought with."
FAILED = "The last payment did not go through"
ALL = "[Change plan] Update payment method, Cancel subscription"
KEEP = "Keep subscription, Update payment method"
PAY = "[Update payment method] Change plan, Cancel subscription"
ELSEWHERE = {"never-bought", "both-providers", "a-long-history", "purchase-of-three", "purchase-of-several"}
SAID = {
    "active": ("Pro: Active. Renews on February 4, 2026.", "$19.00 per month", ALL),
    "active-yearly-for-five": (
        "Team: Active. Renews on February 4, 2026.",
        "5 \N{MULTIPLICATION SIGN} $90.00 per year",
        ALL,
    ),
    "active-in-yen": ("Pro: Active. Renews on February 4, 2026.", "¥2,900 every 3 months", ALL),
    "active-of-unknown-name": ("Subscription: Active. Renews by itself.", None, ALL),
    "metered": (
        "API calls: Active. Renews on February 4, 2026. The plan cannot be changed here. Support can do it for you.",
        "$0.02 per unit, billed per month",
        "Update payment method, Cancel subscription",
    ),
    "trial": (
        "Pro: Trial. Your trial runs until February 4, 2026. After that it goes on as a paid subscription.",
        "$19.00 per month",
        ALL,
    ),
    "trial-cancelled": (
        "Pro: Cancelled. Yours until February 4, 2026. After that it ends and nothing more is charged.",
        "$19.00 per month",
        KEEP,
    ),
    "cancelled-but-running": (
        "Pro: Cancelled. Yours until February 4, 2026. After that it ends and nothing more is charged.",
        "$19.00 per month",
        KEEP,
    ),
    "change-pending": (
        "Pro: Active. Renews on February 4, 2026. "
        "A change of plan is set for February 4, 2026. Until then your plan stays as it is. "
        "It cannot be changed or cancelled here before that. Support can do it for you.",
        "$19.00 per month",
        "Update payment method",
    ),
    "past-due": (
        f"Pro: Payment overdue. {FAILED}. Update your payment method by January 19, 2026 to keep it.",
        "$19.00 per month",
        PAY,
    ),
    "past-due-and-ending": (
        f"Pro: Payment overdue. {FAILED}. The subscription ends on February 4, 2026.",
        "$19.00 per month",
        "[Update payment method] Keep subscription",
    ),
    "past-due-stopped": (
        f"Pro: Payment overdue. {FAILED} and access has stopped. Update your payment method to get it back.",
        "$19.00 per month",
        PAY,
    ),
    "unpaid": (
        "Pro: Unpaid. Several payments did not go through, so access has stopped. "
        "Update your payment method to get it back.",
        "$19.00 per month",
        "[Update payment method] Cancel subscription",
    ),
    "incomplete": (
        "Pro: Not completed. The first payment is not completed. Once it is, this page shows it by itself.",
        "$19.00 per month",
        "",
    ),
    "paused": (
        "Pro: Paused. Nothing is charged and access rests. It goes on by itself on February 4, 2026.",
        "$19.00 per month",
        "Update payment method, Cancel subscription",
    ),
    "paused-for-good": (
        "Pro: Paused. Nothing is charged and access rests until it is resumed.",
        "$19.00 per month",
        "Update payment method, Cancel subscription",
    ),
    "collection-paused": (
        "Pro: Payments paused. You keep access and nothing is charged until February 4, 2026.",
        "$19.00 per month",
        ALL,
    ),
    "ended": ("Pro: Ended. Ended on January 5, 2026.", "$19.00 per month", "Invoices"),
    "unknown": (
        "Pro: Being checked. We are waiting for word from Stripe on how this stands.",
        "$19.00 per month",
        "",
    ),
    "contested": (
        "Pro: Cancelled. Yours until February 4, 2026. After that it ends and nothing more is charged. "
        "A change is being confirmed with Stripe. This page follows by itself.",
        "$19.00 per month",
        KEEP,
    ),
    "account-to-be-confirmed": (
        f"Pro: Active. Renews on February 4, 2026. {UNCONFIRMED}The buttons lead {SIGN_IN}",
        "$19.00 per month",
        ALL,
    ),
    "account-deleted": ("Pro: Ended. Ended on January 5, 2026.", "$19.00 per month", ""),
    "purchase": (
        "Lifetime licence: Paid. Bought on July 9, 2025. There is nothing to renew.",
        "$99.00",
        "Receipt",
    ),
    "purchase-of-a-guest": (
        "Lifetime licence: Paid. Bought on July 9, 2025. There is nothing to renew.",
        "$99.00",
        "Receipt",
    ),
    "purchase-to-be-confirmed": (
        "Lifetime licence: Paid. Bought on July 9, 2025. There is nothing to renew. "
        f"{UNCONFIRMED}The button leads {SIGN_IN}",
        "$99.00",
        "Invoices",
    ),
    "partially-refunded": (
        "Lifetime licence: Partly refunded. Bought on July 9, 2025. $40.00 of it was refunded. It stays yours.",
        "$99.00",
        "Receipt",
    ),
    "refunded": (
        "Lifetime licence: Refunded. Bought on July 9, 2025, and refunded in full. It no longer gives access.",
        "$99.00",
        "Receipt",
    ),
    "disputed": (
        "Lifetime licence: In dispute. Bought on July 9, 2025. "
        "The bank is looking into the payment. You keep access meanwhile.",
        "$99.00",
        "Receipt",
    ),
    "charged-back": (
        "Lifetime licence: Charged back. Bought on July 9, 2025. The bank took the payment back, so access has ended.",
        "$99.00",
        "Receipt",
    ),
    "pending": (
        "Lifetime licence: Payment pending. Ordered on July 9, 2025. "
        "As soon as the payment arrives, this page shows it by itself.",
        "$99.00",
        "",
    ),
    "failed": (
        "Lifetime licence: Payment failed. Ordered on July 9, 2025. "
        "The payment did not go through and nothing was charged.",
        "$99.00",
        "",
    ),
    "fraudulent": (
        "Lifetime licence: Stopped. Ordered on July 9, 2025. "
        "The payment was stopped as a precaution. Support can help if it was you.",
        "$99.00",
        "Receipt",
    ),
    "purchase-unknown": (
        "Lifetime licence: Being checked. Ordered on July 9, 2025. "
        "We are waiting for word from Stripe on how this stands.",
        "$99.00",
        "",
    ),
}
"""All that is said of the one thing there is, what it costs and its buttons, the main one in brackets."""


async def shown(name: str) -> PageView:
    view = await (await staged(STATES[name])).view()
    return page_view(view, region_of("en-US"), pricing_url=SETTINGS.pricing_url, support_url=SETTINGS.support_url)


@pytest.mark.parametrize("name", SAID)
async def test_every_state_has_its_words_and_its_buttons(name: str) -> None:
    view = await shown(name)
    (card,) = (*view.subscriptions, *view.purchases, *view.ended)
    main = " ".join(f"[{action.label}]" for action in card.actions if action.main)
    others = ", ".join(action.label for action in card.actions if not action.main)
    assert (card.spoken, card.price, f"{main} {others}".strip()) == SAID[name]


def test_no_state_of_the_page_is_without_words() -> None:
    on_the_page = {name for name, state in STATES.items() if state.arrival is Arrival.ENTERS}
    assert on_the_page - SAID.keys() == ELSEWHERE


async def test_who_never_bought_has_nothing_to_press_and_somewhere_to_go() -> None:
    view = await shown("never-bought")
    assert view.empty
    assert view.portal is None
    assert view.pricing_url == "https://app.example/pricing"


async def test_who_bought_at_two_places_is_told_so_and_which_is_which() -> None:
    view = await shown("both-providers")
    assert view.note == "You have bought through Lemon Squeezy and Stripe. Each button leads to the right one."
    (subscription,), (purchase,) = view.subscriptions, view.purchases
    assert (subscription.via, purchase.via) == ("through Lemon Squeezy", "through Stripe")
    assert [action.label for action in subscription.actions][2] == "Invoices"
    assert view.portal_text is not None
    assert view.portal_text.endswith("are kept by Stripe.")


async def test_where_there_is_but_a_receipt_no_portal_is_promised() -> None:
    assert (await shown("purchase-of-a-guest")).portal is None
    view = await (await staged(STATES["purchase"])).view()
    to_receipts = replace(view, door=replace(view.door, portals={STRIPE: FOR_SUBSCRIBERS}))
    assert page_view(view, region_of("en-US")).portal is not None
    assert page_view(to_receipts, region_of("en-US")).portal is None


async def test_the_latest_comes_first_and_what_has_ended_last() -> None:
    view = await shown("a-long-history")
    assert [card.name for card in view.subscriptions] == ["Team", "Pro"]
    assert [card.status for card in view.ended] == ["Ended"]
    assert len({card.id for card in (*view.subscriptions, *view.purchases, *view.ended)}) == 5


async def test_every_button_says_by_itself_what_it_is_about() -> None:
    view = await shown("a-long-history")
    spoken = [a.spoken for card in (*view.subscriptions, *view.purchases, *view.ended) for a in card.actions]
    assert all(": " in each for each in spoken)
    assert spoken[0] == "Change plan: Team"


async def test_whose_it_is_is_nothing_for_a_log() -> None:
    view = await shown("active")
    assert view.whom == "Ada Lovelace"
    assert "Ada" not in repr(view)
