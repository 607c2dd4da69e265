"""Generated customer lifecycles, full of bursts, late events, forgeries and clock errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from application.ports.storage.storage import ObjectKey
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Claim, Trust
from domain.provider import ProviderName, ProviderRef
from domain.purchases.facet import DisputeStatus, PaymentStatus
from domain.subscription import SubscriptionStatus
from examples import (
    ADA,
    ALPHA,
    BETA,
    BOB,
    NOON,
    after,
    ref,
    told_account,
    told_charge,
    told_dispute,
    told_payment,
    told_subscription,
)
from fakes.world import Change, Tell

GAPS = [0.05, 0.2, 0.4, 1.5, 3.0, 20.0]
Histories = dict[ObjectKey, list[Change]]
About = tuple[ObjectKind, ProviderRef, ProviderRef | None]
"""What a word of ownership is about, and the account that belongs to."""


@st.composite
def moments(draw: st.DrawFn, count: int) -> list[datetime]:
    gaps = draw(st.lists(st.sampled_from(GAPS), min_size=count, max_size=count))
    start = draw(st.integers(0, 40))
    return [after(start + sum(gaps[: i + 1])) for i in range(count)]


@st.composite
def changes(draw: st.DrawFn, tells: list[Tell], *, by_object: bool, claims: list[tuple[Claim, ...]]) -> list[Change]:
    """Draw changes. The provider's clock ticks in seconds and errs by one; the object's own timestamp may not move at
    all.
    """
    happened = draw(moments(len(tells)))
    told: list[Change] = []
    for at, tell, said in zip(happened, tells, claims, strict=True):
        second = at.replace(microsecond=0)
        if by_object:
            moves = not told or draw(st.integers(0, 3)) > 0
            as_of = second if moves else told[-1].as_of
        else:
            as_of = second + timedelta(seconds=draw(st.sampled_from([-1, 0, 0, 0, 1])))
        told.append(Change(at=at, as_of=as_of, tell=tell, claims=_said_at(said, as_of)))
    return told


def _said_at(said: tuple[Claim, ...], as_of: datetime) -> tuple[Claim, ...]:
    return tuple(replace(claim, claimed_at=as_of) for claim in said)


def word(customer: CustomerId, trust: Trust, about: About, since: datetime) -> Claim:
    kind, subject, account = about
    return Claim(
        customer_id=customer,
        trust=trust,
        kind=kind,
        subject=subject,
        account=account,
        subject_created_at=since,
        claimed_at=NOON,
    )


@st.composite
def words(draw: st.DrawFn, about: About, count: int) -> list[tuple[Claim, ...]]:
    """Draw claims. The genuine claim may come late, and a forged one at any time. The first claim need not be the
    first to arrive.
    """
    since = after(draw(st.integers(0, 9)))
    customer, trust = draw(st.sampled_from([(ADA, Trust.SELLER), (ADA, Trust.SIGNED), (BOB, Trust.SIGNED)]))
    linked_from = draw(st.integers(0, count))
    forged_at = draw(st.integers(0, 2 * count))
    said: list[tuple[Claim, ...]] = []
    for i in range(count):
        now = [word(customer, trust, about, since)] if i >= linked_from else []
        now += [word(BOB, Trust.UNSIGNED, about, since)] if i == forged_at else []
        said.append(tuple(now))
    return said


@st.composite
def subscriptions(draw: st.DrawFn, name: str, provider: ProviderName) -> Histories:
    told, created_at = ref(name, provider), after(draw(st.integers(0, 9)))
    account = ref(draw(st.sampled_from(["ada", "shared"])), provider)
    states: list[dict[str, Any]] = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "status": st.sampled_from(SubscriptionStatus),
                    "cancels_at": st.sampled_from([None, None, after(9999)]),
                    "collection_paused": st.booleans(),
                    "current_period_end": st.sampled_from([after(5000), after(9000)]),
                }
            ),
            min_size=1,
            max_size=6,
        )
    )

    def telling(state: dict[str, Any]) -> Tell:
        told_always = {"provider": provider, "account": account, "created_at": created_at}
        return lambda stamp: told_subscription(name, timestamp=stamp, **told_always, **state)

    said = draw(words((ObjectKind.SUBSCRIPTION, told, account), len(states)))
    tells = [telling(state) for state in states]
    return {(ObjectKind.SUBSCRIPTION, told): draw(changes(tells, by_object=provider == BETA, claims=said))}


@st.composite
def purchases(draw: st.DrawFn, name: str, provider: ProviderName) -> Histories:
    """Draw purchases: a payment, its charge with refunds that may fail again, and disputes, each with its
    own events.
    """
    by_object = provider == BETA
    account = draw(st.sampled_from([None, ref("ada", provider)]))
    order, charge, dispute = (ref(f"{name}{suffix}", provider) for suffix in ("", "-charge", "-dispute"))
    created_at = after(draw(st.integers(0, 9)))
    paid = draw(st.sampled_from([[PaymentStatus.PAID], [PaymentStatus.PENDING, PaymentStatus.PAID]]))
    refunds = draw(st.lists(st.sampled_from([0, 40, 99]), max_size=4))
    disputes = draw(st.sampled_from([[], [DisputeStatus.OPEN], [DisputeStatus.OPEN, DisputeStatus.LOST]]))

    def paying(status: PaymentStatus) -> Tell:
        told_always = {"provider": provider, "account": account, "created_at": created_at}
        return lambda stamp: told_payment(name, timestamp=stamp, status=status, raw_status=status.value, **told_always)

    def refunding(amount: int) -> Tell:
        keys = (charge.id, name)
        return lambda stamp: told_charge(charge.id, ref=charge, keys=keys, timestamp=stamp, refunded=amount)

    def disputing(status: DisputeStatus) -> Tell:
        return lambda stamp: told_dispute(
            dispute.id, status, ref=dispute, keys=(dispute.id, charge.id), timestamp=stamp
        )

    told: list[tuple[ObjectKind, ProviderRef, list[Tell]]] = [
        (ObjectKind.ORDER, order, [paying(status) for status in paid]),
        (ObjectKind.CHARGE, charge, [refunding(amount) for amount in (0, *refunds)]),
        (ObjectKind.DISPUTE, dispute, [disputing(status) for status in disputes]),
    ]
    histories: Histories = {}
    for kind, subject, tells in told:
        silent: list[tuple[Claim, ...]] = [()] * len(tells)
        said = draw(words((kind, subject, account), len(tells))) if kind is ObjectKind.ORDER else silent
        if tells:
            histories[kind, subject] = draw(changes(tells, by_object=by_object, claims=said))
    return histories


@st.composite
def accounts(draw: st.DrawFn, name: str, provider: ProviderName) -> Histories:
    told = ref(name, provider)
    fate = draw(st.sampled_from([[False], [False, True]]))

    def telling(*, deleted: bool) -> Tell:
        return lambda stamp: told_account(name, ref=told, timestamp=stamp, deleted=deleted)

    since = after(draw(st.integers(0, 9)))
    owner = ADA if name == "ada" else draw(st.sampled_from([ADA, BOB]))
    said: list[tuple[Claim, ...]] = [(word(owner, Trust.SELLER, (ObjectKind.ACCOUNT, told, told), since),)] * len(fate)
    tells = [telling(deleted=deleted) for deleted in fate]
    return {(ObjectKind.ACCOUNT, told): draw(changes(tells, by_object=provider == BETA, claims=said))}


@st.composite
def lives(draw: st.DrawFn) -> Histories:
    """Draw a world in which two customers bought several products at two providers."""
    histories: Histories = {}
    makers: list[tuple[Callable[[str, ProviderName], st.SearchStrategy[Histories]], list[str]]] = [
        (subscriptions, ["sub-1", "sub-2"]),
        (purchases, ["order-1", "order-2"]),
        (accounts, ["ada", "shared"]),
    ]
    for make, names in makers:
        for name in names:
            for provider in (ALPHA, BETA):
                if draw(st.booleans()):
                    histories |= draw(make(name, provider))
    return histories
