"""The end of a trial and its outcome."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class WithoutPaymentMethod(StrEnum):
    """Names what the provider does at the end of a trial if it has no payment method."""

    CANCELS = "cancel"
    PAUSES = "pause"
    ASKS_FOR_PAYMENT = "create_invoice"


class TrialOutcome(StrEnum):
    """Names what happens at the end of a trial."""

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
