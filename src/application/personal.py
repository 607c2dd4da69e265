"""What tells who somebody is, and where it stands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from application.ports.inbox import Delivery
from domain.billing import Billing
from domain.customer import Customer
from domain.provider import Ref


@dataclass(frozen=True, slots=True)
class Person:
    """`things`: what of theirs a delivery may be about. `words`: their id, e-mail and name, as JSON spells them."""

    things: frozenset[Ref]
    words: re.Pattern[str] = field(repr=False)

    @staticmethod
    def of(customer: Customer, billing: Billing) -> Person:
        things = {account.ref for account in billing.accounts} | {s.ref for s in billing.subscriptions}
        things |= {facet.snapshot.ref for purchase in billing.purchases for facet in purchase.facets}
        told = [text for text in (customer.id, customer.email, customer.name) if text]
        spelled = {json.dumps(text, ensure_ascii=ascii_only)[1:-1] for text in told for ascii_only in (True, False)}
        one_of = "|".join(re.escape(text) for text in sorted(spelled, key=len, reverse=True))
        return Person(frozenset(things), re.compile(rf"(?<!\w)(?:{one_of})(?!\w)", re.IGNORECASE))

    def is_in(self, delivery: Delivery) -> bool:
        about = {delivery.account, delivery.subject[1] if delivery.subject else None}
        return not self.things.isdisjoint(ref for ref in about if ref) or bool(self.words.search(delivery.payload))
