"""`/webhooks/{provider}`: what the providers send."""

from __future__ import annotations

from litestar import post
from litestar.di import NamedDependency

from application.ingestion.receive_webhook import ProviderNotConfigured
from application.use_cases import UseCases
from domain.errors import InvalidValue
from domain.provider import ProviderName
from entrypoints.http.middleware.body_limits import WEBHOOK_BODY_BYTES
from entrypoints.http.openapi.document import problems
from entrypoints.http.request import ApiRequest
from entrypoints.http.schemas.acknowledgement import Received
from entrypoints.http.schemas.identifiers import ProviderInPath


@post(
    "/webhooks/{provider:str}",
    operation_id="receiveWebhook",
    summary="Receive a provider's webhook event",
    tags=["Webhooks"],
    status_code=200,
    request_max_body_size=WEBHOOK_BODY_BYTES,
    responses=problems(400, 404, 408, 413, 503),
)
async def receive_webhook(
    request: ApiRequest, use_cases: NamedDependency[UseCases], provider: ProviderInPath
) -> Received:
    """Takes the request as the provider sends it, whatever its content type says, and answers when it is kept.

    A request without a signature is refused before its body is received.
    """
    try:
        name = ProviderName(provider)
    except InvalidValue:
        raise ProviderNotConfigured from None
    headers = _headers(request)
    use_cases.receive_webhook.check_headers(name, headers)
    await use_cases.receive_webhook(name, headers, await request.body())
    return Received()


def _headers(request: ApiRequest) -> dict[str, str]:
    """Lower-case names; a header that came several times is one list, as HTTP has it."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in request.scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
