"""A browser on the pages of the fake Stripe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from payment_sandbox.records import Document
from payment_sandbox.stripe.life import portal
from sandbox.stripe.hosted.browser import Browser
from sandbox.stripe.stage import Stage

RETURN_URL = "https://app.example.com/billing"
Visit = Callable[..., Browser]


@pytest.fixture
def window(stage: Stage) -> Browser:
    return Browser(stage.sandbox)


@pytest.fixture
def visit(stage: Stage, window: Browser) -> Visit:
    """Open the portal as the owner of an object, by a new session."""

    def visit_as_owner_of(owned: Document, flow: str | None = None, **after: Any) -> Browser:
        flow_data: dict[str, Any] = {"type": flow} if flow else {}
        if flow and flow.startswith("subscription"):
            flow_data[flow] = {"subscription": owned["id"]}
        if after:
            flow_data["after_completion"] = after
        session = portal.open_session(
            stage.account, customer=owned["customer"], return_url=RETURN_URL, flow_data=flow_data or None
        )
        return window.open(session["url"])

    return visit_as_owner_of
