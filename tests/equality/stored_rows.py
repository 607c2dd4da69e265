"""Rows of the service's database, including objects without an owner, which the API does not return."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from application.ports.storage.storage import Storage
from domain.account import AccountSnapshot
from domain.billing.assembly import CustomerRecords, assemble_billing
from domain.billing.billing import Billing
from domain.customer import Customer, CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import PAYMENT_KINDS
from domain.ownership.claim import Claim, Trust
from domain.ownership.claim_set import ClaimSet
from entrypoints.http.presenters import customer
from equality.mirror_rows import purchase_fields, subscription_fields
from equality.rows import Fields, Key, Rows, rows
from equality.stored import Belongings, Stored, stored

_WHOEVER = CustomerId("whoever")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def stored_rows(storage: Storage, now: datetime) -> Rows:
    """Return the rows of all owners as of `now`.

    Raises: ValueError: a row occurs twice.
    """
    everything = await stored(storage)
    view = _View(everything, now)
    return rows(row for each in everything.belongings for row in view.told(each))


class _View:
    """Fields as the API would return them to an owner of everything."""

    def __init__(self, everything: Stored, now: datetime) -> None:
        self._now = now
        self._of_kind: dict[ObjectKind, dict[Any, Any]] = {kind: {} for kind in ObjectKind}
        for each in everything.besides:
            self._of_kind[each.snapshot.kind][each.snapshot.ref] = each.snapshot

    def told(self, each: Belongings) -> Iterator[tuple[Key, Fields]]:
        billing, ownership = self._billing(each), each.ownership
        if each.account is not None:
            account: AccountSnapshot | None = self._of_kind[ObjectKind.ACCOUNT].get(each.account)
            key = Key(
                provider=each.account.provider,
                kind="account",
                id=each.account.id,
                owner=_named(ownership.account_owner(each.account)),
            )
            yield key, {"deleted": account is not None and account.deleted}
        for subscription in billing.subscriptions:
            owner = ownership.owner([subscription.snapshot.key], each.account)
            json = _as_json(customer.subscription(subscription, self._now, grace=timedelta(), intents=()))
            yield _key("subscription", json, owner), subscription_fields(json)
        for purchase in billing.purchases:
            subjects = [(kind, purchase.ref.same_provider(key)) for kind in PAYMENT_KINDS for key in purchase.keys]
            json = _as_json(customer.purchase(purchase))
            yield _key("purchase", json, ownership.owner(subjects, each.account)), purchase_fields(json)

    def _billing(self, each: Belongings) -> Billing:
        of = self._of_kind
        refs = {known.snapshot.ref for known in each.subscriptions}
        planned = {
            known.snapshot.ref: known.snapshot.ref.same_provider(known.snapshot.schedule_id)
            for known in each.subscriptions
            if known.snapshot.schedule_id is not None
        }
        return assemble_billing(
            CustomerRecords(
                customer=Customer(id=_WHOEVER, registered_at=_LONG_AGO),
                ownership=ClaimSet(claims=frozenset(_all_of(each))),
                accounts=of[ObjectKind.ACCOUNT],
                subscriptions=tuple(each.subscriptions),
                schedules={ref: found for ref, id_ in planned.items() if (found := of[ObjectKind.SCHEDULE].get(id_))},
                open_invoices=tuple(
                    found
                    for found in of[ObjectKind.SUBSCRIPTION_INVOICE].values()
                    if found.open and found.ref.same_provider(found.subscription_id) in refs
                ),
                first_failures={ref: found.timestamp.as_of for ref, found in of[ObjectKind.FIRST_FAILURE].items()},
                facets=tuple(each.facets),
                catalogue={
                    (kind, ref): snapshot
                    for kind in (ObjectKind.PRODUCT, ObjectKind.PRICE, ObjectKind.DISCOUNT)
                    for ref, snapshot in of[kind].items()
                },
            )
        )


def _all_of(each: Belongings) -> Iterator[Claim]:
    subjects = {f.snapshot.key for f in each.facets} | {s.snapshot.key for s in each.subscriptions}
    for kind, ref in subjects:
        yield Claim(
            customer_id=_WHOEVER,
            trust=Trust.HOST,
            kind=kind,
            subject=ref,
            account=each.account,
            subject_created_at=_LONG_AGO,
            claimed_at=_LONG_AGO,
        )


def _key(kind: Any, json: Any, owner: Claim | None) -> Key:
    return Key(provider=json["provider"], kind=kind, id=json["id"], owner=_named(owner))


def _named(owner: Claim | None) -> str:
    return owner.customer_id if owner is not None else ""


def _as_json(told: Any) -> Any:
    return msgspec.to_builtins(told, enc_hook=str)
