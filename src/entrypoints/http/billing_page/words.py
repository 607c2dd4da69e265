"""Every word of the Billing page. Keys belong to no language; what stands in braces is filled in."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "language": "en",
    # --- The page
    "page.title": "Billing",
    "page.skip": "Skip to your billing",
    "page.back": "Back",
    "page.leave": "Sign out of Billing",
    "page.time_zone": "Dates are in UTC.",
    "page.updated": "Your billing has changed.",
    "page.of": "For {whom}",
    "page.both": "You have bought through {providers}. Each button leads to the right one.",
    "page.nothing.title": "Nothing here yet",
    "page.nothing.text": "You have not bought anything. As soon as you do, it shows up here by itself.",
    "page.pricing": "See what is on offer",
    "page.support": "Contact support",
    "page.subscriptions": "Subscriptions",
    "page.purchases": "One-time purchases",
    "page.purchases.fixed": "What is paid for once can't be changed or cancelled. To have something else, buy it anew.",
    "page.ended": "Past subscriptions",
    "page.ended.anew": "What has ended can't be taken up again. To have it again, buy it anew.",
    "page.portal.title": "Invoices and billing details",
    "page.portal.text": "Past payments, invoices, your address and tax details are kept by {provider}.",
    # --- What can be done. {name}: of the subscription or purchase, for those who only hear the button
    "do.change_plan": "Change plan",
    "do.update_payment_method": "Update payment method",
    "do.cancel": "Cancel subscription",
    "do.keep": "Keep subscription",
    "do.manage": "Invoices",
    "do.portal": "Open billing portal",
    "do.receipt": "Receipt",
    "do.of": "{action}: {name}",
    # --- Names
    "name.subscription": "Subscription",
    "name.purchase": "Purchase",
    "name.via": "through {provider}",
    "provider.stripe": "Stripe",
    "provider.lemonsqueezy": "Lemon Squeezy",
    "list.and": "{before} and {last}",
    # --- Prices
    "price.every": "{price} {interval}",
    "price.many": "{quantity} \N{MULTIPLICATION SIGN} {price} {interval}",
    "price.metered": "{price} per unit, billed {interval}",
    "every.day.one": "per day",
    "every.day.many": "every {count} days",
    "every.week.one": "per week",
    "every.week.many": "every {count} weeks",
    "every.month.one": "per month",
    "every.month.many": "every {count} months",
    "every.year.one": "per year",
    "every.year.many": "every {count} years",
    "every.unknown": "",
    # --- Subscriptions: what they are called as they stand, and what happens next
    "subscription.active": "Active",
    "subscription.active.dated": "Renews on {date}.",
    "subscription.active.open": "Renews by itself.",
    "subscription.trialing": "Trial",
    "subscription.trialing.dated": "Your trial runs until {date}. After that it goes on as a paid subscription.",
    "subscription.trialing.open": "Your trial is running. After it ends, it goes on as a paid subscription.",
    "subscription.ending": "Cancelled",
    "subscription.ending.dated": "Yours until {date}. After that it ends and nothing more is charged.",
    "subscription.past_due": "Payment overdue",
    "subscription.past_due.dated": "The last payment did not go through. "
    "Update your payment method by {date} to keep it.",
    "subscription.past_due.open": "The last payment did not go through. Update your payment method to keep it.",
    "subscription.past_due.stopped": "The last payment did not go through and access has stopped. "
    "Update your payment method to get it back.",
    "subscription.past_due.ending": "The last payment did not go through. The subscription ends on {date}.",
    "subscription.unpaid": "Unpaid",
    "subscription.unpaid.open": "Several payments did not go through, so access has stopped. "
    "Update your payment method to get it back.",
    "subscription.paused": "Paused",
    "subscription.paused.dated": "Nothing is charged and access rests. It goes on by itself on {date}.",
    "subscription.paused.open": "Nothing is charged and access rests until it is resumed.",
    "subscription.collection_paused": "Payments paused",
    "subscription.collection_paused.dated": "You keep access and nothing is charged until {date}.",
    "subscription.collection_paused.open": "You keep access, and nothing is charged for now.",
    "subscription.incomplete": "Not completed",
    "subscription.incomplete.open": "The first payment is not completed. Once it is, this page shows it by itself.",
    "subscription.ended": "Ended",
    "subscription.ended.dated": "Ended on {date}.",
    "subscription.ended.open": "It has ended.",
    "subscription.unknown": "Being checked",
    "subscription.unknown.open": "We are waiting for word from {provider} on how this stands.",
    "subscription.pending_change": "A change of plan is set for {date}. Until then your plan stays as it is.",
    "subscription.unverified": "Bought at {provider} with an account that is not confirmed to be yours. "
    "The buttons lead to {provider}'s sign-in: use the e-mail address you bought with.",
    "subscription.contested": "A change is being confirmed with {provider}. This page follows by itself.",
    "subscription.locked": "The plan cannot be changed here. Support can do it for you.",
    # --- One-time purchases
    "purchase.paid": "Paid",
    "purchase.paid.text": "Bought on {date}. There is nothing to renew.",
    "purchase.partially_refunded": "Partly refunded",
    "purchase.partially_refunded.text": "Bought on {date}. {refunded} of it was refunded. It stays yours.",
    "purchase.refunded": "Refunded",
    "purchase.refunded.text": "Bought on {date}, and refunded in full. It no longer gives access.",
    "purchase.disputed": "In dispute",
    "purchase.disputed.text": "Bought on {date}. The bank is looking into the payment. You keep access meanwhile.",
    "purchase.charged_back": "Charged back",
    "purchase.charged_back.text": "Bought on {date}. The bank took the payment back, so access has ended.",
    "purchase.pending": "Payment pending",
    "purchase.pending.text": "Ordered on {date}. As soon as the payment arrives, this page shows it by itself.",
    "purchase.failed": "Payment failed",
    "purchase.failed.text": "Ordered on {date}. The payment did not go through and nothing was charged.",
    "purchase.fraudulent": "Stopped",
    "purchase.fraudulent.text": "Ordered on {date}. The payment was stopped as a precaution. "
    "Support can help if it was you.",
    "purchase.unknown": "Being checked",
    "purchase.unknown.text": "Ordered on {date}. We are waiting for word from {provider} on how this stands.",
    "purchase.unverified": "Bought at {provider} with an account that is not confirmed to be yours. "
    "The button leads to {provider}'s sign-in: use the e-mail address you bought with.",
    # --- The door
    "enter.title": "Your billing",
    "enter.text": "This link opens the billing of {whom}.",
    "enter.once": "It works once and for a few minutes. You stay signed in for an hour.",
    "enter.do": "Open billing",
    "enter.not_you": "Not you? Then close this page.",
    "link.back": "Back to where you came from",
    "link.billing": "Go to your billing",
    "link.retry": "Try again",
    "link.pricing": "See what is on offer",
    "link.support": "Contact support",
    # --- What went wrong, by the slug of the problem
    "trouble.billing-link-spent.title": "This link has done its work",
    "trouble.billing-link-spent.text": "It opens billing once and within five minutes. "
    "Go back and open Billing again to get a new one.",
    "trouble.billing-visit-over.title": "You are signed out of Billing",
    "trouble.billing-visit-over.text": "For your safety a visit ends after an hour. "
    "Go back and open Billing again to go on.",
    "trouble.rate-limited.title": "One moment, please",
    "trouble.rate-limited.text": "You have opened the portal many times in a short while. Wait a minute and try again.",
    "trouble.provider-unavailable.title": "The payment provider does not answer",
    "trouble.provider-unavailable.text": "Nothing has changed and nothing is lost. Try again in a moment.",
    "trouble.provider-refused.title": "This cannot be opened right now",
    "trouble.provider-refused.text": "Something has to be put right on our side first. Nothing of yours has changed.",
    "trouble.no-billing-account.title": "There is nothing to manage yet",
    "trouble.no-billing-account.text": "No billing account belongs to what you have, so there is no portal to open.",
    "trouble.billing-account-gone.title": "The billing account is closed",
    "trouble.billing-account-gone.text": "It was deleted at the payment provider. Support can help you further.",
    "trouble.account-not-verified.title": "The account has to be confirmed",
    "trouble.account-not-verified.text": "It is not certain that the account this was bought with is yours, "
    "so its portal stays closed. Support can confirm it.",
    "trouble.plan-change-not-supported.title": "A one-time purchase stays as it is",
    "trouble.plan-change-not-supported.text": "It has no plan and no next payment: there is nothing to change or "
    "to cancel. To have something else, buy it anew.",
    "trouble.subscription-required.title": "Which subscription do you mean?",
    "trouble.subscription-required.text": "You have several. Choose the one you mean on the Billing page.",
    "trouble.intent-not-available.title": "This is not possible as things stand",
    "trouble.intent-not-available.text": "The subscription has changed meanwhile. Billing shows how it stands now.",
    "trouble.intent-not-available.ended": "The subscription has ended, so there is nothing left to change.",
    "trouble.intent-not-available.already_cancelling": "The subscription is cancelled already and ends by itself.",
    "trouble.intent-not-available.several_items": "The subscription has several parts. Support can change it for you.",
    "trouble.intent-not-available.metered": "The subscription is billed by usage. Support can change it for you.",
    "trouble.intent-not-available.send_invoice": "The subscription is paid by invoice. Support can change it for you.",
    "trouble.intent-not-available.scheduled_change": "A change is scheduled already. It has to happen, "
    "or be taken back by support, before there can be another.",
    "trouble.intent-not-available.status": "The open payment has to be settled first: update your payment method.",
    "trouble.subscription-not-found.title": "This subscription is not there any more",
    "trouble.subscription-not-found.text": "Billing shows what you have now.",
    "trouble.purchase-not-found.title": "This purchase is not there any more",
    "trouble.purchase-not-found.text": "Billing shows what you have now.",
    "trouble.cross-site-request.title": "That did not come from this page",
    "trouble.cross-site-request.text": "To be safe, nothing was done. Open it from Billing itself.",
    "trouble.public-url-not-configured.title": "Billing is not set up completely",
    "trouble.public-url-not-configured.text": "It can only be shown over a protected connection. "
    "Whoever runs this site has to set its public address.",
    "trouble.temporarily-unavailable.title": "Billing takes a short break",
    "trouble.temporarily-unavailable.text": "Nothing is lost. Try again in a moment.",
    "trouble.internal-error.title": "Something went wrong here",
    "trouble.internal-error.text": "It was not you, and it has been noted. Nothing of yours has changed.",
    "trouble.not-found.title": "There is nothing here",
    "trouble.not-found.text": "The address may be misspelled. Billing shows what you have.",
    "trouble.invalid-request.title": "That could not be understood",
    "trouble.invalid-request.text": "Nothing has changed. Start again from Billing.",
}


def say(key: str, **filled_in: str) -> str:
    """The words of a key.

    Raises:
        KeyError: a key that has none.
    """
    return ENGLISH[key].format(**filled_in)
