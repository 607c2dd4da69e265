"""Screenshots for the documentation, made by tests on request."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.async_api import Page

FOLDER_VARIABLE = "SCREENSHOTS"


async def screenshot(page: Page, name: str, *, folder: str | None = None, whole: bool = True) -> None:
    """Write `name`.png to the folder that SCREENSHOTS names, if it is set.

    `whole` includes the page from top to bottom, not only the window.
    """
    asked_for = folder or os.environ.get(FOLDER_VARIABLE)
    if not asked_for:
        return
    await page.screenshot(
        path=Path(asked_for) / f"{name}.png", full_page=whole, animations="disabled", caret="hide", scale="css"
    )
