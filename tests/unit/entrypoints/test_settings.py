"""Settings from the environment; invalid ones prevent the start."""

from __future__ import annotations

from datetime import timedelta

import pytest

from entrypoints.settings.environment import InvalidSettings
from entrypoints.settings.load import DEFAULT_DATABASE_URL, read_settings
from entrypoints.settings.model import Mode

KEY = {"API_KEYS": "a-key"}
STRIPE = {"STRIPE_API_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRETS": "whsec_1"}
LONG = "x" * 32


def problems(**values: str) -> list[str]:
    with pytest.raises(InvalidSettings) as refused:
        read_settings({**KEY, **values})
    return list(refused.value.problems)


def test_api_key_is_the_only_required_setting() -> None:
    settings = read_settings(KEY)
    assert settings.http.api_keys == ("a-key",)
    assert settings.database_url == DEFAULT_DATABASE_URL
    assert (settings.mode, settings.customer_id_key) == (Mode.LIVE, "user_id")
    assert settings.past_due_grace == timedelta(days=14)
    assert settings.checkout_references_link_for == timedelta(hours=24)
    assert settings.stripe is None
    assert settings.http.browser_tokens is None


def test_all_settings_are_read() -> None:
    settings = read_settings(
        {
            **KEY,
            **STRIPE,
            "DATABASE_URL": " postgresql://portal@localhost/portal ",
            "OPERATOR_KEYS": " one , two ,, one",
            "JWT_SECRET": LONG,
            "JWT_AUDIENCE": "portal",
            "JWT_ISSUER": "https://app.example",
            "CORS_ORIGINS": "https://app.example/,http://LOCALHOST:3000",
            "RETURN_URL": "https://app.example/account",
            "RETURN_URL_ORIGINS": "https://shop.example:443",
            "PUBLIC_URL": "https://portal.example/",
            "CHECKOUT_REFERENCE_SECRET": LONG,
            "CHECKOUT_REFERENCE_HOURS": "1",
            "PAST_DUE_GRACE_DAYS": "0",
            "CUSTOMER_ID_KEY": "customer",
            "STRIPE_API_BASE": "http://127.0.0.1:12111/",
        }
    )
    assert settings.database_url == "postgresql://portal@localhost/portal"
    assert settings.http.operator_keys == ("one", "two")
    assert settings.http.cors_origins == ("https://app.example", "http://localhost:3000")
    assert settings.http.return_url_origins == {"https://app.example", "https://shop.example"}
    assert settings.http.public_url == "https://portal.example"
    assert settings.past_due_grace == timedelta()
    assert settings.checkout_references_link_for == timedelta(hours=1)
    assert settings.stripe is not None
    assert settings.stripe.api_base == "http://127.0.0.1:12111"
    assert settings.stripe.webhook_secrets == ("whsec_1",)


@pytest.mark.parametrize(
    ("key", "mode"),
    [("sk_live_1", Mode.LIVE), ("rk_live_1", Mode.LIVE), ("sk_test_1", Mode.TEST), ("rk_test_1", Mode.TEST)],
)
def test_mode_defaults_to_the_mode_of_the_stripe_key(key: str, mode: Mode) -> None:
    assert read_settings({**KEY, **STRIPE, "STRIPE_API_KEY": key}).mode is mode
    assert read_settings({**KEY, **STRIPE, "STRIPE_API_KEY": key, "MODE": mode.value}).mode is mode


@pytest.mark.parametrize(("key", "mode"), [("sk_test_1", "live"), ("rk_test_1", "live"), ("sk_live_1", "test")])
def test_key_of_the_other_mode_is_refused(key: str, mode: str) -> None:
    (problem,) = problems(**STRIPE | {"STRIPE_API_KEY": key, "MODE": mode})
    assert problem.startswith("STRIPE_API_KEY: ")


def test_incomplete_provider_names_the_missing_setting() -> None:
    assert problems(STRIPE_API_KEY="sk_test_1") == [
        "STRIPE_WEBHOOK_SECRETS: is required with STRIPE_API_KEY; `customer-portal webhooks install` prints one"
    ]
    assert problems(STRIPE_WEBHOOK_SECRETS="whsec_1") == ["STRIPE_API_KEY: is required with STRIPE_WEBHOOK_SECRETS"]


def test_webhook_secret_is_not_required_for_installing_webhooks() -> None:
    settings = read_settings({**KEY, "STRIPE_API_KEY": "sk_test_1"}, installing=True)
    assert settings.stripe is not None
    assert settings.stripe.webhook_secrets == ()


def test_service_without_any_authentication_is_refused() -> None:
    (problem,) = problems(API_KEYS=" , ")
    assert problem.startswith("API_KEYS: is required")
    assert read_settings({"JWT_SECRET": LONG}).http.api_keys == ()


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"MODE": "production"}, "MODE"),
        ({"DATABASE_URL": "mysql://localhost/portal"}, "DATABASE_URL"),
        ({"DATABASE_URL": "portal.sqlite3"}, "DATABASE_URL"),
        ({"JWT_SECRET": "x" * 31}, "JWT_SECRET"),
        ({"JWT_PUBLIC_KEY": "-----BEGIN PUBLIC KEY-----"}, "JWT_PUBLIC_KEY"),
        ({"JWT_JWKS_URL": "http://app.example/keys"}, "JWT_JWKS_URL"),
        ({"JWT_SECRET": LONG, "JWT_JWKS_URL": "https://app.example/keys"}, "JWT_SECRET and JWT_JWKS_URL"),
        ({"OPERATOR_KEYS": "a-key"}, "OPERATOR_KEYS"),
        ({"PUBLIC_URL": "portal.example"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "http://portal.example"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https://portal.example/?from=mail"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https://portal.example/#top"}, "PUBLIC_URL"),
        ({"PRICING_URL": "/pricing"}, "PRICING_URL"),
        ({"SUPPORT_URL": "javascript:alert(1)"}, "SUPPORT_URL"),
        ({"RETURN_URL": "http://app.example"}, "RETURN_URL"),
        ({"RETURN_URL_ORIGINS": "https://app.example/path"}, "RETURN_URL_ORIGINS"),
        ({"CORS_ORIGINS": "*"}, "CORS_ORIGINS"),
        ({"FRAME_ANCESTORS": "*"}, "FRAME_ANCESTORS"),
        ({"FRAME_ANCESTORS": "none,https://app.example"}, "FRAME_ANCESTORS"),
        ({"FRAME_ANCESTORS": "https://app.example; script-src *"}, "FRAME_ANCESTORS"),
        ({"FRAME_ANCESTORS": "https://app.example/frame"}, "FRAME_ANCESTORS"),
        ({"CHECKOUT_REFERENCE_SECRET": "short"}, "CHECKOUT_REFERENCE_SECRET"),
        ({"CHECKOUT_REFERENCE_HOURS": "a day"}, "CHECKOUT_REFERENCE_HOURS"),
        ({"PAST_DUE_GRACE_DAYS": "-1"}, "PAST_DUE_GRACE_DAYS"),
        ({"PAST_DUE_GRACE_DAYS": "two"}, "PAST_DUE_GRACE_DAYS"),
        ({"PAST_DUE_GRACE_DAYS": "9" * 5000}, "PAST_DUE_GRACE_DAYS"),
        ({"CUSTOMER_ID_KEY": "user id"}, "CUSTOMER_ID_KEY"),
        ({**STRIPE, "STRIPE_API_KEY": "pk_test_1"}, "STRIPE_API_KEY"),
        ({**STRIPE, "STRIPE_API_BASE": "http://api.example"}, "STRIPE_API_BASE"),
        ({**STRIPE, "STRIPE_PORTAL_LOGIN_URL": "billing"}, "STRIPE_PORTAL_LOGIN_URL"),
    ],
)
def test_invalid_value_is_refused_by_name_and_not_repeated(values: dict[str, str], name: str) -> None:
    (problem,) = problems(**values)
    assert problem.partition(": ")[0] == name
    assert not any(value in problem.partition(": ")[2] for value in values.values() if value not in list(Mode))


@pytest.mark.parametrize(
    ("given", "sources"),
    [
        ("", ()),
        ("none", ()),
        ("'none'", ()),
        ("self", ("'self'",)),
        ("https://APP.example:443/, 'self'", ("'self'", "https://app.example")),
        ("http://localhost:3000", ("http://localhost:3000",)),
    ],
)
def test_frame_ancestors_become_csp_sources(given: str, sources: tuple[str]) -> None:
    assert read_settings({**KEY, "FRAME_ANCESTORS": given}).http.frame_ancestors == sources


def test_all_invalid_settings_are_reported_at_once() -> None:
    named = [p.partition(":")[0] for p in problems(MODE="x", API_KEYS="", RETURN_URL="x", STRIPE_API_KEY="sk_live_1")]
    assert named == ["MODE", "API_KEYS", "RETURN_URL", "STRIPE_WEBHOOK_SECRETS"]


def test_unknown_variables_are_ignored() -> None:
    assert read_settings({**KEY, "PATH": "/bin", "STRIPE_COLOUR": "blue"}).stripe is None


def test_secrets_are_not_in_the_repr() -> None:
    secrets = {
        **KEY,
        **STRIPE,
        "JWT_SECRET": LONG,
        "CHECKOUT_REFERENCE_SECRET": "y" * 32,
        "DATABASE_URL": "postgresql://portal:hunter2@localhost/portal",
    }
    settings = read_settings(secrets)
    printed = repr(settings) + str(settings) + repr(settings.http) + repr(settings.stripe)
    assert printed == "<Settings><Settings><HttpSettings><StripeSettings>"
    assert repr(settings.http.browser_tokens) == "<BrowserTokenSettings>"
