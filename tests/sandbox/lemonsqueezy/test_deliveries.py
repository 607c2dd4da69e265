"""Retries of Lemon Squeezy's webhooks."""

from __future__ import annotations

import httpx

from payment_sandbox.app import courier_of
from sandbox.lemonsqueezy.stage import Stage


async def test_undelivered_webhook_is_sent_four_times_and_given_up(stage: Stage) -> None:
    came: list[tuple[float, str]] = []
    begun = stage.shop.clock.now()

    def answer(request: httpx.Request) -> httpx.Response:
        came.append(((stage.shop.clock.now() - begun).total_seconds(), request.headers["x-signature"]))
        return httpx.Response(202)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        courier = courier_of(stage.sandbox, http)
        stage.buy(stage.variant("Lifetime"))
        for seconds in (0, 5, 25, 125, 86_400):
            stage.move(seconds=seconds)
            await courier.send_due()
    assert [seconds for seconds, _ in came] == [0, 5, 30, 155]
    assert len({signature for _, signature in came}) == 1
    assert [each.outcome for each in stage.sandbox.outbox.latest(10)] == ["given_up"]
