"""The exact sentences and buttons of the Billing page in every state."""

from __future__ import annotations

from billing_page.sentences_of_debts import OF_ENDS_AND_PAUSES, OF_INVOICES
from billing_page.sentences_of_prices import ALL, OF_PRICES

UNCONFIRMED = "Bought at Stripe with an account that is not confirmed to be yours. "
SIGN_IN = "to Stripe's sign-in: use the e-mail address you bought with."
FAILED = "The last payment did not go through"
KEEP = "Keep subscription, Update payment method"
PAY = "[Update payment method] Change plan, Cancel subscription"
ELSEWHERE = {"never-bought", "both-providers", "a-long-history", "purchase-of-three", "purchase-of-several"}
SAID = {
    "active": ("Pro: Active. Renews on February 4, 2026.", "$19.00 per month", ALL),
    "active-of-unknown-name": ("Subscription: Active. Renews by itself.", None, ALL),
    **OF_PRICES,
    **OF_INVOICES,
    **OF_ENDS_AND_PAUSES,
    "trial": (
        "Pro: Trial. Your trial runs until February 4, 2026. After that it goes on as a paid subscription.",
        "$19.00 per month",
        ALL,
    ),
    "trial-of-unknown-end": ("Pro: Trial. Your trial runs until February 4, 2026.", "$19.00 per month", ALL),
    "trial-without-payment-method-cancel": (
        "Pro: Trial. Your trial runs until February 4, 2026. "
        "It ends then, because no payment method is set. To keep it, add one before.",
        "$19.00 per month",
        ALL,
    ),
    "trial-without-payment-method-pause": (
        "Pro: Trial. Your trial runs until February 4, 2026. "
        "It pauses then, because no payment method is set. To go on, add one before.",
        "$19.00 per month",
        ALL,
    ),
    "trial-without-payment-method-create_invoice": (
        "Pro: Trial. Your trial runs until February 4, 2026. "
        "After that you are asked to pay, because no payment method is set.",
        "$19.00 per month",
        ALL,
    ),
    "pause-planned": (
        "Pro: Active. "
        "It pauses from February 4, 2026 until March 6, 2026. Meanwhile nothing is charged and access rests.",
        "$19.00 per month",
        ALL,
    ),
    "pause-planned-for-good": (
        "Pro: Active. It pauses on February 4, 2026. From then on nothing is charged and access rests.",
        "$19.00 per month",
        ALL,
    ),
    "paused-payment-failed": (
        "Pro: Paused. A payment did not go through, so access rests. Update your payment method to take it up again.",
        "$19.00 per month",
        "[Update payment method] Cancel subscription",
    ),
    "paused-without-payment-method": (
        "Pro: Paused. The trial has ended and no payment method is set, so access rests. Add one to take it up again.",
        "$19.00 per month",
        "[Update payment method] Cancel subscription",
    ),
    "trial-cancelled": (
        "Pro: Cancelled. Yours until February 4, 2026. After that it ends and nothing more is charged.",
        "$19.00 per month",
        KEEP,
    ),
    "cancelled-but-running": (
        "Pro: Cancelled. Yours until February 4, 2026. After that it ends and nothing more is charged.",
        "$19.00 per month",
        KEEP,
    ),
    "change-pending": (
        "Pro: Active. Renews on February 4, 2026. "
        "A change of plan is set for February 4, 2026. Until then your plan stays as it is. "
        "It cannot be changed or cancelled here before that. Support can do it for you.",
        "$19.00 per month",
        "Update payment method",
    ),
    "past-due": (
        f"Pro: Payment overdue. {FAILED}. Update your payment method by January 19, 2026 to keep it.",
        "$19.00 per month",
        PAY,
    ),
    "past-due-and-ending": (
        f"Pro: Payment overdue. {FAILED}. The subscription ends on February 4, 2026.",
        "$19.00 per month",
        "[Update payment method] Keep subscription",
    ),
    "past-due-stopped": (
        f"Pro: Payment overdue. {FAILED} and access has stopped. Update your payment method to get it back.",
        "$19.00 per month",
        PAY,
    ),
    "unpaid": (
        "Pro: Unpaid. Several payments did not go through, so access has stopped. "
        "Update your payment method to get it back.",
        "$19.00 per month",
        "[Update payment method] Cancel subscription",
    ),
    "incomplete": (
        "Pro: Not completed. The first payment is not completed. Once it is, this page shows it by itself.",
        "$19.00 per month",
        "",
    ),
    "paused": (
        "Pro: Paused. Nothing is charged and access rests. It goes on by itself on February 4, 2026.",
        "$19.00 per month",
        "Update payment method, Cancel subscription",
    ),
    "paused-for-good": (
        "Pro: Paused. Nothing is charged and access rests until it is resumed.",
        "$19.00 per month",
        "Update payment method, Cancel subscription",
    ),
    "collection-paused": (
        "Pro: Payments paused. You keep access and nothing is charged until February 4, 2026.",
        "$19.00 per month",
        ALL,
    ),
    "ended": ("Pro: Ended. Ended on January 5, 2026.", "$19.00 per month", "Invoices"),
    "unknown": (
        "Pro: Being checked. We are waiting for word from Stripe on how this stands.",
        "$19.00 per month",
        "",
    ),
    "contested": (
        "Pro: Cancelled. Yours until February 4, 2026. After that it ends and nothing more is charged. "
        "A change is being confirmed with Stripe. This page follows by itself.",
        "$19.00 per month",
        KEEP,
    ),
    "account-to-be-confirmed": (
        f"Pro: Active. Renews on February 4, 2026. {UNCONFIRMED}The buttons lead {SIGN_IN}",
        "$19.00 per month",
        ALL,
    ),
    "account-deleted": ("Pro: Ended. Ended on January 5, 2026.", "$19.00 per month", ""),
    "purchase": (
        "Lifetime licence: Paid. Bought on July 9, 2025. There is nothing to renew.",
        "$99.00",
        "Receipt",
    ),
    "purchase-of-a-guest": (
        "Lifetime licence: Paid. Bought on July 9, 2025. There is nothing to renew.",
        "$99.00",
        "Receipt",
    ),
    "purchase-to-be-confirmed": (
        "Lifetime licence: Paid. Bought on July 9, 2025. There is nothing to renew. "
        f"{UNCONFIRMED}The button leads {SIGN_IN}",
        "$99.00",
        "Invoices",
    ),
    "partially-refunded": (
        "Lifetime licence: Partly refunded. Bought on July 9, 2025. $40.00 of it was refunded. It stays yours.",
        "$99.00",
        "Receipt",
    ),
    "refunded": (
        "Lifetime licence: Refunded. Bought on July 9, 2025, and refunded in full. It no longer gives access.",
        "$99.00",
        "Receipt",
    ),
    "disputed": (
        "Lifetime licence: In dispute. Bought on July 9, 2025. "
        "The bank is looking into the payment. You keep access meanwhile.",
        "$99.00",
        "Receipt",
    ),
    "charged-back": (
        "Lifetime licence: Charged back. Bought on July 9, 2025. The bank took the payment back, so access has ended.",
        "$99.00",
        "Receipt",
    ),
    "pending": (
        "Lifetime licence: Payment pending. Ordered on July 9, 2025. "
        "The payment is not complete yet. Once it is, this page shows it by itself.",
        "$99.00",
        "",
    ),
    "failed": (
        "Lifetime licence: Payment failed. Ordered on July 9, 2025. "
        "The payment did not go through and nothing was charged.",
        "$99.00",
        "",
    ),
    "fraudulent": (
        "Lifetime licence: Stopped. Ordered on July 9, 2025. "
        "The payment was stopped as a precaution. Support can help if it was you.",
        "$99.00",
        "Receipt",
    ),
    "purchase-unknown": (
        "Lifetime licence: Being checked. Ordered on July 9, 2025. "
        "We are waiting for word from Stripe on how this stands.",
        "$99.00",
        "",
    ),
}
