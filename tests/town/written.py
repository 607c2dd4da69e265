"""Short lifecycles written by hand."""

from __future__ import annotations

from town.generated import ACCOUNTS, TOTALS
from town.life import (
    DAY,
    END,
    STRIPE,
    Account,
    Act,
    Change,
    Deed,
    Life,
    Provider,
    Purchase,
    Standing,
    Subscription,
    SubscriptionChange,
    Word,
)
from town.town import Town, everything_arrives, in_memory


def subscribed(
    provider: Provider,
    *words: Word,
    number: int = 1,
    at: int = 10,
    standing: Standing = Standing.ACTIVE,
    account: int = 1,
) -> Subscription:
    """Build a subscription paid until ten days after the end of the test."""
    change = SubscriptionChange(at=at, stamp=at, value=standing, ends=END + DAY, period=(0, END + 10 * DAY))
    return Subscription(
        provider=provider,
        id=f"sub_{number}" if provider == STRIPE else str(number),
        account=ACCOUNTS[provider][account - 1],
        created=at,
        words=words,
        order=None if provider == STRIPE else str(number + 2),
        changes=(change,),
    )


def bought(
    provider: Provider,
    *words: Word,
    number: int = 1,
    at: int = 10,
    status: str = "paid",
    refunded: int = 0,
    account: int | None = 1,
) -> Purchase:
    """Build a purchase; `account` is None for a guest."""
    back = (Change(at=at + 60, stamp=at + 60, value=str(refunded)),) if refunded else ()
    return Purchase(
        provider=provider,
        id=str(number),
        account=ACCOUNTS[provider][account - 1] if account is not None else None,
        created=at,
        words=words,
        total=TOTALS[provider],
        disputed=TOTALS[provider],
        payments=(Change(at=at, stamp=at, value=status),),
        refunds=back,
        disputes=(),
    )


def act(deed: Deed, customer: str, provider: Provider, *, account: int = 1, at: float = 5 * DAY) -> Act:
    named = "" if deed == "pin" else ACCOUNTS[provider][account - 1]
    return Act(at=at, act=deed, customer=customer, provider=provider, account=named)


async def lived(*things: Subscription | Purchase | Act, deleted: tuple[str, ...] = ()) -> Town:
    """Run a lifecycle with two accounts at each provider, deleting those with these ids at the end; everything
    arrives immediately.
    """
    gone = Change(at=20 * DAY, stamp=20 * DAY, value="deleted")
    accounts = [
        Account(provider=provider, id=id_, created=0, word=None, deleted=gone if id_ in deleted else None)
        for provider, ids in ACCOUNTS.items()
        for id_ in ids
    ]
    life = Life(
        accounts=tuple(accounts),
        subscriptions=tuple(each for each in things if isinstance(each, Subscription)),
        purchases=tuple(each for each in things if isinstance(each, Purchase)),
        acts=tuple(each for each in things if isinstance(each, Act)),
    )
    town = in_memory(life)
    await town.live(everything_arrives(town.happenings()))
    return town
