"""All tasks."""

from __future__ import annotations

from collections.abc import Mapping

from payment_sandbox.stripe.hosted.tasks import cancel, details, pause, payment_method, update
from payment_sandbox.stripe.hosted.tasks.task import Task

TASKS: Mapping[str, Task] = {
    "customer_update": details.UPDATE,
    "payment_method_update": payment_method.UPDATE,
    "subscription_cancel": cancel.CANCEL,
    "subscription_pause": pause.PAUSE,
    "subscription_renew": cancel.RENEW,
    "subscription_resume": pause.RESUME,
    "subscription_update": update.CHOOSE,
    "subscription_update_confirm": update.CONFIRM,
}
