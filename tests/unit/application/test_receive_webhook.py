"""Receiving of webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from application.ingestion.group_commit import GroupCommit
from application.ingestion.receive_webhook import ProviderNotConfigured, ReceiveWebhook
from application.ports.errors import InvalidSignature, StorageUnavailable
from application.ports.provider.event import DecodedEvent, ProviderEvent
from application.ports.provider.mentions import Mentions
from application.ports.provider.provider import Provider
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import DeliveryStatus
from domain.provider import ProviderName
from examples import ALPHA, told_subscription
from fakes.provider import SIGNATURE
from unit.application.stage import Stage

GENUINE = {SIGNATURE: "genuine"}


class WarilyRead:
    """Webhooks that record the bodies they decode, and decode none that has not just been verified."""

    def __init__(self, inner: Provider, now: datetime) -> None:
        self.inner, self.now = inner.webhooks, now
        self.verified: list[bytes] = []
        self.read_bodies: list[bytes] = []

    def check_headers(self, headers: Mapping[str, str]) -> None:
        self.inner.check_headers(headers)

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        assert now == self.now
        self.inner.verify(headers, body, now)
        self.verified.append(body)

    def decode(self, headers: Mapping[str, str], body: bytes) -> ProviderEvent:
        assert body in self.verified
        self.read_bodies.append(body)
        return self.inner.decode(headers, body)

    def decode_stored(self, event_type: str, payload: str) -> DecodedEvent:
        return self.inner.decode_stored(event_type, payload)

    def mentions(self, payload: str) -> Mentions | None:
        return self.inner.mentions(payload)


def at_the_door(stage: Stage) -> tuple[ReceiveWebhook, WarilyRead]:
    provider = stage.alpha.provider()
    wary = WarilyRead(provider, stage.clock.now())
    keep = GroupCommit(apply=stage.use.apply_provider_event)
    return ReceiveWebhook(providers={ALPHA: replace(provider, webhooks=wary)}, keep=keep, clock=stage.clock), wary


async def test_genuine_delivery_is_stored_and_applied_before_it_is_acknowledged(stage: Stage) -> None:
    stage.alpha.deliveries[b"body"] = ProviderUpdate(snapshots=(told_subscription(),))
    receive, wary = at_the_door(stage)
    await receive(ALPHA, GENUINE, b"body")
    assert wary.read_bodies == [b"body"]
    assert [delivery.status for delivery in stage.tables.inbox.values()] == [DeliveryStatus.APPLIED]
    assert stage.mirrored().snapshot == told_subscription()


async def test_missing_signature_header_is_refused_before_the_body_is_read(stage: Stage) -> None:
    receive, _ = at_the_door(stage)
    receive.check_headers(ALPHA, GENUINE)
    with pytest.raises(InvalidSignature):
        receive.check_headers(ALPHA, {})
    with pytest.raises(ProviderNotConfigured):
        receive.check_headers(ProviderName("gamma"), GENUINE)


async def test_forged_delivery_is_neither_decoded_nor_stored(stage: Stage) -> None:
    receive, wary = at_the_door(stage)
    for headers in ({}, {SIGNATURE: "forged"}):
        with pytest.raises(InvalidSignature):
            await receive(ALPHA, headers, b"body")
    assert wary.read_bodies == []
    assert stage.storage.begun == 0


async def test_unconfigured_provider_is_refused(stage: Stage) -> None:
    receive, _ = at_the_door(stage)
    with pytest.raises(ProviderNotConfigured):
        await receive(ProviderName("gamma"), GENUINE, b"body")
    assert stage.storage.begun == 0


async def test_genuine_but_undecodable_delivery_is_stored_as_failed(stage: Stage) -> None:
    receive, _ = at_the_door(stage)
    await receive(ALPHA, GENUINE, b"nonsense")
    assert [delivery.status for delivery in stage.tables.inbox.values()] == [DeliveryStatus.FAILED]


async def test_unavailable_database_makes_the_provider_resend(stage: Stage) -> None:
    receive, _ = at_the_door(stage)
    stage.storage.down = True
    with pytest.raises(StorageUnavailable):
        await receive(ALPHA, GENUINE, b"body")
    stage.storage.down = False
    await receive(ALPHA, GENUINE, b"body")
    assert len(stage.tables.inbox) == 1
