"""What this service has an engine drive."""

from __future__ import annotations

from dataclasses import replace

from application.ask_provider import AskProvider
from application.forget_payloads import ForgetPayloads
from application.ports.engine import Work
from application.retry_deliveries import RetryDeliveries


def work_for(*, retry_deliveries: RetryDeliveries, ask_provider: AskProvider, forget_payloads: ForgetPayloads) -> Work:
    """Each provider is asked by itself, so that one that hangs holds up itself alone."""
    providers = ask_provider.providers
    return Work(
        retry_deliveries=retry_deliveries,
        ask={name: replace(ask_provider, providers={name: provider}) for name, provider in providers.items()},
        chores={"forgetting payloads": forget_payloads},
    )
