"""Settings of Lemon Squeezy; incomplete ones prevent the start."""

from __future__ import annotations

import pytest

from adapters.http import http_client
from application.portal.checkout_reference import CheckoutReferenceSigner
from domain.provider import ProviderName
from entrypoints.container import Container
from entrypoints.settings.environment import InvalidSettings
from entrypoints.settings.load import read_settings

KEY = {"API_KEYS": "a-key"}
WHOLE = {
    "LEMONSQUEEZY_API_KEY": "ls-key",
    "LEMONSQUEEZY_WEBHOOK_SECRETS": "ls-secret, ls-old",
    "LEMONSQUEEZY_STORE_ID": "4100",
}


def problems(**values: str) -> list[str]:
    with pytest.raises(InvalidSettings) as refused:
        read_settings({**KEY, **values})
    return list(refused.value.problems)


def test_required_settings_are_sufficient() -> None:
    given = read_settings({**KEY, **WHOLE}).lemonsqueezy
    assert given is not None
    assert (given.api_key, given.webhook_secrets, given.store_id) == ("ls-key", ("ls-secret", "ls-old"), "4100")
    assert (given.api_base, given.store_url, given.trust_custom_data) == (None, None, False)
    assert repr(given) == "<LemonSqueezySettings>"


def test_all_settings_are_read() -> None:
    more = {
        "LEMONSQUEEZY_API_BASE": "http://127.0.0.1:8799/",
        "LEMONSQUEEZY_STORE_URL": "https://harbour.example",
        "LEMONSQUEEZY_TRUST_CUSTOM_DATA": "true",
    }
    given = read_settings({**KEY, **WHOLE, **more}).lemonsqueezy
    assert given is not None
    assert (given.api_base, given.store_url) == ("http://127.0.0.1:8799", "https://harbour.example")
    assert given.trust_custom_data


@pytest.mark.parametrize("missing", list(WHOLE))
def test_incomplete_settings_name_the_missing_one(missing: str) -> None:
    half = {name: value for name, value in WHOLE.items() if name != missing}
    assert problems(**half) == [f"{missing}: is required with {next(iter(half))}"]


def test_provider_is_absent_without_a_store() -> None:
    assert read_settings({**KEY, "LEMONSQUEEZY_TRUST_CUSTOM_DATA": "true"}).lemonsqueezy is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEMONSQUEEZY_STORE_ID", "harbour"),
        ("LEMONSQUEEZY_STORE_ID", "4" * 19),
        ("LEMONSQUEEZY_API_BASE", "http://api.example"),
        ("LEMONSQUEEZY_STORE_URL", "http://harbour.example"),
        ("LEMONSQUEEZY_STORE_URL", "harbour"),
        ("LEMONSQUEEZY_TRUST_CUSTOM_DATA", "yes"),
    ],
)
def test_invalid_value_is_refused_by_name_and_not_repeated(name: str, value: str) -> None:
    (problem,) = problems(**{**WHOLE, name: value})
    assert problem.partition(": ")[0] == name
    assert value not in problem.partition(": ")[2]


async def test_container_connects_the_store() -> None:
    container = Container(settings=read_settings({**KEY, **WHOLE, "MODE": "test"}))
    async with http_client() as http:
        container.http.override(http)
        container.references.override(CheckoutReferenceSigner(key="user_id"))
        assert list(container.connections()) == [ProviderName("lemonsqueezy")]
