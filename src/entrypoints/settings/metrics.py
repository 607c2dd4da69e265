"""The settings of metrics on a port of their own."""

from __future__ import annotations

import re

from entrypoints.settings.environment import Environment
from entrypoints.settings.model import MetricsSettings

_HIGHEST_PORT = 65535
_HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")


def metrics_settings(env: Environment) -> MetricsSettings | None:
    """None where no port is set. Whoever reaches it needs no key, so it is this machine's unless said otherwise."""
    host = env.text("METRICS_HOST")
    if host is not None and not _HOST.fullmatch(host):
        env.reject("METRICS_HOST", "must be an IP address or a host name")
    if env.text("METRICS_PORT") is None:
        return None
    port = env.integer("METRICS_PORT", default=0, most=_HIGHEST_PORT)
    return MetricsSettings(host=host or "127.0.0.1", port=port)
