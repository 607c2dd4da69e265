"""Conditions on claims that need no ownership decision: which accounts and claims are candidates."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, Select, and_, literal, or_, select

from adapters.persistence import tables
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust

_LONGEST_CHAIN = 3
"""Objects of one purchase that name each other in a row: a checkout, what links its invoice, and the invoice."""


def taken_back(claims: FromClause) -> ScalarSelect[Any]:
    """Return when the account of a claim was unlinked from the claimant, null if it was not."""
    unlinkings = tables.unlinkings
    return one_of(
        select(unlinkings.c.unlinked_at).where(
            unlinkings.c.provider == claims.c.provider,
            unlinkings.c.account_id == claims.c.account_id,
            unlinkings.c.customer_id == claims.c.customer_id,
        ),
        claims,
    )


def connected_rival(claims: FromClause) -> ColumnElement[bool]:
    """Whether somebody else claims another part of the same purchase: ids that hang together over a few links."""
    others = tables.claims.alias()
    keys, linked, last = _chain()
    linked = linked.join(others, (others.c.provider == last.c.provider) & (others.c.subject_id == last.c.key))
    rivals = (
        select(others.c.customer_id)
        .select_from(linked)
        .where(keys.c.provider == claims.c.provider, keys.c.key == claims.c.subject_id)
        .where(others.c.customer_id != claims.c.customer_id)
    )
    return one_of(rivals, claims).is_not(None)


def opened_subscription(claims: FromClause) -> ColumnElement[bool]:
    """Return whether the claimed payment, or a connected one, opened a subscription that its customer does not claim.

    The owner of the subscription is then the owner of the payment.
    """
    keys, linked, last = _chain()
    opened = tables.subscriptions.alias()
    by_itself = select(opened.c.id).where(
        opened.c.provider == claims.c.provider,
        opened.c.initial_order_id == claims.c.subject_id,
        _claimed_by_same(claims, opened).is_(None),
    )
    linked = linked.join(opened, (opened.c.provider == last.c.provider) & (opened.c.initial_order_id == last.c.key))
    through_others = (
        select(opened.c.id)
        .select_from(linked)
        .where(keys.c.provider == claims.c.provider, keys.c.key == claims.c.subject_id)
        .where(_claimed_by_same(claims, opened).is_(None))
    )
    return or_(one_of(by_itself, claims).is_not(None), one_of(through_others, claims).is_not(None))


def _claimed_by_same(claims: FromClause, subscription: FromClause) -> ScalarSelect[Any]:
    own = tables.claims.alias()
    claimed = select(own.c.customer_id).where(
        own.c.customer_id == claims.c.customer_id,
        own.c.provider == subscription.c.provider,
        own.c.kind == ObjectKind.SUBSCRIPTION.value,
        own.c.subject_id == subscription.c.id,
    )
    return one_of(claimed, claims, subscription)


def _chain() -> tuple[FromClause, FromClause, FromClause]:
    """Ids that hang together over a few links: the first of them, all joined, and the last."""
    first = tables.facet_keys.alias()
    linked: FromClause = first
    last: FromClause = first
    for _ in range(_LONGEST_CHAIN):
        same_facet, same_key = tables.facet_keys.alias(), tables.facet_keys.alias()
        linked = linked.join(
            same_facet, and_(*(same_facet.c[name] == last.c[name] for name in ("provider", "kind", "id")))
        )
        linked = linked.join(same_key, and_(*(same_key.c[name] == same_facet.c[name] for name in ("provider", "key"))))
        last = same_key
    return first, linked, last


def leaves_something(signed: FromClause) -> ColumnElement[bool]:
    """Whether an account holds anything that no signed word of one customer is about.

    `signed`: rows with that customer and the account. Only then may somebody or something else have come first there.
    """
    claims, subscriptions, facets = tables.claims.alias(), tables.subscriptions, tables.facets
    subscription = literal(ObjectKind.SUBSCRIPTION.value)
    return or_(
        _left_over(signed, claims, claims.c.kind, claims.c.subject_id),
        _left_over(signed, subscriptions, subscription, subscriptions.c.id),
        _left_over(signed, facets, facets.c.kind, facets.c.id, facets.c.confirms_one_off),
    )


def _left_over(
    signed: FromClause, told: Any, kind: ColumnElement[str], id_: ColumnElement[str], *besides: ColumnElement[bool]
) -> ColumnElement[bool]:
    words = tables.claims.alias()
    word = one_of(
        select(words.c.customer_id).where(
            words.c.customer_id == signed.c.customer_id,
            words.c.provider == signed.c.provider,
            words.c.kind == kind,
            words.c.subject_id == id_,
            words.c.account_id == signed.c.account_id,
            words.c.trust > Trust.UNSIGNED.value,
        ),
        signed,
        told,
    )
    of_account = (told.c.provider == signed.c.provider) & (told.c.account_id == signed.c.account_id)
    return one_of(select(told.c.provider).where(of_account, *besides, word.is_(None)), signed).is_not(None)


def one_of(found: Select[Any], *row: FromClause) -> ScalarSelect[Any]:
    """Any one, null if there is none, looked up for each row: for EXISTS, PostgreSQL may read whole tables instead."""
    return found.limit(1).correlate(*row).scalar_subquery()
