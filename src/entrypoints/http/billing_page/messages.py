"""Every word of the Billing page. Keys belong to no language; what stands in braces is filled in."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "language": "en",
    # --- The page
    "page.title": "Billing",
    "page.skip": "Skip to main content",
    "page.back": "Back",
    "page.leave": "Sign out of Billing",
    "page.time_zone": "Dates are in UTC.",
    "page.updated": "Your billing information has been updated.",
    "page.of": "For {whom}",
    "page.both": "Your payments are handled by {providers}. Each button takes you to the right one.",
    "page.nothing.title": "No purchases yet",
    "page.nothing.text": "Your subscriptions and purchases will appear here.",
    "page.pricing": "See plans and pricing",
    "page.support": "Contact support",
    "page.subscriptions": "Subscriptions",
    "page.purchases": "One-time purchases",
    "page.purchases.fixed": "One-time purchases can't be changed or cancelled. To get something else, make a new "
    "purchase.",
    "page.subscriptions.more": "Show more subscriptions",
    "page.purchases.more": "Show more purchases",
    "page.latest": "Show the latest",
    "page.ended": "Past subscriptions",
    "page.ended.anew": "Ended subscriptions can't be restarted. Subscribe again to continue.",
    "page.portal.title": "Invoices and billing details",
    "page.portal.text": "{provider} keeps your payment history, invoices, address and tax details.",
    # --- Buttons. {name} is the subscription's or purchase's, for screen readers
    "do.change_plan": "Change plan",
    "do.update_payment_method": "Update payment method",
    "do.pause": "Pause subscription",
    "do.update_details": "Update billing details",
    "do.cancel": "Cancel subscription",
    "do.keep": "Keep subscription",
    "do.manage": "Invoices",
    "do.portal": "Open billing portal",
    "do.receipt": "Receipt",
    "do.of": "{action}: {name}",
    # --- Names
    "name.subscription": "Subscription",
    "name.purchase": "Purchase",
    "name.item": "Additional item",
    "name.via": "via {provider}",
    "provider.stripe": "Stripe",
    "provider.lemonsqueezy": "Lemon Squeezy",
    "list.and": "{before} and {last}",
    "item.counted": "{quantity} \N{MULTIPLICATION SIGN} {name}",
    "item.priced": "{name}: {price}",
    # --- Prices
    "price.every": "{price} {interval}",
    "price.many": "{quantity} \N{MULTIPLICATION SIGN} {price} {interval}",
    "price.billed": "{price}, billed {interval}",
    "price.unit": "{price} per unit",
    "price.package": "{price} per {size} units",
    "price.of_units": "{quantity} units at {price}",
    "price.tiered": "Tiered pricing",
    "price.by_usage": "Usage-based pricing",
    "price.total": "{price} in total",
    "every.day.one": "per day",
    "every.day.many": "every {count} days",
    "every.week.one": "per week",
    "every.week.many": "every {count} weeks",
    "every.month.one": "per month",
    "every.month.many": "every {count} months",
    "every.year.one": "per year",
    "every.year.many": "every {count} years",
    "every.unknown": "",
    # --- Subscriptions: their status, and what happens next
    "subscription.active": "Active",
    "subscription.active.dated": "Renews on {date}.",
    "subscription.active.open": "Renews automatically.",
    "subscription.trialing": "Trial",
    "subscription.trialing.dated": "Your trial ends on {date}.",
    "subscription.trialing.open": "Your trial is active.",
    "subscription.trial.continues": "Your paid subscription starts then.",
    "subscription.trial.ends": "Add a payment method before then, or your subscription will end.",
    "subscription.trial.pauses": "Add a payment method before then, or your subscription will be paused.",
    "subscription.trial.asks_for_payment": "There is no payment method on file, so you'll be asked to pay then.",
    "subscription.ending": "Cancelled",
    "subscription.ending.dated": "Active until {date}. You won't be charged after that.",
    "subscription.past_due": "Payment overdue",
    "subscription.past_due.dated": "Your last payment failed. Update your payment method by {date} to keep your "
    "subscription.",
    "subscription.past_due.open": "Your last payment failed. Update your payment method to keep your subscription.",
    "subscription.past_due.stopped": "Your last payment failed, so your access has stopped. Update your payment "
    "method to restore it.",
    "subscription.past_due.ending": "Your last payment failed. Your subscription ends on {date}.",
    "subscription.past_due.invoice.dated": "An invoice is overdue. Pay it by {date} to keep your subscription.",
    "subscription.past_due.invoice.open": "An invoice is overdue. Pay it to keep your subscription.",
    "subscription.past_due.invoice.stopped": "An invoice is overdue, so your access has stopped. Pay it to restore "
    "access.",
    "subscription.past_due.invoice.ending": "An invoice is overdue. Your subscription ends on {date}.",
    "subscription.unpaid": "Unpaid",
    "subscription.unpaid.invoice.open": "Invoices are overdue, so your access has stopped. Pay them to restore access.",
    "subscription.unpaid.open": "Several payments failed, so your access has stopped. Update your payment method to "
    "restore it.",
    "subscription.paused": "Paused",
    "subscription.paused.dated": "Billing and access are paused. They resume automatically on {date}.",
    "subscription.paused.open": "Billing and access are paused until the subscription is resumed.",
    "subscription.paused.payment_failed": "A payment failed, so your access is paused. Update your payment method to "
    "resume your subscription.",
    "subscription.paused.trial_without_payment_method": "Your trial ended without a payment method, so your access is "
    "paused. Add one to resume your subscription.",
    "subscription.ends": "Your subscription ends on {date}.",
    "subscription.pauses": "Your subscription pauses on {date}. You won't be charged or have access while it is "
    "paused.",
    "subscription.pauses.until": "Your subscription pauses from {date} until {resumes}. You won't be charged or have "
    "access during that time.",
    "subscription.collection_paused": "Payments paused",
    "subscription.collection_paused.dated": "You keep access and won't be charged until {date}.",
    "subscription.collection_paused.open": "You keep access and won't be charged for now.",
    "subscription.incomplete": "Incomplete",
    "subscription.incomplete.open": "Your first payment isn't complete. This page updates automatically once it is.",
    "subscription.ended": "Ended",
    "subscription.ended.dated": "Ended on {date}.",
    "subscription.ended.open": "This subscription has ended.",
    "subscription.unknown": "Checking status",
    "subscription.unknown.open": "We're waiting for {provider} to confirm the status.",
    "subscription.pending_change": "Your plan changes on {date}. Until then, you keep your current plan.",
    "subscription.pending_change.to": "After that, you'll have {items}.",
    "subscription.scheduled": "Your subscription can't be changed or cancelled here before then. Contact support for "
    "help.",
    "subscription.scheduled.same": "Your subscription follows a schedule until {date}. It can't be changed or "
    "cancelled here before then. Contact support for help.",
    "subscription.discounted": "Prices are shown before discounts.",
    "subscription.discounted.charge": "Prices are shown before discounts. Your next payment is {amount} before taxes.",
    "subscription.unverified": "This was bought with a {provider} account that we haven't confirmed as yours. The "
    "buttons open {provider}'s sign-in page. Sign in with the e-mail address you used for the purchase.",
    "subscription.refunded": "You've been refunded {amount}.",
    "subscription.refunded.running": "You've been refunded {amount}. Your subscription continues.",
    "subscription.contested": "We're confirming a change with {provider}. This page updates automatically.",
    "subscription.locked": "This plan can't be changed here. Contact support for help.",
    # --- One-time purchases
    "purchase.paid": "Paid",
    "purchase.paid.text": "Purchased on {date}. There's nothing to renew.",
    "purchase.partially_refunded": "Partially refunded",
    "purchase.partially_refunded.text": "Purchased on {date}. You've been refunded {refunded} and keep access.",
    "purchase.refunded": "Refunded",
    "purchase.refunded.text": "Purchased on {date} and fully refunded. You no longer have access.",
    "purchase.disputed": "Disputed",
    "purchase.disputed.text": "Purchased on {date}. Your bank is reviewing the payment. You keep access in the "
    "meantime.",
    "purchase.charged_back": "Charged back",
    "purchase.charged_back.text": "Purchased on {date}. Your bank reversed the payment, so your access has ended.",
    "purchase.pending": "Payment pending",
    "purchase.pending.text": "Ordered on {date}. Your payment isn't complete yet. This page updates automatically "
    "once it is.",
    "purchase.failed": "Payment failed",
    "purchase.failed.text": "Ordered on {date}. The payment failed and you weren't charged.",
    "purchase.fraudulent": "Blocked",
    "purchase.fraudulent.text": "Ordered on {date}. The payment was blocked as a precaution. If it was you, contact "
    "support.",
    "purchase.unknown": "Checking status",
    "purchase.unknown.text": "Ordered on {date}. We're waiting for {provider} to confirm the status.",
    "purchase.unverified": "This was bought with a {provider} account that we haven't confirmed as yours. The button "
    "opens {provider}'s sign-in page. Sign in with the e-mail address you used for the purchase.",
    # --- The login link
    "enter.title": "Your billing",
    "enter.text": "This link opens billing for {whom}.",
    "enter.email": "E-mail address: {whom}",
    "enter.id": "Customer ID: {whom}",
    "enter.once": "The link works once and expires after a few minutes. You'll stay signed in for an hour.",
    "enter.do": "Open billing",
    "enter.not_you": "Not you? Close this page.",
    "link.back": "Go back",
    "link.billing": "Go to Billing",
    "link.retry": "Try again",
    "link.pricing": "See plans and pricing",
    "link.support": "Contact support",
    # --- Error pages, by the slug of the problem
    "trouble.billing-link-spent.title": "This link has expired",
    "trouble.billing-link-spent.text": "Each link works once and expires after five minutes. Go back and open Billing "
    "again to get a new one.",
    "trouble.billing-visit-over.title": "You've been signed out of Billing",
    "trouble.billing-visit-over.text": "For your security, sessions end after an hour. Go back and open Billing again "
    "to continue.",
    "trouble.rate-limited.title": "Too many requests",
    "trouble.rate-limited.text": "You've made too many requests in a short time. Wait a minute, then try again.",
    "trouble.provider-unavailable.title": "The payment provider isn't responding",
    "trouble.provider-unavailable.text": "Nothing on your account has changed. Try again in a moment.",
    "trouble.provider-refused.title": "We can't open this right now",
    "trouble.provider-refused.text": "We need to fix a problem on our side. Nothing on your account has changed.",
    "trouble.no-billing-account.title": "Nothing to manage yet",
    "trouble.no-billing-account.text": "You don't have a billing account, so there is no portal to open.",
    "trouble.billing-account-gone.title": "Your billing account is closed",
    "trouble.billing-account-gone.text": "It was deleted at the payment provider. Contact support for help.",
    "trouble.account-not-verified.title": "We couldn't confirm your account",
    "trouble.account-not-verified.text": "We haven't confirmed that the account used for this purchase is yours, so "
    "we can't open its portal. Contact support to confirm it.",
    "trouble.plan-change-not-supported.title": "One-time purchases can't be changed",
    "trouble.plan-change-not-supported.text": "This purchase has no plan and no upcoming payment, so there is nothing "
    "to change or cancel. To get something else, make a new purchase.",
    "trouble.subscription-required.title": "Choose a subscription",
    "trouble.subscription-required.text": "You have several subscriptions. Choose one on the Billing page.",
    "trouble.intent-not-available.title": "This isn't available right now",
    "trouble.intent-not-available.text": "Your subscription has changed. Go to Billing to see its current status.",
    "trouble.intent-not-available.ended": "Your subscription has ended, so it can't be changed.",
    "trouble.intent-not-available.already_cancelling": "Your subscription is already cancelled and ends automatically.",
    "trouble.intent-not-available.several_items": "Your subscription has several items. Contact support to change it.",
    "trouble.intent-not-available.metered": "Your subscription is billed by usage. Contact support to change it.",
    "trouble.intent-not-available.send_invoice": "Your subscription is paid by invoice. Contact support to change it.",
    "trouble.intent-not-available.scheduled_change": "Your subscription follows a schedule. Contact support to change "
    "it.",
    "trouble.intent-not-available.status": "This isn't possible in your subscription's current status.",
    "trouble.intent-not-available.status.paused": "Your subscription is paused. You can change it once it is resumed.",
    "trouble.intent-not-available.status.unpaid": "A payment is overdue. Update your payment method first.",
    "trouble.intent-not-available.status.incomplete": "Your first payment isn't complete yet.",
    "trouble.subscription-not-found.title": "We couldn't find this subscription",
    "trouble.subscription-not-found.text": "Go to Billing to see your current subscriptions.",
    "trouble.purchase-not-found.title": "We couldn't find this purchase",
    "trouble.purchase-not-found.text": "Go to Billing to see your current purchases.",
    "trouble.cross-site-request.title": "This request didn't come from Billing",
    "trouble.cross-site-request.text": "For your security, nothing was changed. Open Billing and try again.",
    "trouble.public-url-not-configured.title": "Billing isn't fully set up",
    "trouble.public-url-not-configured.text": "Billing requires a secure connection. The site's operator needs to set "
    "its public URL.",
    "trouble.temporarily-unavailable.title": "Billing is temporarily unavailable",
    "trouble.temporarily-unavailable.text": "Nothing on your account has changed. Try again in a moment.",
    "trouble.internal-error.title": "Something went wrong",
    "trouble.internal-error.text": "The problem is on our side and has been logged. Nothing on your account has "
    "changed.",
    "trouble.not-found.title": "Page not found",
    "trouble.not-found.text": "The address may be misspelled. Go to Billing to see your subscriptions and purchases.",
    "trouble.invalid-request.title": "We couldn't process this request",
    "trouble.invalid-request.text": "Nothing on your account has changed. Start again from Billing.",
}


def message(key: str, **filled_in: str) -> str:
    """The words of a key.

    Raises:
        KeyError: a key that has none.
    """
    return ENGLISH[key].format(**filled_in)
