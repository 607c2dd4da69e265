"""All customers' claims on the objects found, and the first purchases, which together decide ownership."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, cast, literal, null, select, union, union_all
from sqlalchemy.sql.elements import KeyedColumnElement

from adapters.persistence import tables
from adapters.persistence.billing.catalogued import entry_of
from adapters.persistence.billing.own_claims import own_accounts, own_claims
from adapters.persistence.ownership.claim_query import claims_and_unlinks_query
from adapters.persistence.sql import in_tuples, prefixed
from adapters.persistence.straight import straight
from domain.mirror.snapshot import ObjectKind

ACCOUNT, SOLD = "mirrored_", "sold_"
_OF_CATALOGUE = "catalogue"


@cache
def ownership_and_catalogue() -> CompoundSelect[tuple[object, ...]]:
    """Claims on what the parameter `customer_id` claims, on `accounts` and on `subjects`, each with its account.

    And the entries `sold` of the catalogue, with the products of the prices among them: in the same statement, because
    each is a round trip to the database.
    """
    claims, own = tables.claims, own_claims()
    accounts = own_accounts(own)
    on_account = and_(claims.c.provider == accounts.c.provider, claims.c.account_id == accounts.c.account_id)
    on_subject = and_(claims.c.provider == own.c.provider, claims.c.subject_id == own.c.subject_id)
    found = union(
        select(claims).select_from(straight(accounts, claims, on_account)),
        select(claims).select_from(straight(own, claims, on_subject)),
        select(claims).where(in_tuples("accounts", claims.c.provider, claims.c.account_id)),
        select(claims).where(in_tuples("subjects", claims.c.provider, claims.c.subject_id)),
    ).cte("found")
    told, known, sold = claims_and_unlinks_query(found).subquery("told"), tables.accounts, _sold().subquery("sold")
    claimed = select(*told.c, *prefixed(known.c, ACCOUNT), *_nothing(sold.c, SOLD)).select_from(
        told.outerjoin(known, and_(known.c.provider == told.c.provider, known.c.id == told.c.account_id))
    )
    unclaimed = (literal(_OF_CATALOGUE) if c.key == "told" else cast(null(), c.type) for c in told.c)
    return union_all(claimed, select(*unclaimed, *_nothing(known.c, ACCOUNT), *prefixed(sold.c, SOLD)))


def _sold() -> CompoundSelect[tuple[object, ...]]:
    entries, price, product = tables.catalogue, tables.catalogue.alias("price"), tables.catalogue.alias("product")
    priced: Select[Any] = select(product).join_from(
        price, product, entry_of(product, ObjectKind.PRODUCT, price.c.provider, price.c.product_id)
    )
    return union(
        select(entries).where(in_tuples("sold", entries.c.provider, entries.c.kind, entries.c.id)),
        priced.where(
            price.c.kind == ObjectKind.PRICE.value, in_tuples("sold", price.c.provider, price.c.kind, price.c.id)
        ),
    )


def _nothing(columns: Any, prefix: str) -> list[ColumnElement[Any]]:
    """A null for each column, of its type."""
    return [_null(column).label(f"{prefix}{column.key}") for column in columns]


def _null(column: KeyedColumnElement[Any]) -> ColumnElement[Any]:
    return cast(null(), column.type)
