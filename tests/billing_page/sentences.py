"""The exact sentences and buttons of the Billing page in every state."""

from __future__ import annotations

from billing_page.sentences_of_debts import OF_ENDS_AND_PAUSES, OF_INVOICES
from billing_page.sentences_of_prices import ALL, OF_PRICES

UNCONFIRMED = "This was bought with a Stripe account that we haven't confirmed as yours. "
SIGN_IN = "Stripe's sign-in page. Sign in with the e-mail address you used for the purchase."
FAILED = "Your last payment failed"
KEEP = "Keep subscription, Update payment method"
PAY = "[Update payment method] Change plan, Cancel subscription"
ELSEWHERE = {"never-bought", "both-providers", "a-long-history", "purchase-of-three", "purchase-of-several"}
SAID = {
    "active": ("Pro: Active. Renews on February 4, 2026.", "$19.00 per month", ALL),
    "active-of-unknown-name": ("Subscription: Active. Renews automatically.", None, ALL),
    **OF_PRICES,
    **OF_INVOICES,
    **OF_ENDS_AND_PAUSES,
    "trial": (
        "Pro: Trial. Your trial ends on February 4, 2026. Your paid subscription starts then.",
        "$19.00 per month",
        ALL,
    ),
    "trial-of-unknown-end": ("Pro: Trial. Your trial ends on February 4, 2026.", "$19.00 per month", ALL),
    "trial-without-payment-method-cancel": (
        "Pro: Trial. Your trial ends on February 4, 2026. "
        "Add a payment method before then, or your subscription will end.",
        "$19.00 per month",
        ALL,
    ),
    "trial-without-payment-method-pause": (
        "Pro: Trial. Your trial ends on February 4, 2026. "
        "Add a payment method before then, or your subscription will be paused.",
        "$19.00 per month",
        ALL,
    ),
    "trial-without-payment-method-create_invoice": (
        "Pro: Trial. Your trial ends on February 4, 2026. "
        "There is no payment method on file, so you'll be asked to pay then.",
        "$19.00 per month",
        ALL,
    ),
    "pause-planned": (
        "Pro: Active. "
        "Your subscription pauses from February 4, 2026 until March 6, 2026. "
        "You won't be charged or have access during that time.",
        "$19.00 per month",
        ALL,
    ),
    "pause-planned-for-good": (
        "Pro: Active. Your subscription pauses on February 4, 2026. "
        "You won't be charged or have access while it is paused.",
        "$19.00 per month",
        ALL,
    ),
    "paused-payment-failed": (
        "Pro: Paused. A payment failed, so your access is paused. "
        "Update your payment method to resume your subscription.",
        "$19.00 per month",
        "[Update payment method] Cancel subscription",
    ),
    "paused-without-payment-method": (
        "Pro: Paused. Your trial ended without a payment method, so your access is paused. "
        "Add one to resume your subscription.",
        "$19.00 per month",
        "[Update payment method] Cancel subscription",
    ),
    "trial-cancelled": (
        "Pro: Cancelled. Active until February 4, 2026. You won't be charged after that.",
        "$19.00 per month",
        KEEP,
    ),
    "cancelled-but-running": (
        "Pro: Cancelled. Active until February 4, 2026. You won't be charged after that.",
        "$19.00 per month",
        KEEP,
    ),
    "change-pending": (
        "Pro: Active. Renews on February 4, 2026. "
        "Your plan changes on February 4, 2026. Until then, you keep your current plan. "
        "Your subscription can't be changed or cancelled here before then. Contact support for help.",
        "$19.00 per month",
        "Update payment method",
    ),
    "past-due": (
        f"Pro: Payment overdue. {FAILED}. Update your payment method by January 19, 2026 to keep your subscription.",
        "$19.00 per month",
        PAY,
    ),
    "past-due-and-ending": (
        f"Pro: Payment overdue. {FAILED}. Your subscription ends on February 4, 2026.",
        "$19.00 per month",
        "[Update payment method] Keep subscription",
    ),
    "past-due-stopped": (
        f"Pro: Payment overdue. {FAILED}, so your access has stopped. Update your payment method to restore it.",
        "$19.00 per month",
        PAY,
    ),
    "unpaid": (
        "Pro: Unpaid. Several payments failed, so your access has stopped. Update your payment method to restore it.",
        "$19.00 per month",
        "[Update payment method] Cancel subscription",
    ),
    "incomplete": (
        "Pro: Incomplete. Your first payment isn't complete. This page updates automatically once it is.",
        "$19.00 per month",
        "",
    ),
    "paused": (
        "Pro: Paused. Billing and access are paused. They resume automatically on February 4, 2026.",
        "$19.00 per month",
        "Update payment method, Cancel subscription",
    ),
    "paused-for-good": (
        "Pro: Paused. Billing and access are paused until the subscription is resumed.",
        "$19.00 per month",
        "Update payment method, Cancel subscription",
    ),
    "collection-paused": (
        "Pro: Payments paused. You keep access and won't be charged until February 4, 2026.",
        "$19.00 per month",
        ALL,
    ),
    "ended": ("Pro: Ended. Ended on January 5, 2026.", "$19.00 per month", "Invoices"),
    "unknown": (
        "Pro: Checking status. We're waiting for Stripe to confirm the status.",
        "$19.00 per month",
        "",
    ),
    "contested": (
        "Pro: Cancelled. Active until February 4, 2026. You won't be charged after that. "
        "We're confirming a change with Stripe. This page updates automatically.",
        "$19.00 per month",
        KEEP,
    ),
    "account-to-be-confirmed": (
        f"Pro: Active. Renews on February 4, 2026. {UNCONFIRMED}The buttons open {SIGN_IN}",
        "$19.00 per month",
        ALL,
    ),
    "account-deleted": ("Pro: Ended. Ended on January 5, 2026.", "$19.00 per month", ""),
    "purchase": (
        "Lifetime licence: Paid. Purchased on July 9, 2025. There's nothing to renew.",
        "$99.00",
        "Receipt",
    ),
    "purchase-of-a-guest": (
        "Lifetime licence: Paid. Purchased on July 9, 2025. There's nothing to renew.",
        "$99.00",
        "Receipt",
    ),
    "purchase-to-be-confirmed": (
        "Lifetime licence: Paid. Purchased on July 9, 2025. There's nothing to renew. "
        f"{UNCONFIRMED}The button opens {SIGN_IN}",
        "$99.00",
        "Invoices",
    ),
    "partially-refunded": (
        "Lifetime licence: Partially refunded. Purchased on July 9, 2025. You've been refunded $40.00 and keep access.",
        "$99.00",
        "Receipt",
    ),
    "refunded": (
        "Lifetime licence: Refunded. Purchased on July 9, 2025 and fully refunded. You no longer have access.",
        "$99.00",
        "Receipt",
    ),
    "disputed": (
        "Lifetime licence: Disputed. Purchased on July 9, 2025. "
        "Your bank is reviewing the payment. You keep access in the meantime.",
        "$99.00",
        "Receipt",
    ),
    "charged-back": (
        "Lifetime licence: Charged back. Purchased on July 9, 2025. "
        "Your bank reversed the payment, so your access has ended.",
        "$99.00",
        "Receipt",
    ),
    "pending": (
        "Lifetime licence: Payment pending. Ordered on July 9, 2025. "
        "Your payment isn't complete yet. This page updates automatically once it is.",
        "$99.00",
        "",
    ),
    "failed": (
        "Lifetime licence: Payment failed. Ordered on July 9, 2025. The payment failed and you weren't charged.",
        "$99.00",
        "",
    ),
    "fraudulent": (
        "Lifetime licence: Blocked. Ordered on July 9, 2025. "
        "The payment was blocked as a precaution. If it was you, contact support.",
        "$99.00",
        "Receipt",
    ),
    "purchase-unknown": (
        "Lifetime licence: Checking status. Ordered on July 9, 2025. We're waiting for Stripe to confirm the status.",
        "$99.00",
        "",
    ),
}
