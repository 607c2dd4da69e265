"""The real command, connected to Acme instead of its own providers, on a clock that a file sets.

`ACME_VERSION=2` is the build that knows Acme's second version, in which a plan has its price in a field of its own.
"""

from __future__ import annotations

import asyncio
import dataclasses
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
from dependency_injector import providers

from adapters.http import http_client
from adapters.instrumented_provider import instrument
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.operations.clock import Clock
from application.ports.operations.metrics import Metrics
from application.ports.operations.rate_limits import RateLimits
from application.ports.provider.event import Ignored
from application.ports.provider.provider import Providers
from application.ports.provider.updates import ProviderUpdate
from entrypoints.cli.__main__ import main
from entrypoints.container import Container
from fakes.acme_api import FakeAcme
from fakes.providers.acme.assembly import NAME, AcmeConnection, assemble
from fakes.providers.acme.decoder import Decoder
from fakes.providers.acme.webhooks import AcmeWebhooks
from fakes.providers.acme.wire import Envelope

MODULE = "integration.entrypoints.portal_with_acme"
WEBHOOK_SECRET = "acme_secret_of_two_builds"


@dataclass(frozen=True)
class FileClock:
    """Returns the time that a file contains."""

    file: Path

    def now(self) -> datetime:
        return datetime.fromisoformat(self.file.read_text(encoding="ascii"))


class SecondVersion(Decoder):
    """Decodes both versions."""

    def _reading(self, envelope: Envelope) -> ProviderUpdate | Ignored:
        if envelope.kind == "agreement.changed":
            told: Any = msgspec.json.decode(envelope.body)
            told["plan"] |= told["plan"].pop("price", {})
            envelope = msgspec.structs.replace(envelope, body=msgspec.Raw(msgspec.json.encode(told)))
        return super()._reading(envelope)


def acme(references: CheckoutReferenceSigner, limits: RateLimits, metrics: Metrics, clock: Clock) -> Providers:
    api, secrets = FakeAcme(), (WEBHOOK_SECRET,)
    connection = AcmeConnection(api_key=api.key, webhook_secrets=secrets)
    provider = assemble(
        connection,
        http=http_client(httpx.MockTransport(api.answer)),
        references=references,
        limits=limits,
        sleep=asyncio.sleep,
    )
    if os.environ["ACME_VERSION"] == "2":
        decoder = SecondVersion(provider=NAME, references=references)
        provider = dataclasses.replace(provider, webhooks=AcmeWebhooks(secrets=secrets, decoder=decoder))
    return {NAME: instrument(provider, metrics, clock)}


if __name__ == "__main__":
    Container.clock.override(providers.Singleton(FileClock, Path(os.environ["CLOCK"])))
    parts = Container.references, Container.rate_limits, Container.metrics, Container.clock
    Container.connections.override(providers.Singleton(acme, *parts))
    sys.exit(main())
