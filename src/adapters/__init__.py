"""Adapters that connect the application to providers, databases and job runners."""
