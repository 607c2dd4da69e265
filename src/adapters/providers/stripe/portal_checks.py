"""Checks of a portal configuration (Stripe API, "Portal Configuration")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from adapters.providers.stripe.wire.portal import Features, WholeConfiguration
from application.ports.provider.setup import CheckResult, advice, fine, problem
from domain.intent import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Describes the purpose of a portal configuration.

    `setting`: the setting that contains its id. `offered`: the intents for which customers are sent to it.
    `plan_changes`: whether it has to allow plan changes; None if the seller decides.
    """

    check: str
    setting: str
    offered: Set[Intent] = frozenset()
    plan_changes: bool | None = None


def of_no_configuration(id_: str | None, use: Use) -> Sequence[CheckResult]:
    if id_ is None:
        step = "save one under Settings > Billing > Customer portal, in the mode of the key"
        return (problem(use.check, "there is no default portal configuration", step),)
    step = f"in {use.setting}, use the id of a configuration in this mode"
    return (problem(use.check, f"there is no portal configuration {id_}", step),)


def of_configuration(configuration: WholeConfiguration, use: Use) -> Sequence[CheckResult]:
    id_, features = configuration.id, configuration.features
    if not configuration.active:
        step = f"activate {id_}, or use another one in {use.setting}"
        return (problem(use.check, f"the portal configuration {id_} is not active", step),)
    return _of_features(features, id_, use), *_warnings(features, id_, use)


def _of_features(features: Features, id_: str, use: Use) -> CheckResult:
    if use.plan_changes is False:
        if not features.subscription_update.enabled:
            return fine(use.check, f"{id_} does not allow plan changes")
        step = f"turn off subscription updates in {id_}: it is for customers without a plan to change"
        return problem(use.check, f"{id_} allows plan changes", step)
    allowed = {
        Intent.UPDATE_PAYMENT_METHOD: ("update payment methods", features.payment_method_update.enabled),
        Intent.CANCEL: ("cancel subscriptions", features.subscription_cancel.enabled),
        Intent.CHANGE_PLAN: ("change plans", features.subscription_update.possible),
        Intent.PAUSE: ("pause subscriptions", features.subscription_pause.enabled),
        Intent.UPDATE_DETAILS: ("update their details", features.customer_update.possible),
    }
    missing = [what for intent, (what, enabled) in allowed.items() if intent in use.offered and not enabled]
    if not missing:
        return fine(use.check, f"{id_} allows everything that customers are sent there to do")
    step = (
        f"allow it in the portal configuration {id_} (for plan changes, with the products to choose from) "
        "or remove it from STRIPE_PORTAL_INTENTS; until then, customers land on the portal's front page"
    )
    return problem(use.check, f"{id_} does not let customers {' and '.join(missing)}", step)


def _warnings(features: Features, id_: str, use: Use) -> Iterator[CheckResult]:
    """Warn of settings that work but may not be what the seller wants."""
    if features.subscription_cancel.enabled and features.subscription_cancel.mode == "immediately":
        step = (
            f"let cancellations take effect at the end of the period in {id_} (subscription_cancel.mode) unless "
            "customers should lose the rest of the period they paid for"
        )
        yield advice(use.check, f"{id_} ends a subscription as soon as the customer cancels", step)
    update = features.subscription_update
    if update.enabled and update.trial_update_behavior == "end_trial":
        step = (
            f"let trials continue in {id_} (subscription_update.trial_update_behavior=continue_trial) unless "
            "customers should pay as soon as they choose another plan"
        )
        yield advice(use.check, f"{id_} ends a trial when the customer changes plans", step)
    if features.customer_update.possible and "email" in features.customer_update.allowed_updates:
        step = (
            f"remove `email` from the details that customers can update in {id_} "
            "(customer_update.allowed_updates): the host application would not learn of the change"
        )
        yield advice(use.check, f"{id_} lets customers change their e-mail address at Stripe only", step)
    if Intent.PAUSE not in use.offered and use.plan_changes and features.subscription_pause.enabled:
        step = f"add `pause` to STRIPE_PORTAL_INTENTS, or turn off pausing in {id_}"
        yield advice(use.check, f"{id_} lets customers pause subscriptions, but no button leads there", step)
