from __future__ import annotations

import pytest

from chaos.ending.inbox import Inbox

CONFIRMED, UNCONFIRMED = ("stripe", "evt_1"), ("lemonsqueezy", "a1b2")


@pytest.mark.parametrize(
    ("statuses", "line"),
    [
        ({}, "stripe delivery evt_1: arrived, and is not kept"),
        ({CONFIRMED: "failed"}, "stripe delivery evt_1: is failed"),
        ({CONFIRMED: "applied", ("stripe", "evt_2"): "applied"}, "stripe delivery evt_2: is kept, and was never sent"),
    ],
    ids=["lost", "not applied", "never sent"],
)
def test_delivery_amiss_is_named(statuses: dict[tuple[str, str], str], line: str) -> None:
    assert list(Inbox(statuses).amiss(arrived={CONFIRMED}, tried={CONFIRMED})) == [line]


@pytest.mark.parametrize("stored", [{}, {UNCONFIRMED: "applied"}], ids=["not stored", "stored"])
def test_unconfirmed_delivery_may_be_stored_or_not(stored: dict[tuple[str, str], str]) -> None:
    inbox = Inbox({CONFIRMED: "ignored", **stored})
    assert list(inbox.amiss(arrived={CONFIRMED}, tried={CONFIRMED, UNCONFIRMED})) == []
