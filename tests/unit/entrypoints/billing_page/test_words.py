"""Every state has its message, and no message is unused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.intent import PortalRestriction
from domain.one_off_purchase import PurchaseStatus
from domain.subscription import SubscriptionStatus
from entrypoints.http import billing_page
from entrypoints.http.billing_page.error_messages import NEXT_STEPS, NextStep
from entrypoints.http.billing_page.messages import ENGLISH, message
from entrypoints.http.problems import BY_ERROR, BY_STATUS

SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for path in Path(billing_page.__file__).parent.rglob("*")
    if path.suffix in (".py", ".jinja") and path.name != "words.py"
)
CONDITIONS = {status.value for status in SubscriptionStatus} | {"ending", "collection_paused"}


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
def test_every_condition_of_a_subscription_has_a_name_and_a_sentence(condition: str) -> None:
    assert {f"subscription.{condition}", f"subscription.{condition}.open"} - ENGLISH.keys() <= {
        "subscription.ending.open"
    }


@pytest.mark.parametrize("status", PurchaseStatus)
def test_every_status_of_a_purchase_has_a_name_and_a_sentence(status: PurchaseStatus) -> None:
    assert {f"purchase.{status}", f"purchase.{status}.text"} <= ENGLISH.keys()


@pytest.mark.parametrize("obstacle", PortalRestriction)
def test_every_restriction_has_a_message(obstacle: PortalRestriction) -> None:
    assert message(f"trouble.intent-not-available.{obstacle}")


@pytest.mark.parametrize("slug", sorted(NEXT_STEPS))
def test_every_error_page_belongs_to_a_problem_and_has_a_message_and_a_next_step(slug: str) -> None:
    assert slug in {problem.slug for problem in [*BY_ERROR.values(), *BY_STATUS.values()]}
    assert {f"trouble.{slug}.title", f"trouble.{slug}.text"} <= ENGLISH.keys()
    assert NEXT_STEPS[slug]


@pytest.mark.parametrize("way", NextStep)
def test_every_next_step_has_a_label(way: NextStep) -> None:
    assert message(f"link.{way}")


def test_every_message_is_used() -> None:
    """Composed keys end in the values that the tests above enumerate."""
    put_together = re.compile(r"(subscription|purchase|trouble|link|every|provider)\..*|do\.\w+")
    written_out = {key for key in ENGLISH if not put_together.fullmatch(key)}
    assert {key for key in written_out if f'"{key}"' not in SOURCES and f"'{key}'" not in SOURCES} == set()


def test_unknown_message_raises() -> None:
    with pytest.raises(KeyError):
        message("page.nobody_wrote_this")
