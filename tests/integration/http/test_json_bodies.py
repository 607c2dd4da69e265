"""Bodies that are not JSON, at every operation with a JSON body in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from integration.http.api import OPERATOR_KEY, Api, is_problem

JSON = "application/json"
LEAST = 4
NO_JSON = [
    b"\xff",
    b'"\xff"',
    b'{"return_url":"\xff"}',
    b'{"\xff":1}',
    b'{"name":"\xed\xa0\x80"}',
    b'{"a":"\xc0\x80"}',
    '{"email":"é"}'.encode("utf-16"),
    '{"email":"é"}'.encode("latin-1"),
]


async def with_a_body(api: Api) -> Iterator[tuple[str, str]]:
    """Return method and path of each operation that reads JSON."""
    document: Any = (await api.get("/schema/openapi.json")).json()
    return (
        (method.upper(), path.replace("{customer_id}", "ada").replace("{provider}", "alpha"))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if JSON in operation.get("requestBody", {}).get("content", {})
    )


@pytest.mark.parametrize("body", NO_JSON)
async def test_body_that_is_not_utf_8_is_refused_everywhere(api: Api, body: bytes) -> None:
    await api.put("/v1/customers/ada", {})
    tried = 0
    for method, path in await with_a_body(api):
        answered = await api.call(
            method, path, credential=OPERATOR_KEY, content=body, headers={"content-type": JSON, "x-signature": ""}
        )
        is_problem(answered, 400, "invalid-request")
        tried += 1
    assert tried >= LEAST
