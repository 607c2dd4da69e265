"""Builds the view model of the page from a customer's billing: a pure function."""

from __future__ import annotations

from application.portal.billing_pages import page_of_purchases, page_of_subscriptions
from application.portal.show_billing import BillingView
from domain.intent import Intent
from domain.portal.destination import PortalTarget
from entrypoints.http.billing_page.customer_label import whom
from entrypoints.http.billing_page.formatting import action, provider_name, provider_names
from entrypoints.http.billing_page.list_part import FIRST, Part
from entrypoints.http.billing_page.locale_format import LocaleFormat
from entrypoints.http.billing_page.messages import message
from entrypoints.http.billing_page.purchase_card import purchase_card
from entrypoints.http.billing_page.subscription_card import subscription_card
from entrypoints.http.billing_page.view_model import Action, PageView

SHOWN = 25
"""How many subscriptions, and how many purchases, one part of the page shows."""


def page_view(
    view: BillingView,
    region: LocaleFormat,
    part: Part = FIRST,
    *,
    pricing_url: str | None = None,
    support_url: str | None = None,
) -> PageView:
    """The latest comes first; what has ended comes last."""
    billing, now = view.billing, view.now
    bought_at = billing.index.subscribed_at | billing.index.purchased_at
    portal, portal_text = _portal(view)
    subscriptions = page_of_subscriptions(billing.subscriptions, now, part.subscriptions, limit=SHOWN)
    purchases = page_of_purchases(billing.purchases, part.purchases, limit=SHOWN)
    running = [s for s in subscriptions.shown if not s.ended(now)]
    ended = [s for s in subscriptions.shown if s.ended(now)]
    return PageView(
        whom=whom(billing.customer),
        note=message("page.both", providers=provider_names(bought_at)) if len(bought_at) > 1 else None,
        subscriptions=tuple(subscription_card(each, view, region) for each in running),
        purchases=tuple(purchase_card(each, view, region) for each in purchases.shown),
        ended=tuple(subscription_card(each, view, region) for each in ended),
        portal=portal,
        portal_text=portal_text,
        details=action("update_details", Intent.UPDATE_DETAILS) if Intent.UPDATE_DETAILS in view.intents else None,
        pricing_url=pricing_url,
        support_url=support_url,
        query=part.query,
        more_subscriptions=Part(subscriptions=subscriptions.ended).query if subscriptions.ended else None,
        more_purchases=Part(purchases=purchases.ended).query if purchases.ended else None,
    )


def _portal(view: BillingView) -> tuple[Action | None, str | None]:
    """The bare `manage`, and what it is good for; a receipt has its button where its purchase is."""
    if Intent.MANAGE not in view.intents:
        return None, None
    provider = view.door.route(PortalTarget()).provider
    if not view.door.has_portal(provider):
        return None, None
    return action("portal", Intent.MANAGE), message("page.portal.text", provider=provider_name(provider))
