"""Every refusal is a problem document, no matter which layer refuses."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator
from typing import Any

import pytest

from application.ports.errors import StorageUnavailable
from domain import customer, errors
from domain.customer import CustomerId
from domain.ownership import errors as ownership_errors
from domain.portal import errors as portal_errors
from entrypoints.http import errors as http_errors
from entrypoints.http.problems import BY_ERROR, BY_STATUS, problem_of
from examples import claim, told_subscription
from fakes.storage import InMemoryStorage
from integration.http.api import API_KEY, Api, is_problem

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "is required"),
        (b"{", "Input data was truncated"),
        (b"\xff", "JSON is malformed: invalid character (byte 0)"),
        (b"[" * 20_000, "is nested too deeply"),
    ],
)
async def test_body_that_is_not_json_is_an_invalid_request(api: Api, body: bytes, message: str) -> None:
    response = await api.call("PUT", "/v1/customers/ada", content=body, headers=JSON)
    assert is_problem(response, 400, "invalid-request")["errors"] == [{"field": "body", "message": message}]


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
async def test_body_without_a_json_media_type_is_refused(api: Api, media_type: str) -> None:
    response = await api.call("PUT", "/v1/customers/ada", content=b"{}", headers={"content-type": media_type})
    is_problem(response, 415, "unsupported-media-type")


async def test_json_media_type_may_have_a_charset(api: Api) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    assert (await api.call("PUT", "/v1/customers/ada", content=b"{}", headers=headers)).status_code == 201


async def test_oversized_body_is_refused_with_or_without_a_content_length(api: Api) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 1024

    announced = await api.call("PUT", "/v1/customers/ada", content=b"x" * (64 * 1024 + 1), headers=JSON)
    is_problem(announced, 413, "request-too-large")
    is_problem(await api.call("PUT", "/v1/customers/ada", content=pieces(), headers=JSON), 413, "request-too-large")


async def test_endless_body_times_out(api: Api) -> None:
    async def drip() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    api.body_seconds = 0.01
    response = await api.call("PUT", "/v1/customers/ada", content=drip(), headers=JSON)
    is_problem(response, 408, "request-timeout")


@pytest.mark.parametrize(("method", "path"), [("PUT", "/v1/customers/ada"), ("POST", "/webhooks/alpha")])
async def test_client_that_disconnects_during_the_body_is_not_logged_as_an_error(
    api: Api, method: str, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {**JSON, "authorization": f"Bearer {API_KEY}", "content-length": "500"}
    received = iter([{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}])
    sent: list[Any] = []

    async def receive() -> Any:
        return next(received)

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    await api.app(scope, receive, send)
    assert sent[0]["status"] == 400
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


async def test_server_may_omit_the_more_body_flag(api: Api) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"{}"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"authorization", f"Bearer {API_KEY}".encode()), (b"content-length", b"2")]
    scope: Any = {
        "type": "http",
        "http_version": "1.1",
        "method": "PUT",
        "scheme": "http",
        "path": "/v1/customers/ada",
        "query_string": b"",
        "headers": [*headers, (b"content-type", b"application/json")],
    }
    await api.app(scope, receive, send)
    assert sent[0]["status"] == 201


async def test_refused_value_is_not_repeated(api: Api) -> None:
    problem = is_problem(await api.open_portal(body={"intent": "somebody@example.com"}), 400, "invalid-request")
    assert problem["errors"] == [{"field": "intent", "message": "must be one of the allowed values"}]


async def test_options_lists_the_allowed_methods(api: Api) -> None:
    response = await api.call("OPTIONS", "/v1/customers/ada")
    assert response.headers["allow"] == "GET, OPTIONS, PUT"


async def test_wrong_method_is_refused_with_the_allowed_ones(api: Api) -> None:
    response = await api.call("DELETE", "/v1/customers/ada")
    is_problem(response, 405, "method-not-allowed")
    assert {"GET", "PUT"} <= set(response.headers["allow"].split(", "))


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/customers", "/v1/customers/ada/nothing", "/problems/x", "/billings", "/schema/x"]
)
async def test_unknown_path_is_not_found(api: Api, path: str) -> None:
    is_problem(await api.get(path), 404, "not-found")


@pytest.mark.parametrize("path", ["/v1/customers/ada", "/v1/customers/ada/billing", "/v1/none", "/billing/none"])
async def test_personal_data_and_errors_are_never_cached(api: Api, path: str) -> None:
    for credential in ("wrong", "the-host-application"):
        response = await api.get(path, credential=credential)
        assert response.headers["cache-control"] == "private, no-store"
        assert response.headers["x-content-type-options"] == "nosniff"


class _BrokenStorage(InMemoryStorage):
    """Raises an unexpected error with a secret in its message."""

    error: Exception = RuntimeError("a secret")

    async def customer_records(self, customer_id: CustomerId) -> Any:
        raise self.error


async def test_unexpected_error_is_answered_and_logged_without_details(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    api.installation.storage = _BrokenStorage()
    response = await api.get("/v1/customers/ada")
    is_problem(response, 500, "internal-error")
    told = [record for record in caplog.records if record.levelname == "ERROR"]
    assert [record.__dict__["error"] for record in told] == ["RuntimeError"]
    assert any("test_problems.py" in line for line in told[0].__dict__["trace"])
    assert "a secret" not in response.text + str([record.__dict__ for record in caplog.records])


async def test_unavailable_database_has_a_retry_after_and_only_the_log_has_the_reason(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    storage = _BrokenStorage()
    storage.error = StorageUnavailable("its own word for it")
    api.installation.storage = storage
    response = await api.get("/v1/customers/ada/billing")
    assert "its own word" not in str(is_problem(response, 503, "temporarily-unavailable"))
    assert int(response.headers["retry-after"]) > 0
    (told,) = [record.__dict__ for record in caplog.records if record.levelname == "ERROR"]
    assert (told["msg"], told["reason"]) == ("database unavailable", "its own word for it")


async def test_problem_type_is_absolute_if_the_public_url_is_known(api: Api) -> None:
    api.with_settings(public_url="https://portal.example/base")
    body = (await api.get("/nothing")).json()
    assert body["type"] == "https://portal.example/base/problems/not-found"


async def test_invalid_internal_value_is_a_server_error() -> None:
    assert problem_of(errors.InvalidValue("amount", "must fit in 64 bits")).status == 500


def test_every_domain_error_has_its_own_problem() -> None:
    declared = [
        kind
        for module in (customer, errors, ownership_errors, portal_errors, http_errors)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Exception) and kind.__module__ == module.__name__
    ]
    unmapped = {kind for kind in declared if kind not in BY_ERROR}
    assert unmapped == {errors.DomainError, errors.InvalidValue}


def test_problem_slugs_are_unique() -> None:
    kinds = {*BY_ERROR.values(), *BY_STATUS.values()}
    assert len({problem.slug for problem in kinds}) == len(kinds)


async def test_unknown_path_does_not_reveal_which_customers_exist(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    known = await api.get("/v1/customers/ada/nothing", credential=None)
    unknown = await api.get("/v1/customers/nobody/nothing", credential=None)
    assert known.json() == unknown.json()
