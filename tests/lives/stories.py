"""Customers' lifecycles: who does what on which day, at either provider."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lives.person import Person
from lives.seller import Seller

WORKS: Mapping[str, str] = {"stripe": "always works", "lemonsqueezy": "Card that works"}
FAILS: Mapping[str, str] = {"stripe": "declined at renewal", "lemonsqueezy": "Card that is declined at renewal"}
OTHER: Mapping[str, str] = {"stripe": "lemonsqueezy", "lemonsqueezy": "stripe"}

Deed: TypeAlias = Callable[[Person, Seller, str], Awaitable[None]]
"""Whose, with whom, and at which provider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`days` maps each day to its actions, which follow one another without waiting. `at` lists the providers where
    it can be played.
    """

    name: str
    days: Mapping[int, tuple[Deed, ...]]
    at: tuple[str, ...] = ("stripe", "lemonsqueezy")


def buys(offer: str, card: Mapping[str, str] = WORKS) -> Deed:
    return lambda person, _, provider: person.buy(provider, offer, card[provider])


def buys_elsewhere(offer: str) -> Deed:
    return lambda person, _, provider: person.buy(OTHER[provider], offer, WORKS[OTHER[provider]])


def changes_to(plan: str) -> Deed:
    return lambda person, _, provider: person.at_portal(
        provider, lambda portal, visitor: portal.change_plan(visitor, plan)
    )


async def cancels(person: Person, _: Seller, provider: str) -> None:
    await person.at_portal(provider, lambda portal, visitor: portal.cancel(visitor))


async def undoes(person: Person, _: Seller, provider: str) -> None:
    await person.at_portal(provider, lambda portal, visitor: portal.undo(visitor))


async def pauses(person: Person, _: Seller, provider: str) -> None:
    await person.at_portal(provider, lambda portal, visitor: portal.pause(visitor))


async def resumes(person: Person, _: Seller, provider: str) -> None:
    await person.at_portal(provider, lambda portal, visitor: portal.resume(visitor))


async def takes_another_card(person: Person, _: Seller, provider: str) -> None:
    await person.at_portal(provider, lambda portal, visitor: portal.take_card(visitor))


def gets_back(cents: int | None) -> Deed:
    return lambda person, seller, provider: seller.give_back(provider, person.customer, cents)


def bank(does: str) -> Deed:
    return lambda person, seller, _: seller.bank(does, person.customer)


async def is_deleted(person: Person, seller: Seller, _: str) -> None:
    await seller.delete_account(person.customer)


STORIES = (
    Story(name="Basic to Pro", days={0: (buys("basic_monthly"),), 8: (changes_to("pro_monthly"),)}),
    Story(name="monthly to yearly", days={0: (buys("pro_monthly"),), 5: (changes_to("pro_yearly"),)}),
    Story(name="a downgrade", days={0: (buys("pro_monthly"),), 5: (changes_to("basic_monthly"),)}),
    Story(name="a downgrade to come", days={5: (buys("pro_yearly"),), 34: (changes_to("basic_yearly"),)}),
    Story(name="cancelled and undone", days={0: (buys("basic_monthly"),), 8: (cancels,), 12: (undoes,)}),
    Story(name="cancelled, to its end", days={0: (buys("basic_monthly"),), 5: (cancels,)}),
    Story(name="cancelled, before its end", days={5: (buys("basic_yearly"),), 8: (cancels,)}),
    Story(name="another card in time", days={0: (buys("basic_monthly", FAILS),), 34: (takes_another_card,)}),
    Story(name="no other card", days={0: (buys("pro_monthly", FAILS),)}),
    Story(name="paused and resumed", days={0: (buys("pro_monthly"),), 8: (pauses,), 12: (resumes,)}),
    Story(name="paused", days={5: (buys("pro_monthly"),), 12: (pauses,)}),
    Story(name="bought once", days={5: (buys("lifetime"),)}),
    Story(name="bought once, half given back", days={0: (buys("lifetime"),), 12: (gets_back(5_000),)}),
    Story(name="given back bit by bit", days={0: (buys("lifetime"), gets_back(1_000)), 12: (gets_back(None),)}),
    Story(name="first here, then there", days={0: (buys("lifetime"),), 5: (buys_elsewhere("pro_monthly"),)}),
    Story(
        name="everything at once",
        days={0: (buys("basic_monthly"), changes_to("pro_monthly"), cancels, undoes, pauses, resumes), 34: (cancels,)},
    ),
    Story(
        name="undecided",
        days={0: (buys("pro_monthly"),), 8: (cancels, undoes, cancels, undoes, cancels), 34: (buys("basic_monthly"),)},
    ),
    Story(name="disputed", days={0: (buys("lifetime"),), 12: (bank("dispute-charge"),)}, at=("stripe",)),
    Story(
        name="disputed and won",
        days={0: (buys("lifetime"),), 12: (bank("dispute-charge"), bank("win-dispute"))},
        at=("stripe",),
    ),
    Story(
        name="disputed and lost",
        days={5: (buys("lifetime"), bank("dispute-charge")), 34: (bank("lose-dispute"),)},
        at=("stripe",),
    ),
    Story(name="deleted", days={0: (buys("pro_monthly"),), 5: (buys("lifetime"),), 12: (is_deleted,)}, at=("stripe",)),
)

AT_THE_PORTALS_ALONE = 8
"""On this day nothing is done for which a provider's API is needed."""

BETWEEN = 20
"""On this day nothing is done at all; payments are due until the next."""

DAYS = sorted({day for story in STORIES for day in story.days} | {BETWEEN, 64})
"""On the last one everything that was to come by itself has come."""


def parts() -> Iterator[tuple[Story, str]]:
    """Return every story at every provider where it can be played."""
    for story in STORIES:
        for provider in story.at:
            yield story, provider
