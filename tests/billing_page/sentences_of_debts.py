"""Sentences about invoices that the customer pays, and about pauses and changes before an end."""

from billing_page.sentences_of_prices import ALL

_MONTHLY, _LOCKED = "$19.00 per month", "This plan can't be changed here. Contact support for help."
_PAY = "[Invoices] Update payment method, Cancel subscription"
OF_INVOICES = {
    "past-due-by-invoice": (
        f"Pro: Payment overdue. An invoice is overdue. Pay it by January 19, 2026 to keep your subscription. {_LOCKED}",
        _MONTHLY,
        _PAY,
    ),
    "past-due-by-unknown-invoice": (
        f"Pro: Payment overdue. An invoice is overdue. Pay it to keep your subscription. {_LOCKED}",
        _MONTHLY,
        _PAY,
    ),
    "past-due-by-invoice-and-ending": (
        f"Pro: Payment overdue. An invoice is overdue. Your subscription ends on February 4, 2026. {_LOCKED}",
        _MONTHLY,
        "[Invoices] Keep subscription, Update payment method",
    ),
    "past-due-by-invoice-stopped": (
        "Pro: Payment overdue. An invoice is overdue, so your access has stopped. Pay it to restore access. " + _LOCKED,
        _MONTHLY,
        _PAY,
    ),
    "unpaid-by-invoice": (
        f"Pro: Unpaid. Invoices are overdue, so your access has stopped. Pay them to restore access. {_LOCKED}",
        _MONTHLY,
        _PAY,
    ),
}
OF_ENDS_AND_PAUSES = {
    "trial-that-pauses": (
        "Pro: Trial. Your trial ends on February 4, 2026. "
        "Your subscription pauses on February 4, 2026. You won't be charged or have access while it is paused.",
        _MONTHLY,
        ALL,
    ),
    "paused-and-ending": (
        "Pro: Paused. Billing and access are paused until the subscription is resumed. "
        "Your subscription ends on February 4, 2026.",
        _MONTHLY,
        "Keep subscription, Update payment method",
    ),
    "change-pending-before-the-end": (
        "Pro: Cancelled. Active until March 6, 2026. You won't be charged after that. "
        "Your plan changes on February 4, 2026. Until then, you keep your current plan. "
        "Your subscription can't be changed or cancelled here before then. Contact support for help.",
        _MONTHLY,
        "Keep subscription, Update payment method",
    ),
}
