"""After customers' lifecycles at both providers, the service equals the providers without reconciliation."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from demo.running_demo import running_demo
from equality.sandbox_rows import sandbox_rows
from lives.seen import of_the_same_second, overtaken, statuses, twice
from lives.stories import AT_THE_PORTALS_ALONE, BETWEEN
from lives.world import World
from payment_sandbox.faults import Switches
from reconciliation.portal import Portal

pytestmark = pytest.mark.slow

LIVED = {
    "stripe subscription": {"active": 10, "ended": 5, "paused": 1},
    "stripe purchase": {
        "paid": 4,
        "partially_refunded": 1,
        "refunded": 1,
        "disputed": 1,
        "charged_back": 1,
    },
    "lemonsqueezy subscription": {"active": 10, "ended": 4, "paused": 1},
    "lemonsqueezy purchase": {"paid": 2, "partially_refunded": 1, "refunded": 1},
}
CHAOS = Switches(
    duplicated=0.4,
    delayed=0.4,
    delay_seconds=90,
    shuffled=True,
    squeezed=True,
    slow=0.2,
    slow_seconds=0.1,
    rate_limited=0.15,
    failing=0.15,
)
"""Everything but drops, and, for a while now and then, an API that is away altogether."""

AWAY = msgspec.structs.replace(CHAOS, away=True)
TROUBLES = {0: CHAOS, AT_THE_PORTALS_ALONE: AWAY, AT_THE_PORTALS_ALONE + 4: CHAOS, BETWEEN: AWAY, 34: CHAOS}
STRUCK = {"duplicated", "delayed", "shuffled", "slow", "rate_limited", "failing", "away"}
_ALL = 1_000_000


async def test_mirror_equals_the_providers_when_nothing_fails(tmp_path: Path) -> None:
    async with running_demo(tmp_path) as demo:
        world = World(demo=demo, portal_database=tmp_path / "portal.sqlite3", seed=1)
        await world.populate()
        await world.play({})
        assert await world.settle() == []
        assert statuses(sandbox_rows(demo.sandbox)) == LIVED


@pytest.mark.parametrize("seed", [2])
async def test_mirror_converges_despite_every_fault_if_no_webhook_is_lost(tmp_path: Path, seed: int) -> None:
    async with running_demo(tmp_path) as demo:
        world = World(demo=demo, portal_database=tmp_path / "portal.sqlite3", seed=seed)
        await world.populate()
        await world.play(TROUBLES)
        assert await world.settle() == []
        assert statuses(sandbox_rows(demo.sandbox)) == LIVED
        world.trouble(Switches())
        portal = Portal(
            database_url=f"sqlite:///{tmp_path / 'portal.sqlite3'}",
            at={"stripe": demo.at.stripe, "lemonsqueezy": demo.at.lemonsqueezy},
        )
        assert await portal.missed() == {"stripe": [], "lemonsqueezy": []}
        sent = demo.sandbox.outbox.latest(_ALL)
        assert {each.outcome for each in sent} == {"received"}
        for provider, chaos in demo.sandbox.chaos.items():
            assert set(+chaos.struck) == STRUCK
            those = [each for each in sent if each.message.vendor == provider]
            assert min(twice(those), overtaken(those), of_the_same_second(those)) > 20
