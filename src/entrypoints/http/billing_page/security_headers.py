"""Security headers of the page."""

from __future__ import annotations

from collections.abc import Sequence

_LOOPBACK = "http://localhost:* http://127.0.0.1:*"


def page_headers(frame_ancestors: Sequence[str], *, secure: bool) -> dict[str, str]:
    """Allow only our own style sheet and script, and framing only by the host's own pages.

    `form-action` also has to allow where a form's answer leads to, since some browsers follow it there: providers'
    portals are under names that sellers choose, so all of https. `strict-origin` says no more than our origin: without
    that, browsers would call the origin of our own forms `null`.
    """
    policy = {
        "default-src": "'none'",
        "base-uri": "'none'",
        "connect-src": "'self'",
        "form-action": "'self' https:" if secure else f"'self' https: {_LOOPBACK}",
        "frame-ancestors": " ".join(frame_ancestors) or "'none'",
        "img-src": "data:",
        "script-src": "'self'",
        "style-src": "'self'",
    }
    headers = {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "cross-origin-opener-policy": "same-origin",
        "referrer-policy": "strict-origin",
        "x-robots-tag": "noindex, nofollow",
    }
    if not frame_ancestors:
        headers["x-frame-options"] = "DENY"
    elif tuple(frame_ancestors) == ("'self'",):
        headers["x-frame-options"] = "SAMEORIGIN"
    return headers
