"""The OpenAPI 3.1 document at `/schema/openapi.json`."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from litestar import Response, Router
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig, ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityRequirement, SecurityScheme

from entrypoints.http.schemas.problem import Problem

_DESCRIPTIONS = {
    400: "The request or its signature is invalid",
    401: "The credential is missing or invalid",
    403: "The credential does not permit this request",
    404: "Not found",
    408: "The request body did not arrive in time",
    409: "Conflict with the current state; see `type`",
    413: "The request body is too large",
    415: "The request body is not JSON",
    422: "The return URL is not allowed",
    429: "Too many requests; see `Retry-After`",
    502: "The provider refused the request",
    503: "Temporarily unavailable; try again in a moment",
}
BEARER: list[SecurityRequirement] = [{"bearer": []}]


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """The problems that a route may answer."""
    return {status: _described(Problem, _DESCRIPTIONS[status], "application/problem+json") for status in statuses}


def api_problems(*statuses: int) -> dict[int, ResponseSpec]:
    """The same for a route that needs a credential."""
    return problems(400, 401, 403, 408, 413, 415, 503, *statuses)


def created(body: type) -> dict[int, ResponseSpec]:
    """For a route that may answer 201 besides 200."""
    return {201: _described(body, "Created", "application/json")}


def openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Customer portal",
        version=version("customer-portal"),
        description="One customer portal for several payment providers.",
        openapi_router=Router("/schema", route_handlers=[], include_in_schema=False, after_request=_no_page),
        render_plugins=[JsonRenderPlugin()],
        components=Components(
            security_schemes={
                "bearer": SecurityScheme(
                    type="http",
                    scheme="bearer",
                    description="An API key, an operator key or a token signed by the host application.",
                )
            }
        ),
    )


def _no_page(response: Response[Any]) -> Response[Any]:
    """Raise the 404 for our own problem response; the framework would send a page of its own."""
    if response.status_code == 404:  # noqa: PLR2004  # the status of what is not there
        raise NotFoundException
    return response


def _described(body: type, description: str, media_type: str) -> ResponseSpec:
    return ResponseSpec(body, description=description, media_type=media_type, generate_examples=False)
