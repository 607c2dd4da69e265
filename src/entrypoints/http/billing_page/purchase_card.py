"""The card of a one-off purchase."""

from __future__ import annotations

from application.portal.show_billing import BillingView
from domain.intent import Intent
from domain.one_off_purchase import OneOffPurchase, PurchaseStatus
from domain.portal.destination import PortalTarget
from domain.purchases.contents import PurchasedItem
from entrypoints.http.billing_page.formatting import action, card_id, provider_name, via
from entrypoints.http.billing_page.locale_format import LocaleFormat
from entrypoints.http.billing_page.messages import message
from entrypoints.http.billing_page.view_model import Card, Tone

_TONES = {
    PurchaseStatus.PAID: Tone.GOOD,
    PurchaseStatus.PARTIALLY_REFUNDED: Tone.GOOD,
    PurchaseStatus.DISPUTED: Tone.WARN,
    PurchaseStatus.PENDING: Tone.WARN,
    PurchaseStatus.FAILED: Tone.BAD,
    PurchaseStatus.CHARGED_BACK: Tone.BAD,
    PurchaseStatus.FRAUDULENT: Tone.BAD,
}
_WITHOUT_RECEIPT = frozenset({PurchaseStatus.PENDING, PurchaseStatus.FAILED, PurchaseStatus.UNKNOWN})


def purchase_card(purchase: OneOffPurchase, view: BillingView, region: LocaleFormat) -> Card:
    """`view`: of the customer whose it is. There is no button that changes anything: what was paid once stays."""
    name, status, ref = _name(purchase), purchase.status, purchase.ref
    refunded = purchase.refunded
    sentence = message(
        f"purchase.{status}.text",
        date=region.date(purchase.purchased_at),
        refunded=region.money(refunded) if refunded else "",
        provider=provider_name(ref.provider),
    )
    sentences = [sentence]
    unverified = view.billing.is_unverified(purchase)
    if unverified:
        sentences.append(message("purchase.unverified", provider=provider_name(ref.provider)))
    opens = Intent.MANAGE in view.door.available_intents(PortalTarget(purchase=ref)) and status not in _WITHOUT_RECEIPT
    button = action("manage" if unverified else "receipt", Intent.MANAGE, name=name, purchase=ref)
    return Card(
        id=card_id("purchase", ref),
        name=name,
        status=message(f"purchase.{status}"),
        tone=_TONES.get(status, Tone.CALM),
        via=via(ref.provider, view.billing.providers),
        price=region.money(purchase.paid) if purchase.paid else None,
        items=_items(purchase, region),
        sentences=tuple(sentences),
        actions=(button,) if opens else (),
    )


def _name(purchase: OneOffPurchase) -> str:
    """With the quantity, if all of the purchase is several of one thing: three of it cost more than one."""
    name = purchase.product_name or message("name.purchase")
    return _counted(purchase.items[0], name) if len(purchase.items) == 1 else name


def _items(purchase: OneOffPurchase, region: LocaleFormat) -> tuple[str, ...]:
    """One line for each of several items."""
    if len(purchase.items) <= 1:
        return ()
    named = ((_counted(item, item.name or message("name.item")), item.amount) for item in purchase.items)
    return tuple(message("item.priced", name=name, price=region.money(cost)) if cost else name for name, cost in named)


def _counted(item: PurchasedItem, name: str) -> str:
    several = item.quantity is not None and item.quantity > 1
    return message("item.counted", quantity=str(item.quantity), name=name) if several else name
