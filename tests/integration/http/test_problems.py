"""Everything that is refused is refused as a problem, whoever refuses it."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator
from typing import Any

import pytest

from application.ports.failures import StorageUnavailable
from domain import customer, errors
from domain.customer import CustomerId
from domain.ownership import errors as ownership_errors
from domain.portal import errors as portal_errors
from entrypoints.http import refusals
from entrypoints.http.problems import BY_ERROR, BY_STATUS, problem_of
from examples import claim, told_subscription
from fakes.storage import InMemoryStorage
from integration.http.api import API_KEY, Api, is_problem

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "is missing"),
        (b"{", "Input data was truncated"),
        (b"\xff", "JSON is malformed: invalid character (byte 0)"),
        (b"[" * 20_000, "is nested too deeply"),
    ],
)
async def test_a_body_that_is_no_json_is_an_invalid_request(api: Api, body: bytes, message: str) -> None:
    response = await api.call("PUT", "/v1/customers/ada", content=body, headers=JSON)
    assert is_problem(response, 400, "invalid-request")["errors"] == [{"field": "body", "message": message}]


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
async def test_a_body_that_does_not_say_it_is_json_is_refused(api: Api, media_type: str) -> None:
    response = await api.call("PUT", "/v1/customers/ada", content=b"{}", headers={"content-type": media_type})
    is_problem(response, 415, "unsupported-media-type")


async def test_json_may_name_its_charset(api: Api) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    assert (await api.call("PUT", "/v1/customers/ada", content=b"{}", headers=headers)).status_code == 201


async def test_a_body_that_is_too_large_is_refused_announced_or_not(api: Api) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 1024

    announced = await api.call("PUT", "/v1/customers/ada", content=b"x" * (64 * 1024 + 1), headers=JSON)
    is_problem(announced, 413, "request-too-large")
    is_problem(await api.call("PUT", "/v1/customers/ada", content=pieces(), headers=JSON), 413, "request-too-large")


async def test_a_body_that_never_ends_is_not_waited_for(api: Api) -> None:
    async def drip() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    api.body_seconds = 0.01
    response = await api.call("PUT", "/v1/customers/ada", content=drip(), headers=JSON)
    is_problem(response, 408, "request-timeout")


@pytest.mark.parametrize(("method", "path"), [("PUT", "/v1/customers/ada"), ("POST", "/webhooks/alpha")])
async def test_who_leaves_in_the_middle_of_a_body_is_no_fault_of_ours(
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


async def test_a_server_need_not_say_that_a_body_is_complete(api: Api) -> None:
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


async def test_a_value_that_is_refused_is_not_repeated(api: Api) -> None:
    problem = is_problem(await api.open_portal(body={"intent": "somebody@example.com"}), 400, "invalid-request")
    assert problem["errors"] == [{"field": "intent", "message": "is none of the values that are allowed"}]


async def test_who_asks_for_the_methods_is_told_all_of_them(api: Api) -> None:
    response = await api.call("OPTIONS", "/v1/customers/ada")
    assert response.headers["allow"] == "GET, OPTIONS, PUT"


async def test_a_wrong_method_is_told_the_right_ones(api: Api) -> None:
    response = await api.call("DELETE", "/v1/customers/ada")
    is_problem(response, 405, "method-not-allowed")
    assert {"GET", "PUT"} <= set(response.headers["allow"].split(", "))


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/customers", "/v1/customers/ada/nothing", "/problems/x", "/billings", "/schema/x"]
)
async def test_what_is_not_there_is_not_found(api: Api, path: str) -> None:
    is_problem(await api.get(path), 404, "not-found")


@pytest.mark.parametrize("path", ["/v1/customers/ada", "/v1/customers/ada/billing", "/v1/none", "/billing/none"])
async def test_nothing_personal_is_stored_on_the_way_errors_included(api: Api, path: str) -> None:
    for credential in ("wrong", "the-host-application"):
        response = await api.get(path, credential=credential)
        assert response.headers["cache-control"] == "private, no-store"
        assert response.headers["x-content-type-options"] == "nosniff"


class _BrokenStorage(InMemoryStorage):
    """Fails as nobody has foreseen, with a secret in the message."""

    error: Exception = RuntimeError("a secret")

    async def facts(self, customer_id: CustomerId) -> Any:
        raise self.error


async def test_what_nobody_has_foreseen_is_answered_and_logged_without_details(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    api.installation.storage = _BrokenStorage()
    response = await api.get("/v1/customers/ada")
    is_problem(response, 500, "internal-error")
    told = [record for record in caplog.records if record.levelname == "ERROR"]
    assert [record.__dict__["error"] for record in told] == ["RuntimeError"]
    assert any("test_problems.py" in line for line in told[0].__dict__["trace"])
    assert "a secret" not in response.text + str([record.__dict__ for record in caplog.records])


async def test_a_database_that_is_down_says_when_to_come_back_and_only_the_log_says_why(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    storage = _BrokenStorage()
    storage.error = StorageUnavailable("its own word for it")
    api.installation.storage = storage
    response = await api.get("/v1/customers/ada/billing")
    assert "its own word" not in str(is_problem(response, 503, "temporarily-unavailable"))
    assert int(response.headers["retry-after"]) > 0
    (told,) = [record.__dict__ for record in caplog.records if record.levelname == "ERROR"]
    assert (told["msg"], told["reason"]) == ("the database is unavailable", "its own word for it")


async def test_the_type_is_absolute_where_the_public_address_is_known(api: Api) -> None:
    api.with_settings(public_url="https://portal.example/base")
    body = (await api.get("/nothing")).json()
    assert body["type"] == "https://portal.example/base/problems/not-found"


async def test_a_value_that_only_our_own_data_can_have_is_our_fault() -> None:
    assert problem_of(errors.InvalidValue("amount", "an amount fits 64 bits")).status == 500


def test_every_error_of_the_domain_and_of_this_interface_is_a_problem_of_its_own() -> None:
    declared = [
        kind
        for module in (customer, errors, ownership_errors, portal_errors, refusals)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Exception) and kind.__module__ == module.__name__
    ]
    unmapped = {kind for kind in declared if kind not in BY_ERROR}
    assert unmapped == {errors.DomainError, errors.InvalidValue}


def test_one_slug_means_one_thing() -> None:
    kinds = {*BY_ERROR.values(), *BY_STATUS.values()}
    assert len({problem.slug for problem in kinds}) == len(kinds)


async def test_a_wrong_path_is_no_oracle_for_customers(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    known = await api.get("/v1/customers/ada/nothing", credential=None)
    unknown = await api.get("/v1/customers/nobody/nothing", credential=None)
    assert known.json() == unknown.json()
