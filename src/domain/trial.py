"""What happens when a trial ends."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class WithoutPaymentMethod(StrEnum):
    """What the provider does at the end of a trial if it knows no payment method."""

    CANCELS = "cancel"
    PAUSES = "pause"
    ASKS_FOR_PAYMENT = "create_invoice"


class TrialOutcome(StrEnum):
    """What the end of a trial leads to."""

    CONTINUES = "continues"
    ENDS = "ends"
    PAUSES = "pauses"
    ASKS_FOR_PAYMENT = "asks_for_payment"
    UNKNOWN = "unknown"


_OUTCOMES = {
    WithoutPaymentMethod.CANCELS: TrialOutcome.ENDS,
    WithoutPaymentMethod.PAUSES: TrialOutcome.PAUSES,
    WithoutPaymentMethod.ASKS_FOR_PAYMENT: TrialOutcome.ASKS_FOR_PAYMENT,
}


def outcome_of(known: Collection[bool | None], *, without: WithoutPaymentMethod | None) -> TrialOutcome:
    """`known`: at each place where a payment method may be set, whether one is; None where that is not known."""
    if True in known:
        return TrialOutcome.CONTINUES
    if None in known or without is None:
        return TrialOutcome.UNKNOWN
    return _OUTCOMES[without]
