"""The background jobs that a job runner runs."""

from __future__ import annotations

from dataclasses import replace

from application.fetching.fetch_due_objects import FetchDueObjects
from application.ingestion.purge_payloads import PurgePayloads
from application.ingestion.retry_deliveries import RetryDeliveries
from application.ports.job_runner import BackgroundJobs


def background_jobs(
    *, retry_deliveries: RetryDeliveries, ask_provider: FetchDueObjects, forget_payloads: PurgePayloads
) -> BackgroundJobs:
    """Each provider is asked by itself, so that one that hangs holds up itself alone."""
    providers = ask_provider.providers
    return BackgroundJobs(
        retry_deliveries=retry_deliveries,
        ask={name: replace(ask_provider, providers={name: provider}) for name, provider in providers.items()},
        chores={"purging payloads": forget_payloads},
    )
