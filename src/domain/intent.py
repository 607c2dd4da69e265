"""Intents of a customer at the portal, and the restrictions that make one unavailable."""

from __future__ import annotations

from enum import StrEnum


class Intent(StrEnum):
    """Names an action that the customer wants to take in the provider's portal.

    `UPDATE_DETAILS` is about the account: its address, tax id, name or e-mail address.
    """

    MANAGE = "manage"
    CHANGE_PLAN = "change_plan"
    UPDATE_PAYMENT_METHOD = "update_payment_method"
    CANCEL = "cancel"
    PAUSE = "pause"
    UPDATE_DETAILS = "update_details"


class PortalRestriction(StrEnum):
    """Why a provider's portal cannot do it to this subscription."""

    ENDED = "ended"
    ALREADY_CANCELLING = "already_cancelling"
    SEVERAL_ITEMS = "several_items"
    METERED = "metered"
    SEND_INVOICE = "send_invoice"
    SCHEDULED_CHANGE = "scheduled_change"
    STATUS = "status"
