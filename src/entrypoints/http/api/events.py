"""`/v1/events`: what the providers sent, for operators."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import structs

from application.ports.storage.inbox import DeliveryFilter, DeliveryStatus
from application.use_cases import UseCases
from domain.customer import CustomerId
from domain.provider import ProviderName
from entrypoints import event_id as ids
from entrypoints.http.api import event_cursor
from entrypoints.http.auth import OPERATORS_ONLY
from entrypoints.http.errors import reading
from entrypoints.http.openapi.document import api_problems
from entrypoints.http.presenters.operator import present_event
from entrypoints.http.schemas import event as schemas
from entrypoints.http.schemas.identifiers import CustomerInQuery, EventInPath, ProviderInQuery

MOST = 100


class Events(Controller):
    """List, show and replay webhook events."""

    path = "/events"
    tags = ("Operators",)
    opt = {OPERATORS_ONLY: True}  # noqa: RUF012  # the framework's own way to say it

    @get(operation_id="listEvents", summary="List webhook events", responses=api_problems())
    async def list_events(
        self,
        *,
        use_cases: NamedDependency[UseCases],
        status: Annotated[DeliveryStatus | None, QueryParameter()] = None,
        provider: ProviderInQuery = None,
        customer_id: CustomerInQuery = None,
        limit: Annotated[int, QueryParameter(ge=1, le=MOST)] = 50,
        cursor: Annotated[str | None, QueryParameter()] = None,
    ) -> schemas.Events:
        """The newest first."""
        with reading():
            which = DeliveryFilter(
                status=status,
                provider=ProviderName(provider) if provider is not None else None,
                before=event_cursor.position(cursor) if cursor is not None else None,
            )
            customer = CustomerId(customer_id) if customer_id is not None else None
        found = await use_cases.show_deliveries(which, customer_id=customer, limit=limit + 1)
        page, more = found[:limit], found[limit:]
        return schemas.Events(
            data=[present_event(view) for view in page],
            next_cursor=event_cursor.cursor_after(page[-1].delivery) if more else None,
        )

    @get(
        "/{event_id:str}",
        operation_id="showEvent",
        summary="Retrieve a webhook event with its payload",
        responses=api_problems(404),
    )
    async def show(self, use_cases: NamedDependency[UseCases], event_id: EventInPath) -> schemas.EventWithPayload:
        """Links and secrets in the payload are masked."""
        view = await use_cases.show_deliveries.one(ids.read(event_id))
        return schemas.EventWithPayload(**structs.asdict(present_event(view)), payload=view.delivery.payload)

    @post(
        "/{event_id:str}/replay",
        operation_id="replayEvent",
        summary="Replay a webhook event",
        status_code=200,
        responses=api_problems(404, 409),
    )
    async def replay(self, use_cases: NamedDependency[UseCases], event_id: EventInPath) -> schemas.Event:
        """Harmless for one that was applied already. It answers what became of it."""
        chosen = ids.read(event_id)
        await use_cases.replay_delivery(chosen)
        return present_event(await use_cases.show_deliveries.one(chosen))
