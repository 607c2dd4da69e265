"""Coverage of a run: the number of lifecycles, and the disorder of their webhooks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from equality.rows import Rows, Value
from payment_sandbox.deliveries.outgoing import Delivery, WebhookMessage


def statuses(rows: Rows) -> Mapping[str, Counter[Value]]:
    """Count subscriptions and purchases by provider and status."""
    found: dict[str, Counter[Value]] = {}
    for key, fields in rows.items():
        if key.kind != "account":
            found.setdefault(f"{key.provider} {key.kind}", Counter())[fields["status"]] += 1
    return found


def twice(sent: Sequence[Delivery]) -> int:
    """Count the webhooks that were sent more than once."""
    return sum(times > 1 for times in Counter(each.message.key for each in sent).values())


def overtaken(sent: Sequence[Delivery]) -> int:
    """Count the webhooks that arrived before an earlier one."""
    arrivals = [each.attempts[0].at for each in sorted(sent, key=lambda each: each.id)]
    return sum(later < before for before, later in pairwise(arrivals))


def of_the_same_second(sent: Sequence[Delivery]) -> int:
    """Count the events about an object that has another event within the same second."""
    changes = {each.message.key: (each.message.object_id, _changed(each.message)) for each in sent}
    return sum(times for times in Counter(changes.values()).values() if times > 1)


def _changed(message: WebhookMessage) -> object:
    body: Any = json.loads(message.body)
    return body["created"] if message.vendor == "stripe" else body["data"]["attributes"]["updated_at"]
