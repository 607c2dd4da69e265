"""Expected results, derived from the lifecycle itself without any of our own code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from town.life import DAY, END, STRIPE, Bought, How, Life, Provider, Purchase, Standing, Subscription, Way

GRACE = 14 * DAY
_DENIED = {
    Standing.PAUSED: "paused",
    Standing.VOID: "paused",
    Standing.UNPAID: "unpaid",
    Standing.INCOMPLETE: "incomplete",
    Standing.ENDED: "subscription_ended",
    Standing.LAPSED: "subscription_ended",
    Standing.ODD: "unknown_status",
}
_UNPAID = {"authorized": "pending", "expired": "failed", "void": "failed"}
_NO_BUSINESS = {Standing.INCOMPLETE, Standing.LAPSED, Standing.ODD}

AccountId = tuple[Provider, str]
Granted = tuple[bool, int | None, str]
"""Whether, until when, and why."""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim: `what` is the id of the claimed object, and `of_account` is whether that is the account itself."""

    how: How
    since: float
    what: str
    customer: str
    account: AccountId | None
    thing: Bought | None = None
    of_account: bool = False

    @property
    def rank(self) -> tuple[int, float, str, str]:
        return -self.how, self.since, self.what, self.customer


class Oracle:
    def __init__(self, life: Life) -> None:
        self.life = life
        self.taken = {((a.provider, a.account), a.customer) for a in life.acts if a.act == "unlink"}
        self.everything_said = list(_everything_said(life))
        self.said = [s for s in self.everything_said if (s.account, s.customer) not in self.taken]

    def holder(self, account: AccountId | None) -> Said | None:
        links = [s for s in self.said if account and s.account == account and s.how > How.UNSIGNED]
        best = min(links, key=lambda s: s.rank, default=None)
        if best is None or best.how > How.SIGNED:
            return best
        disputed = {s.customer for s in links} != {best.customer}
        return None if disputed or not self.began(best.account, best.customer) else best

    def began(self, account: AccountId | None, customer: str) -> bool:
        """Return whether their claim on the first purchase of the account is genuine."""
        bought = [t for t in (*self.life.subscriptions, *self.life.purchases) if account_of(t) == account]
        given = [s.since for s in self.everything_said if s.of_account and s.account == account]
        first = min([*(t.created for t in bought), *given])
        genuine = [any(w.customer == customer and w.how > How.UNSIGNED for w in t.words) for t in bought]
        firsts = [own for thing, own in zip(bought, genuine, strict=True) if thing.created == first]
        return first not in given and all(firsts)

    def owner(self, thing: Bought) -> Said | None:
        direct = [s for s in self.said if s.thing is thing]
        holder = self.holder(account_of(thing))
        return min([*direct, *([holder] if holder else [])], key=lambda s: s.rank, default=None)

    def accounts(self, customer: str) -> set[AccountId]:
        known = {s.account for s in self.said if s.account is not None}
        return {account for account in known if (held := self.holder(account)) and held.customer == customer}

    def subscriptions(self, customer: str) -> list[Subscription]:
        return [s for s in self.life.subscriptions if (owner := self.owner(s)) and owner.customer == customer]

    def purchases(self, customer: str) -> list[Purchase]:
        return [p for p in self.life.purchases if (owner := self.owner(p)) and owner.customer == customer]

    def home(self, customer: str) -> Provider | None:
        used = {s.provider for s in (*self.subscriptions(customer), *self.purchases(customer))}
        used |= {provider for provider, _ in self.accounts(customer)}
        pins = [a.provider for a in self.life.acts if a.act == "pin" and a.customer == customer]
        first = self.first_home(customer)
        return pins[0] if pins and pins[0] in used else first[0] if first else None

    def first_home(self, customer: str) -> AccountId | None:
        """Return the first home, with the id of the purchase that decided it."""
        business = [s for s in self.subscriptions(customer) if any(c.value not in _NO_BUSINESS for c in s.changes)]
        paid = [p for p in self.purchases(customer) if any(c.value == "paid" for c in p.payments)]
        begun = [(thing.created, (thing.provider, shown_id(thing))) for thing in (*business, *paid)]
        if begun:
            return min(begun)[1]
        own = [s for s in self.said if s.customer == customer and s.how > How.UNSIGNED]
        linked = [(s.since, s.account) for s in own if s.account in self.accounts(customer)]
        earliest = min(linked, default=None)
        return earliest[1] if earliest else None

    def access(self, customer: str) -> set[Granted]:
        """Return the best access, with every possible reason."""
        each = [self.access_of(s) for s in self.subscriptions(customer)]
        each += [_of_purchase(p) for p in self.purchases(customer)]
        if not each:
            return {(False, None, "nothing_bought")}
        best = max((granted, until is None, until or 0) for granted, until, _ in each)
        return {one for one in each if (one[0], one[1] is None, one[1] or 0) == best}

    def access_of(self, subscription: Subscription) -> Granted:
        now, standing = subscription.last, Standing(subscription.last.value)
        accounts = {(a.provider, a.id): a for a in self.life.accounts}
        account = account_of(subscription)
        if account is not None and accounts[account].deleted:
            return False, None, "subscription_ended"
        if standing in _DENIED:
            return False, None, _DENIED[standing]
        if standing is Standing.CANCELLING:
            over = now.ends <= END
            return (False, None, "subscription_ended") if over else (True, now.ends, "cancels_at_period_end")
        if standing is Standing.PLANNED and now.ends <= END:
            return False, None, "paused_by_customer"
        if standing is Standing.PLANNED:
            return True, min(now.ends, now.period[1]) if now.period[1] > END else now.ends, "subscription_active"
        if standing is Standing.PAST_DUE:
            until = _owed_since(subscription) + GRACE
            return (False, None, "past_due") if until <= END else (True, until, "past_due_grace")
        if standing is Standing.FREE:
            return True, None, "collection_paused"
        reason = "trialing" if standing is Standing.TRIALING else "subscription_active"
        return True, now.period[1] if now.period[1] > END else None, reason


def price_of(subscription: Subscription) -> tuple[int, str]:
    """Return the price of one unit, before discounts, in the charged currency. Lemon Squeezy's catalogue is in
    dollars.
    """
    dollars = 2_100 if subscription.provider == STRIPE else 1_900
    return (1_900, "EUR") if subscription.currency == "eur" else (dollars, "USD")


def next_charge_of(subscription: Subscription) -> int:
    """Return the next charge of a renewing subscription."""
    amount, _ = price_of(subscription)
    return amount // 2 if subscription.last.discounted else amount


def account_of(thing: Bought) -> AccountId | None:
    return (thing.provider, thing.account) if thing.account is not None else None


def shown_id(thing: Bought) -> str:
    """Return the id shown for a purchase: at Stripe its payment's, or for a quote its invoice's until that is paid."""
    if thing.provider != STRIPE or not isinstance(thing, Purchase):
        return thing.id
    unpaid = thing.way is Way.QUOTE and all(change.value != "paid" for change in thing.payments)
    return f"in_{thing.id}" if unpaid else f"pi_{thing.id}"


def status_of(purchase: Purchase) -> str:
    paid = purchase.payments[-1].value
    if paid != "paid":
        return _UNPAID.get(paid, paid)
    refunded = purchase.refunds[-1].amount if purchase.refunds else 0
    dispute = purchase.disputes[-1].value if purchase.disputes else ""
    taken = purchase.disputed if dispute == "lost" else 0
    if taken and refunded + taken >= purchase.total:
        return "charged_back"
    if refunded == purchase.total:
        return "refunded"
    if dispute == "open":
        return "disputed"
    return "partially_refunded" if refunded or taken else "paid"


def _of_purchase(purchase: Purchase) -> Granted:
    status = status_of(purchase)
    return status in ("paid", "partially_refunded", "disputed"), None, f"purchase_{status}"


def _everything_said(life: Life) -> Iterator[Said]:
    for thing in (*life.subscriptions, *life.purchases):
        for word in thing.words:
            account, since = account_of(thing), thing.created
            yield Said(word.how, since, _named_id(thing), word.customer, account, thing)
            if isinstance(thing, Subscription) and thing.order is not None:
                yield Said(word.how, since, thing.order, word.customer, account)
    for each in life.accounts:
        if each.word is not None:
            yield Said(
                each.word.how, each.created, each.id, each.word.customer, (each.provider, each.id), of_account=True
            )
    for act in life.acts:
        if act.act == "link":
            yield Said(How.HOST, act.at, act.account, act.customer, (act.provider, act.account), of_account=True)


def _named_id(thing: Bought) -> str:
    """Return the id of the object with the claim: the checkout, or the invoice of a quote."""
    if thing.provider != STRIPE or not isinstance(thing, Purchase):
        return thing.id
    return f"in_{thing.id}" if thing.way is Way.QUOTE else f"cs_{thing.id}"


def _owed_since(subscription: Subscription) -> int:
    """Return the time since which the oldest open invoice is overdue. A payment settles all of them."""
    since: list[int] = []
    for change in subscription.changes:
        if change.value is Standing.PAST_DUE:
            failed = change.stamp if subscription.provider == STRIPE else int(change.at)
            since.append(failed if change.due is None else change.due)
        elif change.value is Standing.ACTIVE:
            since = []
    return min(since)
