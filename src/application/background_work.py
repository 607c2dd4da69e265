"""What this service has an engine drive."""

from __future__ import annotations

from dataclasses import replace

from application.fetching.fetch_due_objects import AskProvider
from application.ingestion.purge_payloads import ForgetPayloads
from application.ingestion.retry_deliveries import RetryDeliveries
from application.ports.job_runner import Work


def work_for(*, retry_deliveries: RetryDeliveries, ask_provider: AskProvider, forget_payloads: ForgetPayloads) -> Work:
    """Each provider is asked by itself, so that one that hangs holds up itself alone."""
    providers = ask_provider.providers
    return Work(
        retry_deliveries=retry_deliveries,
        ask={name: replace(ask_provider, providers={name: provider}) for name, provider in providers.items()},
        chores={"purging payloads": forget_payloads},
    )
