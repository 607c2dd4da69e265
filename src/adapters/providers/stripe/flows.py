"""Deep links into the portal (Stripe documentation, "Customer portal deep links")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from application.ports.provider.portal import PortalRequest
from domain.intent import Intent

if TYPE_CHECKING:
    from stripe.params.billing_portal import SessionCreateParamsFlowData


OFFERED = frozenset({Intent.CHANGE_PLAN, Intent.UPDATE_PAYMENT_METHOD, Intent.CANCEL})
"""The intents that are offered unless the settings name others.

The seller has to switch pausing on, and the page for `UPDATE_DETAILS` exists only from API version 2026-08-26 on.
"""


def flow_of(request: PortalRequest) -> SessionCreateParamsFlowData | None:
    """Return the deep link for the customer's intent, or None for the portal's front page."""
    flow = _without_way_back(request)
    if flow is not None and request.return_url is not None:
        flow["after_completion"] = {"type": "redirect", "redirect": {"return_url": request.return_url}}
    return flow


def _without_way_back(request: PortalRequest) -> SessionCreateParamsFlowData | None:
    if request.intent is Intent.UPDATE_PAYMENT_METHOD:
        return {"type": "payment_method_update"}
    if request.intent is Intent.UPDATE_DETAILS:
        return {"type": "customer_update"}
    if request.subscription is None:
        return None
    subscription = request.subscription.id
    if request.intent is Intent.CHANGE_PLAN:
        return {"type": "subscription_update", "subscription_update": {"subscription": subscription}}
    if request.intent is Intent.CANCEL:
        return {"type": "subscription_cancel", "subscription_cancel": {"subscription": subscription}}
    if request.intent is Intent.PAUSE:
        return {"type": "subscription_pause", "subscription_pause": {"subscription": subscription}}
    return None
