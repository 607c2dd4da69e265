"""Sentences about prices: the text, price and buttons of the page, by the state of the subscription."""

ALL = "[Change plan] Update payment method, Cancel subscription"
OF_PRICES = {
    "active-yearly-for-five": (
        "Team: Active. Renews on February 4, 2026.",
        "5 \N{MULTIPLICATION SIGN} $90.00 per year",
        ALL,
    ),
    "active-in-yen": ("Pro: Active. Renews on February 4, 2026.", "¥2,900 every 3 months", ALL),
    "metered": (
        "API calls: Active. Renews on February 4, 2026. This plan can't be changed here. Contact support for help.",
        "$0.02 per unit, billed per month",
        "Update payment method, Cancel subscription",
    ),
    "several-items": (
        "Pro: Active. Renews on February 4, 2026. This plan can't be changed here. Contact support for help.",
        "$37.00 per month in total",
        "Update payment method, Cancel subscription",
    ),
    "by-the-package": (
        "Credits: Active. Renews on February 4, 2026.",
        "25 units at $50.00 per 10 units, billed per month",
        ALL,
    ),
    "by-use-below-a-cent": (
        "Messages: Active. Renews on February 4, 2026.",
        "$0.008 per unit, billed per month",
        ALL,
    ),
    "by-tiers": ("Seats: Active. Renews on February 4, 2026.", "Tiered pricing, billed per month", ALL),
    "in-another-currency-than-its-price": ("Pro: Active. Renews on February 4, 2026.", None, ALL),
    "discounted": (
        "Pro: Active. Renews on February 4, 2026. "
        "Prices are shown before discounts. Your next payment is $9.50 before taxes.",
        "$19.00 per month",
        ALL,
    ),
    "discounted-by-an-unknown-coupon": (
        "Pro: Active. Renews on February 4, 2026. Prices are shown before discounts.",
        "$19.00 per month",
        ALL,
    ),
    "schedule-that-changes-nothing": (
        "Pro: Active. Renews on February 4, 2026. Your subscription follows a schedule until March 6, 2026. "
        "It can't be changed or cancelled here before then. Contact support for help.",
        "$19.00 per month",
        "Update payment method",
    ),
}
