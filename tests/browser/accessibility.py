"""Accessibility violations that axe-core finds on a page."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page

from node import axe_source

_RUN = "() => axe.run(document, {resultTypes: ['violations']})"


async def violations(page: Page) -> list[str]:
    """Return one line for each violation: the rule, the element and the fix.

    The checker is evaluated from outside the page, so that a strict content security policy need not allow it.
    """
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(axe_source())
    found: dict[str, Any] = await page.evaluate(_RUN)
    return [
        f"{rule['id']} ({rule['impact']}) at {' '.join(map(str, element['target']))}: "
        f"{' '.join(element['failureSummary'].split())}"
        for rule in found["violations"]
        for element in rule["nodes"]
    ]
