"""The Stripe account that is played: what everything that happens in it is done with."""

from __future__ import annotations

from datetime import datetime

from payment_sandbox.deliveries.outgoing import Delivery
from payment_sandbox.records import Document, Records
from payment_sandbox.stripe import due, events
from payment_sandbox.stripe.refusal import no_such
from payment_sandbox.vendor import VendorContext


class Account:
    """Objects are kept by their own `object`, whole and unexpanded, as a webhook shows them.

    `request`: the API call that is being answered (Stripe API, Event.request), None if nobody called.
    """

    def __init__(self, surroundings: VendorContext, request: Document | None = None) -> None:
        self._surroundings = surroundings
        self._request = request

    @property
    def records(self) -> Records:
        return self._surroundings.records

    @property
    def address(self) -> str:
        """Where the account's API and pages are, without a slash at the end."""
        return self._surroundings.address

    def now(self) -> int:
        """In seconds since 1970."""
        return int(self._surroundings.clock.now().timestamp())

    def moment(self) -> datetime:
        """With fractions of a second, as the API v2 tells time."""
        return self._surroundings.clock.now()

    def ping(self, destination: Document) -> Document:
        """Sends an event destination an event about itself."""
        return events.ping(self._surroundings, destination)

    def new_id(self, prefix: str, length: int = 24) -> str:
        return self._surroundings.ids.new(prefix, length)

    def deliveries(self, event_id: str) -> list[Delivery]:
        """Everything that was sent of an event, and what is still to be."""
        return self._surroundings.outbox.of("stripe", event_id)

    def withdraw(self, endpoint_id: str) -> None:
        """Nothing that still waits is sent to this endpoint."""
        self._surroundings.outbox.withdraw("stripe", endpoint_id)

    def find(self, kind: str, id_: str) -> Document | None:
        """None if there is none."""
        return self.records.get(kind, id_)

    def get(self, kind: str, id_: str, param: str | None = None) -> Document:
        """
        Raises:
            Refusal: there is none.
        """
        found = self.find(kind, id_)
        if found is None:
            raise no_such(kind, id_, param=param)
        return found

    def put(self, document: Document) -> Document:
        """Keeps it, and remembers when something will happen to it by itself."""
        self.records.put(document["object"], document)
        moment = due.moment_of(document)
        if moment is None:
            self.records.delete(due.KIND, document["id"])
        else:
            self.records.put(due.KIND, {"id": document["id"], "at": moment, "of": document["object"]})
        return document

    def create(self, document: Document, event: str) -> Document:
        """Keeps something new and tells of it."""
        self.put(document)
        self.tell(event, document)
        return document

    def change(self, before: Document, after: Document, event: str) -> Document:
        """Keeps a change and tells of it, and of what was there before. Nothing happens if nothing differs."""
        if before != after:
            self.put(after)
            self.tell(event, after, events.previous_attributes(before, after))
        return after

    def tell(self, event: str, told: Document, previous: Document | None = None) -> None:
        """An event, and a webhook to everybody who wants to hear of it."""
        events.emit(self._surroundings, event, told, previous, request=self._request)
