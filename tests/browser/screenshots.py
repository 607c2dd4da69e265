"""Pictures of pages for the documentation, made by the tests that go there, and only when asked for."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.async_api import Page

FOLDER_VARIABLE = "SCREENSHOTS"


async def screenshot(page: Page, name: str, *, folder: str | None = None, whole: bool = True) -> None:
    """Write `name`.png to the folder that SCREENSHOTS names; nothing where it names none.

    `whole`: the page from top to bottom, not the window alone.
    """
    asked_for = folder or os.environ.get(FOLDER_VARIABLE)
    if not asked_for:
        return
    await page.screenshot(
        path=Path(asked_for) / f"{name}.png", full_page=whole, animations="disabled", caret="hide", scale="css"
    )
