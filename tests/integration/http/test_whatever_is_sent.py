"""Requests generated from the OpenAPI document, and broken ones: the document names every response.

Schemathesis runs all its phases with every check that it has.
"""

from __future__ import annotations

from typing import Any

import pytest
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.openapi import from_asgi

from examples import claim, told_item, told_payment, told_subscription
from integration.http.api import API_KEY, OPERATOR_KEY, Api, token_of

pytestmark = pytest.mark.slow

SEED = 20260105
EXAMPLES = 20
LEAST = 300


def found(recorder: ScenarioRecorder) -> list[str]:
    failed = [check for checks in recorder.checks.values() for check in checks if check.failure_info is not None]
    return [f"{recorder.label}: {check.name}: {check.failure_info}" for check in failed]


def described(api: Api, credential: str | None) -> Any:
    """Adjust the document for what no schema states: a host's return URLs, pages and portal configurations, and
    signatures of deliveries.
    """
    accepted = ["2xx", "3xx", 401, 403, 404, 409, 429, "5xx"]
    settings: dict[str, Any] = {
        "seed": SEED,
        "generation": {"max-examples": EXAMPLES, "database": "none"},
        "checks": {"positive_data_acceptance": {"expected-statuses": [*accepted, 422]}},
        "operations": [
            {
                "include-path": path,
                "checks": {"positive_data_acceptance": {"expected-statuses": [*accepted, 400]}},
            }
            for path in (
                "/webhooks/{provider}",
                "/v1/events",
                "/v1/unlinked",
                "/v1/anomalies",
                "/v1/customers/{customer_id}/purchases",
                "/v1/customers/{customer_id}/subscriptions",
            )
        ]
        + [
            {
                "include-path": "/v1/customers/{customer_id}/portal-sessions",
                "checks": {"positive_data_acceptance": {"expected-statuses": [*accepted, 400, 422]}},
            }
        ],
    }
    if credential is not None:
        settings["auth"] = {"openapi": {"bearer": {"bearer": credential}}}
    return from_asgi("/schema/openapi.json", api.app, config=SchemathesisConfig.from_dict(settings))


@pytest.mark.parametrize("credential", [API_KEY, OPERATOR_KEY, token_of(), None, "wrong"])
async def test_every_response_is_documented(api: Api, credential: str | None) -> None:
    await api.hear(told_subscription(), told_payment(), told_item(), claims=(claim(), claim(subject="order")))
    problems, cases = [], 0
    for event in from_schema(described(api, credential)).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            problems.append(repr(event))
        if isinstance(event, events.ScenarioFinished):
            problems += found(event.recorder)
            cases += len(event.recorder.cases)
    assert problems == []
    assert cases > LEAST
