"""Convergence at the end, and the properties that hold then."""

from __future__ import annotations

from datetime import timedelta

from application.ports.storage.inbox import DeliveryStatus
from application.ports.storage.storage import ObjectKey
from domain.account import AccountSnapshot
from fakes.world import World
from mishaps.picture import picture_of
from mishaps.process import ALL
from mishaps.scene import Scene

_SECONDS = [8, 8, 8, 60, 60, 600, *[7 * 3600] * 3, *[86_400] * 2, 31 * 86_400, 8, 8, 60]
"""Longer than the longest wait of every kind."""

_MANY = 1_000


async def come_to_rest(scene: Scene, *, rest_is_lost: bool) -> None:
    """End all faults, deliver or replay everything, reconcile, and process all due work."""
    scene.weather.clears()
    for process in list(scene.processes):
        await scene.go_on(process, steps=ALL)
    scene.clock.advance(timedelta(minutes=10))
    if rest_is_lost:
        await _compare(scene)
    else:
        for event in scene.unanswered():
            await scene.do(scene.works.deliver([event]))
    await _work_off(scene)
    await scene.do(scene.works.replay_dead(), replays=True)
    if any(delivery.status is not DeliveryStatus.APPLIED for delivery in scene.witness.kept.inbox.values()):
        await _compare(scene)
    await _work_off(scene)


async def _compare(scene: Scene) -> None:
    """Reconcile twice, since a resumed run skips everything before its checkpoint."""
    for _ in range(2):
        for name in scene.works.names:  # a process has one task
            await scene.do(scene.works.reconcile([name]))


async def _work_off(scene: Scene) -> None:
    for seconds in _SECONDS:
        scene.clock.advance(timedelta(seconds=seconds))
        await scene.do(scene.works.retry(limit=_MANY))
        for name in scene.works.names:
            await scene.do(scene.works.ask(name, most=_MANY))


async def check_rest(scene: Scene) -> None:
    """Check that the mirror equals the providers and no work is left."""
    kept, truth = await picture_of(scene.storage), scene.world.truth()
    for key in truth.keys() - kept.mirror.keys():
        assert _was_deleted(scene.world, key), "it was never heard of"
    for key, mirrored in kept.mirror.items():
        assert mirrored.snapshot.comparable_fields() == truth[key], "the mirror is not equal to the provider"
        assert mirrored.contested_at is None
    assert kept.agenda == {}, "something is still to be asked"
    assert all(delivery.next_attempt_at is None for delivery in kept.inbox.values()), "something is still to be tried"
    assert all(d.status is DeliveryStatus.APPLIED or not d.payload for d in kept.inbox.values()), "it was not applied"


def _was_deleted(world: World, key: ObjectKey) -> bool:
    last = world.histories[key][-1].pushed()
    return isinstance(last, AccountSnapshot) and last.deleted
