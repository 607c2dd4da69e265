"""Three days before a trial ends Stripe says so; of a shorter one, at once."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe import due
from payment_sandbox.stripe.account import Account

KIND = "trial"
_BEFORE = 3 * 86_400


def plan(account: Account, subscription: Document) -> None:
    """The warning that is planned takes the place of an earlier one."""
    warning = {"id": _id(subscription["id"]), "at": subscription["trial_end"] - _BEFORE, "of": KIND}
    account.records.put(due.KIND, warning)
    if warning["at"] <= account.now():
        warn(account, warning["id"], account.now())


def warn(account: Account, id_: str, _: int) -> None:
    """Nothing is said of a trial that is over."""
    account.records.delete(due.KIND, id_)
    subscription = account.get("subscription", id_.removeprefix(_id("")))
    if subscription["status"] == "trialing":
        account.tell("customer.subscription.trial_will_end", subscription)


def _id(subscription: str) -> str:
    return f"{KIND} {subscription}"
