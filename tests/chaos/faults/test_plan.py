from __future__ import annotations

from itertools import islice, pairwise

from chaos.faults.plan import AT_THE_DOOR, Kind, plan

KINDS = tuple(Kind)


def test_same_seed_plans_the_same_faults_and_another_seed_does_not() -> None:
    first, again, other = (list(islice(plan(seed, KINDS, apart=50), 40)) for seed in (1, 1, 2))
    assert first == again != other


def test_every_kind_occurs_before_one_occurs_again() -> None:
    faults = list(islice(plan(3, KINDS, apart=50), 40))
    rounds = [{fault.kind for fault in faults[start : start + len(KINDS)]} for start in range(0, 40, len(KINDS))]
    assert rounds == [set(KINDS)] * 10


def test_faults_that_block_webhooks_end_before_the_next_one_starts() -> None:
    faults = list(islice(plan(4, KINDS, apart=50), 400))
    assert all(fault.lasts <= after.after for fault, after in pairwise(faults) if fault.kind in AT_THE_DOOR)
