"""The phases that a schedule plans for a subscription."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.catalogue.item import SubscriptionItem, leading_item


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """Lists the items of a subscription from `starts_at` on."""

    starts_at: datetime
    items: tuple[SubscriptionItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingChange:
    """A change of plan that the provider has scheduled. `items` are all that the subscription consists of then."""

    plan_id: str
    at: datetime
    items: tuple[SubscriptionItem, ...] = ()


def next_change(phases: Iterable[Phase], current: Sequence[SubscriptionItem]) -> PendingChange | None:
    """The first of the phases to come that has another plan than the current items, or another quantity of it.

    Phases also serve to end a trial or a discount, and then change no plan.
    """
    plan = leading_item(current)
    for phase in sorted(phases, key=lambda each: each.starts_at):
        following = _successor(plan, phase.items, current)
        if following is not None and not _same(plan, following):
            return PendingChange(plan_id=following.id, at=phase.starts_at, items=phase.items)
    return None


def _successor(
    plan: SubscriptionItem | None, planned: Sequence[SubscriptionItem], current: Sequence[SubscriptionItem]
) -> SubscriptionItem | None:
    """Return the planned item that replaces the plan: the plan itself, else an item that is new in the phase."""
    kept = next((item for item in planned if plan is not None and item.id == plan.id), None)
    if kept is not None:
        return kept
    beside = {item.id for item in current}
    return leading_item([item for item in planned if item.id not in beside]) or leading_item(planned)


def _same(plan: SubscriptionItem | None, following: SubscriptionItem) -> bool:
    """Return whether the plan and its quantity stay the same. An unknown quantity counts as unchanged."""
    if plan is None or following.id != plan.id:
        return False
    return following.quantity in (None, plan.quantity) or plan.quantity is None
