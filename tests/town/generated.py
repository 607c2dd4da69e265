"""Generated lifecycles of three people at two providers: bursts within a second, a change of provider, guests and
forgers.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from town.life import (
    ADA,
    BOB,
    CUSTOMERS,
    DAY,
    END,
    LEMONSQUEEZY,
    ONLY_AT_STRIPE,
    STRIPE,
    Account,
    Act,
    Change,
    How,
    Life,
    Provider,
    Purchase,
    Standing,
    Subscription,
    SubscriptionChange,
    Way,
    Word,
)

GAPS = [0.05, 0.2, 0.4, 1.5, 3.0, 20.0, 2 * DAY]
ACCOUNTS: dict[Provider, list[str]] = {STRIPE: ["cus_1", "cus_2"], LEMONSQUEEZY: ["1", "2"]}
"""Lemon Squeezy counts each kind of object by itself, so that there is an account, an order and a subscription 1."""

TOTALS: dict[Provider, int] = {STRIPE: 12_900, LEMONSQUEEZY: 9_900}
WAYS = {
    Way.CHECKOUT: [["paid"], ["pending", "paid"], ["pending"], ["pending", "failed"]],
    Way.AUTHORIZATION: [["authorized"], ["authorized", "paid"], ["authorized", "expired"]],
    Way.QUOTE: [["pending"], ["pending", "paid"], ["paid"], ["pending", "void"]],
}
"""A payment goes through one of these series of states, depending on how the purchase is made."""

names = st.sampled_from([ADA, ADA, BOB, *CUSTOMERS])
beginnings = st.sampled_from([0, 1, 2, 40, 41, 3 * DAY, 3 * DAY + 1, 9 * DAY])


@st.composite
def moments(draw: st.DrawFn, begin: int, count: int) -> list[float]:
    gaps = draw(st.lists(st.sampled_from(GAPS), min_size=count, max_size=count))
    return [begin + sum(gaps[: i + 1]) for i in range(count)]


@st.composite
def stamps(draw: st.DrawFn, provider: Provider, happened: list[float]) -> list[int]:
    """Draw timestamps: Stripe's clock errs by a second, and one of four changes at Lemon Squeezy does not move
    `updated_at`.
    """
    told: list[int] = []
    for at in happened:
        if provider == STRIPE:
            told.append(int(at) + draw(st.sampled_from([-1, 0, 0, 0, 1])))
        else:
            told.append(int(at) if not told or draw(st.integers(0, 3)) else told[-1])
    return told


@st.composite
def words(draw: st.DrawFn, provider: Provider, *, carried: bool = True) -> tuple[Word, ...]:
    """Draw claims. At Stripe there may be two: the seller's, and one carried in the URL, if there was one."""
    buyers = st.builds(Word, customer=names, how=st.sampled_from([How.UNSIGNED, How.SIGNED]))
    sellers = st.builds(Word, customer=names, how=st.just(How.SELLER))
    said = [draw(st.none() | buyers) if carried else None, draw(st.none() | sellers) if provider == STRIPE else None]
    return tuple(word for word in said if word is not None)


@st.composite
def subscriptions(
    draw: st.DrawFn,
    provider: Provider,
    number: int,
    last: st.SearchStrategy[Standing] | None = None,
    begin: st.SearchStrategy[int] = beginnings,
) -> Subscription:
    """Draw subscriptions. `last` lists the possible final statuses, after two others at most; None allows any."""
    possible = [s for s in Standing if provider == STRIPE or s not in ONLY_AT_STRIPE]
    often = [Standing.ACTIVE, Standing.PAST_DUE, Standing.CANCELLING]
    standings = draw(st.lists(st.sampled_from([*often, *possible]), min_size=1, max_size=5))
    if last is not None:
        paid, owed = [Standing.PAST_DUE, Standing.ACTIVE], [Standing.PAST_DUE]
        standings = [*draw(st.sampled_from([standings[:2], paid, owed])), draw(last)]
    created = draw(begin)
    happened = draw(moments(created, len(standings)))
    told = draw(stamps(provider, happened))
    changes = tuple(
        SubscriptionChange(
            at=at,
            stamp=stamp,
            value=standing,
            ends=draw(st.sampled_from([END - DAY, END + DAY])),
            owed=int(at) - draw(st.sampled_from([0, 3600, 20 * DAY])),
            discounted=provider == STRIPE and draw(st.booleans()),
            due=draw(st.sampled_from([None, None, int(at) - DAY, 25 * DAY])) if provider == STRIPE else None,
            period=draw(st.sampled_from([(0, END - 2 * DAY), (10 * DAY, END + 9 * DAY), (20 * DAY, END + 19 * DAY)])),
        )
        for at, stamp, standing in zip(happened, told, standings, strict=True)
    )
    return Subscription(
        provider=provider,
        id=f"sub_{number}" if provider == STRIPE else str(number),
        account=draw(st.sampled_from(ACCOUNTS[provider])),
        created=created,
        words=draw(words(provider)),
        order=None if provider == STRIPE else str(number + 2),
        currency=draw(st.sampled_from(["eur", "usd"])) if provider == STRIPE else "usd",
        changes=changes,
    )


@st.composite
def purchases(draw: st.DrawFn, provider: Provider, number: int) -> Purchase:
    total = TOTALS[provider]
    way = draw(st.sampled_from(list(Way) if provider == STRIPE else [Way.CHECKOUT]))
    fraud = [["paid", "fraudulent"]] if provider == LEMONSQUEEZY else []
    paid = draw(st.sampled_from([*WAYS[way], *fraud]))
    refunds: list[str] = []
    disputes: list[str] = []
    if paid[-1] == "paid":
        refunds = draw(st.lists(st.sampled_from(["0", "4000", str(total)]), max_size=3))
        disputes = draw(st.sampled_from([[], ["open"], ["open", "lost"], ["open", "won"]]))
    disputes = disputes if provider == STRIPE else []
    guests = provider == STRIPE and way is not Way.QUOTE
    created = draw(beginnings)
    happened = draw(moments(created, len(paid) + len(refunds) + len(disputes)))
    stamped = draw(stamps(provider, happened))
    changes = [
        Change(at=at, stamp=stamp, value=value)
        for at, stamp, value in zip(happened, stamped, [*paid, *refunds, *disputes], strict=True)
    ]
    after, last = len(paid), len(paid) + len(refunds)
    return Purchase(
        provider=provider,
        id=str(number),
        account=draw(st.sampled_from([*ACCOUNTS[provider], *([None] if guests else [])])),
        created=created,
        words=draw(words(provider, carried=way is not Way.QUOTE)),
        way=way,
        total=total,
        disputed=draw(st.sampled_from([total, 3000, total - 4000])),
        payments=tuple(changes[:after]),
        refunds=tuple(changes[after:last]),
        disputes=tuple(changes[last:]),
    )


@st.composite
def accounts(draw: st.DrawFn, provider: Provider, id_: str) -> Account:
    of_stripe = provider == STRIPE
    created = draw(st.sampled_from([0, 1, 2]))
    deleted = of_stripe and draw(st.integers(0, 3)) == 3
    at = draw(st.sampled_from([3.5, 42.5, 12.0 * DAY])) if deleted else None
    return Account(
        provider=provider,
        id=id_,
        created=created,
        word=draw(st.none() | st.builds(Word, customer=names, how=st.just(How.SELLER))) if of_stripe else None,
        deleted=Change(at=at, stamp=int(at), value="deleted") if at is not None else None,
    )


@st.composite
def acts(draw: st.DrawFn) -> tuple[Act, ...]:
    """Draw actions of the host, which links an account to at most one user and pins each user at most once."""
    moment = st.sampled_from([10.5, 45.5, 4.5 * DAY, 21.5 * DAY])
    done: list[Act] = []
    for provider, ids in ACCOUNTS.items():
        for account in ids:
            chosen = draw(st.sampled_from(["", "", "", "link", "unlink", "link and unlink"]))
            done += [
                Act(at=draw(moment), act=act, customer=draw(names), provider=provider, account=account)
                for act in ("link", "unlink")
                if act in chosen.split()
            ]
    for customer in CUSTOMERS:
        for act in ("pin", "refresh"):
            if draw(st.integers(0, 3)) == 0:
                provider = draw(st.sampled_from([STRIPE, LEMONSQUEEZY]))
                done.append(Act(at=draw(moment), act=act, customer=customer, provider=provider, account=""))
    return tuple(done)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Draw lifecycles. Where a pricing table is in use, no seller names a customer by the reference of a checkout."""
    has = [(provider, number) for provider in ACCOUNTS for number in (1, 2)]
    pricing_tables = draw(st.booleans())
    by_reference = st.just(value=False) if pricing_tables else st.booleans()
    return Life(
        accounts=tuple(draw(accounts(provider, id_)) for provider, ids in ACCOUNTS.items() for id_ in ids),
        subscriptions=tuple(
            replace(draw(subscriptions(*each)), by_reference=draw(by_reference)) for each in has if draw(st.booleans())
        ),
        purchases=tuple(
            replace(draw(purchases(*each)), by_reference=draw(by_reference)) for each in has if draw(st.booleans())
        ),
        acts=draw(acts()),
        pricing_tables=pricing_tables,
    )


@st.composite
def subscribers(draw: st.DrawFn) -> Life:
    """Draw customers with one Stripe subscription in arrears or with a planned pause, and nothing else that would
    hide it.
    """
    last = st.sampled_from([Standing.PAST_DUE, Standing.PAST_DUE, Standing.PLANNED])
    subscription = draw(subscriptions(STRIPE, 1, last, st.sampled_from([0, 3 * DAY, 16 * DAY, 18 * DAY])))
    named = (Word(customer=ADA, how=How.SELLER),)
    return Life(
        accounts=(Account(provider=STRIPE, id=subscription.account or "", created=0, word=None, deleted=None),),
        subscriptions=(replace(subscription, words=named),),
        purchases=(),
        acts=(),
    )
