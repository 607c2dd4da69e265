"""The shipped proxy configuration provides everything the service behind it requires."""

from __future__ import annotations

import re
from pathlib import Path

from entrypoints.http.middleware.body_limits import WEBHOOK_BODY_BYTES
from entrypoints.server import KEEP_ALIVE_SECONDS

_REPOSITORY = Path(__file__).parents[2]
_NGINX = (_REPOSITORY / "deploy" / "nginx.conf").read_text(encoding="utf-8")
_DIRECTIVES = "\n".join(line.partition("#")[0] for line in _NGINX.splitlines())
_TELL_QUERIES = {"$request", "$request_uri", "$args", "$query_string", "$is_args", "$http_referer"}


def values_of(directive: str) -> list[str]:
    return re.findall(rf"\b{directive}\s+([^;]+);", _DIRECTIVES)


def test_query_strings_are_not_logged() -> None:
    logged = values_of("log_format")
    assert [name.split()[0] for name in logged] == ["customer_portal"]
    assert not _TELL_QUERIES & set(re.findall(r"\$\w+", logged[0]))
    assert [value.split()[1] for value in values_of("access_log")] == ["customer_portal"]


def test_login_link_is_not_in_the_error_log() -> None:
    enter = re.search(r"location = /billing/enter \{([^}]*)\}", _DIRECTIVES)
    assert enter
    assert "error_log /dev/null crit;" in enter[1]


def test_paths_are_forwarded_unchanged() -> None:
    addresses = values_of("proxy_pass")
    assert addresses
    assert all(re.fullmatch(r"http://\w+", address) for address in addresses)


def test_webhook_bodies_fit_and_requests_are_forwarded_completely() -> None:
    assert values_of("client_max_body_size") == [f"{WEBHOOK_BODY_BYTES // 1024 // 1024}m"]
    assert values_of("proxy_request_buffering") == values_of("proxy_buffering") == ["on"]


def test_idle_connections_are_closed_before_the_service_closes_them() -> None:
    waits = [int(value.removesuffix("s")) for value in values_of("keepalive_timeout")]
    assert len(waits) == 2
    assert max(waits) < KEEP_ALIVE_SECONDS


def test_handbook_links_to_the_configuration() -> None:
    assert "(../deploy/nginx.conf)" in (_REPOSITORY / "docs" / "operating.md").read_text(encoding="utf-8")
