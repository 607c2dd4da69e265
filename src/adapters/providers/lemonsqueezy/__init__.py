"""Lemon Squeezy: webhooks, snapshots and the customer portal."""
