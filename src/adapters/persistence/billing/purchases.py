"""The customer, and the facets of the purchases that may be theirs."""

from __future__ import annotations

from functools import cache

from sqlalchemy import CTE, Select, and_, bindparam, select, text, true, union

from adapters.persistence import tables
from adapters.persistence.billing.catalogued import entry_of
from adapters.persistence.billing.own_claims import own_accounts, own_claims
from adapters.persistence.mirror.facet_tables import REFUNDED
from adapters.persistence.sql import prefixed
from adapters.persistence.straight import straight
from domain.mirror.snapshot import ObjectKind

CUSTOMER, FACET, PRODUCT, PRICE = "customer_", "facet_", "product_", "price_"


@cache
def customer_with_facets() -> Select[tuple[object, ...]]:
    """Return the query for the parameter `customer_id`; it yields no row for an unknown customer.

    One row for each facet, with what the catalogue knows of what was sold; one row without a facet if there is none.
    """
    found = _found(own_claims())
    customers, facets = tables.customers, tables.facets
    product, price = tables.catalogue.alias("product"), tables.catalogue.alias("price")
    same = and_(facets.c.provider == found.c.provider, facets.c.kind == found.c.kind, facets.c.id == found.c.id)
    catalogued = (
        straight(found, facets, same)
        .outerjoin(product, entry_of(product, ObjectKind.PRODUCT, facets.c.provider, facets.c.product_id))
        .outerjoin(price, entry_of(price, ObjectKind.PRICE, facets.c.provider, facets.c.price_id))
    )
    return (
        select(
            *prefixed(customers.c, CUSTOMER),
            *prefixed(facets.c, FACET),
            *prefixed(product.c, PRODUCT),
            *prefixed(price.c, PRICE),
        )
        .select_from(customers.outerjoin(catalogued, true()))
        .where(customers.c.id == bindparam("customer_id"))
    )


def _found(own: CTE) -> CTE:
    """The facets that have one of the keys reached."""
    keys, reached = tables.facet_keys.c, _reached(own)
    has_key = and_(keys.provider == reached.c.provider, keys.key == reached.c.key)
    joined = straight(reached, tables.facet_keys, has_key)
    return select(keys.provider, keys.kind, keys.id).select_from(joined).distinct().cte("found")


def _reached(own: CTE) -> CTE:
    """Start from claimed facets and from those that confirm a purchase of the account, and follow shared keys.

    What was refunded in the account is among it, because it may be a payment of a subscription.

    Also where no word would link that account: what was bought with it decides whether another's word does.
    """
    accounts = own_accounts(own)
    facets, keys, others = tables.facets.c, tables.facet_keys, tables.facet_keys.alias("others")
    of_account = and_(facets.provider == accounts.c.provider, facets.account_id == accounts.c.account_id)
    of_facet = and_(keys.c.provider == facets.provider, keys.c.kind == facets.kind, keys.c.id == facets.id)
    of_accounts = select(keys.c.provider, keys.c.key).select_from(
        straight(straight(accounts, tables.facets, of_account), keys, of_facet)
    )
    of_vouching, refunded = of_accounts.where(facets.confirms_one_off), of_accounts.where(text(REFUNDED))
    claimed = select(own.c.provider, own.c.subject_id.label("key"))
    seeds = union(claimed, of_vouching, refunded).cte("seeds")
    reached = select(seeds.c.provider, seeds.c.key).cte("reached", recursive=True)
    has_key = and_(keys.c.provider == reached.c.provider, keys.c.key == reached.c.key)
    same_facet = and_(others.c.provider == keys.c.provider, others.c.kind == keys.c.kind, others.c.id == keys.c.id)
    of_same_facets = select(others.c.provider, others.c.key).select_from(
        straight(straight(reached, keys, has_key), others, same_facet)
    )
    return reached.union(of_same_facets)
