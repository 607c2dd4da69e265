"""Reads settings from the environment, or lists everything that is wrong with them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from entrypoints.settings.dotenv import UnreadableLine, read_dotenv
from entrypoints.settings.environment import Environment, InvalidSettings
from entrypoints.settings.http import http_settings
from entrypoints.settings.lemonsqueezy import lemonsqueezy_settings
from entrypoints.settings.metrics import metrics_settings
from entrypoints.settings.model import Mode, Settings
from entrypoints.settings.stripe import mode_of_stripe_key, stripe_settings

DEFAULT_DATABASE_URL = "sqlite:///customer-portal.sqlite3"
MIN_REFERENCE_SECRET_BYTES = 16
_DATABASES = re.compile(r"(sqlite(\+aiosqlite)?|postgres(ql)?(\+psycopg)?)://.*")
_METADATA_KEY = re.compile(r"[A-Za-z0-9_.-]{1,40}")


def load_settings(dotenv: Path = Path(".env"), *, installing: bool = False) -> Settings:
    """The environment; what it leaves out is taken from the file.

    `installing`: without the secrets that only installing the webhooks brings.

    Raises:
        InvalidSettings
    """
    return read_settings(_given(dotenv), installing=installing)


def load_database_url(dotenv: Path = Path(".env")) -> str:
    """All that bringing a database up to date needs: it may be done where the other settings are not known.

    Raises:
        InvalidSettings
    """
    env = Environment(_given(dotenv))
    url = _database_url(env)
    if env.problems:
        raise InvalidSettings(env.problems)
    return url


def _given(dotenv: Path) -> Mapping[str, str]:
    try:
        return {**read_dotenv(dotenv), **os.environ}
    except UnreadableLine as error:
        raise InvalidSettings([str(error)]) from None


def read_settings(values: Mapping[str, str], *, installing: bool = False) -> Settings:
    """Names that are no settings are passed over.

    Raises:
        InvalidSettings
    """
    env = Environment(values)
    mode = _mode(env)
    settings = Settings(
        database_url=_database_url(env),
        mode=mode,
        customer_id_key=_customer_id_key(env),
        checkout_reference_secret=_checkout_reference_secret(env),
        checkout_references_link_for=timedelta(
            hours=env.integer("CHECKOUT_REFERENCE_HOURS", default=24, most=24 * 366)
        ),
        past_due_grace=timedelta(days=env.integer("PAST_DUE_GRACE_DAYS", default=14, most=366)),
        payloads_kept=timedelta(days=env.integer("EVENT_PAYLOAD_DAYS", default=90, most=3650)),
        reconcile_every=timedelta(hours=env.integer("RECONCILE_EVERY_HOURS", default=24, most=24 * 28)) or None,
        http=http_settings(env),
        metrics=metrics_settings(env),
        stripe=stripe_settings(env, mode, installing=installing),
        lemonsqueezy=lemonsqueezy_settings(env),
    )
    if env.problems:
        raise InvalidSettings(env.problems)
    return settings


def _mode(env: Environment) -> Mode:
    """Return the configured mode, else that of the provider's key, else live."""
    value = env.text("MODE")
    if value in list(Mode):
        return Mode(value)
    if value is not None:
        env.reject("MODE", "must be live or test")
    return mode_of_stripe_key(env.text("STRIPE_API_KEY")) or Mode.LIVE


def _database_url(env: Environment) -> str:
    value = env.text("DATABASE_URL") or DEFAULT_DATABASE_URL
    if not _DATABASES.fullmatch(value):
        env.reject("DATABASE_URL", "must begin with sqlite:// or postgresql://")
    return value


def _customer_id_key(env: Environment) -> str:
    value = env.text("CUSTOMER_ID_KEY") or "user_id"
    if not _METADATA_KEY.fullmatch(value):
        env.reject("CUSTOMER_ID_KEY", "must be 1 to 40 letters, digits, dots, underscores or hyphens")
    return value


def _checkout_reference_secret(env: Environment) -> str | None:
    value = env.text("CHECKOUT_REFERENCE_SECRET")
    if value is not None and len(value.encode()) < MIN_REFERENCE_SECRET_BYTES:
        env.reject("CHECKOUT_REFERENCE_SECRET", f"must have at least {MIN_REFERENCE_SECRET_BYTES} bytes")
    return value
