"""The customer portal."""

from __future__ import annotations

import re

import httpx

from payment_sandbox.lemonsqueezy.cards import FAILING
from payment_sandbox.records import Document
from sandbox.lemonsqueezy.stage import Stage

BASE = "/lemonsqueezy"


async def signed_in(stage: Stage, person: httpx.AsyncClient, **how: object) -> Document:
    """Sign in as a customer who has just subscribed to monthly Basic."""
    subscription = stage.subscribe(stage.variant("Basic"), **how)
    stage.told()
    page = await person.get(stage.now(subscription)["urls"]["customer_portal"])
    assert page.status_code == 200
    return subscription


async def test_portal_link_signs_in_and_leaves_the_address_bar(stage: Stage, person: httpx.AsyncClient) -> None:
    await signed_in(stage, person)
    page = await person.get(f"{BASE}/billing")
    assert str(page.url).endswith("/billing")
    assert all(each in page.text for each in ("Basic (Monthly)", "$9.00 a month", "Renews on December 1, 2026"))
    assert "Visa ending in 4242" in page.text


async def test_visitor_without_a_link_signs_in_by_e_mail(stage: Stage, person: httpx.AsyncClient) -> None:
    stage.subscribe()
    assert "Sign in to your billing" in (await person.get(f"{BASE}/billing")).text
    sent = await person.post(f"{BASE}/billing", data={"email": "Ada@example.com"})
    link = re.search(r'href="([^"]+signature=[^"]+)"', sent.text)
    assert link is not None
    page = await person.get(link[1].replace("&amp;", "&"))
    assert "Your subscriptions" in page.text
    unknown = await person.post(f"{BASE}/billing", data={"email": "nobody@example.com"})
    assert unknown.status_code == 200
    assert "signature" not in unknown.text
    assert (await person.post(f"{BASE}/billing", data={"email": "nobody"})).status_code == 422


async def test_plan_is_changed_on_the_page_of_its_link(stage: Stage, person: httpx.AsyncClient) -> None:
    subscription = stage.subscribe(stage.variant("Basic"))
    stage.move(days=15)
    stage.told()
    page = await person.get(stage.now(subscription)["urls"]["customer_portal_update_subscription"])
    path = f"{BASE}/billing/{subscription['id']}/update"
    assert page.url.path == path
    assert "$5.00 is charged now" in page.text
    done = await person.post(path, data={"variant_id": stage.variant("Pro")["id"]})
    assert "Your plan was changed." in done.text
    assert "Pro (Monthly)" in done.text
    assert "subscription_updated" in stage.told()
    wrong = await person.post(path, data={"variant_id": stage.variant("Lifetime")["id"]})
    assert wrong.status_code == 422


async def test_subscription_is_cancelled_and_resumed(stage: Stage, person: httpx.AsyncClient) -> None:
    subscription = await signed_in(stage, person)
    path = f"{BASE}/billing/{subscription['id']}"
    assert "It stays active until December 1, 2026" in (await person.get(f"{path}/cancel")).text
    page = await person.post(f"{path}/cancel")
    assert "Cancelled. Active until December 1, 2026." in page.text
    assert stage.now(subscription)["status"] == "cancelled"
    page = await person.post(f"{path}/resume")
    assert "Renews on December 1, 2026." in page.text
    assert stage.now(subscription)["status"] == "active"


async def test_subscription_is_paused_and_resumed(stage: Stage, person: httpx.AsyncClient) -> None:
    subscription = await signed_in(stage, person)
    path = f"{BASE}/billing/{subscription['id']}"
    assert "Pause Basic (Monthly)" in (await person.get(f"{path}/pause")).text
    page = await person.post(f"{path}/pause", data={"mode": "free", "months": "3"})
    assert "Paused until February 1, 2027." in page.text
    assert stage.now(subscription)["pause"]["mode"] == "free"
    page = await person.post(f"{path}/unpause")
    assert stage.now(subscription)["status"] == "active"


async def test_failed_payment_is_paid_with_a_new_card(stage: Stage, person: httpx.AsyncClient) -> None:
    subscription = stage.subscribe(card=FAILING)
    stage.move(days=30)
    page = await person.get(stage.now(subscription)["urls"]["update_payment_method"])
    path = f"{BASE}/subscription/{subscription['id']}/payment-details"
    assert page.url.path == path
    declined = await person.post(path, data={"card": "declined"})
    assert (declined.status_code, "was declined" in declined.text) == (422, True)
    assert (await person.post(path)).status_code == 422
    done = await person.post(path, data={"card": "works_too"})
    assert "Your payment method was updated." in done.text
    assert stage.now(subscription)["status"] == "active"


async def test_impossible_change_is_refused_with_a_message(stage: Stage, person: httpx.AsyncClient) -> None:
    subscription = await signed_in(stage, person)
    await person.post(f"{BASE}/billing/{subscription['id']}/cancel")
    stage.move(days=30)
    await person.get(stage.now(subscription)["urls"]["customer_portal"])
    page = await person.post(f"{BASE}/billing/{subscription['id']}/resume")
    assert page.status_code == 409
    assert "expired subscription" in page.text


async def test_changed_details_are_stored_and_sent(stage: Stage, person: httpx.AsyncClient) -> None:
    await signed_in(stage, person)
    new = {"name": "Ada Pier", "email": "ada@pier.example", "city": "Lisbon", "country": "PT"}
    page = await person.post(f"{BASE}/billing/details", data=new)
    assert "Your details were saved." in page.text
    assert stage.told() == ["customer_updated"]
    stage.buy(stage.variant("Lifetime"), email="ben@example.com")
    taken = await person.post(f"{BASE}/billing/details", data=new | {"email": "ben@example.com"})
    assert (taken.status_code, "already in use" in taken.text) == (422, True)
    assert (await person.post(f"{BASE}/billing/details", data=new | {"name": ""})).status_code == 422


async def test_one_off_purchases_are_listed_and_cannot_be_changed(stage: Stage, person: httpx.AsyncClient) -> None:
    await signed_in(stage, person)
    stage.buy(stage.variant("Lifetime"))
    page = await person.get(f"{BASE}/my-orders")
    assert "Lifetime" in page.text
    assert page.text.count("It can't be changed") == 1
    assert "Lifetime" not in (await person.get(f"{BASE}/billing")).text
    await person.post(f"{BASE}/billing/sign-out")
    assert "Sign in to your billing" in (await person.get(f"{BASE}/my-orders")).text


async def test_past_payments_have_invoices_to_download(stage: Stage, person: httpx.AsyncClient) -> None:
    subscription = await signed_in(stage, person)
    invoice = await person.get(stage.invoices(subscription)[0]["urls"]["invoice_url"])
    link = re.search(r'href="([^"]+)" download', invoice.text)
    assert link is not None
    file = await person.get(link[1].replace("&amp;", "&"))
    assert file.headers["content-type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-1.4")
    assert b"Basic \\(Monthly\\)" in file.content
