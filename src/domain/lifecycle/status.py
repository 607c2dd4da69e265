"""The status of a subscription."""

from __future__ import annotations

from enum import StrEnum


class SubscriptionStatus(StrEnum):
    """Describes the state of a subscription. A scheduled cancellation is not a status but a time, `cancels_at`."""

    INCOMPLETE = "incomplete"
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    UNPAID = "unpaid"
    PAUSED = "paused"
    ENDED = "ended"
    UNKNOWN = "unknown"


TIE_BREAK_ORDER = (
    SubscriptionStatus.UNKNOWN,
    SubscriptionStatus.INCOMPLETE,
    SubscriptionStatus.UNPAID,
    SubscriptionStatus.PAUSED,
    SubscriptionStatus.PAST_DUE,
    SubscriptionStatus.TRIALING,
    SubscriptionStatus.ACTIVE,
    SubscriptionStatus.ENDED,
)
"""Which of two statuses of the same moment does less harm if it is the wrong one: the later in this list.

A new subscription is incomplete and active within one second, and the payer must not be locked out meanwhile."""

TIE_BREAK_RANK = {status: rank for rank, status in enumerate(TIE_BREAK_ORDER)}
LIVE_STATUSES = frozenset(
    {
        SubscriptionStatus.TRIALING,
        SubscriptionStatus.ACTIVE,
        SubscriptionStatus.PAST_DUE,
        SubscriptionStatus.UNPAID,
        SubscriptionStatus.PAUSED,
    }
)
NEVER_ACTIVE_STATUSES = frozenset({SubscriptionStatus.INCOMPLETE, SubscriptionStatus.UNKNOWN})
