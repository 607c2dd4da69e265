"""Decoding of Acme's events and responses."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import msgspec

from adapters.redaction import MASK, without_links
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.event import DecodedEvent, Ignored, ProviderEvent, Undecodable
from application.ports.provider.updates import ProviderUpdate
from domain.account import AccountSnapshot
from domain.catalogue.item import SubscriptionItem
from domain.catalogue.pricing import Pricing
from domain.mirror.snapshot import ObjectKind
from domain.mirror.timestamp import ProviderTimestamp
from domain.money import Money
from domain.ownership.claim import Claim, Trust
from domain.provider import ProviderName, ProviderRef, is_id
from domain.purchases.facet import ItemSnapshot, PaymentSnapshot, PaymentStatus
from domain.subscription import SubscriptionSnapshot, SubscriptionStatus
from fakes.providers.acme.mentions import mentions
from fakes.providers.acme.wire import Agreement, Buyer, Envelope, Order

_SECRET = re.compile(r'(?<=secret": ")[^"]*')
_AGREEMENTS = {
    "trial": SubscriptionStatus.TRIALING,
    "running": SubscriptionStatus.ACTIVE,
    "late": SubscriptionStatus.PAST_DUE,
    "stopped": SubscriptionStatus.ENDED,
}
_ORDERS = {"open": PaymentStatus.PENDING, "paid": PaymentStatus.PAID, "failed": PaymentStatus.FAILED}
_NOT_UNDERSTOOD = (msgspec.DecodeError, ValueError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    provider: ProviderName
    references: CheckoutReferenceSigner

    def read(self, key: str | None, body: bytes) -> ProviderEvent:
        type_ = "unreadable"
        reading: DecodedEvent
        try:
            envelope = msgspec.json.decode(body, type=Envelope)
            if not is_id(envelope.kind):
                raise ValueError("its kind is not a word")
            type_, reading = envelope.kind, self._reading(envelope)
        except _NOT_UNDERSTOOD as error:
            reading = Undecodable(error=type(error).__name__)
        text = body.decode(errors="backslashreplace").replace("\x00", "\\x00")
        payload = without_links(_SECRET.sub(MASK, text))
        return ProviderEvent(
            provider=self.provider,
            key=key or hashlib.sha256(body).hexdigest(),
            type=type_,
            decoded=reading,
            payload=payload,
            mentions=partial(mentions, payload, self.provider, self.references),
        )

    def _reading(self, envelope: Envelope) -> ProviderUpdate | Ignored:
        stamp = ProviderTimestamp(as_of=envelope.at.astimezone(UTC))
        if envelope.kind == "agreement.changed":
            return self.agreement(msgspec.json.decode(envelope.body, type=Agreement), stamp)
        if envelope.kind == "order.changed":
            return self.order(msgspec.json.decode(envelope.body, type=Order), stamp)
        if envelope.kind == "buyer.changed":
            return self.buyer(msgspec.json.decode(envelope.body, type=Buyer), stamp)
        return Ignored(reason="not handled")

    def agreement(self, told: Agreement, stamp: ProviderTimestamp) -> ProviderUpdate:
        account, since = self._ref(told.buyer), told.since.astimezone(UTC)
        snapshot = SubscriptionSnapshot(
            ref=self._ref(told.id),
            kind=ObjectKind.SUBSCRIPTION,
            timestamp=stamp,
            account=account,
            status=_AGREEMENTS.get(told.state, SubscriptionStatus.UNKNOWN),
            raw_status=told.state,
            currency=told.plan.currency,
            items=(
                SubscriptionItem(
                    id=told.plan.code,
                    name=told.plan.title,
                    pricing=Pricing.per_unit(Money(amount=told.plan.cents, currency=told.plan.currency)),
                    interval=told.plan.every,
                    interval_count=1,
                    quantity=1,
                ),
            ),
            created_at=since,
            started_at=since,
            current_period_end=_utc(told.until),
            cancels_at=_utc(told.ends),
        )
        return ProviderUpdate(
            snapshots=(snapshot,),
            claims=self._claims(
                told.user, stamp, kind=snapshot.kind, subject=snapshot.ref, account=account, since=since
            ),
        )

    def order(self, told: Order, stamp: ProviderTimestamp) -> ProviderUpdate:
        account, at = self._ref(told.buyer) if told.buyer else None, told.at.astimezone(UTC)
        ref, total = self._ref(told.id), Money(amount=told.cents, currency=told.currency)
        payment = PaymentSnapshot(
            ref=ref,
            kind=ObjectKind.ORDER,
            timestamp=stamp,
            account=account,
            keys=(told.id,),
            created_at=at,
            status=_ORDERS.get(told.state, PaymentStatus.UNKNOWN),
            raw_status=told.state,
            confirms_one_off=True,
            total=total,
            refunded=total.with_amount(told.back_cents),
        )
        item = ItemSnapshot(
            ref=ref,
            kind=ObjectKind.ITEM,
            timestamp=stamp,
            keys=(told.id,),
            created_at=at,
            product_id=told.sku,
            price_id=None,
            name=told.title,
        )
        return ProviderUpdate(
            snapshots=(payment, item),
            claims=self._claims(told.user, stamp, kind=payment.kind, subject=ref, account=account, since=at),
        )

    def buyer(self, told: Buyer, stamp: ProviderTimestamp) -> ProviderUpdate:
        ref, since = self._ref(told.id), told.since.astimezone(UTC)
        snapshot = AccountSnapshot(
            ref=ref, kind=ObjectKind.ACCOUNT, timestamp=stamp, created_at=since, deleted=told.closed
        )
        return ProviderUpdate(
            snapshots=(snapshot,),
            claims=self._claims(told.user, stamp, kind=snapshot.kind, subject=ref, account=ref, since=since),
        )

    def _ref(self, id_: str) -> ProviderRef:
        return ProviderRef(provider=self.provider, id=id_)

    def _claims(
        self,
        user: str | None,
        stamp: ProviderTimestamp,
        *,
        kind: ObjectKind,
        subject: ProviderRef,
        account: ProviderRef | None,
        since: datetime,
    ) -> tuple[Claim, ...]:
        named = self.references.verify(user, unsigned=Trust.SELLER, bought_at=since)
        if named is None:
            return ()
        said = Claim(
            customer_id=named[0],
            trust=named[1],
            kind=kind,
            subject=subject,
            account=account,
            subject_created_at=since,
            claimed_at=stamp.as_of,
        )
        return (said,)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment is not None else None
