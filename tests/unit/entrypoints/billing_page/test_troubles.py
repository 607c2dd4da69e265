"""Next steps on error pages."""

from __future__ import annotations

import pytest

from billing_page.stage import SETTINGS
from domain.intent import Intent, PortalRestriction
from domain.portal.errors import IntentNotAvailable
from entrypoints.http.billing_page.error_messages import error_message
from examples import subscription


@pytest.mark.parametrize("obstacle", PortalRestriction)
def test_only_an_ended_subscription_leads_first_to_pricing(obstacle: PortalRestriction) -> None:
    refused = IntentNotAvailable(Intent.CANCEL, subscription(), obstacle)
    links = error_message(refused, SETTINGS, billing="/billing", entered=True).links
    ways_on = ["/billing", SETTINGS.support_url]
    expected = [SETTINGS.pricing_url, *ways_on] if obstacle is PortalRestriction.ENDED else ways_on
    assert [link.url for link in links] == expected
