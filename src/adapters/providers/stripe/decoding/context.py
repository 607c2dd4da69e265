"""The context that everything decoded from one payload shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from adapters.providers.stripe.wire.values import Expandable, Identified, Metadata
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.updates import Alias, FetchRequest
from domain.mirror.snapshot import ObjectKind
from domain.mirror.timestamp import ProviderTimestamp
from domain.ownership.claim import Claim, Trust
from domain.provider import ProviderName, ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingRules:
    """Holds the settings that decoding depends on: one instance for webhooks, fetches and lists, so all decode alike.

    `pricing_tables`: the operator states that a pricing table or a client-only Checkout is in use. Nothing in a session
    distinguishes those from sessions that were created by the API.
    """

    provider: ProviderName
    references: CheckoutReferenceSigner
    pricing_tables: bool

    def at(self, stamp: ProviderTimestamp) -> DecodingContext:
        return DecodingContext(
            provider=self.provider, stamp=stamp, references=self.references, pricing_tables=self.pricing_tables
        )


class Owned(Protocol):
    """An object of a customer, which may be an account of Accounts v2 (Stripe API, "customer_account")."""

    @property
    def customer(self) -> Expandable: ...

    @property
    def customer_account(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingContext:
    """Holds the provider, the provider timestamp and the rules for decoding claims."""

    provider: ProviderName
    stamp: ProviderTimestamp
    references: CheckoutReferenceSigner
    pricing_tables: bool

    def ref(self, id_: str) -> ProviderRef:
        return ProviderRef(provider=self.provider, id=id_)

    def ref_of(self, field: str | Identified | None) -> ProviderRef | None:
        id_ = id_of(field)
        return self.ref(id_) if id_ is not None else None

    def account_of(self, owned: Owned) -> ProviderRef | None:
        """The account that an object belongs to: its customer, or else its account of Accounts v2."""
        return self.ref_of(owned.customer) or self.ref_of(owned.customer_account)

    def aliases_of(self, owned: Owned) -> tuple[Alias, ...]:
        """The second id that the account of an object has, if it has one."""
        second = self.ref_of(owned.customer_account)
        return (Alias(alias=second, account=self.ref_of(owned.customer)),) if second is not None else ()

    def wanted(self, kind: ObjectKind, id_: str, *, once: bool = False) -> FetchRequest:
        return FetchRequest(kind=kind, ref=self.ref(id_), once=once)

    def names_customer(self, metadata: Metadata) -> bool:
        return self.references.key in (metadata or {})

    def claims(
        self,
        metadata: Metadata,
        *,
        kind: ObjectKind,
        subject: ProviderRef,
        account: ProviderRef | None,
        since: datetime,
    ) -> tuple[Claim, ...]:
        """Return the claims of the metadata. Only holders of the seller's keys can write metadata."""
        word = (metadata or {}).get(self.references.key)
        return self.claim(word, Trust.SELLER, kind=kind, subject=subject, account=account, since=since)

    def claim(
        self,
        word: object,
        unsigned: Trust,
        *,
        kind: ObjectKind,
        subject: ProviderRef,
        account: ProviderRef | None,
        since: datetime,
    ) -> tuple[Claim, ...]:
        """Return the claim of a value, if it names a customer. Its trust is `unsigned` unless we signed the value."""
        named = self.references.verify(word, unsigned=unsigned, bought_at=since)
        if named is None:
            return ()
        customer_id, trust = named
        said = Claim(
            customer_id=customer_id,
            trust=trust,
            kind=kind,
            subject=subject,
            account=account,
            subject_created_at=since,
            claimed_at=self.stamp.as_of,
        )
        return (said,)


def id_of(field: str | Identified | None) -> str | None:
    """Return the id in a field that may contain the whole object."""
    return field if isinstance(field, str) or field is None else field.id


def to_datetime(unix: int) -> datetime:
    """Convert Unix seconds to a time in UTC."""
    return datetime.fromtimestamp(unix, UTC)


def moment_of(unix: int | None) -> datetime | None:
    """Convert an optional time. Some of Stripe's payloads carry 0 instead of null if no time is set."""
    return to_datetime(unix) if unix else None
