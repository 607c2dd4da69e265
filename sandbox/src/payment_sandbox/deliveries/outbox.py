"""What is to be sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime

import msgspec

from payment_sandbox.clock import SandboxClock
from payment_sandbox.deliveries.outgoing import Attempt, Delivery, Outcome, WebhookMessage
from payment_sandbox.faults import Chaos
from payment_sandbox.storage import Storage

_COLUMNS = "SELECT id, message, outcome, next_attempt, attempts FROM deliveries"


class Outbox:
    """Keeps messages together with what they tell of: both are there or neither is.

    `chaos` is asked for the vendor's switches; `on_change` is called when there may be something to send.
    """

    def __init__(self, storage: Storage, clock: SandboxClock, chaos: Callable[[str], Chaos]) -> None:
        self._storage = storage
        self._clock = clock
        self._chaos = chaos
        self.on_change: Callable[[], None] = lambda: None

    def emit(self, message: WebhookMessage) -> None:
        """To be sent as soon as what is changed `together` with it is committed; chaos may see to it that it is not."""
        chaos = self._chaos(message.vendor)
        copies = chaos.copies()
        for _ in range(copies):
            self._insert(message, "waiting", (self._clock.now() + chaos.held_back()).timestamp())
        if copies == 0:
            self._insert(message, "dropped", None)
        self.on_change()

    def due(self, now: datetime, *, without: Collection[int] = (), limit: int = -1) -> list[Delivery]:
        """Return what is to be sent by this moment, the longest overdue first.

        `without`: the ids of deliveries to leave out; `limit`: how many to return at most, -1 for all.
        """
        where = (
            "WHERE outcome = 'waiting' AND next_attempt <= ? AND id NOT IN (SELECT value FROM json_each(?)) "
            "ORDER BY next_attempt, id LIMIT ?"
        )
        return list(self._read(where, now.timestamp(), msgspec.json.encode(sorted(without)).decode(), limit))

    def next_attempt(self) -> float | None:
        """When the next one is to be sent, in seconds since 1970; None if nothing waits."""
        statement = "SELECT min(next_attempt) FROM deliveries WHERE outcome = 'waiting'"
        found: float | None = self._storage.connection.execute(statement).fetchone()[0]
        return found

    def attempted(self, delivery: Delivery, *, at: datetime, status: int | None, accepted: bool) -> None:
        """Plans the next attempt, if it was not accepted and there is one."""
        tried = (*delivery.attempts, Attempt(at=at.timestamp(), status=status))
        retries = delivery.message.retries
        again = None if accepted or len(tried) > len(retries) else (at + retries[len(tried) - 1]).timestamp()
        outcome: Outcome = "received" if accepted else "given_up" if again is None else "waiting"
        # What was withdrawn while it was under way stays withdrawn, unless it has arrived.
        statement = "UPDATE deliveries SET outcome = ?, next_attempt = ?, attempts = ? WHERE id = ?"
        only = "" if accepted else " AND outcome = 'waiting'"
        values = (outcome, again, msgspec.json.encode(tried).decode(), delivery.id)
        self._storage.connection.execute(statement + only, values)

    def withdraw(self, vendor: str, endpoint_id: str) -> None:
        """Nothing that still waits is sent to this endpoint: it was removed or switched off."""
        statement = (
            "UPDATE deliveries SET outcome = 'withdrawn', next_attempt = NULL "
            "WHERE vendor = ? AND endpoint_id = ? AND outcome = 'waiting'"
        )
        self._storage.connection.execute(statement, (vendor, endpoint_id))

    def of(self, vendor: str, key: str) -> list[Delivery]:
        """Everything that was sent under one key, copies among it."""
        return list(self._read("WHERE vendor = ? AND key = ? ORDER BY id", vendor, key))

    def waiting(self) -> int:
        """How many are still to be sent, also those whose time has not come."""
        statement = "SELECT count(*) FROM deliveries WHERE outcome = 'waiting'"
        found: int = self._storage.connection.execute(statement).fetchone()[0]
        return found

    def latest(self, limit: int) -> list[Delivery]:
        """Newest first."""
        return list(self._read("ORDER BY id DESC LIMIT ?", limit))

    def _insert(self, message: WebhookMessage, outcome: Outcome, next_attempt: float | None) -> None:
        self._storage.connection.execute(
            "INSERT INTO deliveries (vendor, key, endpoint_id, message, outcome, next_attempt, attempts) "
            "VALUES (?, ?, ?, ?, ?, ?, '[]')",
            (
                message.vendor,
                message.key,
                message.endpoint_id,
                msgspec.json.encode(message).decode(),
                outcome,
                next_attempt,
            ),
        )

    def _read(self, where: str, *values: object) -> Iterator[Delivery]:
        for id_, message, outcome, next_attempt, attempts in self._storage.connection.execute(
            f"{_COLUMNS} {where}", values
        ):
            yield Delivery(
                id=id_,
                message=msgspec.json.decode(message, type=WebhookMessage),
                outcome=outcome,
                next_attempt=next_attempt,
                attempts=msgspec.json.decode(attempts, type=tuple[Attempt, ...]),
            )
