"""Small worlds with arbitrary connections between objects, to compare the places that decide ownership."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from application.ports.storage.inbox import Delivery, DeliveryStatus
from application.ports.storage.storage import Storage
from domain.customer import Customer, CustomerId
from domain.lifecycle.arrears import SubscriptionInvoiceSnapshot
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import AccountUnlink, Claim, SubjectKey, Trust
from domain.ownership.claim_set import ClaimSet
from domain.ownership.resolution import OwnershipResolver, resolve_ownership
from domain.provider import ProviderRef
from domain.purchases.facet import FacetSnapshot
from domain.subscription import ScheduleSnapshot, SubscriptionSnapshot
from examples import (
    ADA,
    ALPHA,
    BOB,
    NOON,
    after,
    facets,
    known,
    pushed,
    ref,
    told_charge,
    told_payment,
    told_subscription,
)

CUSTOMERS = (ADA, BOB)
_ACCOUNTS = st.sampled_from(["account_0", "account_1"]).map(ref)
_CONNECTED = (("order_0", "order_1", "order_2"), ("order_3", "order_4"))
_ORDERS = st.sampled_from([id_ for connected in _CONNECTED for id_ in connected])
_LINKS = st.sampled_from(_CONNECTED).flatmap(lambda ids: st.lists(st.sampled_from(ids), min_size=1, max_size=2))
_SUBSCRIPTIONS = st.sampled_from(["sub_0", "sub_1"])
AccountOf = Callable[[SubjectKey], ProviderRef | None]
_MOMENTS = st.integers(0, 3).map(after)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The snapshots, claims and unlinks that a service received, and the deliveries about them."""

    snapshots: tuple[Snapshot, ...]
    claims: tuple[Claim, ...]
    unlinkings: tuple[AccountUnlink, ...]
    deliveries: tuple[Delivery, ...]

    @property
    def subscriptions(self) -> list[SubscriptionSnapshot]:
        return [each for each in self.snapshots if isinstance(each, SubscriptionSnapshot)]

    @property
    def decision(self) -> OwnershipResolver:
        """Resolve ownership from everything that is known."""
        told = [each for each in self.snapshots if isinstance(each, FacetSnapshot)]
        ownership = ClaimSet(claims=frozenset(self.claims), unlinkings=frozenset(self.unlinkings))
        return resolve_ownership(ownership, self.subscriptions, facets(*told))

    def owner(self, delivery: Delivery) -> CustomerId | None:
        if delivery.subject is not None:
            claim = self.decision.owner(delivery.subject, delivery.account)
        else:
            claim = self.decision.ownership.account_owner(delivery.account) if delivery.account else None
        return claim.customer_id if claim is not None else None

    async def keep(self, storage: Storage) -> None:
        async with storage.begin() as uow:
            await uow.customers.register([Customer(id=customer, registered_at=NOON) for customer in CUSTOMERS])
            await uow.mirror.save([known(snapshot) for snapshot in self.snapshots])
            await uow.claims.add(self.claims)
            for unlinking in self.unlinkings:
                await uow.claims.unlink(unlinking, NOON)
            await uow.inbox.receive(self.deliveries)
            await uow.commit()


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a world in which every object always names the same account, as providers do.

    A subscription has an account, and its initial order names the same one. Connected objects all name one account or
    none. A delivery is about a mirrored object, about no object, or about one that nothing else names.
    """
    accounts = {id_: draw(_ACCOUNTS) for id_ in ("sub_0", "sub_1")}
    accounts |= {id_: account for pair in _CONNECTED if (account := draw(st.none() | _ACCOUNTS)) for id_ in pair}

    def account_of(subject: SubjectKey) -> ProviderRef | None:
        return subject[1] if subject[0] is ObjectKind.ACCOUNT else accounts.get(subject[1].id)

    snapshots = [
        *_subscriptions(draw, account_of),
        *_payments(draw, account_of),
        *_charges(draw, account_of),
    ]
    snapshots += [*_schedules(snapshots), *_invoices(snapshots)]
    claimed = st.one_of(
        _SUBSCRIPTIONS.map(lambda id_: (ObjectKind.SUBSCRIPTION, ref(id_))),
        _ORDERS.map(lambda id_: (ObjectKind.ORDER, ref(id_))),
        _ACCOUNTS.map(lambda account: (ObjectKind.ACCOUNT, account)),
    )
    claims: dict[tuple[object, ...], Claim] = {}
    for kind, subject in draw(st.lists(claimed, max_size=6)):
        said = Claim(
            customer_id=draw(st.sampled_from(CUSTOMERS)),
            trust=Trust.HOST if kind is ObjectKind.ACCOUNT else draw(st.sampled_from(Trust)),
            kind=kind,
            subject=subject,
            account=account_of((kind, subject)),
            subject_created_at=draw(_MOMENTS),
            claimed_at=NOON,
        )
        claims[said.identity] = said.merged_with(claims.get(said.identity, said))
    unlinkings = st.builds(AccountUnlink, account=_ACCOUNTS, customer_id=st.sampled_from(CUSTOMERS))
    about = st.one_of(
        _ACCOUNTS.map(lambda account: (ObjectKind.ACCOUNT, account)),
        st.sampled_from([snapshot.key for snapshot in snapshots]) if snapshots else st.nothing(),
        _SUBSCRIPTIONS.map(lambda id_: (ObjectKind.ARREARS, ref(id_))),
        st.just((ObjectKind.SCHEDULE, ref("unknown"))),
        st.none(),
    )
    told = {snapshot.key: account_told_by(snapshot) for snapshot in snapshots}
    return World(
        snapshots=tuple(snapshots),
        claims=tuple(claims.values()),
        unlinkings=tuple(draw(st.lists(unlinkings, max_size=2, unique=True))),
        deliveries=tuple(
            Delivery(
                provider=ALPHA,
                key=f"delivery_{number}",
                type="made.up",
                status=DeliveryStatus.APPLIED,
                received_at=after(number),
                payload="{}",
                subject=subject,
                account=told.get(subject) if subject in told else draw(st.none() | _ACCOUNTS),
            )
            for number, subject in enumerate(draw(st.lists(about, max_size=8)))
        ),
    )


def account_told_by(snapshot: Snapshot) -> ProviderRef | None:
    return snapshot.account if isinstance(snapshot, SubscriptionSnapshot | FacetSnapshot) else None


def _subscriptions(draw: st.DrawFn, account_of: AccountOf) -> list[Snapshot]:
    def opening(account: ProviderRef | None) -> st.SearchStrategy[str | None]:
        alike = [ids for ids in _CONNECTED if account_of((ObjectKind.ORDER, ref(ids[0]))) == account]
        return st.none() | st.sampled_from([id_ for ids in alike for id_ in ids]) if alike else st.none()

    return [
        told_subscription(
            id_,
            account=(account := account_of((ObjectKind.SUBSCRIPTION, ref(id_)))),
            initial_order_id=draw(opening(account)),
            schedule_id=draw(st.none() | st.just(f"schedule_of_{id_}")),
            created_at=draw(_MOMENTS),
        )
        for id_ in draw(st.lists(_SUBSCRIPTIONS, unique=True))
    ]


def _payments(draw: st.DrawFn, account_of: AccountOf) -> list[Snapshot]:
    """Draw payments, each of which may name another that it is connected with."""
    return [
        told_payment(
            id_,
            account=account_of((ObjectKind.ORDER, ref(id_))),
            keys=(id_, *draw(st.just(()) | st.sampled_from(_connected(id_)).map(lambda other: (other,)))),
            confirms_one_off=draw(st.booleans()),
            created_at=draw(_MOMENTS),
        )
        for id_ in draw(st.lists(_ORDERS, unique=True))
    ]


def _charges(draw: st.DrawFn, account_of: AccountOf) -> list[Snapshot]:
    return [
        told_charge(
            f"charge_{number}",
            account=account_of((ObjectKind.ORDER, ref(keys[0]))),
            keys=(f"charge_{number}", *keys),
            created_at=draw(_MOMENTS),
        )
        for number, keys in enumerate(draw(st.lists(_LINKS, max_size=3)))
    ]


def _connected(id_: str) -> tuple[str, ...]:
    return next(connected for connected in _CONNECTED if id_ in connected)


def _schedules(snapshots: list[Snapshot]) -> list[Snapshot]:
    return [
        ScheduleSnapshot(
            ref=ref(each.schedule_id),
            kind=ObjectKind.SCHEDULE,
            timestamp=pushed(),
            subscription_id=each.ref.id,
            active=True,
        )
        for each in snapshots
        if isinstance(each, SubscriptionSnapshot) and each.schedule_id is not None
    ]


def _invoices(snapshots: list[Snapshot]) -> list[Snapshot]:
    return [
        SubscriptionInvoiceSnapshot(
            ref=ref(f"invoice_of_{each.ref.id}"),
            kind=ObjectKind.SUBSCRIPTION_INVOICE,
            timestamp=pushed(),
            subscription_id=each.ref.id,
            open=True,
            created_at=NOON,
        )
        for each in snapshots
        if isinstance(each, SubscriptionSnapshot)
    ]
