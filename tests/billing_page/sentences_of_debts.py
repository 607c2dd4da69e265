"""Sentences about invoices that the customer pays, and about pauses and changes before an end."""

from billing_page.sentences_of_prices import ALL

_MONTHLY, _LOCKED = "$19.00 per month", "The plan cannot be changed here. Support can do it for you."
_PAY = "[Invoices] Update payment method, Cancel subscription"
OF_INVOICES = {
    "past-due-by-invoice": (
        f"Pro: Payment overdue. An invoice is overdue. Pay it by January 19, 2026 to keep the subscription. {_LOCKED}",
        _MONTHLY,
        _PAY,
    ),
    "past-due-by-unknown-invoice": (
        f"Pro: Payment overdue. An invoice is overdue. Pay it to keep the subscription. {_LOCKED}",
        _MONTHLY,
        _PAY,
    ),
    "past-due-by-invoice-and-ending": (
        f"Pro: Payment overdue. An invoice is overdue. The subscription ends on February 4, 2026. {_LOCKED}",
        _MONTHLY,
        "[Invoices] Keep subscription, Update payment method",
    ),
    "past-due-by-invoice-stopped": (
        "Pro: Payment overdue. An invoice is overdue and access has stopped. Pay it to get access back. " + _LOCKED,
        _MONTHLY,
        _PAY,
    ),
    "unpaid-by-invoice": (
        f"Pro: Unpaid. Invoices are overdue, so access has stopped. Pay them to get access back. {_LOCKED}",
        _MONTHLY,
        _PAY,
    ),
}
OF_ENDS_AND_PAUSES = {
    "trial-that-pauses": (
        "Pro: Trial. Your trial runs until February 4, 2026. "
        "It pauses on February 4, 2026. From then on nothing is charged and access rests.",
        _MONTHLY,
        ALL,
    ),
    "paused-and-ending": (
        "Pro: Paused. Nothing is charged and access rests until it is resumed. "
        "The subscription ends on February 4, 2026.",
        _MONTHLY,
        "Keep subscription, Update payment method",
    ),
    "change-pending-before-the-end": (
        "Pro: Cancelled. Yours until March 6, 2026. After that it ends and nothing more is charged. "
        "A change of plan is set for February 4, 2026. Until then your plan stays as it is. "
        "It cannot be changed or cancelled here before that. Support can do it for you.",
        _MONTHLY,
        "Keep subscription, Update payment method",
    ),
}
