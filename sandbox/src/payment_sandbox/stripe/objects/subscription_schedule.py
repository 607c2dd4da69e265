"""Subscription schedules: what a subscription will be later."""

from __future__ import annotations

from payment_sandbox.records import Document


def schedule(id_: str, *, subscription: Document, phases: list[Document], at: int) -> Document:
    """A running one, made from a subscription that it lets go of when its last phase is over."""
    first = phases[0]
    return {
        "id": id_,
        "object": "subscription_schedule",
        "application": None,
        "billing_mode": subscription["billing_mode"],
        "canceled_at": None,
        "completed_at": None,
        "created": at,
        "current_phase": {"end_date": first["end_date"], "start_date": first["start_date"]},
        "customer": subscription["customer"],
        "customer_account": None,
        "default_settings": {
            "application_fee_percent": None,
            "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
            "billing_cycle_anchor": "automatic",
            "billing_thresholds": None,
            "collection_method": "charge_automatically",
            "default_payment_method": None,
            "description": None,
            "invoice_settings": {
                "account_tax_ids": None,
                "custom_fields": None,
                "days_until_due": None,
                "description": None,
                "footer": None,
                "issuer": {"type": "self"},
            },
            "on_behalf_of": None,
            "transfer_data": None,
        },
        "end_behavior": "release",
        "livemode": False,
        "metadata": {},
        "pause_schedules": [],
        "phases": phases,
        "released_at": None,
        "released_subscription": None,
        "status": "active",
        "subscription": subscription["id"],
        "test_clock": None,
    }


def pause_schedule(key: str, *, pause_at: int, resume_at: int | None) -> Document:
    """A pause that is still to come, and what follows it."""
    scheduled = {"error": None, "type": "scheduled"}
    settings = {
        "billing_cycle_anchor": "resume_at",
        "payment_behavior": "resume_on_payment_success",
        "proration_behavior": "none",
    }
    resume = None if resume_at is None else {"resume_at": resume_at, "settings": settings, "status": scheduled}
    return {
        "key": key,
        "pause": {"pause_at": pause_at, "settings": None, "status": scheduled},
        "resume": resume,
    }


def next_pause_or_resume(schedule_: Document) -> int | None:
    """The moment at which a schedule pauses or resumes its subscription; None if it does not."""
    for planned in schedule_["pause_schedules"] if schedule_["status"] == "active" else ():
        pause, resume = planned["pause"], planned["resume"]
        if pause["status"]["type"] == "scheduled":
            return int(pause["pause_at"])
        if resume is not None and pause["status"]["type"] == "succeeded" and resume["status"]["type"] == "scheduled":
            return int(resume["resume_at"])
    return None


def phase(price: Document, *, quantity: int, start: int, end: int) -> Document:
    """`start` and `end`: the period during which the price holds."""
    line = {
        "billing_thresholds": None,
        "discounts": [],
        "metadata": {},
        "plan": price["id"],
        "price": price["id"],
        "quantity": quantity,
        "tax_rates": [],
    }
    return {
        "add_invoice_items": [],
        "application_fee_percent": None,
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": None,
        "billing_thresholds": None,
        "collection_method": None,
        "currency": price["currency"],
        "default_payment_method": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "end_date": end,
        "invoice_settings": None,
        "items": [line],
        "metadata": {},
        "on_behalf_of": None,
        "proration_behavior": "none",
        "start_date": start,
        "transfer_data": None,
        "trial_end": None,
    }
