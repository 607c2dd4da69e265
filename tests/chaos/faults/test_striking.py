from __future__ import annotations

from collections import Counter

from chaos.faults.plan import Kind, plan
from chaos.faults.striking import Striking
from chaos.processes.database import Database
from chaos.processes.front import Passing, Side
from payment_sandbox.faults import Switches
from payment_sandbox.sandbox import Sandbox

PATH, PORT = "/webhooks/stripe", 7001


def striking() -> Striking:
    """The database is a file here, so its crash does nothing."""
    made = Striking(
        plan=plan(1, [Kind.DATABASE_CRASHED], apart=4),
        webs=(),
        workers=(),
        database=Database(url="sqlite://"),
        sandbox=Sandbox({}, address="http://127.0.0.1:7070"),
        usual=Switches(),
        tell=lambda fault, what: None,
    )
    made.begin()
    return made


async def test_fault_strikes_after_so_many_webhooks() -> None:
    faults = striking()
    for _ in range(10):
        for side in Side:
            faults.webhook_passes(Passing(PATH, PORT, side))
    await faults.mended(all_of_it=True)
    assert faults.webhooks == 10
    assert faults.struck[Kind.DATABASE_CRASHED] > 0
    faults.sandbox.close()


async def test_webhook_that_finds_no_server_brings_no_fault_nearer() -> None:
    faults = striking()
    for _ in range(100):
        assert not faults.webhook_passes(Passing(PATH, None, Side.TAKEN))
    assert (faults.webhooks, faults.struck) == (0, Counter())
    faults.sandbox.close()
