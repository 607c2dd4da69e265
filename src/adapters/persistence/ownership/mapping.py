"""Claims and unlinkings as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from adapters.persistence.mirror.mapping.row import Row, optional_ref_of, ref_of, sibling_id
from domain.customer import stored_customer_id
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import AccountUnlink, Claim, Trust

NO_ACCOUNT = ""
"""No id is empty, so this can only mean that there is none."""


def to_row(claim: Claim) -> dict[str, Any]:
    return {
        "customer_id": claim.customer_id,
        "provider": claim.subject.provider,
        "kind": claim.kind.value,
        "subject_id": claim.subject.id,
        "account_id": sibling_id(claim.subject, claim.account) or NO_ACCOUNT,
        "trust": claim.trust.value,
        "subject_created_at": claim.subject_created_at,
        "claimed_at": claim.claimed_at,
    }


def from_row(row: Row) -> Claim:
    return Claim(
        customer_id=stored_customer_id(row["customer_id"]),
        trust=Trust(row["trust"]),
        kind=ObjectKind(row["kind"]),
        subject=ref_of(row, "subject_id"),
        account=optional_ref_of(row, "account_id"),
        subject_created_at=row["subject_created_at"],
        claimed_at=row["claimed_at"],
    )


def unlinking_to_row(unlinking: AccountUnlink, at: datetime) -> dict[str, Any]:
    return {
        "provider": unlinking.account.provider,
        "account_id": unlinking.account.id,
        "customer_id": unlinking.customer_id,
        "unlinked_at": at,
    }


def unlinking_from_row(row: Row) -> AccountUnlink:
    return AccountUnlink(account=ref_of(row, "account_id"), customer_id=stored_customer_id(row["customer_id"]))
