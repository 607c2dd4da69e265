"""What is kept, as tables."""

from adapters.persistence.tables.agenda import agenda
from adapters.persistence.tables.facets import facet_keys, facets
from adapters.persistence.tables.inbox import inbox
from adapters.persistence.tables.metadata import metadata
from adapters.persistence.tables.mirror import accounts, catalogue, schedules, subscription_invoices, subscriptions
from adapters.persistence.tables.operations import (
    anomalies,
    customer_requests,
    installation,
    occurrences,
    rate_limits,
    reconciliations,
)
from adapters.persistence.tables.ownership import account_aliases, claims, customers, erasures, unlinkings
from adapters.persistence.tables.sessions import sessions

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
