"""Sessions as rows."""

from __future__ import annotations

from typing import Any

from adapters.persistence.mirror.mapping.row import Row
from application.ports.storage.sessions import Session, SessionKind
from domain.customer import stored_customer_id


def to_row(session: Session) -> dict[str, Any]:
    return {
        "digest": session.digest,
        "kind": session.kind,
        "customer_id": session.customer_id,
        "return_url": session.return_url,
        "expires_at": session.expires_at,
    }


def from_row(row: Row) -> Session:
    return Session(
        kind=SessionKind(row["kind"]),
        digest=row["digest"],
        customer_id=stored_customer_id(row["customer_id"]),
        return_url=row["return_url"],
        expires_at=row["expires_at"],
    )
