"""Webhooks are sent, retried as often as the vendor does, and given up."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import httpx
import pytest

from payment_sandbox.app import courier_of
from sandbox.core.parcel_vendor import RETRIES
from sandbox.core.stage import NOW, RECEIVER, Stage
from timeouts import TIMEOUT


async def ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_message_is_sent_once_with_its_headers(stage: Stage) -> None:
    stage.vendor.tell("one")
    assert await stage.courier.send_due() == 1
    assert await stage.courier.send_due() == 0
    (request,) = stage.received
    assert (str(request.url), request.content, request.headers["x-kind"]) == (RECEIVER, b'{"id":"one"}', "parcel")
    assert request.headers["x-signed"] == f"secret:12:{NOW.isoformat()}"
    (delivery,) = stage.sandbox.outbox.of("parcel", "evt_one")
    assert (delivery.outcome, [each.status for each in delivery.attempts]) == ("received", [200])


@pytest.mark.parametrize("answer", [None, 500, 302, 204])
async def test_rejected_message_is_sent_and_signed_again(stage: Stage, answer: int | None) -> None:
    stage.answers = [answer]
    stage.vendor.tell("one")
    await stage.courier.send_due()
    assert await stage.sent_after(4.9) == 0
    assert await stage.sent_after(0.1) == 1
    first, second = (request.headers["x-signed"] for request in stage.received)
    assert (first, second) == (f"secret:12:{NOW.isoformat()}", f"secret:12:{(NOW + RETRIES[0]).isoformat()}")
    assert stage.outcomes() == ["received"]


async def test_message_is_given_up_after_the_last_retry(stage: Stage) -> None:
    stage.answers = [500] * 10
    stage.vendor.tell("one")
    await stage.courier.send_due()
    assert [await stage.sent_after(each.total_seconds()) for each in RETRIES] == [1, 1]
    assert await stage.sent_after(86_400) == 0
    assert (stage.outcomes(), stage.sandbox.outbox.waiting(), len(stage.received)) == (["given_up"], 0, 3)


async def test_moving_the_clock_makes_a_retry_due_and_the_next_one_counts_from_there(stage: Stage) -> None:
    stage.answers = [500, 500]
    stage.vendor.tell("one")
    await stage.courier.send_due()
    assert await stage.sent_after(3600) == 1
    assert await stage.sent_after(24) == 0
    assert await stage.sent_after(1) == 1


async def test_unavailable_receiver_does_not_delay_other_messages(stage: Stage) -> None:
    stage.answers = [None]
    stage.vendor.tell("one")
    stage.vendor.tell("two")
    await stage.courier.send_due()
    assert stage.outcomes() == ["received", "waiting"]


async def test_withdrawn_message_is_not_sent_again(stage: Stage) -> None:
    stage.answers = [500]
    stage.vendor.tell("one")
    await stage.courier.send_due()
    stage.sandbox.outbox.withdraw("parcel", RECEIVER)
    assert await stage.sent_after(3600) == 0
    assert stage.outcomes() == ["withdrawn"]


async def test_message_withdrawn_while_it_fails_stays_withdrawn(stage: Stage) -> None:
    def receive(_: httpx.Request) -> httpx.Response:
        stage.sandbox.outbox.withdraw("parcel", RECEIVER)
        return httpx.Response(500)

    courier = courier_of(stage.sandbox, httpx.AsyncClient(transport=httpx.MockTransport(receive)))
    stage.vendor.tell("one")
    await courier.send_due()
    assert stage.outcomes() == ["withdrawn"]


async def test_rolled_back_message_is_not_sent(stage: Stage) -> None:
    def undone() -> None:
        with stage.records.together():
            stage.vendor.tell("one")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    assert await stage.courier.send_due() == 0


async def test_background_sender_sends_at_once(stage: Stage) -> None:
    arrived = asyncio.Event()

    def receive(_: httpx.Request) -> httpx.Response:
        arrived.set()
        return httpx.Response(200)

    courier = courier_of(stage.sandbox, httpx.AsyncClient(transport=httpx.MockTransport(receive)))
    running = asyncio.create_task(courier.run())
    await asyncio.sleep(0)
    stage.vendor.tell("one")
    async with asyncio.timeout(TIMEOUT):
        await arrived.wait()
    await ended(running)


async def test_backlog_is_sent_completely_and_nothing_of_it_twice(stage: Stage) -> None:
    received: list[str] = []
    complete = asyncio.Event()

    def receive(request: httpx.Request) -> httpx.Response:
        received.append(json.loads(request.content)["id"])
        if len(received) == len(names):
            complete.set()
        return httpx.Response(200)

    courier = courier_of(stage.sandbox, httpx.AsyncClient(transport=httpx.MockTransport(receive)))
    names = [f"number {number}" for number in range(50)]
    for name in names:
        stage.vendor.tell(name)
    running = asyncio.create_task(courier.run())
    async with asyncio.timeout(TIMEOUT):
        await complete.wait()
    await ended(running)
    assert sorted(received) == sorted(names)


async def test_message_withdrawn_while_others_are_sent_is_not_sent(stage: Stage) -> None:
    received: list[str] = []
    busy, free, last = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def receive(request: httpx.Request) -> httpx.Response:
        received.append(json.loads(request.content)["id"])
        busy.set()
        if received[-1] == "last":
            last.set()
        await free.wait()
        return httpx.Response(200)

    courier = courier_of(stage.sandbox, httpx.AsyncClient(transport=httpx.MockTransport(receive)))
    for number in range(20):
        stage.vendor.tell(f"number {number}")
    running = asyncio.create_task(courier.run())
    async with asyncio.timeout(TIMEOUT):
        await busy.wait()
        stage.sandbox.outbox.withdraw("parcel", RECEIVER)
        stage.vendor.tell("last")
        free.set()
        await last.wait()
    await ended(running)
    assert "number 19" not in received


async def test_due_messages_can_be_read_in_batches(stage: Stage) -> None:
    for name in ("one", "two", "three"):
        stage.vendor.tell(name)
    first, second, third = (each.id for each in stage.sandbox.outbox.due(NOW))
    assert [each.id for each in stage.sandbox.outbox.due(NOW, limit=2)] == [first, second]
    assert [each.id for each in stage.sandbox.outbox.due(NOW, without={first, third})] == [second]
    assert stage.sandbox.outbox.due(NOW, limit=0) == []


async def test_secret_is_not_in_the_repr_of_a_message(stage: Stage) -> None:
    stage.vendor.tell("one")
    (delivery,) = stage.sandbox.outbox.due(NOW + timedelta(days=1))
    assert "secret" not in repr(delivery.message)
