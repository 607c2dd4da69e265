"""The objects of purchases as rows of one table: the kind of object says which columns are its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adapters.persistence.mirror.mapping import purchased_item
from adapters.persistence.mirror.mapping.row import (
    Row,
    heard_of,
    heard_row,
    money_of,
    money_row,
    optional_money_of,
    optional_ref_of,
    ref_of,
    sibling_id,
    stamp_of,
)
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.purchases.contents import ContentsSnapshot
from domain.purchases.facet import (
    ChargeSnapshot,
    DisputeSnapshot,
    DisputeStatus,
    FacetSnapshot,
    ItemSnapshot,
    OriginSnapshot,
    PaymentRelation,
    PaymentSnapshot,
    PaymentStatus,
    SubscriptionPaymentSnapshot,
)


def to_row(mirrored: MirrorRecord[FacetSnapshot]) -> dict[str, Any]:
    snapshot = mirrored.snapshot
    return {
        **heard_row(mirrored),
        "kind": snapshot.kind.value,
        "account_id": sibling_id(snapshot.ref, snapshot.account),
        "keys": snapshot.keys,
        "payment_id": snapshot.payment_id,
        "created_at": snapshot.created_at,
        "status": _status(snapshot),
        "raw_status": getattr(snapshot, "raw_status", None),
        "confirms_one_off": getattr(snapshot, "confirms_one_off", False),
        "discounted": getattr(snapshot, "discounted", False),
        **money_row(
            "total", snapshot.amount if isinstance(snapshot, DisputeSnapshot) else getattr(snapshot, "total", None)
        ),
        **money_row("refunded", getattr(snapshot, "refunded", None)),
        **money_row("captured", getattr(snapshot, "captured", None)),
        **{name: getattr(snapshot, name, None) for name in ("product_id", "price_id", "name")},
        "items": _items(snapshot),
        "subscription_id": sibling_id(snapshot.ref, getattr(snapshot, "subscription", None)),
    }


def key_rows(snapshot: FacetSnapshot) -> list[dict[str, Any]]:
    """By which ids the facet is found."""
    ref = snapshot.ref
    return [
        {"provider": ref.provider, "key": key, "kind": snapshot.kind.value, "id": ref.id}
        for key in dict.fromkeys(snapshot.keys)
    ]


def from_row(row: Row) -> MirrorRecord[FacetSnapshot]:
    kind = ObjectKind(row["kind"])
    told = {
        "ref": ref_of(row),
        "kind": kind,
        "timestamp": stamp_of(row),
        "account": optional_ref_of(row, "account_id"),
        "keys": row["keys"],
        "payment_id": row["payment_id"],
        "created_at": row["created_at"],
    }
    return heard_of(row, _SNAPSHOTS[kind](row, told))


def _status(snapshot: FacetSnapshot) -> str | None:
    return snapshot.status.value if isinstance(snapshot, PaymentSnapshot | DisputeSnapshot) else None


def _items(snapshot: FacetSnapshot) -> list[dict[str, Any]] | None:
    if not isinstance(snapshot, ContentsSnapshot):
        return None
    return [purchased_item.to_json(each) for each in snapshot.items]


def _payment(row: Row, told: dict[str, Any]) -> FacetSnapshot:
    return PaymentSnapshot(
        **told,
        status=PaymentStatus(row["status"]),
        raw_status=row["raw_status"],
        confirms_one_off=row["confirms_one_off"],
        total=optional_money_of(row, "total"),
        refunded=optional_money_of(row, "refunded"),
        discounted=row["discounted"],
    )


def _item(row: Row, told: dict[str, Any]) -> FacetSnapshot:
    return ItemSnapshot(**told, product_id=row["product_id"], price_id=row["price_id"], name=row["name"])


def _charge(row: Row, told: dict[str, Any]) -> FacetSnapshot:
    return ChargeSnapshot(**told, captured=money_of(row, "captured"), refunded=money_of(row, "refunded"))


def _dispute(row: Row, told: dict[str, Any]) -> FacetSnapshot:
    return DisputeSnapshot(**told, status=DisputeStatus(row["status"]), amount=optional_money_of(row, "total"))


def _contents(row: Row, told: dict[str, Any]) -> FacetSnapshot:
    return ContentsSnapshot(**told, items=tuple(purchased_item.from_json(each) for each in row["items"]))


def _subscription_payment(row: Row, told: dict[str, Any]) -> FacetSnapshot:
    return SubscriptionPaymentSnapshot(**told, subscription=ref_of(row, "subscription_id"))


def _origin(_: Row, told: dict[str, Any]) -> FacetSnapshot:
    return OriginSnapshot(**told)


def _link(_: Row, told: dict[str, Any]) -> FacetSnapshot:
    return PaymentRelation(**told)


_SNAPSHOTS: dict[ObjectKind, Callable[[Row, dict[str, Any]], FacetSnapshot]] = {
    ObjectKind.CHECKOUT: _payment,
    ObjectKind.ORDER: _payment,
    ObjectKind.INVOICE: _payment,
    ObjectKind.PAYMENT: _payment,
    ObjectKind.ITEM: _item,
    ObjectKind.CHARGE: _charge,
    ObjectKind.DISPUTE: _dispute,
    ObjectKind.INVOICE_PAYMENT: _link,
    ObjectKind.RELATION: _link,
    ObjectKind.ORIGIN: _origin,
    ObjectKind.CONTENTS: _contents,
    ObjectKind.SUBSCRIPTION_PAYMENT: _subscription_payment,
    ObjectKind.CREDIT_NOTE: _charge,
}
