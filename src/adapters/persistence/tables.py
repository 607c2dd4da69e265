"""All tables of the database, re-exported for queries that join several of them."""

from adapters.persistence.fetch_queue.tables import agenda
from adapters.persistence.inbox.tables import inbox
from adapters.persistence.metadata import metadata
from adapters.persistence.mirror.facet_tables import facet_keys, facets
from adapters.persistence.mirror.tables import accounts, catalogue, schedules, subscription_invoices, subscriptions
from adapters.persistence.operations.tables import (
    anomalies,
    customer_requests,
    installation,
    occurrences,
    rate_limits,
    reconciliations,
)
from adapters.persistence.ownership.tables import account_aliases, claims, customers, erasures, unlinkings
from adapters.persistence.sessions.tables import sessions

__all__ = [
    "account_aliases",
    "accounts",
    "agenda",
    "anomalies",
    "catalogue",
    "claims",
    "customer_requests",
    "customers",
    "erasures",
    "facet_keys",
    "facets",
    "inbox",
    "installation",
    "metadata",
    "occurrences",
    "rate_limits",
    "reconciliations",
    "schedules",
    "sessions",
    "subscription_invoices",
    "subscriptions",
    "unlinkings",
]
