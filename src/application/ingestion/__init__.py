"""Webhook events: receiving, applying, retrying, listing and purging them."""
