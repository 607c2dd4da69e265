"""What has worked off what waits: a poll anywhere, Procrastinate on PostgreSQL."""
