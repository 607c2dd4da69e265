"""Calling an app without a server."""

from __future__ import annotations

from typing import Any, cast

import httpx
from litestar import Litestar


def transport_to(app: Litestar) -> httpx.ASGITransport:
    """Litestar says more exactly than httpx what it is called with."""
    return httpx.ASGITransport(cast(Any, app))
