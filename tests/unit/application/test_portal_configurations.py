"""A request selects one of the portal's named configurations."""

from __future__ import annotations

import pytest

from application.portal.open_customer_portal import Opening, UnknownConfiguration
from domain.portal.destination import PortalTarget
from examples import ADA, claim, told_subscription
from unit.application.stage import Stage


async def test_unknown_configuration_is_refused_with_the_known_names(stage: Stage) -> None:
    await stage.hear(told_subscription(), claims=(claim(),))
    stage.alpha.configurations, stage.beta.configurations = frozenset({"team"}), frozenset({"solo"})
    with pytest.raises(UnknownConfiguration) as refused:
        await stage.use.open_customer_portal(ADA, PortalTarget(), Opening(configuration="other"))
    assert refused.value.known == {"team", "solo"}
    assert stage.alpha.requests == []
    await stage.use.open_customer_portal(ADA, PortalTarget(), Opening(configuration="solo"))
    assert len(stage.alpha.requests) == 1
