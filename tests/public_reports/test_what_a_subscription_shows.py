"""Items, trials and intents, from deliveries to the API and the sentences of the Billing page."""

from __future__ import annotations

from typing import Any

import pytest

from domain.customer import CustomerId
from entrypoints.http.billing_page.locale_format import region_of
from entrypoints.http.billing_page.view_builder import page_view
from entrypoints.http.billing_page.view_model import Card
from fixtures.lemonsqueezy.payloads import changed
from fixtures.stripe.payloads import variant
from public_reports.reported import Company, ago, shown, subscription, text_ago

UPDATED = "customer.subscription.updated"


async def cards(company: Company, customer: str) -> list[Card]:
    found = await company.api.installation.use_cases().show_billing(CustomerId(customer))
    view = page_view(found, region_of("en-US"))
    return [*view.subscriptions, *view.purchases, *view.ended]


def monthly(**facts: Any) -> dict[str, Any]:
    """Return Ivy's suite without its yearly item: 5 x Team for 49.00 EUR and Support for 29.00 EUR."""
    told = variant("subscription.several_items") | facts
    told["items"]["data"] = told["items"]["data"][:2]
    return told


async def test_subscription_lists_all_its_items_and_their_total(company: Company) -> None:
    """Pro and 2 x Basic for 37.00 were shown as Pro for 19.00."""
    await company.stripe_sends(UPDATED, monthly(), days_ago=1)
    (seen,) = (await company.billing("user_ivy"))["subscriptions"]
    assert [(each["price_id"], each["quantity"], each["price"]["amount"]) for each in seen["items"]] == [
        ("price_TeamMonthly", 5, 4900),
        ("price_SupportMonthly", 1, 2900),
    ]
    assert (seen["plan"]["id"], seen["total"]) == (
        "price_TeamMonthly",
        {"amount": 27400, "currency": "EUR", "exponent": 2},
    )
    (card,) = await cards(company, "user_ivy")
    assert (card.price, len(card.items)) == ("€274.00 per month in total", 2)


async def test_items_of_different_intervals_have_no_total(company: Company) -> None:
    await company.stripe_sends(UPDATED, variant("subscription.several_items"), days_ago=1)
    (seen,) = (await company.billing("user_ivy"))["subscriptions"]
    assert (len(seen["items"]), seen["total"], seen["next_charge"]) == (3, None, None)


async def test_order_of_three_units_shows_three(company: Company) -> None:
    """3 x Lifetime looked like one for three times the price."""
    item = changed("orders.paid")["attributes"]["first_order_item"] | {"quantity": 3}
    order = changed("orders.paid", first_order_item=item, subtotal=29700, total=29700)
    await company.lemonsqueezy_sends("order_created", order, user="lin")
    (bought,) = (await company.billing("lin"))["purchases"]
    (line,) = bought["items"]
    assert (line["quantity"], line["amount"]["amount"], bought["paid"]["amount"]) == (3, 29700, 29700)
    (card,) = await cards(company, "lin")
    assert card.name == "3 \N{MULTIPLICATION SIGN} Harbour Lifetime"


@pytest.mark.parametrize(
    ("behavior", "says"),
    [
        ("cancel", "Add a payment method before then, or your subscription will end."),
        ("pause", "Add a payment method before then, or your subscription will be paused."),
        ("create_invoice", "There is no payment method on file, so you'll be asked to pay then."),
    ],
)
async def test_trial_without_a_card_shows_its_outcome(company: Company, behavior: str, says: str) -> None:
    without_card = {"default_source": None, "invoice_settings": {"default_payment_method": None}}
    customer = variant("customer.without_user_id") | {"id": "cus_Grace"} | without_card
    trial = variant("subscription.status_trialing") | {
        "trial_end": ago(-3),
        "trial_settings": {"end_behavior": {"missing_payment_method": behavior}},
    }
    trial["items"]["data"][0] |= {"current_period_end": trial["trial_end"]}
    await company.stripe_sends(UPDATED, trial, days_ago=1)
    (unknown,) = await cards(company, "user_grace")
    assert says not in unknown.sentences, "whether the customer has a card is not known yet"
    await company.stripe_sends("customer.updated", customer, days_ago=1)
    (card,) = await cards(company, "user_grace")
    assert says in card.sentences
    (seen,) = (await company.billing("user_grace"))["subscriptions"]
    assert (seen["next_charge"] is None) is (behavior != "create_invoice")
    await company.stripe_sends("customer.updated", customer | {"default_source": "card_1"}, days_ago=0.5)
    (card,) = await cards(company, "user_grace")
    assert "Your paid subscription starts then." in card.sentences


async def test_discount_that_a_schedule_removes_hides_the_next_charge(company: Company) -> None:
    """The first month is free by a phase with a coupon, and the next phase charges the same plan."""
    renews = ago(-20)
    told = subscription(schedule="sub_sched_Ada")
    told["items"]["data"][0] |= {"current_period_end": renews}
    phase = {"items": [{"price": told["items"]["data"][0]["price"]["id"], "quantity": 1}]}
    schedule = variant("subscription_schedule.second_phase") | {
        "id": "sub_sched_Ada",
        "subscription": told["id"],
        "current_phase": {"start_date": ago(10), "end_date": renews},
        "phases": [
            phase | {"start_date": ago(10), "end_date": renews},
            phase | {"start_date": renews, "end_date": ago(-50)},
        ],
    }
    await company.stripe_sends(UPDATED, told, days_ago=1)
    await company.stripe_sends("subscription_schedule.updated", schedule, days_ago=1)
    (seen,) = (await company.billing("user_ada"))["subscriptions"]
    assert (seen["pending_change"], seen["next_charge"]) == (None, None)


@pytest.mark.parametrize(
    ("facts", "resumes_at"),
    [
        ({"pause": {"mode": "void", "resumes_at": text_ago(-2)}}, shown(ago(-2))),
        ({"pause": {"mode": "void", "resumes_at": text_ago(2)}}, None),
        ({"pause": {"mode": "void", "resumes_at": text_ago(-2)}, "status": "expired", "ends_at": text_ago(1)}, None),
    ],
    ids=["upcoming", "past", "already ended"],
)
async def test_resumption_is_shown_while_it_is_in_the_future(
    company: Company, facts: dict[str, Any], resumes_at: str | None
) -> None:
    told = changed("subscriptions.paused_void", **{"updated_at": text_ago(3), **facts})
    await company.lemonsqueezy_sends("subscription_paused", told, user="lin")
    (seen,) = (await company.billing("lin"))["subscriptions"]
    assert seen["resumes_at"] == resumes_at


async def test_one_off_buyer_at_lemon_squeezy_has_no_payment_method_to_update(company: Company) -> None:
    """It was offered, and opened the receipt."""
    await company.lemonsqueezy_sends("order_created", changed("orders.paid"), user="lin")
    assert (await company.billing("lin"))["intents"] == ["manage"]
    refused = await company.api.open_portal("lin", {"intent": "update_payment_method"})
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/plan-change-not-supported")


async def test_ended_subscription_shows_the_pricing_url(company: Company) -> None:
    ended = changed("subscriptions.expired", updated_at=text_ago(1))
    await company.lemonsqueezy_sends("subscription_expired", ended, user="lin")
    (seen,) = (await company.billing("lin"))["subscriptions"]
    assert "update_payment_method" not in seen["intents"]
    refused = await company.api.open_portal("lin", {"intent": "update_payment_method"})
    assert (refused.status_code, refused.json()["reason"]) == (409, "ended")
    assert refused.json()["new_purchase_url"] is not None
