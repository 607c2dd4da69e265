"""Stripe: webhooks, snapshots and the customer portal."""
