"""What tells who somebody is, and where it stands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from application.ports.inbox import About, Delivery
from domain.belongings import parts_of
from domain.billing import Billing
from domain.facts import CustomerFacts, billing_of
from domain.snapshot import ObjectKind


@dataclass(frozen=True, slots=True)
class Person:
    """`theirs`: what of theirs a delivery may be about. `claimed`: what they were ever named for, whoever has it.

    `words`: their id, e-mail and name, as JSON spells them.
    """

    theirs: About
    claimed: About
    words: re.Pattern[str] = field(repr=False)

    @staticmethod
    def of(facts: CustomerFacts) -> Person:
        customer = facts.customer
        own = [claim for claim in facts.ownership.claims if claim.customer_id == customer.id]
        claimed = About(
            accounts=frozenset(claim.account for claim in own if claim.account is not None),
            subjects=frozenset(claim.about for claim in own),
        )
        told = [text for text in (customer.id, customer.email, customer.name) if text]
        spelled = {json.dumps(text, ensure_ascii=ascii_only)[1:-1] for text in told for ascii_only in (True, False)}
        one_of = "|".join(re.escape(text) for text in sorted(spelled, key=len, reverse=True))
        return Person(about(billing_of(facts)), claimed, re.compile(rf"(?<!\w)(?:{one_of})(?!\w)", re.IGNORECASE))

    def is_named_in(self, delivery: Delivery) -> bool:
        return bool(self.words.search(delivery.payload))


def about(billing: Billing) -> About:
    """All that a delivery may be about, to be about somebody."""
    accounts = frozenset(account.ref for account in billing.accounts)
    subjects = {(ObjectKind.ACCOUNT, account) for account in accounts}
    subjects |= {part for subscription in billing.subscriptions for part in parts_of(subscription.snapshot)}
    subjects |= {facet.snapshot.key for purchase in billing.purchases for facet in purchase.facets}
    return About(accounts=accounts, subjects=frozenset(subjects))
