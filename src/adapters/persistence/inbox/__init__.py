"""Inbox entries."""
