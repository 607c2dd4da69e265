"""Detection of plan changes among a schedule's phases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.catalogue.item import SubscriptionItem, Usage
from domain.intent import Intent, PortalRestriction
from domain.lifecycle.phases import Phase, next_change
from domain.mirror.snapshot import ObjectKind
from domain.subscription import ScheduleSnapshot
from examples import NOON, pushed, ref, subscription

PRO, SEATS = SubscriptionItem(id="pro", quantity=1), SubscriptionItem(id="seats", quantity=2)
USED = SubscriptionItem(id="used", usage=Usage.METERED)
BASIC = SubscriptionItem(id="basic", quantity=1)


def phases(*consisting: tuple[SubscriptionItem, ...]) -> tuple[Phase, ...]:
    """Build one phase a day, starting tomorrow."""
    return tuple(
        Phase(starts_at=NOON + timedelta(days=day), items=items) for day, items in enumerate(consisting, start=1)
    )


@pytest.mark.parametrize(
    ("current", "planned", "expected"),
    [
        ((PRO,), ((PRO,),), None),
        ((PRO,), ((BASIC,),), ("basic", 1)),
        ((PRO,), ((PRO,), (PRO,), (BASIC,)), ("basic", 3)),
        ((PRO,), ((SubscriptionItem(id="pro", quantity=5),),), ("pro", 1)),
        ((PRO,), ((SubscriptionItem(id="pro"),),), None),
        ((PRO, SEATS), ((SEATS, PRO),), None),
        ((PRO, SEATS), ((SEATS, BASIC),), ("basic", 1)),
        ((PRO, SEATS), ((PRO, SubscriptionItem(id="seats", quantity=9)),), None),
        ((PRO, SEATS), ((SEATS,),), ("seats", 1)),
        ((USED, PRO), ((USED, BASIC),), ("basic", 1)),
        ((USED,), ((SubscriptionItem(id="used"),),), None),
        ((PRO,), ((),), None),
        ((PRO,), (), None),
        ((), ((BASIC,),), ("basic", 1)),
    ],
    ids=[
        "the same plan",
        "another plan",
        "another plan after the same",
        "another quantity",
        "a quantity that is not told",
        "the same plan behind another item",
        "another plan behind an item that stays",
        "another quantity of what is beside the plan",
        "what was beside the plan becomes the plan",
        "another plan beside usage",
        "usage that stays",
        "a phase of nothing",
        "no phase",
        "a subscription of which nothing is known",
    ],
)
def test_only_another_plan_or_quantity_is_a_pending_change(
    current: tuple[SubscriptionItem, ...],
    planned: tuple[tuple[SubscriptionItem, ...], ...],
    expected: tuple[str, int] | None,
) -> None:
    change = next_change(phases(*planned), current)
    found = (change.plan_id, (change.at - NOON).days) if change is not None else None
    assert found == expected
    if change is not None:
        assert change.items == planned[(change.at - NOON).days - 1]


def test_schedule_without_changes_restricts_the_portal_until_its_last_phase() -> None:
    schedule = ScheduleSnapshot(
        ref=ref("schedule"),
        kind=ObjectKind.SCHEDULE,
        timestamp=pushed(),
        subscription_id="sub",
        active=True,
        phases=phases((PRO,), (PRO,)),
    )
    scheduled = subscription(schedule=schedule, items=(PRO,))
    before, after = NOON + timedelta(days=1.5), NOON + timedelta(days=2)
    for intent in (Intent.CHANGE_PLAN, Intent.CANCEL):
        assert scheduled.restriction(intent, before) is PortalRestriction.SCHEDULED_CHANGE
        assert scheduled.restriction(intent, after) is None
