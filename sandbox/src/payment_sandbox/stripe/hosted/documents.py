"""Invoices and receipts. Whoever has the address may see them."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from payment_sandbox.pages.pdf import one_page
from payment_sandbox.records import Document
from payment_sandbox.stripe.hosted import words
from payment_sandbox.stripe.hosted.site import Page, Site


def routes(site: Site) -> Sequence[HTTPRouteHandler]:
    @get("/invoices/{invoice_id:str}")
    async def show_invoice(invoice_id: FromPath[str]) -> Page:
        invoice = _finalized(site, invoice_id)
        return site.refuse(*_NO_INVOICE) if invoice is None else _page(site, _invoice(invoice), invoice["invoice_pdf"])

    @get("/invoices/{invoice_id:str}/pdf")
    async def download_invoice(invoice_id: FromPath[str]) -> Response[bytes] | Page:
        invoice = _finalized(site, invoice_id)
        return site.refuse(*_NO_INVOICE) if invoice is None else _download(invoice)

    @get("/receipts/{charge_id:str}")
    async def show_receipt(charge_id: FromPath[str]) -> Page:
        charge = site.account.find("charge", charge_id)
        if charge is None or not charge["paid"]:
            return site.refuse("Receipt not found", "Check the address.")
        return _page(site, _receipt(charge), None)

    return show_invoice, download_invoice, show_receipt


_NO_INVOICE = ("Invoice not found", "Check the address.")


def _finalized(site: Site, id_: str) -> Document | None:
    invoice = site.account.find("invoice", id_)
    return invoice if invoice is not None and invoice["status"] != "draft" else None


def _page(site: Site, told: Document, download: str | None) -> Page:
    return site.show("document.html", download=download, told=told)


def _invoice(invoice: Document) -> Document:
    currency = invoice["currency"]
    return {
        "headline": f"Invoice {invoice['number']}",
        "facts": [
            ("Status", invoice["status"].title()),
            ("Date", words.day(invoice["status_transitions"]["finalized_at"])),
            ("Bill to", invoice["customer_name"] or invoice["customer_email"] or ""),
            ("Amount due", words.amount(invoice["amount_due"], currency)),
            ("Amount paid", words.amount(invoice["amount_paid"], currency)),
        ],
        "lines": [(line["description"], words.amount(line["amount"], currency)) for line in invoice["lines"]["data"]],
        "total": words.amount(invoice["total"], currency),
    }


def _receipt(charge: Document) -> Document:
    currency, card = charge["currency"], charge["payment_method_details"]["card"]
    said = words.amount(charge["amount"], currency)
    return {
        "headline": "Receipt from Example Software",
        "facts": [
            ("Date", words.day(charge["created"])),
            ("Paid with", f"{card['brand'].title()} ending in {card['last4']}"),
            ("Refunded", words.amount(charge["amount_refunded"], currency)),
        ],
        "lines": [(charge["description"] or "Payment", said)],
        "total": said,
    }


def _download(invoice: Document) -> Response[bytes]:
    told = _invoice(invoice)
    facts = [f"{name}: {value}" for name, value in told["facts"]]
    lines = [f"{what}   {amount}" for what, amount in told["lines"]]
    text = ["Example Software (sandbox)", told["headline"], "", *facts, "", *lines, "", f"Total: {told['total']}"]
    return Response(
        one_page(text),
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="Invoice-{invoice["number"]}.pdf"'},
    )
