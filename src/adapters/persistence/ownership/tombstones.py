"""Tombstones on a database."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.operations.installation import SqlInstallation
from adapters.persistence.sql import insert_if_absent
from domain.customer import CustomerId, stored_customer_id

_SALT = "erasure_salt"


@dataclass(frozen=True, slots=True)
class SqlErasures:
    """A tombstone is a digest with a salt, which is made for the first one: before that, nobody was erased."""

    connection: AsyncConnection

    async def add(self, customer_id: CustomerId, stand_in: CustomerId, at: datetime) -> CustomerId:
        kept = await SqlInstallation(self.connection).get_or_set({_SALT: secrets.token_hex(32)})
        insert = insert_if_absent(tables.erasures, self.connection.dialect.name)
        row = {"digest": _digest(customer_id, kept[_SALT]), "stand_in": stand_in, "erased_at": at}
        (await self.connection.execute(insert, row)).close()
        return (await self.pseudonyms({customer_id}))[customer_id]

    async def any(self) -> bool:
        return await self._salt() is not None

    async def pseudonyms(self, customers: Set[CustomerId]) -> dict[CustomerId, CustomerId]:
        salt = await self._salt()
        if salt is None or not customers:
            return {}
        of = {_digest(customer, salt): customer for customer in customers}
        erasures = tables.erasures.c
        known = select(erasures.digest, erasures.stand_in).where(erasures.digest.in_(sorted(of)))
        rows = await self.connection.execute(known)
        return {of[row.digest]: stored_customer_id(row.stand_in) for row in rows}

    async def _salt(self) -> str | None:
        table = tables.installation.c
        found = await self.connection.execute(select(table.value).where(table.name == _SALT))
        salt: str | None = found.scalar()
        return salt


def _digest(customer_id: CustomerId, salt: str) -> str:
    return hmac.new(salt.encode(), customer_id.encode(), hashlib.sha256).hexdigest()
