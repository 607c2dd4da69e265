"""Calls of an app without a server."""

from __future__ import annotations

from typing import Any, cast

import httpx
from litestar import Litestar


def transport_to(app: Litestar) -> httpx.ASGITransport:
    """Return a transport to the app. Litestar's type of an app is narrower than httpx's."""
    return httpx.ASGITransport(cast(Any, app))
