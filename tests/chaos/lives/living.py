"""Each day, every customer with a planned action takes one that is possible then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from chaos.lives import offers_at_stripe
from chaos.lives.at_lemonsqueezy import AtLemonSqueezy
from chaos.lives.at_stripe import AtStripe
from chaos.lives.buyer import Buyer, Deed
from chaos.lives.people import Life
from payment_sandbox.lemonsqueezy import refusal as lemonsqueezy
from payment_sandbox.lemonsqueezy.vendor import LemonSqueezyVendor
from payment_sandbox.sandbox import Sandbox
from payment_sandbox.stripe.life.wallet import CardDeclined
from payment_sandbox.stripe.refusal import Refusal
from payment_sandbox.stripe.vendor import StripeVendor

_REFUSED = (Refusal, CardDeclined, lemonsqueezy.Refusal, lemonsqueezy.CardDeclined)


@dataclass(slots=True)
class Living:
    """`tell` is called with each action: the customer's id or name, and the action."""

    sandbox: Sandbox
    lives: Iterable[Life]
    customer_key: str
    tell: Callable[[str, str], None]
    _by_day: dict[int, list[tuple[Buyer, int]]] = field(init=False)
    _stripe: AtStripe = field(init=False)
    _lemonsqueezy: AtLemonSqueezy = field(init=False)

    def __post_init__(self) -> None:
        self._by_day = defaultdict(list)
        for life in self.lives:
            for day, times in life.days:
                self._by_day[day].append((life.buyer, times))
        stripe, lemonsqueezy_ = self.sandbox.vendors["stripe"], self.sandbox.vendors["lemonsqueezy"]
        assert isinstance(stripe, StripeVendor)
        assert isinstance(lemonsqueezy_, LemonSqueezyVendor)
        with self.sandbox.storage.together():
            offers_at_stripe.begin(stripe.account)
        self._stripe = AtStripe(stripe.account, self.customer_key)
        self._lemonsqueezy = AtLemonSqueezy(lemonsqueezy_.shop, self.customer_key)

    def day(self, day: int) -> Iterator[timedelta]:
        """Take the day's actions one after another. Simultaneous actions are so close that their events may arrive in
        any order. Returns the time until the next day.
        """
        for buyer, times in self._by_day.pop(day, ()):
            for _ in range(times):
                self._do_something(buyer)
                yield timedelta(seconds=buyer.chance.choice((0, 0, 7, 30, 30)))

    def _do_something(self, buyer: Buyer) -> None:
        provider = buyer.chance.choice(buyer.providers)
        possible = list(self._stripe.deeds(buyer) if provider == "stripe" else self._lemonsqueezy.deeds(buyer))
        if not possible:
            return
        (deed,) = buyer.chance.choices(possible, [each.weight for each in possible])
        self.tell(buyer.id or buyer.name, self._done(deed))

    def _done(self, deed: Deed) -> str:
        """Take an action. A refusal by the provider changes nothing, like a button pressed too late."""
        try:
            with self.sandbox.storage.together():
                deed.do()
        except _REFUSED as refused:
            return f"{deed.name}: refused, {refused}"
        return deed.name
