"""The OpenAPI document and the written contract agree with the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from entrypoints.http.problems import BY_ERROR, BY_STATUS
from examples import ADA, claim, told_item, told_payment, told_subscription
from integration.http.api import Api

WRITTEN = Path(__file__).parents[3] / "docs" / "http-api.md"
ROUTES = {
    ("/health/live", "get"),
    ("/health/ready", "get"),
    ("/metrics", "get"),
    ("/v1/anomalies", "get"),
    ("/v1/customers/{customer_id}", "get"),
    ("/v1/customers/{customer_id}", "put"),
    ("/v1/customers/{customer_id}/accounts/{provider}/{provider_customer_id}", "delete"),
    ("/v1/customers/{customer_id}/billing", "get"),
    ("/v1/customers/{customer_id}/billing-sessions", "post"),
    ("/v1/customers/{customer_id}/checkout-reference", "get"),
    ("/v1/customers/{customer_id}/home-provider", "put"),
    ("/v1/customers/{customer_id}/portal-sessions", "post"),
    ("/v1/customers/{customer_id}/purchases", "get"),
    ("/v1/customers/{customer_id}/refresh", "post"),
    ("/v1/customers/{customer_id}/subscriptions", "get"),
    ("/v1/events", "get"),
    ("/v1/events/{event_id}", "get"),
    ("/v1/events/{event_id}/replay", "post"),
    ("/v1/unlinked", "get"),
    ("/webhooks/{provider}", "post"),
}


async def document(api: Api) -> dict[str, Any]:
    response = await api.get("/schema/openapi.json", credential=None)
    assert response.status_code == 200
    described: dict[str, Any] = response.json()
    return described


async def test_document_is_openapi_3_1_with_every_route(api: Api) -> None:
    described = await document(api)
    assert described["openapi"].startswith("3.1.")
    assert {"title", "version"} <= described["info"].keys()
    assert {(path, method) for path, item in described["paths"].items() for method in item} == ROUTES


async def test_every_schema_is_a_valid_json_schema(api: Api) -> None:
    described = await document(api)
    assert {"Customer", "Billing", "Subscription", "Purchase", "PortalSession", "Problem"} <= described["components"][
        "schemas"
    ].keys()
    for schema in described["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


async def test_every_operation_has_a_success_response_and_only_v1_and_metrics_need_a_credential(api: Api) -> None:
    for path, item in (await document(api))["paths"].items():
        for operation in item.values():
            assert operation["summary"]
            assert operation["operationId"].isidentifier()
            assert any(status.startswith("2") for status in operation["responses"])
            assert bool(operation.get("security")) == (path.startswith("/v1/") or path == "/metrics")


async def test_every_operation_lists_its_general_errors(api: Api) -> None:
    of_a_credential, of_a_body = {"400", "401", "403"}, {"408", "413", "503"}
    for path, item in (await document(api))["paths"].items():
        for operation in item.values():
            if path.startswith("/v1/"):
                assert of_a_credential | of_a_body | {"415"} <= operation["responses"].keys()
            if path.startswith("/webhooks/"):
                assert {"400", "404"} | of_a_body <= operation["responses"].keys()


async def test_document_has_no_external_references(api: Api) -> None:
    response = await api.get("/schema", credential=None)
    assert "http://" not in response.text
    assert "https://" not in response.text
    assert "json" in response.headers["content-type"]


async def test_real_responses_match_the_document(api: Api) -> None:
    await api.hear(told_subscription(), told_payment(), told_item(), claims=(claim(), claim(subject="order")))
    described = await document(api)
    for method, path, status in (
        ("GET", "", "200"),
        ("GET", "/billing", "200"),
        ("POST", "/portal-sessions", "201"),
        ("POST", "/billing-sessions", "201"),
        ("POST", "/refresh", "202"),
        ("GET", "/checkout-reference", "200"),
    ):
        operation = described["paths"][f"/v1/customers/{{customer_id}}{path}"][method.lower()]
        schema = operation["responses"][status]["content"]["application/json"]["schema"]
        answer = (await api.call(method, f"/v1/customers/{ADA}{path}")).json()
        jsonschema_rs.validator_for({**schema, "components": described["components"]}).validate(answer)
        named = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        assert named["properties"].keys() - {"alternatives"} == answer.keys()


async def test_document_states_which_requests_are_refused(api: Api) -> None:
    described = (await document(api))["components"]
    one = {"provider": "alpha", "id": "sub"}
    for name, refused, taken in (
        ("RegisterCustomer", {"nickname": "A"}, {"name": "A"}),
        ("PinHomeProvider", {"provider": "Alpha"}, {"provider": "alpha"}),
        (
            "AccountLink",
            {"provider": "gamma", "provider_customer_id": "1"},
            {"provider": "beta", "provider_customer_id": "1"},
        ),
        (
            "AccountLink",
            {"provider": "beta", "provider_customer_id": "é"},
            {"provider": "beta", "provider_customer_id": "e"},
        ),
        ("OpenPortal", {"subscription": one, "purchase": one}, {"subscription": one, "purchase": None}),
        ("OpenPortal", {"return_url": ""}, {"return_url": "https://app.example/"}),
        ("CreateBillingSession", {"returnUrl": "https://app.example/"}, {"return_url": "https://app.example/"}),
    ):
        validator = jsonschema_rs.validator_for({"$ref": f"#/components/schemas/{name}", "components": described})
        assert (validator.is_valid(refused), validator.is_valid(taken)) == (False, True)


async def test_document_states_the_pattern_of_ids_in_paths(api: Api) -> None:
    for path, item in (await document(api))["paths"].items():
        for operation in item.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path":
                    assert parameter["schema"]["pattern"], path


@pytest.mark.parametrize("path", sorted({path for path, _ in ROUTES}))
def test_written_contract_has_every_path(path: str) -> None:
    assert f"`{path}`" in WRITTEN.read_text(encoding="utf-8") or f" {path}`" in WRITTEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", sorted({problem.slug for problem in [*BY_ERROR.values(), *BY_STATUS.values()]}))
def test_written_contract_has_every_problem_with_its_status(slug: str) -> None:
    status = next(p.status for p in [*BY_ERROR.values(), *BY_STATUS.values()] if p.slug == slug)
    assert f"| {status} `{slug}` |" in WRITTEN.read_text(encoding="utf-8")
