"""A vendor for the tests: events happen at chosen times, and each is sent to every listener."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Response, get
from litestar.types import ControllerRouterHandler

from payment_sandbox.deliveries.outgoing import WebhookMessage
from payment_sandbox.vendor import VendorContext

RETRIES = (timedelta(seconds=5), timedelta(seconds=25))


class ParcelVendor:
    """Its records are `alarm` (a planned event, with its time) and `parcel` (an event that happened, with the clock's
    time).
    """

    name = "parcel"

    def __init__(self, surroundings: VendorContext) -> None:
        self.around = surroundings
        self.breaks_at: datetime | None = None

    def begin(self) -> None:
        if self.around.records.get("depot", "main") is None:
            self.around.records.put("depot", {"id": "main"})

    def deliver_to(self, url: str, secret: str) -> None:
        self.around.records.put("address", {"id": url, "secret": secret})

    def alarm(self, id_: str, at: datetime) -> None:
        self.around.records.put("alarm", {"id": id_, "at": at.timestamp()})

    def next_due(self) -> datetime | None:
        at = self.around.records.least("alarm", "at")
        return None if at is None else datetime.fromtimestamp(at, UTC)

    def play_due(self, now: datetime) -> None:
        for alarm in self.around.records.all("alarm"):
            if alarm["at"] <= now.timestamp():
                self.around.records.delete("alarm", alarm["id"])
                self.around.records.put("parcel", {"id": alarm["id"], "at": self.around.clock.now().isoformat()})
                self.tell(alarm["id"])
        if now == self.breaks_at:
            raise ZeroDivisionError

    def tell(self, id_: str) -> None:
        for address in self.around.records.all("address"):
            self.around.outbox.emit(
                WebhookMessage(
                    vendor=self.name,
                    url=address["id"],
                    body=b'{"id":"%s"}' % id_.encode(),
                    event_type="parcel.arrived",
                    key=f"evt_{id_}",
                    object_id=id_,
                    secret=address["secret"],
                    retries=RETRIES,
                    endpoint_id=address["id"],
                    headers={"X-Kind": "parcel"},
                )
            )

    def routes(self) -> Sequence[ControllerRouterHandler]:
        @get("/v1/parcels")
        async def parcels() -> list[Any]:
            return self.around.records.all("parcel")

        @get("/page")
        async def page() -> str:
            return "a page"

        return [parcels, page]

    def headers(self, secret: str, body: bytes, at: datetime) -> Mapping[str, str]:
        return {"X-Signed": f"{secret}:{len(body)}:{at.isoformat()}"}

    def accepts(self, status: int) -> bool:
        return status == 200

    def trouble(self, status: int) -> Response[Any]:
        return Response({"trouble": status}, status_code=status)
