"""Every state of the Billing page by name, for tests of its sentences, its HTML and its appearance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.portal import AccountGone, NoHostedPortal
from billing_page.sold import (
    HALF,
    IN_YEN,
    LEMONSQUEEZY,
    METERED,
    PACKAGES,
    PRO,
    SEATS,
    STRIPE,
    TEAM,
    TENTHS,
    TIERS,
    bought,
    contents,
    owed,
    pausing,
    planned,
    refunded,
    subscribed,
    told_line,
)
from billing_page.state import Arrival, State
from domain.intent import PortalRestriction
from domain.lifecycle.pause import PauseReason
from domain.lifecycle.trial import WithoutPaymentMethod
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from domain.purchases.facet import DisputeStatus, PaymentStatus
from domain.subscription import SubscriptionStatus
from examples import MONTH, NOON, claim, pushed, ref, told_account, told_dispute

AT_LEMONSQUEEZY = claim(provider=LEMONSQUEEZY, subject="sub_ls")
UNSIGNED = claim(provider=STRIPE, trust=Trust.UNSIGNED)
ORDERED = claim(provider=STRIPE, subject="order", kind=ObjectKind.ORDER)
ACTIVE = subscribed()
ENDS = NOON + MONTH
BY_INVOICE = subscribed(status=SubscriptionStatus.PAST_DUE, plan_restriction=PortalRestriction.SEND_INVOICE)

_ON_THE_PAGE = {
    "never-bought": State(claims=()),
    "active": State(heard=(ACTIVE,)),
    "active-yearly-for-five": State(heard=(subscribed(items=(TEAM,)),)),
    "active-in-yen": State(heard=(subscribed(items=(IN_YEN,)),)),
    "active-of-unknown-name": State(heard=(subscribed(items=(), current_period_end=None),)),
    "metered": State(heard=(subscribed(items=(METERED,), plan_restriction=PortalRestriction.METERED),)),
    "trial": State(
        heard=(subscribed(status=SubscriptionStatus.TRIALING, trial_ends_at=ENDS, has_payment_method=True),)
    ),
    "trial-of-unknown-end": State(heard=(subscribed(status=SubscriptionStatus.TRIALING, trial_ends_at=ENDS),)),
    **{
        f"trial-without-payment-method-{without}": State(
            heard=(
                subscribed(
                    status=SubscriptionStatus.TRIALING,
                    trial_ends_at=ENDS,
                    has_payment_method=False,
                    without_payment_method=without,
                ),
                told_account(ref=ref("account", STRIPE), has_payment_method=False),
            )
        )
        for without in WithoutPaymentMethod
    },
    "pause-planned": State(heard=(subscribed(schedule_id="schedule"), pausing(ENDS, ENDS + MONTH))),
    "pause-planned-for-good": State(heard=(subscribed(schedule_id="schedule"), pausing(ENDS))),
    "paused-payment-failed": State(
        heard=(subscribed(status=SubscriptionStatus.PAUSED, pause_reason=PauseReason.PAYMENT_FAILED),)
    ),
    "paused-without-payment-method": State(
        heard=(subscribed(status=SubscriptionStatus.PAUSED, pause_reason=PauseReason.NO_PAYMENT_METHOD),)
    ),
    "trial-that-pauses": State(
        heard=(
            subscribed(
                status=SubscriptionStatus.TRIALING, trial_ends_at=ENDS, has_payment_method=True, schedule_id="schedule"
            ),
            pausing(ENDS),
        )
    ),
    "paused-and-ending": State(heard=(subscribed(status=SubscriptionStatus.PAUSED, cancels_at=ENDS),)),
    "change-pending-before-the-end": State(
        heard=(subscribed(schedule_id="schedule", cancels_at=NOON + 2 * MONTH), planned())
    ),
    "past-due-by-invoice": State(heard=(BY_INVOICE, owed(NOON))),
    "past-due-by-unknown-invoice": State(heard=(BY_INVOICE,)),
    "past-due-by-invoice-and-ending": State(heard=(replace(BY_INVOICE, cancels_at=ENDS),)),
    "past-due-by-invoice-stopped": State(heard=(BY_INVOICE, owed(NOON - MONTH))),
    "unpaid-by-invoice": State(heard=(replace(BY_INVOICE, status=SubscriptionStatus.UNPAID),)),
    "several-items": State(heard=(subscribed(items=(PRO, SEATS), plan_restriction=PortalRestriction.SEVERAL_ITEMS),)),
    "by-the-package": State(heard=(subscribed(items=(PACKAGES,)),)),
    "by-use-below-a-cent": State(heard=(subscribed(items=(TENTHS,)),)),
    "by-tiers": State(heard=(subscribed(items=(TIERS,)),)),
    "in-another-currency-than-its-price": State(heard=(subscribed(currency="EUR"),)),
    "discounted": State(heard=(subscribed(discounts=("sub:half",)), HALF)),
    "discounted-by-an-unknown-coupon": State(heard=(subscribed(discounts=("sub:half",)),)),
    "schedule-that-changes-nothing": State(
        heard=(subscribed(schedule_id="schedule"), planned("pro_monthly", in_days=60))
    ),
    "trial-cancelled": State(
        heard=(subscribed(status=SubscriptionStatus.TRIALING, trial_ends_at=ENDS, cancels_at=ENDS),)
    ),
    "cancelled-but-running": State(heard=(subscribed(cancels_at=ENDS),)),
    "change-pending": State(heard=(subscribed(schedule_id="schedule"), planned())),
    "past-due": State(heard=(subscribed(status=SubscriptionStatus.PAST_DUE), owed(NOON))),
    "past-due-and-ending": State(heard=(subscribed(status=SubscriptionStatus.PAST_DUE, cancels_at=ENDS),)),
    "past-due-stopped": State(heard=(subscribed(status=SubscriptionStatus.PAST_DUE), owed(NOON - MONTH))),
    "unpaid": State(heard=(subscribed(status=SubscriptionStatus.UNPAID),)),
    "incomplete": State(heard=(subscribed(status=SubscriptionStatus.INCOMPLETE),)),
    "paused": State(heard=(subscribed(status=SubscriptionStatus.PAUSED, resumes_at=ENDS),)),
    "paused-for-good": State(heard=(subscribed(status=SubscriptionStatus.PAUSED),)),
    "collection-paused": State(heard=(subscribed(collection_paused=True, resumes_at=ENDS),)),
    "ended": State(heard=(subscribed(status=SubscriptionStatus.ENDED, ended_at=NOON),)),
    "unknown": State(heard=(subscribed(status=SubscriptionStatus.UNKNOWN, raw_status="resting"),)),
    "contested": State(heard=(ACTIVE, replace(subscribed(cancels_at=ENDS), timestamp=pushed(1)))),
    "account-to-be-confirmed": State(heard=(ACTIVE,), claims=(UNSIGNED,)),
    "account-deleted": State(heard=(ACTIVE, told_account(ref=ref("account", STRIPE), deleted=True))),
    "purchase": State(heard=bought(), claims=(ORDERED,)),
    "purchase-of-three": State(heard=(*bought(), contents(told_line(quantity=3))), claims=(ORDERED,)),
    "purchase-of-several": State(
        heard=(*bought(), contents(told_line(), told_line(name="Support", quantity=2, amount=None))),
        claims=(ORDERED,),
    ),
    "purchase-of-a-guest": State(heard=bought(account=None), claims=(replace(ORDERED, account=None),)),
    "purchase-to-be-confirmed": State(
        heard=bought(account=None), claims=(replace(ORDERED, account=None, trust=Trust.UNSIGNED),)
    ),
    "partially-refunded": State(heard=(*bought(), refunded(40)), claims=(ORDERED,)),
    "refunded": State(heard=(*bought(), refunded(99)), claims=(ORDERED,)),
    "disputed": State(heard=(*bought(), told_dispute(ref=ref("dispute", STRIPE))), claims=(ORDERED,)),
    "charged-back": State(
        heard=(*bought(), told_dispute(ref=ref("dispute", STRIPE), status=DisputeStatus.LOST)), claims=(ORDERED,)
    ),
    "pending": State(heard=bought(status=PaymentStatus.PENDING), claims=(ORDERED,)),
    "failed": State(heard=bought(status=PaymentStatus.FAILED), claims=(ORDERED,)),
    "fraudulent": State(heard=bought(status=PaymentStatus.FRAUDULENT), claims=(ORDERED,)),
    "purchase-unknown": State(heard=bought(status=PaymentStatus.UNKNOWN), claims=(ORDERED,)),
    "both-providers": State(heard=(*bought(), subscribed("sub_ls", LEMONSQUEEZY)), claims=(ORDERED, AT_LEMONSQUEEZY)),
    "a-long-history": State(
        heard=(
            subscribed(items=(TEAM,)),
            subscribed("sub_ls", LEMONSQUEEZY, status=SubscriptionStatus.PAST_DUE, created_at=NOON - MONTH),
            subscribed("sub_old", status=SubscriptionStatus.ENDED, ended_at=NOON - MONTH, created_at=NOON - 2 * MONTH),
            *bought(),
            *bought("order_2", name="Icon pack with a name that goes on for longer than anybody would ever expect"),
            refunded(40),
        ),
        claims=(claim(provider=STRIPE), AT_LEMONSQUEEZY),
    ),
}
_AT_THE_DOOR = {
    "link": State(arrival=Arrival.SHOWS_LINK, claims=()),
    "link-spent": State(arrival=Arrival.OPENS_SPENT_LINK, claims=(), slug="billing-link-spent"),
    "signed-out": State(arrival=Arrival.COMES_WITHOUT_VISIT, claims=(), slug="billing-visit-over"),
}
_PORTAL, _CHANGE, _RECEIPT = "Open billing portal", "Change plan: Pro", "Receipt: Lifetime licence"
_NO_ANSWER, _REFUSAL = ProviderUnavailable(STRIPE, "no answer"), ProviderRefused(STRIPE, "the API key was revoked")
_IN_TROUBLE = {
    "provider-down": State(heard=(ACTIVE,), press=_CHANGE, fails=_NO_ANSWER, slug="provider-unavailable"),
    "provider-refuses": State(heard=(ACTIVE,), press=_PORTAL, fails=_REFUSAL, slug="provider-refused"),
    "too-often": State(heard=(ACTIVE,), press=_PORTAL, tired=True, slug="rate-limited"),
    "changed-meanwhile": State(
        heard=(ACTIVE,),
        press=_CHANGE,
        meanwhile=(subscribed(status=SubscriptionStatus.ENDED, ended_at=NOON, timestamp=pushed(60)),),
        slug="intent-not-available",
    ),
    "account-gone": State(heard=(ACTIVE,), press=_PORTAL, portal=AccountGone(), slug="billing-account-gone"),
    "no-portal": State(
        heard=bought(), claims=(ORDERED,), press=_RECEIPT, portal=NoHostedPortal(), slug="no-billing-account"
    ),
    "not-confirmed": State(heard=(ACTIVE,), claims=(UNSIGNED,), press=_PORTAL, slug="account-not-verified"),
}
STATES: Mapping[str, State] = {
    **_ON_THE_PAGE,
    **_AT_THE_DOOR,
    **{name: replace(state, arrival=Arrival.PRESSES) for name, state in _IN_TROUBLE.items()},
}
