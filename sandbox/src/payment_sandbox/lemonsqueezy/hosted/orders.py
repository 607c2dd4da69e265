"""What was bought and paid: orders, receipts and invoices."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from payment_sandbox.lemonsqueezy.hosted import session, words
from payment_sandbox.lemonsqueezy.hosted.site import AnyRequest, Page, Refused, Site
from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.pages.pdf import one_page
from payment_sandbox.records import Document

_ADDRESS = ("name", "address", "zip_code", "city", "state", "country", "notes")


def orders(site: Site) -> Sequence[HTTPRouteHandler]:
    """Below `/my-orders`."""

    @get("/my-orders")
    async def show_orders(request: AnyRequest) -> Page:
        return _orders(site, site.visitor(request))

    @get("/my-orders/{identifier:str}")
    async def show_receipt(request: AnyRequest, identifier: FromPath[str]) -> Page:
        order = _open(site, request, f"/my-orders/{identifier}", _order(site, identifier))
        return _document(site, "Receipt", order, f"/my-orders/{identifier}/download")

    @get("/my-orders/{identifier:str}/download")
    async def download_receipt(request: AnyRequest, identifier: FromPath[str]) -> Response[bytes]:
        order = _open(site, request, f"/my-orders/{identifier}/download", _order(site, identifier))
        return _pdf(site, request, "Receipt", order)

    @get("/my-orders/invoice/{id_:str}")
    async def show_invoice(request: AnyRequest, id_: FromPath[str]) -> Page:
        invoice = _open(site, request, f"/my-orders/invoice/{id_}", _invoice(site, id_))
        return _document(site, "Invoice", invoice, f"/my-orders/invoice/{id_}/download")

    @get("/my-orders/invoice/{id_:str}/download")
    async def download_invoice(request: AnyRequest, id_: FromPath[str]) -> Response[bytes]:
        invoice = _open(site, request, f"/my-orders/invoice/{id_}/download", _invoice(site, id_))
        return _pdf(site, request, "Invoice", invoice)

    return show_orders, show_receipt, download_receipt, show_invoice, download_invoice


def _orders(site: Site, customer: Document) -> Page:
    shop = site.shop
    shown = []
    for each in shop.resources.newest("orders", "customer_id", number(customer)):
        told = shop.rendering(each)["attributes"]
        shown.append(
            {
                "number": told["order_number"],
                "what": _named(told),
                "status": told["status_formatted"],
                "day": words.day(told["created_at"]),
                "amount": told["total_formatted"],
                "is_one_off": shop.resources.first("subscriptions", "order_id", number(each)) is None,
                "url": told["urls"]["receipt"],
            }
        )
    return site.show("orders.html", signed_in=True, orders=shown)


def _order(site: Site, identifier: str) -> Document | None:
    return site.shop.resources.first("orders", "identifier", identifier)


def _invoice(site: Site, id_: str) -> Document | None:
    found = site.shop.resources.get("subscription-invoices", id_)
    return found if found is not None and found["attributes"]["status"] != "pending" else None


def _open(site: Site, request: AnyRequest, path: str, document: Document | None) -> Document:
    """It opens by a signed address, and for its owner also without.

    Raises:
        NotSignedIn: it is not known who wants it.
        Refused: it is somebody else's, or the address is not good.
    """
    if session.is_signed(request):
        site.check(request, path)
    elif document is not None and document["attributes"]["customer_id"] != number(site.visitor(request)):
        document = None
    if document is None:
        raise Refused(HTTPStatus.NOT_FOUND, "Not found", "This document doesn't exist.")
    return document


def _document(site: Site, kind: str, payment: Document, download: str) -> Page:
    told = site.shop.rendering(payment)["attributes"]
    return site.show(
        "document.html",
        kind=kind,
        number=_number(payment),
        amount=told["total_formatted"],
        facts=_facts(site, payment),
        download=site.shop.links.expiring(download),
    )


def _pdf(site: Site, request: AnyRequest, kind: str, payment: Document) -> Response[bytes]:
    """With the address, if it was asked for with one."""
    address = [request.query_params[name] for name in _ADDRESS if name in request.query_params]
    facts = [f"{name}: {value}" for name, value in _facts(site, payment)]
    heading = f"{kind} {_number(payment)}"
    file = f"{kind.lower()}-{payment['id']}.pdf"
    return Response(
        content=one_page([heading, "", *facts, "", *address, "", "Sandbox: nothing here is real."]),
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"},
    )


def _facts(site: Site, payment: Document) -> list[tuple[str, str]]:
    told = site.shop.rendering(payment)["attributes"]
    refunded = [("Refunded", told["refunded_amount_formatted"])] if told["refunded_amount"] else []
    return [
        ("Date", words.day(told["created_at"])),
        ("For", _what(site, payment)),
        ("To", f"{told['user_name']}, {told['user_email']}"),
        ("Amount", told["total_formatted"]),
        ("Status", told["status_formatted"]),
        *refunded,
    ]


def _what(site: Site, payment: Document) -> str:
    if payment["type"] == "orders":
        return _named(site.shop.rendering(payment)["attributes"])
    return words.plan(**payment["private"]["of_plan"])


def _named(order: Document) -> str:
    return words.plan(order["first_order_item"]["product_name"], order["first_order_item"]["variant_name"])


def _number(payment: Document) -> str:
    return f"#{payment['attributes'].get('order_number', payment['id'])}"
