"""Receipts of one-off purchases, fetched when a customer wants to see one."""

from __future__ import annotations

from typing import Any

from application.ports.provider.portal import PortalLink
from domain.intent import Intent
from domain.mirror.merge import MirrorRecord
from domain.one_off_purchase import OneOffPurchase
from fixtures.stripe.payloads import event, variant
from unit.providers.stripe.connected import Connected, connected
from unit.providers.stripe.reading import told

COMPLETED = "checkout.session.completed"
INVOICE = "https://invoice.stripe.com/i/acct_Example/test_in_BobCourse"


def bought(each: dict[str, Any], type_: str) -> OneOffPurchase:
    return OneOffPurchase(facets=(MirrorRecord(snapshot=told(each, type_)),))


async def receipt(stripe: Connected, each: dict[str, Any], type_: str) -> str | None:
    stripe.api.hold(each)
    link = await stripe.provider.portal.receipt(bought(each, type_))
    if link is not None:
        assert link == PortalLink(url=link.url, effective_intent=Intent.MANAGE, returns=False)
    return link.url if link is not None else None


async def test_receipt_of_a_checkout_with_an_invoice_is_the_invoice() -> None:
    stripe = connected(variant("invoice.without_parent"), variant("payment_intent.of_checkout"), variant("charge.paid"))
    assert await receipt(stripe, event(COMPLETED)["data"]["object"], COMPLETED) == INVOICE


async def test_receipt_of_a_guest_checkout_is_the_receipt_of_its_charge() -> None:
    stripe = connected(variant("payment_intent.guest"), variant("charge.guest"))
    url = await receipt(stripe, variant("checkout.session.guest"), COMPLETED)
    assert url == variant("charge.guest")["receipt_url"]


async def test_invoices_and_payments_without_a_checkout_have_receipts() -> None:
    assert await receipt(connected(), variant("invoice.without_parent"), "invoice.paid") == INVOICE
    stripe = connected(variant("charge.of_payment_intent_of_the_host"))
    payment = event("payment_intent.succeeded")["data"]["object"]
    url = await receipt(stripe, payment, "payment_intent.succeeded")
    assert url == variant("charge.of_payment_intent_of_the_host")["receipt_url"]


async def test_free_or_unknown_purchase_has_no_receipt() -> None:
    assert await receipt(connected(), variant("checkout.session.free"), COMPLETED) is None
    unknown = connected().provider.portal.receipt(bought(variant("checkout.session.guest"), COMPLETED))
    assert await unknown is None
