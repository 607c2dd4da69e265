"""Webhooks on their way: kept until they are received or given up."""
