"""Check that the intents offered to a customer lead where they say."""

from __future__ import annotations

from dataclasses import replace

from application.portal.open_customer_portal import OpenedPortal, PortalKind
from domain.intent import Intent
from town.at_rest import Seen


def is_honest(seen: Seen) -> None:
    """Check that every listed intent opens its page, and that any other is refused or opens something else.

    `manage` opens anything that exists. An unpaid guest's purchase may or may not have a receipt.
    """
    for wish, answer in seen.doors.items():
        listed = wish.intent in seen.billing.door.available_intents(replace(wish, intent=Intent.MANAGE))
        opened = answer[0] if isinstance(answer[0], OpenedPortal) else None
        if wish.intent is Intent.MANAGE:
            assert opened is not None or not listed, (wish, answer)
        else:
            assert _is_a_page_for(wish.intent, opened) is listed, (wish, answer)


def _is_a_page_for(intent: Intent, opened: OpenedPortal | None) -> bool:
    if opened is None or opened.kind is not PortalKind.PORTAL:
        assert opened is None or opened.degraded, "less than a page is marked as degraded"
        return False
    return opened.effective_intent is intent and not opened.degraded
