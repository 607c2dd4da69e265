"""Page, API and sandbox are each shown to contradict a false expectation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from browser.visit import Visit
from portal_demo.stack import Demo
from stories.calendar_days import in_a_month, in_a_year
from stories.every_story import LEMONSQUEEZY, STRIPE
from stories.holding import Bought, Holding, Subscribed
from stories.in_the_api import answered, in_the_api
from stories.in_words import in_words, said
from stories.story import Story
from stories.vendor import Vendor


@pytest.mark.parametrize("vendor", [STRIPE, LEMONSQUEEZY], ids=["stripe", "lemonsqueezy"])
async def test_false_expectation_is_contradicted_by_each_source(vendor: Vendor, visit: Visit, demo: Demo) -> None:
    story = Story(demo=demo, visit=visit, vendor=vendor)
    await story.begins()
    today = await story.buys("basic_monthly")
    so = Subscribed(plan="basic_monthly", day=in_a_month(today))
    await story.has(so)

    records, email = demo.sandbox.records[vendor.name], story.customer.email
    billing = await demo.shop.portal.billing(story.customer.id)
    page = await said(story.page, vendor)
    for claimed in _not_so(so):
        assert vendor.holdings(records, email) != claimed
        assert answered(billing, vendor) != [in_the_api(each, vendor) for each in claimed]
        assert page != [in_words(each, vendor) for each in claimed]


def _not_so(so: Subscribed) -> list[list[Holding]]:
    return [
        [],
        [so, so],
        [so, Bought(offer="lifetime", day=so.day)],
        [replace(so, plan="pro_monthly")],
        [replace(so, plan="basic_yearly")],
        [replace(so, day=in_a_year(so.day))],
        [replace(so, standing="ending")],
        [replace(so, standing="past_due")],
        [replace(so, standing="ended")],
        [replace(so, next_plan="pro_monthly")],
    ]
