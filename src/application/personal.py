"""What tells who somebody is, and where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from application.ports.inbox import About, Delivery
from domain.belongings import Belongings
from domain.claim import Claim, CustomerId
from domain.facts import CustomerFacts, belongings_in
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
        theirs = about(belongings_in(facts), customer.id.__eq__)
        return Person(theirs, claimed, re.compile(rf"(?<!\w)(?:{one_of})(?!\w)", re.IGNORECASE))

    def is_named_in(self, delivery: Delivery) -> bool:
        return bool(self.words.search(delivery.payload))


def about(known: Belongings, is_theirs: Callable[[CustomerId], bool]) -> About:
    """All that a delivery may be about, to be about something that belongs to one of these customers."""

    def owns(claim: Claim | None) -> bool:
        return claim is not None and is_theirs(claim.customer_id)

    ownership = known.ownership
    accounts = frozenset(account for account in ownership.accounts if owns(ownership.account_holder(account)))
    wholes = {whole: owns(ownership.owner(whole.claimed_by, whole.account)) for whole in set(known.parts.values())}
    owned = {part: wholes[whole] for part, whole in known.parts.items()}
    for claim in ownership.claims:
        if claim.about not in owned:
            owned[claim.about] = owns(known.owner(claim.about, claim.account))
    owned |= {(ObjectKind.ACCOUNT, account): account in accounts for account in ownership.accounts}
    return About(
        accounts=accounts,
        subjects=frozenset(subject for subject, theirs in owned.items() if theirs),
        others=frozenset(subject for subject, theirs in owned.items() if not theirs),
    )
