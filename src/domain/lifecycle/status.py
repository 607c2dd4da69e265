"""The status of a subscription."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Describes the state of a subscription. A scheduled cancellation is not a status but a time, `cancels_at`."""

    INCOMPLETE = "incomplete"
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    UNPAID = "unpaid"
    PAUSED = "paused"
    ENDED = "ended"
    UNKNOWN = "unknown"


MILDEST_LAST = (
    Status.UNKNOWN,
    Status.INCOMPLETE,
    Status.UNPAID,
    Status.PAUSED,
    Status.PAST_DUE,
    Status.TRIALING,
    Status.ACTIVE,
    Status.ENDED,
)
"""Which of two statuses of the same moment does less harm if it is the wrong one: the later in this list.

A new subscription is incomplete and active within one second, and the payer must not be locked out meanwhile."""

MILDNESS = {status: rank for rank, status in enumerate(MILDEST_LAST)}
LIVE = frozenset({Status.TRIALING, Status.ACTIVE, Status.PAST_DUE, Status.UNPAID, Status.PAUSED})
